import Glibc
import Secrets
import Testing

@Suite("secrets: what a look may cost")
struct BoundsTests {
  /// A text that is made to need long, and what it is made of.
  struct Hostile: CustomTestStringConvertible, Sendable {
    let name: String
    let line: String
    var testDescription: String { name }
  }

  static let hostile = [
    Hostile(name: "heads of private keys", line: "-----BEGIN RSA PRIVATE " + "KEY-----\n"),
    Hostile(name: "heads of web tokens", line: "eyJhbGciOiJIUzI1NiIs."),
    Hostile(name: "passwords of one letter", line: "password=x, "),
    Hostile(name: "passwords", line: "password="),
    Hostile(name: "beginnings of URLs", line: "postgres://a:"),
    Hostile(name: "headers", line: "Authorization: Basic "),
    Hostile(name: "names of one rule", line: "aws_secret_access_key="),
    Hostile(name: "PuTTY keys", line: "PuTTY-User-" + "Key-File-2:\n"),
    Hostile(name: "escapes", line: "a%41"),
    Hostile(name: "base64", line: "YWFhYWFhYWFhYWFhYWFhYWFh "),
    Hostile(name: "connection strings", line: "Server=a;Password=b;User Id=;"),
  ]

  @Test("half a megabyte that is made to need long ends within seconds", arguments: hostile)
  func hostileTexts(_ hostile: Hostile) throws {
    let line = Array(hostile.line.utf8)
    var text: [UInt8] = []
    while text.count < 512 << 10 { text += line }
    _ = try BuiltIn.engine.get()
    let start = Self.seconds()
    _ = try BuiltIn.scan(text, as: .definition(path: "a.txt"))
    #expect(Self.seconds() - start < 4)
  }

  /// What this thread has worked: other tests run beside it.
  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test("a value of quotes and blanks alone is none")
  func nothingLeft() throws {
    let text = #"{"apiVersion": "v1", "kind": "Secret", "data": {"password": "= '\"\t\n"}, "token": "x"}"#
    #expect(try BuiltIn.scan(Array(text.utf8), as: .definition(path: "a.json")).findings.isEmpty)
  }

  @Test("what is nested deeper than is read is said")
  func deep() throws {
    let deep = String(repeating: "[", count: 120) + String(repeating: "]", count: 120)
    let text = "{ // as an editor keeps it\n\"a\": \(deep), \"password\": \"\(Made.password)\"}"
    let outcome = try BuiltIn.scan(Array(text.utf8), as: .definition(path: "a.json"))
    #expect(outcome.undecided.contains { $0.contains("deeper") }, "\(outcome.undecided)")
  }

  @Test("a long name does not stand in each place below it")
  func longNames() throws {
    let name = String(repeating: "n", count: 4 << 20)
    let members = String(repeating: "a: 0, ", count: 20_000)
    let start = Self.seconds()
    _ = try BuiltIn.scan(
      Array("{ // \\u0041\n\"\(name)\": {\(members)}, \"password\": \"\(Made.password)\"}".utf8),
      as: .definition(path: "a.json"))
    #expect(Self.seconds() - start < 20)
  }

  @Test("heads of private keys are given up, and what stands before them is told")
  func keyHeads() throws {
    let heads = String(repeating: "-----BEGIN RSA PRIVATE " + "KEY-----\n", count: 4_000)
    let outcome = try BuiltIn.scan("first \(Made.gitHub)\n\(heads)")
    #expect(outcome.findings.map(\.rule) == ["github-token"])
    #expect(!outcome.isClean && outcome.undecided.contains { $0.contains("steps") })
  }

  @Test("all texts of one scanner share its steps: when they are used up nothing more is looked at, and it is said")
  func whole() throws {
    var limits = SecretScanner.Limits()
    limits.whole = 300
    limits.wholeByte = 0
    let scanner = try SecretScanner(BuiltIn.engine.get(), options: SecretScanner.Options(key: [1]), limits: limits)
    let text = Array("token: \(Made.gitHub) DB_PASSWORD=\(Made.password)".utf8)
    var looks = 0
    while !scanner.isSpent, looks < 100 {
      _ = try scanner.scan(text, as: .message)
      looks += 1
    }
    #expect(scanner.isSpent && looks > 1)
    let after = try scanner.scan(Array("Pay approved invoices".utf8), as: .message)
    #expect(!after.isClean && after.undecided.contains { $0.contains("together") })
  }

  @Test("a text of ordinary size and many secrets is decided")
  func many() throws {
    let lines = (0..<200).map { "token_\($0): \(Made.gitHub)\nnote: nothing to see here, \($0)\n" }.joined()
    let outcome = try BuiltIn.scan(lines)
    #expect(outcome.undecided.isEmpty && outcome.findings.count == 200)
    #expect(outcome.findings.last?.line == 399)
  }

  @Test("a private key of usual length is found behind many that are cut off")
  func cutOff() throws {
    let head = "-----BEGIN RSA PRIVATE " + "KEY-----\n"
    let body = String(repeating: "\(Made.key)\(Made.key.reversed().map(String.init).joined())\n", count: 40)
    let text = String(repeating: "\(head)...!\n", count: 50) + head + body + "-----END RSA PRIVATE KEY-----\n"
    let outcome = try BuiltIn.scan(text)
    #expect(outcome.findings.map(\.rule) == ["private-key"] && outcome.undecided.isEmpty)
  }

  @Test("a text in UTF-16 that is too large to be decoded is undecided")
  func largeUTF16() throws {
    let outcome = try BuiltIn.scan([0xff, 0xfe] + [UInt8](repeating: 0x20, count: 33 << 20), as: .other)
    #expect(!outcome.isClean && outcome.undecided.contains { $0.contains("UTF-16") })
  }
}

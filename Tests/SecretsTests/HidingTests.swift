import Cryptography
import Secrets
import Testing

@Suite("secrets: what is written in an unusual way")
struct HidingTests {
  /// A secret that does not stand in the text as it is.
  struct Hidden: CustomTestStringConvertible, Sendable {
    let name: String
    let path: String
    let bytes: [UInt8]
    let rule: String
    var testDescription: String { name }

    init(_ name: String, _ path: String, _ text: String, _ rule: String) {
      self.init(name, path, Array(text.utf8), rule)
    }

    init(_ name: String, _ path: String, _ bytes: [UInt8], _ rule: String) {
      self.name = name
      self.path = path
      self.bytes = bytes
      self.rule = rule
    }
  }

  private static let tail = String(Made.gitHub.dropFirst())
  private static let url = "postgres:\\/\\/app:\(Made.password)@db.acme.example\\/pay"

  private static let escapes = [
    Hidden("slashes as PHP writes them", "a.json", "{\"db\": \"\(url)\"}", "connection-url"),
    Hidden("a letter of JSON as a number", "a.json", "{\"a\": \"\\u0067\(tail)\"}", "github-token"),
    Hidden("JSON in JSON", "a.json", "{\"a\": \"{\\\"b\\\": \\\"\\\\u0067\(tail)\\\"}\"}", "github-token"),
    Hidden("a letter of YAML as a number", "a.yaml", "a: \"\\x67\(tail)\"\n", "github-token"),
    Hidden("a long letter of YAML", "a.yaml", "a: \"\\U00000067\(tail)\"\n", "github-token"),
    Hidden("a reference of XML", "a.bpmn", "<a><b>&#x67;\(tail)</b></a>", "github-token"),
    Hidden("a reference with many noughts", "a.bpmn", "<a><b>&#x0000000000000067;\(tail)</b></a>", "github-token"),
    Hidden("a decimal reference", "a.html", "<p>&#103;\(tail)", "github-token"),
    Hidden("a letter in a message", "a.txt", "use \\u0067\(tail) there", "github-token"),
  ]

  private static let wide = [
    Hidden("UTF-16 without a mark", "a.txt", widened("token \(Made.gitHub) of", [1, 0]), "github-token"),
    Hidden("the same in the other order", "a.txt", widened("token \(Made.gitHub) of", [0, 1]), "github-token"),
    Hidden("UTF-32", "a.txt", [0xff, 0xfe, 0, 0] + widened("token \(Made.gitHub) of", [1, 0, 0, 0]), "github-token"),
    Hidden(
      "within a file that is no text", "a.bin", [7, 0, 0, 9] + widened(Made.gitHub, [1, 0]) + [1, 2], "github-token"),
    Hidden(
      "an encoded command", "a.ps1",
      "powershell -EncodedCommand \(Base64.encode(widened("$t = '\(Made.gitHub)'", [1, 0])))", "github-token"),
  ]

  /// Behind a mark or the head of a file, at an odd offset, in both orders of bytes, with letters before and behind.
  private static let odd = [[0xff, 0xfe], [0xfe, 0xff], [7, 0, 0, 9], [7, 9, 0, 1]].flatMap { (head: [UInt8]) in
    [[], [3], [65], [3, 65], [0, 3], [65, 66, 67]].flatMap { (between: [UInt8]) in
      [[1, 0], [0, 1]].flatMap { (form: [UInt8]) in
        [[], [65], [1, 65, 66]].map { (tail: [UInt8]) in
          Hidden(
            "\(form) behind \(head + between) before \(tail)", "a.bin",
            head + between + widened(Made.gitHub, form) + tail, "github-token")
        }
      }
    }
  }

  private static let glued = ["x", "/", "ab", "abc", "body/", "payload/of/the/letter/"].map { before in
    Hidden(
      "base64 behind '\(before)'", "a.txt", "see \(before)\(Base64.encode(Array("token \(Made.gitHub) of".utf8)))",
      "github-token")
  }

  private static let pair = "\"name\": \"X-Api-Key\", \"value\": \"\(Made.password)-\(Made.password)\""
  private static let lines = "name: X-Api-Key\n"
  private static let value = "\(Made.password)-\(Made.password)"

  private static let loose = [
    Hidden("JSON with a comment", "a.json", "{ // of the bank\n\"headers\": [{\(pair)}]}", "header-secret"),
    Hidden("JSON behind a comment", "a.jsonc", "// of the bank\n{\"headers\": [{\(pair)}]}", "header-secret"),
    Hidden("JSON with a comma too many", "a.json", "{\"headers\": [{\(pair),},],}", "header-secret"),
    Hidden("JSON with a key twice", "a.json", "{\"a\": 1, \"a\": 2, \"headers\": [{\(pair)}]}", "header-secret"),
    Hidden("a name twice", "a.json", "{\"headers\": [{\"name\": \"Accept\", \(pair)}]}", "header-secret"),
    Hidden("YAML in capitals", "A.YAML", "headers:\n  - name: X-Api-Key\n    value: \(value)\n", "header-secret"),
    Hidden(
      "YAML without an ending", "conf/flow", "headers:\n  - name: X-Api-Key\n    value: \(value)\n", "header-secret"),
    Hidden(
      "YAML with an anchor", "a.yaml", "base: &b\n  x: 1\nheaders:\n- name: X-Api-Key\n  value: &v \(value)\ny: *b\n",
      "header-secret"),
    Hidden("YAML with a tab", "a.yaml", "headers:\n- name: X-Api-Key\n  value:\t\(value)\n\tx: 1\n", "header-secret"),
    Hidden(
      "YAML with a key twice", "a.yaml",
      "a: 1\na: 2\nh:\n  - {name: \"X-Api-Key\", value: \"\(value)\"}\n",
      "header-secret"),
  ]

  @Test("it is found, once", arguments: escapes + wide + odd + glued + loose)
  func found(_ hidden: Hidden) throws {
    let outcome = try BuiltIn.scan(hidden.bytes, as: .definition(path: hidden.path))
    #expect(outcome.findings.map(\.rule) == [hidden.rule], "\(outcome.findings)")
    #expect(outcome.undecided.isEmpty)
  }

  @Test("what is written with escapes is placed where it is written, and its base64 is unwrapped")
  func placed() throws {
    let text = "{\"x\": 1,\n \"a\": \"\\u0067\(Self.tail)\", \"b\": 2}"
    let finding = try #require(try BuiltIn.scan(text, as: .definition(path: "a.json")).findings.first)
    #expect(finding.line == 2 && finding.column == 8 && finding.range == 16..<16 + 5 + Made.gitHub.utf8.count)
    let plain = try BuiltIn.scan("{\"a\": \"\(Made.gitHub)\"}", as: .definition(path: "a.json"))
    #expect(plain.findings.map(\.fingerprint) == [finding.fingerprint])
    let base64 = Base64.encode(Array("token: ???\(Made.gitHub)".utf8)).replacing("/", with: "\\/")
    let wrapped = try BuiltIn.scan("{\"a\": \"\(base64)\"}", as: .definition(path: "a.json"))
    #expect(base64.contains("\\/") && wrapped.findings.map(\.via) == [[.base64]])
  }

  @Test("an expression with escaped slashes, a page with references and a file with zeros hold nothing")
  func harmless() throws {
    for text in [
      "const url = /https?:\\/\\/[^:@]+:[^@]+@[a-z.]+\\/x/", "{\"a\": \"caf\\u00e9 \\u2013 \\u0026 more\"}",
      "<p>It&#39;s &#34;fine&#34; &amp; done</p>", "a/b/c/workflows/vendor-payment/definitions/of/the/flow",
      "{ // nothing\n \"password\": \"${DB_PASSWORD}\", }",
    ] {
      for path in ["a.json", "a.yaml", "a.js"] {
        let outcome = try BuiltIn.scan(text, as: .definition(path: path))
        #expect(outcome.findings.isEmpty && outcome.undecided.isEmpty, "\(text)")
      }
    }
    let aliases = ["x: &secret", "  y: 1", "password: *" + "secret", "other: &a", "  token: !vault x\n"].joined(
      separator: "\n")
    #expect(try BuiltIn.scan(aliases, as: .definition(path: "a.yaml")).findings.isEmpty)
    let zeros = [UInt8](repeating: 0, count: 10_000) + [65, 0, 66, 0] + [UInt8](repeating: 0, count: 3)
    #expect(try BuiltIn.scan(zeros, as: .other).isClean)
  }

  @Test("brackets, quotes and lines that are left open end the reading, and nothing else")
  func open() throws {
    let pieces = [
      "{", "[", "\"", "'", "`", ":", ",", "//", "/*", "\n", "a", "- ", "? ", "&x ", "\\", "&#", "\t", "}", "]", "|",
    ]
    var seed: UInt64 = 7
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<30 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(seed >> 33) % pieces.count]
      }
      for path in ["a.json", "a.yaml"] {
        // The names make the structure worth a look.
        let outcome = try BuiltIn.scan("{\(text)\npassword: abcdefgh", as: .definition(path: path))
        #expect(outcome.looked.texts >= 1)
      }
    }
    let deep = String(repeating: "{\"a\":[", count: 50_000) + "\"password\": \"x\", // deep"
    #expect(try BuiltIn.scan(deep, as: .definition(path: "a.json")).looked.texts == 1)
  }
}

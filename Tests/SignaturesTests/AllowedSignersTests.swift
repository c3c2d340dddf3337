import Diagnostics
import Signatures
import Testing
import Vocabulary

private let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKtR0q0T4wL6Vj0v1m1q1y7b9W4m1u3m8oQ0y3m0q1Zx"

@Suite("allowed_signers")
struct AllowedSignersTests {
  struct Refused: CustomTestStringConvertible, Sendable {
    let line: String
    let rule: String
    let column: Int
    var testDescription: String { visible(line) }
  }

  static let rows: [Refused] = [
    Refused(line: "*@acme.example \(key)", rule: "signers.wildcard", column: 1),
    Refused(line: "m?ria@acme.example \(key)", rule: "signers.wildcard", column: 1),
    Refused(line: "a@b,!maria@acme.example \(key)", rule: "signers.wildcard", column: 1),
    Refused(line: "maria \(key)", rule: "signers.principal", column: 1),
    Refused(line: "@acme.example \(key)", rule: "signers.principal", column: 1),
    Refused(line: "a@b@c \(key)", rule: "signers.principal", column: 1),
    Refused(line: "maria@ \(key)", rule: "signers.principal", column: 1),
    Refused(line: "a@b, \(key)", rule: "signers.principal", column: 1),
    Refused(line: "\"a@b\" \(key)", rule: "signers.principal", column: 1),
    Refused(line: "m\u{e4}ria@acme.example \(key)", rule: "signers.principal", column: 1),
    Refused(line: key, rule: "signers.principal", column: 1),
    Refused(line: "a@b cert-authority \(key)", rule: "signers.authority", column: 5),
    Refused(line: "a@b CERT-AUTHORITY \(key)", rule: "signers.authority", column: 5),
    Refused(line: "a@b namespaces=\"git\",cert-authority \(key)", rule: "signers.authority", column: 22),
    Refused(line: "a@b namespaces=\"g*\" \(key)", rule: "signers.wildcard", column: 5),
    Refused(line: "a@b namespaces=\"!git\" \(key)", rule: "signers.wildcard", column: 5),
    Refused(line: "a@b namespaces=\"\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b namespaces=\"git,\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b namespaces=git \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b namespace=\"git\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b namespaces=\"git\",namespaces=\"git\" \(key)", rule: "signers.option", column: 22),
    Refused(line: "a@b valid-after=\"20260101\" \(key)", rule: "signers.local-time", column: 5),
    Refused(line: "a@b valid-before=\"202601010000\" \(key)", rule: "signers.local-time", column: 5),
    Refused(line: "a@b valid-before=\"20260101000000\" \(key)", rule: "signers.local-time", column: 5),
    Refused(line: "a@b valid-before=\"20260230Z\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b valid-before=\"2026Z\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b valid-before=\"20260101z\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b valid-before=20260101Z \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b valid-after=\"20270101Z\",valid-before=\"20260101Z\" \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b restrict \(key)", rule: "signers.option", column: 5),
    Refused(line: "a@b", rule: "signers.key", column: 4),
    Refused(line: "a@b ssh-ed25519", rule: "signers.key", column: 5),
    Refused(line: "a@b ssh-ed25519 AAAA", rule: "signers.key", column: 5),
    Refused(line: "a@b ssh-rsa \(key.dropFirst(12))", rule: "signers.key", column: 5),
    Refused(line: "a@b ssh-dss AAAAB3NzaC1kc3MAAAAA", rule: "signers.key", column: 5),
    Refused(line: "a@b  \(key)=", rule: "signers.key", column: 6),
    Refused(line: "a@b \(key)\r", rule: "signers.line", column: 85),
    Refused(line: "a@b \u{0}\(key)", rule: "signers.line", column: 5),
  ]

  @Test("a line that is refused has a finding with its place, and never counts", arguments: rows)
  func refused(_ row: Refused) {
    let (signers, findings) = AllowedSigners.read(Array("# one\n\(row.line)\nb@c \(key)\n".utf8), source: "signers")
    #expect(findings.map(\.rule.id) == [row.rule])
    #expect(findings.first?.place == Place("signers", line: 2, column: row.column))
    #expect(signers.entries.map(\.principals) == [["b@c"]])
    #expect(findings.allSatisfy { !$0.next.isEmpty })
  }

  @Test("a local time says what to write")
  func localTime() {
    let findings = AllowedSigners.read(Array("a@b valid-before=\"20270101\" \(key)".utf8), source: "s").findings
    #expect(findings.first?.next == ["write valid-before=\"20270101Z\""])
  }

  @Test("a line with all options is read whole")
  func whole() throws {
    let options = "namespaces=\"git,countersign\",valid-after=\"20260101Z\",valid-before=\"202604010130Z\""
    let (signers, findings) = AllowedSigners.read(
      Array("\n  # c\na@b,c@d\t \(options)  \(key) maria's key = \"x\"".utf8), source: ".countersign/allowed_signers")
    #expect(findings.isEmpty)
    let entry = try #require(signers.entries.first)
    #expect(signers.entries.count == 1)
    #expect(entry.principals == ["a@b", "c@d"])
    #expect(entry.namespaces == ["git", "countersign"])
    #expect(entry.validAfter?.description == "2026-01-01T00:00:00Z")
    #expect(entry.validBefore?.description == "2026-04-01T01:30:00Z")
    #expect(entry.key == (try SSHPublicKey(text: key)))
    #expect(entry.place == Place(".countersign/allowed_signers", line: 3))
  }

  @Test("an empty file has no signers")
  func empty() {
    #expect(AllowedSigners.read([], source: "s").signers.entries.isEmpty)
    #expect(AllowedSigners.read([], source: "s").findings.isEmpty)
  }

  @Test("bytes by chance and lines changed by chance never crash, and no change makes a new key")
  func chance() throws {
    var dice = Dice(1)
    let real = Array("a@b namespaces=\"git\",valid-after=\"20260101Z\" \(key) comment\n".utf8)
    let known = try SSHPublicKey(text: key)
    for _ in 0..<3000 {
      var bytes = Bool.random(using: &dice) ? real : []
      for _ in 0..<Int.random(in: 0...6, using: &dice) {
        let byte = UInt8.random(in: 0...255, using: &dice)
        if bytes.isEmpty || Bool.random(using: &dice) {
          bytes.insert(byte, at: Int.random(in: 0...bytes.count, using: &dice))
        } else {
          bytes[Int.random(in: 0..<bytes.count, using: &dice)] = byte
        }
      }
      let read = AllowedSigners.read(bytes, source: "s")
      for entry in read.signers.entries where entry.key != known {
        // A change inside the 32 bytes of the point is another key, and has to look like one.
        #expect(entry.key.blob.count == known.blob.count)
      }
      _ = RevokedKeys.read(bytes, source: "s")
    }
  }
}

@Suite("revoked_keys")
struct RevokedKeysTests {
  @Test(
    "a line that cannot be read makes the list unreadable",
    arguments: [
      "junk", "ssh-ed25519", "ssh-rsa \(key.dropFirst(12))", "a@b \(key)", "\(key)\r", "\(key)=", "ssh-ed25519 AAAA",
      String(key.prefix(40)),
    ])
  func refused(_ line: String) throws {
    let (keys, findings) = RevokedKeys.read(Array("\(key)\n\(line)\n".utf8), source: "revoked_keys")
    #expect(findings.map(\.rule.id) == ["revoked.line"])
    #expect(findings.first?.place == Place("revoked_keys", line: 2))
    #expect(keys.unreadable == "revoked_keys:2 is not a public key")
    #expect(keys.contains(try SSHPublicKey(text: key)))
  }

  @Test("comments, empty lines and keys of other kinds are in order")
  func read() throws {
    let (keys, findings) = RevokedKeys.read(
      Array("# c\n\n \(key) maria\nssh-dss AAAAB3NzaC1kc3MAAAABAA==\n".utf8), source: "revoked_keys")
    #expect(findings.isEmpty)
    #expect(keys.unreadable == nil)
    #expect(keys.contains(try SSHPublicKey(text: key)))
    #expect(RevokedKeys.none.isEmpty)
  }
}

import Cryptography
import Diagnostics
import Secrets
import Testing

@Suite("secrets: what the scanner sees")
struct SeeingTests {
  @Test("a token is found in each kind of text, with its place")
  func texts() throws {
    for subject in [
      ScanSubject.message, .name, .report, .other, .definition(path: "workflows/pay/run.sh"),
    ] {
      let outcome = try BuiltIn.scan("first\nsecond \(Made.gitHub) end", as: subject)
      let finding = try #require(outcome.findings.first)
      #expect(
        outcome.findings.count == 1 && finding.rule == "github-token"
          && finding.confidence == .certain)
      #expect([finding.line, finding.column] == [2, 8] && finding.range == 13..<53)
      #expect(!outcome.isClean)
    }
  }

  @Test("nothing looked at is not clean, and something without a secret is")
  func clean() throws {
    #expect(try BuiltIn.scan("Pay approved invoices").isClean)
    let empty = ScanOutcome(findings: [], allowed: [], undecided: [], looked: ScanOutcome.Looked())
    #expect(!empty.isClean)
    let undecided = ScanOutcome(
      findings: [], allowed: [], undecided: ["a limit"], looked: try BuiltIn.scan("x").looked)
    #expect(!undecided.isClean)
  }

  @Test("base64 and percent-encoding are unwrapped, once and twice, in both alphabets")
  func wrapped() throws {
    let inner = "{\"token\": \"\(Made.gitHub)\", \"note\": \"??>>~~\"}"
    let once = Base64.encode(Array(inner.utf8))
    let url = String(once.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    let twice = Base64.encode(Array("body: \(once)".utf8))
    let percent = "q=" + Made.gitHub.utf8.map { "%" + Hex.encode([$0]) }.joined()
    let both = Base64.encode(Array("https://acme.example/?\(percent)".utf8))
    for (text, via) in [
      (once, [SecretFinding.Wrapping.base64]), (url, [.base64]), (twice, [.base64, .base64]),
      (percent, [.percent]),
      (both, [.base64, .percent]),
    ] {
      let outcome = try BuiltIn.scan("{\"body\": \"\(text)\"}", as: .definition(path: "a.json"))
      #expect(outcome.findings.map(\.rule) == ["github-token"], "\(via)")
      #expect(outcome.findings.first?.via == via)
      #expect(outcome.looked.texts > via.count)
    }
  }

  @Test("a text in UTF-16 is looked at, too")
  func utf16() throws {
    let units = Array("\u{feff}token \(Made.gitHub)".utf16)
    let bytes = units.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    #expect(
      try BuiltIn.scan(bytes, as: .definition(path: "a.bpmn")).findings.map(\.via) == [[.utf16]])
  }

  @Test("bytes that are no text are looked at without harm")
  func junk() throws {
    var bytes = (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    bytes += Array(Made.gitHub.utf8)
    bytes += [0, 0xff, 0xfe]
    #expect(try BuiltIn.scan(bytes, as: .other).findings.map(\.rule).contains("github-token"))
    for length in 0..<6 {
      #expect(try BuiltIn.scan(Array(repeating: 0x25, count: length), as: .other).findings.isEmpty)
    }
  }
}

@Suite("secrets: what a finding shows")
struct ShowingTests {
  @Test("no form of a finding shows the secret", arguments: [Made.gitHub, Made.aws, Made.slack])
  func hidden(secret: String) throws {
    let outcome = try BuiltIn.scan(
      "{\"password\": \"\(secret)\"}", as: .definition(path: "flow.json"))
    let finding = try #require(outcome.findings.first)
    var dumped = ""
    dump(outcome, to: &dumped)
    let told = finding.finding(at: "flow.json")
    for text in [
      "\(outcome)", String(reflecting: outcome), dumped, "\(told)", told.what,
      told.because.joined(),
      told.next.joined(),
    ] {
      #expect(!text.contains(secret.dropFirst(8)) && !text.contains(secret.dropLast(8)))
    }
    #expect(finding.hash.count == 16 && finding.fingerprint.count == 32)
  }

  @Test("a short secret shows no letter at all")
  func short() throws {
    let finding = try #require(try BuiltIn.scan("DB_PASSWORD=\(Made.password)").findings.first)
    #expect(finding.preview == "… (\(Made.password.count) characters)")
  }

  @Test(
    "a fingerprint stays when lines move, and changes with the secret, the place, the file and the key"
  )
  func fingerprints() throws {
    let print = { (text: String, path: String) in
      try BuiltIn.scan(text, as: .definition(path: path)).findings.map(\.fingerprint)
    }
    let first = try print("{\"a\": {\"password\": \"\(Made.password)\"}}", "flow.json")
    #expect(first.count == 1)
    #expect(
      try print("{\"z\": 1,\n\n \"a\": {\n\"password\": \"\(Made.password)\"}}", "flow.json")
        == first)
    #expect(try print("{\"b\": {\"password\": \"\(Made.password)\"}}", "flow.json") != first)
    #expect(try print("{\"a\": {\"password\": \"\(Made.password)x\"}}", "flow.json") != first)
    #expect(try print("{\"a\": {\"password\": \"\(Made.password)\"}}", "other.json") != first)
  }

  @Test("a comment on the line counts where the policy permits it, and is told where it does not")
  func comments() throws {
    let text = "token: \(Made.gitHub)  # gitleaks:allow\nother: \(Made.slack)"
    let held = try BuiltIn.scan(text)
    #expect(
      held.findings.map(\.rule) == ["github-token", "slack-bot-token"] && held.allowed.isEmpty)
    #expect(held.findings.map(\.allowComment) == ["gitleaks:allow", nil])
    let permitted = try BuiltIn.scan(text, comments: true)
    #expect(permitted.findings.map(\.rule) == ["slack-bot-token"])
    #expect(permitted.allowed.map(\.finding.rule) == ["github-token"])
    let because = permitted.allowed.flatMap { $0.note(at: "a.txt").because }
    #expect(because.contains { $0.contains("let be by the comment") })
    #expect(!because.contains { $0.contains("only where the policy permits it") })
  }

  @Test("a waiver goes by fingerprint, and what it lets be is still told")
  func waivers() throws {
    let outcome = try BuiltIn.scan("\(Made.gitHub) \(Made.slack)")
    let waived = try #require(outcome.findings.first)
    let after = outcome.waiving {
      $0.fingerprint == waived.fingerprint ? "a sample of the documentation" : nil
    }
    #expect(after.findings.map(\.rule) == ["slack-bot-token"])
    #expect(after.allowed.map(\.finding.rule) == ["github-token"])
  }
}

@Suite("secrets: which sightings are one secret")
struct TwinTests {
  private func utf16(_ text: String) -> [UInt8] {
    "\u{feff}\(text)".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  @Test("what else a wrapping holds is told beside it, wrapped again or not")
  func besides() throws {
    let base64 = Base64.encode(Array("token \(Made.slack)".utf8))
    let text = utf16("key \(Made.gitHub)\nkey \(base64)\n")
    let outcome = try BuiltIn.scan(text, as: .definition(path: "old.txt"))
    #expect(Set(outcome.findings.map(\.rule)) == ["github-token", "slack-bot-token"])
    let alone = try BuiltIn.scan(utf16("key \(Made.gitHub)\n"), as: .definition(path: "old.txt"))
    let waived = alone.findings.map(\.fingerprint)
    let left = outcome.waiving { waived.contains($0.fingerprint) ? "revoked" : nil }
    #expect(waived.count == 1 && left.findings.map(\.rule) == ["slack-bot-token"])
  }

  @Test("two wrappings in one wrapping are two, though their secrets stand at the same place in them")
  func nested() throws {
    let one = Base64.encode(Array("token \(Made.gitHub) of the forge".utf8))
    let other = Base64.encode(Array("token \(Made.slack) of the chat".utf8))
    let text = Base64.encode(Array("a: \(one)\nb: \(other)\n".utf8))
    let outcome = try BuiltIn.scan("body: \"\(text)\"")
    #expect(Set(outcome.findings.map(\.rule)) == ["github-token", "slack-bot-token"])
  }

  @Test("a secret that is another's wrapping from end to end is one")
  func same() throws {
    let text = Base64.encode(Array(Made.gitHub.utf8))
    let outcome = try BuiltIn.scan("{\"password\": \"\(text)\"}", as: .definition(path: "a.json"))
    #expect(outcome.findings.map(\.rule) == ["github-token"])
  }
}

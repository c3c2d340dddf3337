import Diagnostics
import Signatures
import Testing

@Suite("rules of signatures")
struct RulesTests {
  @Test("ids are in order, each once, and speak of their topic")
  func ids() {
    let ids = SignaturesRules.all.map(\.id)
    #expect(ids == Array(Set(ids)).sorted())
    for rule in SignaturesRules.all {
      #expect(["revoked", "signers", "signing"].contains { rule.id.hasPrefix("\($0).") })
      #expect(rule.summary.hasSuffix(".") && rule.explanation.hasSuffix("."))
    }
  }

  @Test("no message uses a word that helps nobody")
  func words() {
    let texts =
      SignaturesRules.all.flatMap { [$0.summary, $0.explanation] }
      + errors.flatMap { [$0.finding.what] + $0.finding.because + $0.finding.next }
    for text in texts {
      for word in ["invalid", "failed to", "please", "oops"] { #expect(!text.lowercased().contains(word)) }
    }
  }

  @Test("text from programs is safe for a terminal")
  func visible() {
    let said = SigningError.toolSaid(name: "a\u{1b}b", message: "x\u{1b}[31m\n\n\u{202e}y").finding
    #expect(said.what == "'a\\u{1b}b' did not sign")
    #expect(said.because == ["x\\u{1b}[31m", "\\u{202e}y"])
    let path = SigningError.keyUnreadable(path: "a b'c", because: "why").finding
    #expect(path.next.first == "if only the private key is there: ssh-keygen -y -f 'a b'\\''c' > 'a b'\\''c'.pub")
  }

  private let errors: [SigningError] = [
    .noKey, .keyUnreadable(path: "p", because: "b"), .toolMissing(name: "n"), .agentRefused(message: ""),
    .toolSaid(name: "n", message: ""), .notSSH(format: "f"), .unknownFormat("f"), .wrongSignature(because: "b"),
    .noScratch(because: "b"),
  ]
}

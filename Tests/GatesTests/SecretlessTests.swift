import Diagnostics
import Facts
import Gates
import Testing

@Suite("secrets")
struct SecretlessTests {
  @Test("no secret comes in", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Secretless.self) }

  private static let found = Finding(
    Rule("secret.found", "There is a secret.", "Take it out."), "there is a secret: a bank's token [bank-token]",
    at: Place("workflows/vendor-payment/flow.json", line: 3, column: 7), because: ["it is bank_… (40 characters)"])
  private static let notLooked = Finding(
    Rule("secret.undecided", "It could not be decided.", "Split the text."), "not everything could be looked at")

  private static func look(
    _ findings: [Finding] = [], _ undecided: [Finding] = [], texts: Int = 3
  ) -> @Sendable (inout Scene) throws -> Void {
    { scene in
      var look = SecretLook()
      look.findings = findings
      look.undecided = undecided
      look.texts = texts
      scene.facts.secrets = .known(look)
    }
  }

  static let rows: [Row] = [
    .unmet("one in a file", "secret.found", "flow.json:3:7", from: .landing, look([found])),
    .unmet("one in a commit", "secret.found", from: .commits, look([found])),
    .unmet("one in the policy's files", "secret.found", from: .policyLanding, look([found])),
    .unmet("one on the way to an environment", "secret.found", from: .release, look([found])),
    .unmet("one in what is adopted", "secret.found", from: .adoption, look([found])),
    .unmet("one, and the rest could not be looked at", "secret.found", from: .landing, look([found], [notLooked])),
    .undecided("not everything was looked at", "secret.undecided", from: .landing, look([], [notLooked])),
    .undecided("nothing was looked at", "secrets.nothing", from: .landing, look(texts: 0)),
    .undecided("nothing was looked at in the commits", "secrets.nothing", from: .commits, look(texts: 0)),
    .undecided("it cannot be read", "git.missing-object", from: .release) {
      $0.facts.secrets = .unknown(because: lost)
    },
    .met("none", "none in 3 texts, 1200 bytes", from: .landing),
    .met("none in one text", "none in 1 text,", from: .commits, look(texts: 1)),
    .notAsked("what happened in the past", from: .landing) {
      $0.question = $0.question.asked(atDoor: false)
      $0.facts.secrets = .unknown(because: lost)
    },
    .notAsked("a removal", from: .removal),
    .notAsked("a rollback (R7)", from: .rollback),
    .notAsked("a kill (R7)", from: .kill),
    .notAsked("a resume", from: .resume),
  ]
}

import Facts
import Gates
import Testing
import Workflows

@Suite("runbook")
struct RunbooksTests {
  @Test("what the night shift finds", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Runbooks.self) }

  private static func has(_ parts: Runbook.Part...) -> @Sendable (inout Scene) throws -> Void {
    { $0.facts.runbook = .known(Runbook(path: "RUNBOOK.md", parts: Set(parts))) }
  }

  private static func be(_ risk: String, _ scene: inout Scene) throws {
    try scene.manifest("risk: low\nactions: [payment]\n", "risk: \(risk)\n")
    scene.facts.baseManifest = scene.facts.manifest
    scene.facts.runbook = .known(nil)
    // Those that stand were for class high, and the class is no lower than what was reviewed.
    scene.dropReviews()
  }

  static let rows: [Row] = [
    .unmet("none, class high", "runbook.missing", "vendor-payment has no runbook", "class high", from: .landing) {
      $0.facts.runbook = .known(nil)
    },
    .unmet("none, class high, to an environment", "runbook.missing", from: .release) { $0.facts.runbook = .known(nil) },
    .unmet("none, class critical", "runbook.missing", "class critical", from: .landing) { try be("critical", &$0) },
    .unmet("none, and only the version there now is high", "runbook.missing", from: .landing) {
      try $0.manifest("risk: low\nactions: [payment]\n", "risk: low\n")
      $0.facts.runbook = .known(nil)
    },
    .unmet(
      "empty", "runbook.parts", "'pause', 'roll back', 'fall back to hand work'", "'rollback'", from: .landing, has()),
    .unmet("no way to pause", "runbook.parts", "no part 'pause'", from: .landing, has(.rollBack, .fallBack)),
    .unmet("no way back", "runbook.parts", "no part 'roll back'", from: .release, has(.pause, .fallBack)),
    .unmet("no work by hand", "runbook.parts", "hand work", from: .landing, has(.pause, .rollBack)),
    .unmet("parts are missing of a runbook that nobody had to write", "runbook.parts", from: .landing) {
      try be("low", &$0)
      $0.facts.runbook = .known(Runbook(path: "RUNBOOK.md", parts: [.pause]))
    },
    .undecided("it cannot be read", "git.missing-object", from: .landing) {
      $0.facts.runbook = .unknown(because: lost)
    },
    .met("all three", "RUNBOOK.md", from: .landing),
    .met("all three, to an environment", "RUNBOOK.md", from: .release),
    .met("none, class low", "class low asks for none", from: .landing) { try be("low", &$0) },
    .met("none, class medium", "class medium asks for none", from: .landing) { try be("medium", &$0) },
    .notAsked("a removal", from: .removal),
    .notAsked("the policy", from: .policyLanding),
    .notAsked("a rollback (R7)", from: .rollback),
    .notAsked("a kill (R7)", from: .kill),
    .notAsked("an adoption, of what runs already", from: .adoption),
  ]
}

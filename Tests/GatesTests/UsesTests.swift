import Facts
import Gates
import Testing
import Vocabulary

@Suite("uses")
struct UsesTests {
  @Test("what a workflow calls", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Uses.self) }

  private static func used(
    _ version: Version?, isKilled: Bool = false, isAllKilled: Bool = false
  ) -> Fact<[UsedWorkflow]> {
    .known([
      UsedWorkflow(name: "notify-finance", version: version, isKilled: isKilled, isAllKilled: isAllKilled)
    ])
  }

  static let rows: [Row] = [
    .unmet(
      "it is not released (R12)", "uses.missing", "notify-finance", "countersign promote notify-finance --env prod",
      from: .release
    ) {
      $0.facts.used = used(nil)
    },
    .unmet("nothing is said of it", "uses.missing", from: .release) { $0.facts.used = .known([]) },
    .unmet("it is killed", "uses.killed", "countersign resume notify-finance --env prod", from: .release) {
      $0.facts.used = used(callee, isKilled: true)
    },
    .unmet(
      "everything is killed, so that resuming it alone would not do", "uses.killed",
      "countersign resume --all --env prod", from: .release
    ) {
      $0.facts.used = used(callee, isAllKilled: true)
    },
    .unmet(
      "both are killed", "uses.killed", "countersign resume --all --env prod",
      "countersign resume notify-finance --env prod", from: .release
    ) {
      $0.facts.used = used(callee, isKilled: true, isAllKilled: true)
    },
    .unmet(
      "another version than the tests ran with (R12)", "uses.other-version", "cccc", "d1d1d1d1d1d1", from: .release
    ) {
      $0.facts.used = used(Version(dirHash: sixtyFour("cc"), gitTree: forty("cc")))
    },
    .unmet("the tests do not say with which they ran", "uses.other-version", "does not say", from: .release) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", uses: [:]))
    },
    .unmet("the latest run counts", "uses.other-version", "c1c1c1c1c1c1", from: .release) {
      $0.add($0.run("unit", at: noon - hours(1), uses: ["notify-finance": another]))
    },
    .unmet("a circle, at a landing", "uses.circle", "vendor-payment → notify-finance → vendor-payment", from: .landing)
    {
      $0.facts.circle = .known(["vendor-payment", "notify-finance", "vendor-payment"])
    },
    .unmet("a circle, at a release", "uses.circle", from: .release) {
      $0.facts.circle = .known(["vendor-payment", "vendor-payment"])
    },
    .unmet("a removal under its callers", "uses.removed", "month-end", from: .removal) {
      $0.facts.users = .known(["month-end"])
    },
    .undecided("its callers are not known", "git.missing-object", from: .removal) {
      $0.facts.users = .unknown(because: lost)
    },
    .undecided("circles are not known", "git.missing-object", from: .landing) {
      $0.facts.circle = .unknown(because: lost)
    },
    .undecided("the manifest is not known", "git.missing-object", from: .release) {
      $0.facts.manifest = .unknown(because: lost)
    },
    .undecided("what is there is not known", "git.missing-object", from: .release) {
      $0.facts.used = .unknown(because: lost)
    },
    .undecided("evidence is not known", "git.missing-object", from: .release) {
      $0.facts.evidence = .unknown(because: lost)
    },
    .met("as tested", "notify-finance released there", from: .release),
    .met("an older run with another version", from: .release) {
      $0.add($0.run("unit", at: noon - hours(3), uses: ["notify-finance": another]))
    },
    .met("a run by no tester with another version", from: .release) {
      $0.add($0.run("unit", by: .person("maria"), at: noon - hours(1), uses: ["notify-finance": another]))
    },
    .met("a suite that the gate does not name", from: .release) {
      $0.add($0.run("load", at: noon - hours(1), uses: [:]))
    },
    .met("it calls nothing", "calls no other", from: .release) {
      try $0.manifest("uses: [notify-finance]\n", "")
      $0.facts.used = .known([])
    },
    .met("a landing asks for no release", "no circle", from: .landing) { $0.facts.used = .unknown(because: lost) },
    .met("a removal that nobody calls", "nothing calls it", from: .removal),
    .notAsked("the policy", from: .policyLanding),
    .notAsked("a rollback (R7)", from: .rollback),
    .notAsked("a kill (R7)", from: .kill),
  ]
}

import Diagnostics
import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("tests")
struct TestsTests {
  @Test("runs", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Tests.self) }

  @Test("on a tie of times the worse run counts, whichever is read first", arguments: 0..<20)
  func tie(number: Int) throws {
    var scene = try Scene(.landing)
    scene.add(scene.run("unit", outcome: .failed, failed: ["test \(number)"]))
    #expect(scene.answer(Tests.id)?.findings.first?.rule.id == "tests.failed")
    scene = try Scene(.landing)
    scene.add(scene.run("unit", passed: [], skipped: ["test \(number)"]))
    #expect(scene.answer(Tests.id)?.findings.first?.rule.id == "tests.empty")
  }

  static let rows: [Row] = [
    .unmet(
      "no run", "tests.missing", "'contract'", "ci: countersign test vendor-payment --suite contract", from: .landing
    ) {
      $0.dropRuns(of: "contract")
    },
    .unmet("no run of either: one finding each", "tests.missing", "'unit'", "'contract'", from: .landing) {
      $0.evidence = []
    },
    .unmet("another suite's run (E5)", "tests.missing", from: .landing) {
      $0.dropRuns(of: "contract")
      $0.add($0.run("contract-old"))
    },
    .unmet("another version's run (E5)", "tests.missing", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", digest: .version(another)))
    },
    .unmet("the same files in other modes", "tests.missing", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", digest: .version(Version(dirHash: proposed.dirHash, gitTree: another.gitTree))))
    },
    .unmet("another repository's run", "tests.missing", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", repository: "00000000-8a44-4f5c-9d0b-2f6d1c7b9a3e"))
    },
    .unmet("a run of a commit, whatever its version", "tests.missing", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", digest: .commit(killCommit)))
    },
    .unmet("recorded by no tester (E5)", "tests.missing", "maria, who is no tester", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", by: .person("maria")))
    },
    .unmet("recorded by a service without the role", "tests.missing", "bot, who is no tester", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", by: .service("bot")))
    },
    .unmet("not signed", "tests.missing", "is not signed", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", by: .absent))
    },
    .unmet("a revoked key", "tests.missing", "the key was revoked", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", by: .revoked))
    },
    .unmet("recorded after the landing", "tests.missing", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", at: noon + seconds(1)))
    },
    .unmet("nobody is a tester", "tests.missing", "nobody has the role 'tester'", from: .landing) {
      try $0.policy("roles: [tester], operated-by", "operated-by")
    },
    .unmet("red", "tests.failed", "pays twice", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", outcome: .failed, failed: ["pays twice"]))
    },
    .unmet("red after green (E6)", "tests.failed", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(1), outcome: .failed, failed: ["pays twice"]))
    },
    .unmet("red and green in one second: the red one", "tests.failed", from: .landing) {
      $0.add($0.run("unit", outcome: .failed, failed: ["pays twice"]))
    },
    .unmet("red without a name", "tests.failed", "FAILED", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(1), outcome: .failed))
    },
    .unmet("a warning is no pass", "tests.failed", "WARNED", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(1), outcome: .warned))
    },
    .unmet("PASSED with names that failed (E6)", "tests.failed", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(1), failed: ["pays twice"]))
    },
    .unmet("nothing ran (E6)", "tests.empty", "zero tests", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(1), passed: []))
    },
    .unmet("everything was skipped (E6)", "tests.empty", "2 were skipped", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(1), passed: [], skipped: ["one", "two"]))
    },
    .unmet("empty and green in one second: the empty one", "tests.empty", from: .landing) {
      $0.add($0.run("unit", passed: []))
    },
    .unmet("a second too old", "tests.old", "7d", from: .release) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", at: noon - days(7) - seconds(1)))
    },
    .unmet("a red run from a fast clock, in the journal that a release names", "tests.failed", from: .release) {
      $0.add($0.run("unit", at: noon + hours(1), outcome: .failed, failed: ["pays twice"]))
    },
    .unmet("one suite is missing, of the other it cannot be told", "tests.missing", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.dropRuns(of: "contract")
      $0.add($0.run("unit", by: .ambiguous))
    },
    .undecided("it cannot be told who recorded", "tests.undecided", "'unit'", from: .landing) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", by: .ambiguous))
    },
    .undecided("nor who recorded a later red run", "tests.undecided", from: .landing) {
      $0.add($0.run("unit", by: .ambiguous, at: noon - hours(1), outcome: .failed))
    },
    .undecided("evidence is not known", "git.missing-object", from: .landing) {
      $0.facts.evidence = .unknown(because: lost)
    },
    .met("both suites", "unit, contract passed", from: .landing),
    .met("green after red", from: .landing) {
      $0.add($0.run("unit", at: noon - hours(3), outcome: .failed, failed: ["pays twice"]))
    },
    .met("red by no tester", from: .landing) {
      $0.add($0.run("unit", by: .person("maria"), at: noon - hours(1), outcome: .failed, failed: ["pays twice"]))
    },
    .met("a person with the role", from: .landing) {
      try $0.policy("tom@acme.example], roles: [author]", "tom@acme.example], roles: [author, tester]")
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", by: .person("tom")))
    },
    .met("some were skipped", from: .landing) { $0.add($0.run("unit", at: noon - hours(1), skipped: ["one"])) },
    .met("exactly as old as it may be", from: .release) {
      $0.dropRuns(of: "unit")
      $0.add($0.run("unit", at: noon - days(7)))
    },
    .met("a removal runs nothing", from: .removal),
    .notAsked("a gate without tests", from: .policyLanding),
    .notAsked("a rollback", from: .rollback),
  ]
}

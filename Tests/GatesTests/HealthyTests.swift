import Facts
import Gates
import Testing
import Vocabulary

@Suite("healthy")
struct HealthyTests {
  @Test("what can be rolled back to", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Healthy.self) }

  static let rows: [Row] = [
    .unmet("a version that was never there (R5)", "healthy.never-released", "countersign rollback", from: .rollback) {
      $0.facts.past = .known([past(present)])
    },
    .unmet("the same files in other modes", "healthy.never-released", from: .rollback) {
      $0.facts.past = .known([past(Version(dirHash: proposed.dirHash, gitTree: another.gitTree))])
    },
    .unmet("nothing was ever there", "healthy.never-released", from: .rollback) { $0.facts.past = .known([]) },
    .unmet("to nothing", "healthy.never-released", from: .rollback) {
      $0.question = Question(act: .rollback, workflow: workflow, target: prod, version: nil, base: present)
    },
    .unmet("a release that did not pass (R5)", "healthy.doubtful", "nobody approved it", from: .rollback) {
      $0.facts.past = .known([past(proposed, .doubtful(because: "nobody approved it"))])
    },
    .unmet("a recalled version (R5)", "healthy.recalled", "sofia", "it pays twice", from: .rollback) {
      $0.facts.past = .known([past(proposed, .recalled(by: "sofia", why: "it pays twice"))])
    },
    .unmet("recalled in one of its stays", "healthy.recalled", from: .rollback) {
      $0.facts.past = .known([past(proposed), past(proposed, .recalled(by: "sofia", why: "it pays twice"))])
    },
    .undecided("it cannot be told whether its release passed", "git.missing-object", from: .rollback) {
      $0.facts.past = .known([
        past(proposed, .doubtful(because: "nobody approved it")), past(proposed, .undecided(because: lost)),
      ])
    },
    .unmet("recalled, whatever else cannot be told", "healthy.recalled", from: .rollback) {
      $0.facts.past = .known([
        past(proposed, .undecided(because: lost)), past(proposed, .recalled(by: "sofia", why: "it pays twice")),
      ])
    },
    .undecided("it is not known", "git.missing-object", from: .rollback) { $0.facts.past = .unknown(because: lost) },
    .met("a healthy version", "2026-03-03T12:00:00Z", from: .rollback),
    .met("healthy in one of its stays", from: .rollback) {
      $0.facts.past = .known([past(proposed, .doubtful(because: "nobody approved it")), past(proposed)])
    },
    .met("healthy in one of its stays, and it cannot be told of another", from: .rollback) {
      $0.facts.past = .known([past(proposed, .undecided(because: lost)), past(proposed)])
    },
    .notAsked("a release", from: .release),
    .notAsked("a kill", from: .kill),
  ]

  private static func past(_ version: Version, _ health: PastRelease.Health = .healthy) -> PastRelease {
    PastRelease(commit: forty("07"), version: version, date: noon - days(9), health: health)
  }
}

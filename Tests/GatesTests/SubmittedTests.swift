import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("submission")
struct SubmittedTests {
  @Test("what a service landed (A21)", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Submitted.self) }

  private static let byForge: Fact<ServiceLanding?> = .known(ServiceLanding(service: "forge", commit: forty("02")))

  static let rows: [Row] = [
    .unmet(
      "nobody submitted it", "submission.missing", "forge", "countersign submit vendor-payment --for main",
      from: .landing
    ) {
      $0.facts.landedByService = byForge
    },
    .unmet("a service submitted it", "submission.missing", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .service("forge")))
    },
    .unmet("for another target", "submission.missing", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .person("tom"), target: prod))
    },
    .unmet("of another version", "submission.missing", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .person("tom"), digest: .version(another)))
    },
    .unmet("after the landing", "submission.missing", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .person("tom"), at: noon + seconds(1)))
    },
    .unmet("without a signature", "submission.missing", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .absent))
    },
    .unmet("by a key that does not count", "submission.missing", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .revoked))
    },
    .undecided("it cannot be told who submitted, beside one who did", "submission.undecided", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .person("tom")), $0.submission(by: .ambiguous))
    },
    .undecided("it is not known who landed", "git.missing-object", from: .landing) {
      $0.facts.landedByService = .unknown(because: lost)
    },
    .undecided("evidence is not known", "git.missing-object", from: .landing) {
      $0.facts.landedByService = byForge
      $0.facts.evidence = .unknown(because: lost)
    },
    .met("a person submitted it", "submitted by tom", from: .landing) {
      $0.facts.landedByService = byForge
      $0.add($0.submission(by: .person("tom")))
    },
    .met("a person landed it", "landed by a person", from: .landing),
    .notAsked("a release", from: .release),
    .notAsked("new commits", from: .commits),
  ]
}

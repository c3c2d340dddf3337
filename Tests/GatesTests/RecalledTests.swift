import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("recall")
struct RecalledTests {
  @Test("whether the version is barred", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Recalled.self) }

  static let rows: [Row] = [
    .unmet("by security", "recall.barred", "recalled by sofia", "it pays twice", from: .release) {
      $0.add($0.recall(by: .person("sofia")))
    },
    .unmet("a landing too", "recall.barred", "lena", from: .landing) { $0.add($0.recall(by: .person("lena"))) },
    .unmet("an adoption too", "recall.barred", "sofia", from: .adoption) { $0.add($0.recall(by: .person("sofia"))) },
    .unmet("whatever was approved later (R6)", "recall.barred", from: .release) {
      $0.add($0.recall(by: .person("sofia"), at: noon - days(40)))
    },
    .unmet("the same files in other modes", "recall.barred", from: .release) {
      let modes = Version(dirHash: proposed.dirHash, gitTree: another.gitTree)
      $0.add($0.recall(by: .person("sofia"), digest: .version(modes)))
    },
    .unmet("from a fast clock, in the journal that a release names", "recall.barred", from: .release) {
      $0.add($0.recall(by: .person("sofia"), at: noon + hours(1)))
    },
    .unmet("its words are shown, not sent", "recall.barred", "\\u{1b}[2J", from: .release) {
      $0.add($0.recall(by: .person("sofia"), why: "\u{1b}[2J"))
    },
    .unmet("by the role of the area", "recall.barred", "tom", from: .release) {
      try $0.policy("recall:", "areas: { pay: { workflows: [\"vendor-*\"], roles: { security: [tom] } } }\nrecall:")
      $0.add($0.recall(by: .person("tom")))
    },
    .undecided("it cannot be told who signed", "recall.undecided", "jonas and tom", from: .release) {
      $0.add($0.recall(by: .ambiguous))
    },
    .undecided("evidence is not known", "git.missing-object", from: .release) {
      $0.facts.evidence = .unknown(because: lost)
    },
    .met("by someone whom the policy does not name for it (R19)", from: .release) {
      $0.add($0.recall(by: .person("jonas")))
    },
    .met("by a service", from: .release) { $0.add($0.recall(by: .service("ci"))) },
    .met("by a key that does not count", from: .release) { $0.add($0.recall(by: .revoked)) },
    .met("without a signature", from: .release) { $0.add($0.recall(by: .absent)) },
    .met("outside the area whose role it is", from: .release) {
      try $0.policy("recall:", "areas: { pay: { workflows: [\"vendor-*\"], roles: { security: [tom] } } }\nrecall:")
      $0.add($0.recall(by: .person("sofia")))
    },
    .met("another version", from: .release) { $0.add($0.recall(by: .person("sofia"), digest: .version(another))) },
    .met("after the landing", from: .landing) { $0.add($0.recall(by: .person("sofia"), at: noon + seconds(1))) },
    .met("nobody recalled it", "not recalled", from: .release),
    .met("a removal", from: .removal),
    .notAsked("the policy", from: .policyLanding),
    .notAsked("a rollback: `healthy` judges it", from: .rollback),
    .notAsked("a kill", from: .kill),
  ]
}

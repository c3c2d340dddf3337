package import Diagnostics
import Facts
import PolicyModel
import Vocabulary

/// `order`: a release goes forward; going back is a rollback and judged as one.
package struct Order: Requirement {
  package static let id = "order"
  package static let asks = "The landing released is not older than the one that it replaces."
  package static let rules: [Rule] = [.orderDowngrade]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .release }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let found) = matter.facts.source else { return unknown(matter.facts.source) }
    guard let source = found else {
      return .unmet([
        Finding(
          .landedNoSource, "the release names no landing that it comes from",
          steps: [
            Step(
              .releaseManager, matter.people(as: .releaseManager),
              matter.promote(matter.label, to: matter.question.target.name))
          ])
      ])
    }
    if source.isNotOlder { return .met(source.previous == nil ? "nothing is replaced" : "forward") }
    return .unmet([
      Finding(
        .orderDowngrade,
        "landing \(source.commit.prefix(12)) is older than \((source.previous ?? "").prefix(12)), which is released there",
        because: ["a release never goes back quietly: that is a rollback"],
        steps: [
          Step(
            .releaseManager, matter.environment.map { matter.people(withAnyOf: $0.rollback) } ?? [],
            "countersign rollback \(matter.workflow) --env \(matter.question.target.name)")
        ])
    ])
  }
}

extension Rule {
  static let orderDowngrade = Rule(
    "order.downgrade", "A release would put an older landing in place of a newer one.",
    "Old approvals must not bring an old version back. Going back is a rollback: signed, explained, to a version healthy there."
  )
}

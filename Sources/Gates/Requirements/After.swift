package import Diagnostics
import Facts
import PolicyModel
import Vocabulary

/// `after`: the version has been in the environment before.
package struct After: Requirement {
  package static let id = "after"
  package static let asks = "The environment that the policy puts before this one holds or held this version."
  package static let rules: [Rule] = [.afterSkipped]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool {
    matter.question.act == .release && matter.environment?.after != nil
  }

  package func judge(_ matter: Matter) -> Answer {
    guard let before = matter.environment?.after else { return .unmet([]) }
    guard case .known(let stays) = matter.facts.staysBefore else { return unknown(matter.facts.staysBefore) }
    if let stay = stays.last(where: { $0.doubt == nil }) {
      return .met("in \(before) since \(stay.from)" + (stay.until.map { ", until \($0)" } ?? ""))
    }
    if let doubt = stays.last?.doubt { return .undecided([doubt]) }
    return .unmet([
      Finding(
        .afterSkipped, "\(matter.question.label) has not been in \(before)",
        because: ["\(matter.question.target.name) comes after \(before)"],
        steps: [
          Step(
            .releaseManager, matter.policy.environment(named: before).map { matter.releasers(of: $0) } ?? [],
            matter.promote(matter.label, to: before))
        ])
    ])
  }
}

extension Rule {
  static let afterSkipped = Rule(
    "after.skipped", "An environment was left out.",
    "The policy's 'after' names the environment that a version passes through first; it holds or held exactly this version."
  )
}

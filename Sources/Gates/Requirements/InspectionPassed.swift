package import Diagnostics
import Facts

/// `inspection`: what the definition does is in order, or accepted for a time by a waiver.
package struct InspectionPassed: Requirement {
  package static let id = "inspection"
  package static let asks =
    "What the definition does contradicts neither the manifest nor the checks, but for what a waiver accepts."
  package static let rules: [Rule] = []

  package init() {}

  /// The checks change with time, so what landed once is not asked again.
  package func isAsked(of matter: Matter) -> Bool {
    matter.question.act == .landing && matter.question.isAtDoor && !matter.question.isOfPolicy
      && (matter.question.version != nil || matter.question.isUnread)
  }

  package func mender(_ matter: Matter) -> Step.Part? { .author }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let findings) = matter.facts.inspection else { return unknown(matter.facts.inspection) }
    let errors = findings.filter { $0.level == .error }
    return errors.isEmpty ? .met("in order") : .unmet(errors)
  }
}

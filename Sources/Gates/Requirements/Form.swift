package import Diagnostics
import Facts

/// `form`: the change is what it says, and nothing lies where it belongs to nobody.
package struct Form: Requirement {
  package static let id = "form"
  package static let asks =
    "The change is exactly what it says, and every file in a governed root belongs to a workflow."
  package static let rules: [Rule] = []

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { true }

  package func mender(_ matter: Matter) -> Step.Part? { matter.changer }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let findings) = matter.facts.form else { return unknown(matter.facts.form) }
    let errors = findings.filter { $0.level == .error }
    return errors.isEmpty ? .met("as it says") : .unmet(errors)
  }
}

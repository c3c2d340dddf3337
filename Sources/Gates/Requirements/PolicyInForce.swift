package import Diagnostics
import Facts
import PolicyModel

/// `policy`: there is a policy that judges; without one nothing passes.
package struct PolicyInForce: Requirement {
  package static let id = "policy"
  package static let asks = "A policy that can be read and passed its own gate is in force."
  package static let rules: [Rule] = []

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { true }

  package func judge(_ matter: Matter) -> Answer { Self.answer(matter.facts.policy) }

  static func answer(_ fact: Fact<Policy>) -> Answer {
    switch fact {
    case .known: .met("in force")
    case .unknown(let because): .undecided([because])
    }
  }
}

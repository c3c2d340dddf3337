package import Diagnostics
import Facts
import PolicyModel
package import Vocabulary

/// One condition of a gate. A member is one file in `Requirements/`, one line in `Requirements.all`, one test file.
package protocol Requirement: Sendable {
  /// Its whole address: the key in the policy where it has one, the topic of its rules, its heading in the docs.
  static var id: String { get }
  /// What it asks, in one sentence.
  static var asks: String { get }
  static var rules: [Rule] { get }
  init()
  /// Whether this question has to answer it. Never depends on what is known, only on what is asked.
  func isAsked(of matter: Matter) -> Bool
  func judge(_ matter: Matter) -> Answer
  /// The earliest moment at which time alone would let it pass; nil when time does not hold it.
  func earliest(_ matter: Matter) -> Timestamp?
  /// Whose the next steps are that a finding names nobody for; nil: nobody in particular.
  func mender(_ matter: Matter) -> Step.Part?
}

extension Requirement {
  package func earliest(_ matter: Matter) -> Timestamp? { nil }
  package func mender(_ matter: Matter) -> Step.Part? { nil }
}

package enum Requirements {
  /// In the order in which a reader wants to see them.
  package static let all: [any Requirement.Type] = [
    PolicyInForce.self, Form.self, Content.self, InspectionPassed.self, Metadata.self, Owner.self, Runbooks.self,
    Apart.self,
    Contributors.self, Submitted.self,
    RiskGate.self,
    Approval.self, Tests.self, Recalled.self, Landed.self, Order.self, After.self, Soak.self, Releaser.self,
    Healthy.self,
    Killed.self, Uses.self, Records.self, Separate.self, Opening.self, Thaw.self, Debts.self, Excepted.self,
  ]

  /// What an exception may lift, and nothing else: what the policy asks of a version at its gate. What is always asked of a
  /// release, whoever wrote it and whatever it is, stays asked.
  package static let liftable: [any Requirement.Type] = [
    Approval.self, Tests.self, Soak.self, Separate.self, Opening.self, Thaw.self, Uses.self, Records.self,
  ]

  package static func isLiftable(_ id: String) -> Bool { liftable.contains { $0.id == id } }
}

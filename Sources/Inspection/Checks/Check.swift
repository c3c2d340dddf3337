package import Diagnostics

/// One thing that is looked for in a workflow.
///
/// A member is one file in `Checks/`, one line in `Checks.all`, one test file and one section of docs/checks.md.
package protocol Check: Sendable {
  /// The one rule that it reports.
  static var rules: [Rule] { get }
  static var confidence: Confidence { get }
  static var controls: Controls { get }
  init()
  /// What is unknown is reported as unknown, never passed over as in order.
  func look(at subject: Subject) -> [Observation]
}

/// How often what a check reports is what it says.
package enum Confidence: String, Hashable, Sendable, CaseIterable {
  /// It stands in the definition.
  case high
  /// It follows from how the engine works, or from what a kind of step usually does.
  case medium
  /// It is a guess that a person has to look at.
  case low
}

package enum Checks {
  /// In the order in which a reader wants to see them: what contradicts the manifest, who decides, where it reaches, what it proves
  /// itself with, what it may do, how it ends.
  package static let all: [any Check.Type] = [
    NotUnderstood.self, EngineMismatch.self, NeverRuns.self, ActionUndeclared.self, ActionUnseen.self,
    DataUndeclared.self, ApprovalStep.self, ApprovalMissing.self, ApprovalWithoutNo.self, WebhookOpen.self,
    ForeignInput.self, DestinationUndeclared.self, DestinationUnused.self, DestinationDynamic.self,
    DestinationFixed.self, PlainTransport.self, CertificateUnchecked.self, CredentialLiteral.self,
    CredentialUndeclared.self, SecretUnrotated.self, CredentialShared.self, PermissionWide.self,
    PermissionUndeclared.self,
    PermissionDefault.self, NotPinned.self, WorkflowUndeclared.self, CapturedData.self, ErrorSwallowed.self,
    ErrorUnheard.self, TimeoutMissing.self, RetryUnbounded.self, LoopUnbounded.self, LimitsExceeded.self,
  ]
}

/// The rules of the checks.
package enum InspectionRules {
  package static let all: [Rule] = Checks.all.flatMap { $0.rules }
}

extension Rule {
  /// What it asks for in the words of others; nil for a rule that no check reports.
  package var controls: Controls? { Checks.all.first { $0.rules.contains(self) }?.controls }
  /// nil for a rule that no check reports.
  package var confidence: Confidence? { Checks.all.first { $0.rules.contains(self) }?.confidence }
}

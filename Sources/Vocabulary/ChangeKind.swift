/// What kind of change it is. The id is its whole address: in JSON, in the policy's `risk.raise`, in the documents.
///
/// In the order in which a reviewer should read them.
package enum ChangeKind: String, Hashable, Sendable, CaseIterable {
  case notUnderstood = "not-understood"
  case approvalRemoved = "approval-removed"
  case approvalCondition = "approval-condition"
  case riskLowered = "risk-lowered"
  case newRisk = "new-risk"
  case tlsOff = "tls-off"
  case literalCredential = "literal-credential"
  case newDestination = "new-destination"
  case recipientChanged = "recipient-changed"
  case newCredential = "new-credential"
  case permissionWidened = "permission-widened"
  case triggerOpened = "trigger-opened"
  case newTrigger = "new-trigger"
  case foreignInput = "foreign-input"
  case errorsSwallowed = "errors-swallowed"
  case newCall = "new-call"
  case unpinned
  case capturedData = "captured-data"

  case disabled
  case stepRemoved = "step-removed"
  case codeChanged = "code-changed"
  case conditionChanged = "condition-changed"
  case triggerChanged = "trigger-changed"
  case destinationChanged = "destination-changed"
  case credentialChanged = "credential-changed"
  case callChanged = "call-changed"
  case approvalChanged = "approval-changed"
  case limitsLoosened = "limits-loosened"
  case settingChanged = "setting-changed"
  case flowChanged = "flow-changed"
  case enabled
  case stepAdded = "step-added"
  case typeChanged = "type-changed"
  case ownerChanged = "owner-changed"
  case identityChanged = "identity-changed"
  case testsChanged = "tests-changed"
  case errorHandling = "error-handling"

  case newApproval = "new-approval"
  case tlsOn = "tls-on"
  case riskRaised = "risk-raised"
  case riskGone = "risk-gone"
  case destinationRemoved = "destination-removed"
  case credentialRemoved = "credential-removed"
  case permissionNarrowed = "permission-narrowed"
  case triggerClosed = "trigger-closed"
  case triggerRemoved = "trigger-removed"
  case callRemoved = "call-removed"
  case pinned
  case limitsTightened = "limits-tightened"
  case understood
  case renamed
  case moved

  package var weight: ChangeWeight {
    switch self {
    case .notUnderstood, .approvalRemoved, .approvalCondition, .riskLowered, .newRisk, .tlsOff, .literalCredential,
      .newDestination, .recipientChanged, .newCredential, .permissionWidened, .triggerOpened, .newTrigger,
      .foreignInput, .errorsSwallowed,
      .newCall,
      .unpinned, .capturedData:
      .grave
    case .disabled, .stepRemoved, .codeChanged, .conditionChanged, .triggerChanged, .destinationChanged,
      .credentialChanged, .callChanged, .approvalChanged, .limitsLoosened, .settingChanged, .flowChanged, .enabled,
      .stepAdded, .typeChanged, .ownerChanged, .identityChanged, .testsChanged, .errorHandling:
      .notable
    case .newApproval, .tlsOn, .riskRaised, .riskGone, .destinationRemoved, .credentialRemoved, .permissionNarrowed,
      .triggerClosed, .triggerRemoved, .callRemoved, .pinned, .limitsTightened, .understood, .renamed, .moved:
      .slight
    }
  }
}

extension ChangeKind {
  /// From 0, the gravest first.
  package var rank: Int { ChangeKind.ranks[self] ?? ChangeKind.allCases.count }

  private static let ranks = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))
}

/// How much a reviewer has to look at it.
package enum ChangeWeight: String, Hashable, Sendable, CaseIterable {
  /// Somebody has to have agreed to this very line.
  case grave
  case notable
  case slight
}

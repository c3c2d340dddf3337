package import Diagnostics
import Documents
import Evidence
import Gates
import Gathering
import Git
import Inspection
import PolicyModel
import Receiving
import Releases
import Secrets
import Signatures
import Verifying
import Workflows

/// Every rule of every module, by id.
package enum Catalogue {
  package static let rules: [Rule] =
    (DefinitionRules.all + DocumentsRules.all + EvidenceRules.all + GatheringRules.all + GitRules.all
    + InspectionRules.all + PolicyRules.all
    + ReceivingRules.all + ReleasesRules.all + SecretsRules.all + WaiverRules.all
    + SignaturesRules.all + ManifestRules.all + DiscoveryRules.all + PathRules.all
    + VerifyingRules.all + Requirements.all.flatMap { $0.rules } + commandRules)
    .sorted { $0.id < $1.id }

  private static let commandRules: [Rule] = [
    .admitUnprovenRelease, .admitKilled, .admitNotReleased, .admitOtherVersion, .admitStale, .breakGlassNothing,
    .checkIndex, .checkNothing, .checkSharedIdentity, .checkUnknownUse, .cloneNoDirectory, .diffFailed, .diffTooLarge,
    .explainUnknown, .fileMoved, .fileUnreadable, .fileUnwritable, .gateNothing,
    .hookInput, .hookNoTree, .hookUnsigned, .hooksBare, .hooksElsewhere, .hooksForeign, .hooksServer, .hooksTransaction,
    .importEngine,
    .importMalformed, .initExists, .initPerson, .keyFile, .keyOver, .keyPrivate, .keyTaken, .keyWhich,
    .manualUnreadable, .newEngine, .newExists, .newOwner, .newRoot,
    .personAddress, .personExists, .personLayout, .personName, .personRole, .personUnknown,
    .policyTryOther, .promoteNothing, .quorumLost, .recallRole, .reviewNoDebt, .reviewNoPeer, .reviewStranger,
    .reviewUndecided, .selectionException, .selectionMoved, .selectionSecret,
    .selectionVersion,
    .selectionWorkflow,
    .setupNotWritten, .testNoCommand, .testNoReport, .trustNoPolicy, .trustPinned, .usageCommand, .usageRange,
    .usageTime,
    .worktreeMissing,
  ]
}

package import Diagnostics
import Documents
import Evidence
import Gates
import Gathering
import Git
import PolicyModel
import Receiving
import Releases
import Signatures
import Workflows

/// Every rule of every module, by id.
package enum Catalogue {
  package static let rules: [Rule] =
    (DocumentsRules.all + EvidenceRules.all + GatheringRules.all + GitRules.all + PolicyRules.all + ReceivingRules.all
    + ReleasesRules.all
    + SignaturesRules.all + ManifestRules.all + DiscoveryRules.all + PathRules.all
    + Requirements.all.flatMap { $0.rules } + commandRules)
    .sorted { $0.id < $1.id }

  private static let commandRules: [Rule] = [
    .admitUnprovenRelease, .admitKilled, .admitNotReleased, .admitOtherVersion, .admitStale, .checkIndex,
    .checkNothing, .checkUnknownUse, .cloneNoDirectory, .diffFailed, .diffTooLarge, .explainUnknown, .fileUnreadable,
    .fileUnwritable, .gateNothing,
    .hookInput, .hookNoTree, .hookUnsigned, .hooksBare, .hooksElsewhere, .hooksForeign, .hooksServer, .importEngine,
    .importMalformed, .initExists, .initPerson, .newEngine, .newExists, .newOwner, .newRoot,
    .promoteNothing, .recallRole, .reviewStranger, .reviewUndecided, .selectionMoved, .selectionSecret,
    .selectionVersion,
    .selectionWorkflow,
    .setupNotWritten, .testNoCommand, .testNoReport, .trustNoPolicy, .trustPinned, .usageCommand, .usageRange,
    .usageTime,
    .worktreeMissing,
  ]
}

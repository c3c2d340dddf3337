package import Calendars
package import Diagnostics
package import PolicyModel
package import Vocabulary
package import Workflows

/// Everything that a judge may know about one question. Plain values: the same facts give the same verdict anywhere.
package struct Facts: Hashable, Sendable {
  /// The policy that judges, and nothing else decides.
  package var policy: Fact<Policy>
  /// The manifest of the version asked about; nil when the workflow is removed.
  package var manifest: Fact<Manifest?>
  /// The manifest of the version there now; nil when there is none.
  package var baseManifest: Fact<Manifest?>
  /// What inspection found in the change; nil where nobody inspects: in history the class of the reviews stands for it.
  package var meaning: Fact<Meaning?>
  /// Whether the change is what it says: stray files of a landing, a commit to an environment that changes more than its trailers.
  package var form: Fact<[Finding]>
  /// What stands in the way in the content itself: names, links, sizes, a manifest that does not read.
  package var content: Fact<[Finding]>
  /// What the checks find in the definition, without what waivers accept; collected at a door only.
  package var inspection: Fact<[Finding]>
  /// The new commits, or the one commit that writes to the environment; their metadata is judged.
  package var commits: Fact<[CommitFacts]>
  /// Who had a hand in the change, by commits that changed the workflow's directory.
  package var contributions: Fact<[Contribution]>
  /// Every statement about this version (and this workflow's records), whoever signed it.
  package var evidence: Fact<[Testimony]>
  /// When the target last left this version: every earlier review of it there is spent. nil: it never did.
  package var lastLeft: Fact<Departure?>
  /// When the environment last adopted something: every earlier approval of an adoption is spent. nil: it never did.
  package var lastAdoption: Fact<Departure?>
  /// Set where a service committed the landing.
  package var landedByService: Fact<ServiceLanding?>
  /// Who writes to the environment.
  package var actor: Signatory
  package var source: Fact<Source?>
  /// The stays of this version in the environment that comes before; empty where none does.
  package var staysBefore: Fact<[Stay]>
  /// What the environment held, newest first; for a rollback.
  package var past: Fact<[PastRelease]>
  /// The state in the environment of each workflow that this one uses.
  package var used: Fact<[UsedWorkflow]>
  /// A circle of `uses` that the change would close, from the workflow back to itself; empty when there is none.
  package var circle: Fact<[String]>
  /// Workflows that use one that is removed.
  package var users: Fact<[String]>
  /// The kill that a resume ends: 40 hex digits; and by whom.
  package var kill: Fact<KillMarker?>
  /// The freeze of an incident that the environment's branch shows, over or not; nil when there is none.
  package var freeze: Fact<StandingFreeze?>
  /// The runbook of the version asked about; nil when its manifest names none, or nothing is left of the workflow.
  package var runbook: Fact<Runbook?>
  /// The exception that a release names, and those that earlier ones have used up.
  package var exception: Fact<ExceptionUse>
  /// The debts of this workflow that are left in the environment, paid or not.
  package var debts: Fact<[Debt]>
  /// What a look for secrets gave, in the files of the version or in the new commits; looked for at the doors only.
  package var secrets: Fact<SecretLook>
  /// By zone name, for the windows and freezes of the policy.
  package var zones: [String: Fact<ZoneRules>]

  /// Nothing is known: the start of every collection, and what no requirement may take for a yes.
  package init(nothingKnown because: Finding) {
    policy = .unknown(because: because)
    manifest = .unknown(because: because)
    baseManifest = .unknown(because: because)
    meaning = .unknown(because: because)
    form = .unknown(because: because)
    content = .unknown(because: because)
    inspection = .unknown(because: because)
    commits = .unknown(because: because)
    contributions = .unknown(because: because)
    evidence = .unknown(because: because)
    lastLeft = .unknown(because: because)
    lastAdoption = .unknown(because: because)
    landedByService = .unknown(because: because)
    actor = .undecided(because: because.what)
    source = .unknown(because: because)
    staysBefore = .unknown(because: because)
    past = .unknown(because: because)
    used = .unknown(because: because)
    circle = .unknown(because: because)
    users = .unknown(because: because)
    kill = .unknown(because: because)
    freeze = .unknown(because: because)
    runbook = .unknown(because: because)
    exception = .unknown(because: because)
    debts = .unknown(because: because)
    secrets = .unknown(because: because)
    zones = [:]
  }
}

/// When and by which commit a target left a version, or did another thing that ends what reviews said before.
package struct Departure: Hashable, Sendable {
  package let date: Timestamp
  package let commit: String

  package init(date: Timestamp, commit: String) {
    self.date = date
    self.commit = commit
  }
}

/// A landing that a forge's button made.
package struct ServiceLanding: Hashable, Sendable {
  package let service: String
  package let commit: String

  package init(service: String, commit: String) {
    self.service = service
    self.commit = commit
  }
}

/// The landing that a release takes its version from.
package struct Source: Hashable, Sendable {
  package let commit: String
  /// On main's first-parent chain.
  package let isLanding: Bool
  /// It holds the version asked about.
  package let holdsVersion: Bool
  /// The source of the release that is replaced; nil when nothing is replaced.
  package let previous: String?
  /// The previous source is this one or lies before it on the chain.
  package let isNotOlder: Bool
  /// The landing that brought the version to main passed its gate then; the root counts as landed.
  package let passedGate: Bool
  /// Why it cannot be told whether it passed; nil where it can.
  package let doubt: Finding?

  package init(
    commit: String, isLanding: Bool, holdsVersion: Bool, previous: String?, isNotOlder: Bool, passedGate: Bool,
    doubt: Finding? = nil
  ) {
    self.passedGate = passedGate
    self.doubt = doubt
    self.commit = commit
    self.isLanding = isLanding
    self.holdsVersion = holdsVersion
    self.previous = previous
    self.isNotOlder = isNotOlder
  }
}

/// A time for which an environment held a version.
package struct Stay: Hashable, Sendable {
  package let from: Timestamp
  /// nil: it is there now.
  package let until: Timestamp?
  package let commit: String
  /// Why it cannot be told whether the step that began it passed; nil where it did.
  package let doubt: Finding?

  package init(from: Timestamp, until: Timestamp?, commit: String, doubt: Finding? = nil) {
    self.doubt = doubt
    self.from = from
    self.until = until
    self.commit = commit
  }
}

/// A release of this workflow in the environment's history.
package struct PastRelease: Hashable, Sendable {
  package enum Health: Hashable, Sendable {
    case healthy
    /// It did not pass then, or it cannot be told: it is no target for a rollback.
    case doubtful(because: String)
    /// It cannot be told whether it passed.
    case undecided(because: Finding)
    case recalled(by: String, why: String)
  }

  package let commit: String
  package let version: Version
  package let date: Timestamp
  package let health: Health

  package init(commit: String, version: Version, date: Timestamp, health: Health) {
    self.commit = commit
    self.version = version
    self.date = date
    self.health = health
  }
}

/// A workflow that the judged one calls, as it stands in the environment.
package struct UsedWorkflow: Hashable, Sendable {
  package let name: String
  /// nil: not released there.
  package let version: Version?
  package let isKilled: Bool
  /// Everything in the environment is killed, itself or not: resuming it alone would not do.
  package let isAllKilled: Bool

  package init(name: String, version: Version?, isKilled: Bool, isAllKilled: Bool = false) {
    self.name = name
    self.version = version
    self.isKilled = isKilled
    self.isAllKilled = isAllKilled
  }
}

/// A kill that stands in an environment.
package struct KillMarker: Hashable, Sendable {
  /// The commit that killed: 40 hex digits.
  package let commit: String
  package let killer: Signatory
  package let date: Timestamp

  package init(commit: String, killer: Signatory, date: Timestamp) {
    self.commit = commit
    self.killer = killer
    self.date = date
  }
}

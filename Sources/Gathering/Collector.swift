import Calendars
import Diagnostics
package import Evidence
import Facts
import Gates
package import Git
import PolicyModel
package import Programs
import Signatures
package import Vocabulary
import Workflows

/// The one place where the repository becomes facts. Pre-commit, the gate, promote, status and the hooks all collect here.
package struct Collector: ~Copyable {
  package let repository: Repository
  /// Which refs stand for main and the environments.
  package let view: View
  let programs: Programs
  /// Where the time zone database lies.
  let zoneFolder: String
  /// When this look began: nothing that is dated later has happened.
  package let clock: Timestamp
  /// Refs as they stood when a long look began; nil: each is read when it is asked for.
  let standing: StandingRefs?
  /// Branches that were read as a whole before.
  let chronicles: [Chronicle]
  /// Which versions ever landed on main up to a commit; nil: whoever wants to know walks.
  let landed: LandedVersions?
  /// What threads that look at one repository share.
  let common: CommonMemory
  /// Who takes parts of the work; nil: all of it is done on one thread.
  let crew: Crew?
  let memo = Memo()

  /// Envelopes that were read already.
  package var statements: StatementMemory { common.statements }

  package init(
    _ repository: consuming Repository, view: View, programs: Programs, zoneFolder: String, clock: Timestamp,
    standing: StandingRefs? = nil, chronicles: [Chronicle] = [], landed: LandedVersions? = nil,
    common: CommonMemory = CommonMemory(), crew: Crew? = nil
  ) {
    self.common = crew?.common ?? common
    self.crew = crew
    self.landed = landed
    self.standing = standing
    self.chronicles = chronicles
    self.repository = repository
    self.view = view
    self.programs = programs
    self.zoneFolder = zoneFolder
    self.clock = clock
  }

  /// The moment at which a commit of the past is judged: its committer date, but never later than now.
  package func moment(of commit: Commit) -> Timestamp { min(Timestamp(seconds: commit.committer.seconds), clock) }
}

/// Which refs are looked at: this repository's own branches, or what was last fetched of a remote's.
package struct View: Hashable, Sendable {
  /// nil: the repository's own branches, as on a server.
  package let remote: String?
  /// It is the server that others push to: what is not here does not exist.
  package let isServer: Bool
  /// Looking back: branches and journals end at their newest commit dated no later. nil: as they are.
  package let asOf: Timestamp?

  package init(remote: String?, isServer: Bool = false, asOf: Timestamp? = nil) {
    self.remote = remote
    self.isServer = isServer
    self.asOf = asOf
  }

  /// The full name of the ref that shows a branch, given by its short name.
  package func ref(ofBranch branch: String) -> String {
    remote.map { "refs/remotes/\($0)/\(branch)" } ?? "refs/heads/\(branch)"
  }
}

extension Collector {
  /// Where this clone last saw a remote's branch, by `sync`; it moves only forward, whatever a plain fetch does.
  package static func seenRef(ofBranch branch: String, remote: String) -> String {
    "refs/countersign/remotes/\(remote)/heads/\(branch)"
  }

  /// The tip of a protected branch as the view shows it; nil when there is none. One that was rewound since it was seen is an error.
  package func tip(ofBranch branch: String) throws(GitError) -> ObjectID? {
    try asOf(try shownTip(ofBranch: branch))
  }

  /// Where a branch or journal stood at the moment that is looked back to: its newest commit dated no later; nil before its first.
  func asOf(_ tip: ObjectID?) throws(GitError) -> ObjectID? {
    guard let tip, let moment = view.asOf else { return tip }
    if let known = memo.tipsThen[tip] { return known }
    var found: ObjectID?
    try repository.firstParents(from: tip) { commit throws(GitError) in
      guard commit.committer.seconds <= moment.seconds else { return true }
      found = commit.id
      return false
    }
    memo.tipsThen[tip] = .some(found)
    return found
  }

  private func shownTip(ofBranch branch: String) throws(GitError) -> ObjectID? {
    let ref = view.ref(ofBranch: branch)
    let tip = try reference(ref)
    guard let remote = view.remote,
      let seen = try reference(Self.seenRef(ofBranch: branch, remote: remote)), seen != tip
    else { return tip }
    if let tip, try goesOn(tip, from: seen) { return tip }
    throw .rewound(ref: ref, seen: seen, now: tip)
  }

  /// Whether `old` lies on the first parents of `new`.
  package func goesOn(_ new: ObjectID, from old: ObjectID) throws(GitError) -> Bool {
    var isFound = false
    try repository.firstParents(from: new) { commit throws(GitError) in
      isFound = commit.id == old
      return !isFound
    }
    return isFound
  }
}

/// What is judged under one policy, as of one moment where that matters.
struct Judged<Matter: Hashable & Sendable>: Hashable, Sendable {
  private let matter: Matter
  private let policy: ObjectID?
  private let isTrial: Bool
  private let moment: Timestamp?

  init(_ matter: Matter, _ snapshot: PolicySnapshot, _ moment: Timestamp? = nil) {
    self.matter = matter
    policy = snapshot.tree
    isTrial = snapshot.isTrial
    self.moment = moment
  }
}

/// From one commit to another, as one policy's governed roots divide it.
struct Stretch: Hashable, Sendable {
  let base: ObjectID
  let end: CommitInRoots
}

/// What was read already. Keyed by object ids, so that nothing in it can grow stale.
final class Memo {
  /// Who signed statements, by statement, policy and moment.
  var signers: [Judged<String>: Signatory] = [:]
  /// Who keys speak for, by key and policy.
  var speakers: [Judged<SSHPublicKey>: Signatory] = [:]
  var trailers: [ObjectID: Trailers] = [:]
  var units: [CommitInRoots: CommitUnits] = [:]
  var moved: [CommitInRoots: [String: ObjectID?]] = [:]
  var snapshots: [ObjectID: PolicySnapshot] = [:]
  var versions: [ObjectID: Version] = [:]
  /// By tree and path.
  var manifests: [String: ManifestReadingResult] = [:]
  /// By blob and path.
  var manifestTexts: [String: Result<Manifest, ManifestErrors>] = [:]
  /// By blob and path.
  var runbooks: [String: Runbook] = [:]
  /// SHA-256 of files, by blob: from one version of a workflow to the next most files stay.
  let digests = FileDigests()
  var zones: [String: Fact<ZoneRules>] = [:]
  /// By the landing of the last policy.
  var everNamed: [ObjectID: EverNamed] = [:]
  /// By the `.countersign` tree whose rules they follow.
  var searches: [ObjectID: SecretSearch] = [:]
  /// For showing, by the policy's settings that they hang on.
  var shownSearches: [String: SecretSearch] = [:]
  var histories = Histories()
  var shown = ShownVersions()
  /// The newest statements of journals, by workflow, tip and how many commits were looked at.
  var recent: [String: [StoredStatement]] = [:]
  /// Where branches stood at the moment that is looked back to, by their tips.
  var tipsThen: [ObjectID: ObjectID?] = [:]
  /// By the step of an environment's branch before which they were.
  var lastAdoptions: [ObjectID: Departure?] = [:]
  /// What commits of environments do, by environment, commit and main's tip; none that is not in order.
  var moves: [String: [EnvironmentMove]] = [:]
  /// The workflow about which a step was asked first.
  var movesAsked: [String: String] = [:]
  /// Verdicts on steps and landings of the past, by commit, workflow, target and journal; none that is undecided.
  var outcomes: [String: Verdict.Outcome] = [:]
  var steps = StepMemory()
  /// How many steps were given to those who asked for the steps of a path.
  var turns = 0
  /// Where commits of journals stand, by their tips.
  var journals: [ObjectID: JournalChain] = [:]

  /// How many manifests and runbooks stay from one stretch of a long look to the next: workflows come back.
  private static let mostTexts = 2_000

  /// Forgets everything but policies and time zones, and what is bounded by itself.
  func forget() {
    trailers.removeAll()
    units.removeAll()
    moved.removeAll()
    versions.removeAll()
    manifests.removeAll()
    if manifestTexts.count > Self.mostTexts { manifestTexts.removeAll() }
    if runbooks.count > Self.mostTexts { runbooks.removeAll() }
    moves.removeAll()
    movesAsked.removeAll()
    journals.removeAll()
    outcomes.removeAll()
    steps = StepMemory()
  }
}

/// Turns what reading gave into a fact; what it threw is the reason why nothing is known.
func fact<Value>(_ read: () throws(GitError) -> Value) -> Fact<Value> {
  do throws(GitError) {
    return .known(try read())
  } catch {
    return .unknown(because: error.finding)
  }
}

package import Diagnostics
import Evidence
import Facts
import Gates
package import Git
import PolicyModel
package import Vocabulary

/// The integration branch from the pinned root to a tip: how many landings there are, and which policy was in force when.
package struct MainLine {
  package let root: ObjectID
  /// The last landing.
  package let tip: ObjectID
  /// The short name of the integration branch.
  package let branch: String
  /// How many landings there are, the root included.
  package let count: Int
  /// Every policy that came into force, in order; the first is the root's.
  package let policies: [InForce]
  /// Policies that landed and are not in force, oldest first.
  package let refused: [Finding]
  /// The policy in force at the tip.
  package let current: PolicySnapshot?
  /// The latest date of any landing.
  package let newest: Timestamp
  let chain: Chain
  /// Every first parent from the very first commit to the tip, where it was read as a proof; else none.
  package fileprivate(set) var steps: [Chronicle.Step] = []

  package struct InForce: Hashable, Sendable {
    /// The position of the landing that brought it.
    package let from: Int
    package let landing: ObjectID

    package init(from: Int, landing: ObjectID) {
      self.from = from
      self.landing = landing
    }
  }

  /// The landing that brought the policy in force at the tip.
  package var policyLanding: ObjectID { policies.last?.landing ?? root }

  /// Where landings stand, read from the tip backwards as far as somebody asked.
  final class Chain {
    var positions: [ObjectID: Int]
    /// The oldest landing that was read.
    var oldest: ObjectID
    var position: Int

    init(tip: ObjectID, count: Int) {
      positions = [tip: count - 1]
      oldest = tip
      position = count - 1
    }

    /// All of them are known.
    init(_ positions: [ObjectID: Int], root: ObjectID) {
      self.positions = positions
      oldest = root
      position = 0
    }
  }
}

extension Collector {
  /// Where a landing stands: 0 is the root. nil for what is no landing of this line.
  package func position(of id: ObjectID, in main: MainLine) throws(GitError) -> Int? {
    let chain = main.chain
    while true {
      if let known = chain.positions[id] { return known }
      guard chain.position > 0, let parent = try repository.firstParent(of: chain.oldest) else { return nil }
      chain.position -= 1
      chain.oldest = parent
      chain.positions[parent] = chain.position
    }
  }

  /// The landing that brought the policy in force once this landing is there; nil when it is no landing.
  package func policyLanding(at landing: ObjectID, in main: MainLine) throws(GitError) -> ObjectID? {
    guard let place = try position(of: landing, in: main) else { return nil }
    return main.policies.last { $0.from <= place }?.landing
  }

  /// The policy in force once this landing is there; nil when it is no landing.
  package func policy(at landing: ObjectID, in main: MainLine) throws(GitError) -> PolicySnapshot? {
    guard let brought = try policyLanding(at: landing, in: main) else { return nil }
    if brought == main.policyLanding { return main.current }
    return try snapshot(inRootTree: try repository.commit(brought).tree)
  }
}

extension Collector {
  package static let rootKey = "countersign.root"

  /// The root of trust that is pinned in git's configuration.
  package func pinnedRoot() throws(Finding) -> ObjectID {
    let pinned: String?
    do throws(GitError) { pinned = try repository.configuration(Self.rootKey, from: .repository) } catch {
      throw error.finding
    }
    guard let pinned else {
      throw Finding(
        .trustNoRoot, "no root of trust is pinned \(repository.isBare ? "in this repository" : "in this clone")",
        because: ["without it nobody can tell which policy counts"],
        next: repository.isBare
          ? ["on the server: countersign hooks install --server --root ID"]
          : ["compare the id with a colleague, then: countersign trust REV"])
    }
    guard let id = ObjectID(hex: pinned) else {
      throw Finding(
        .trustNoRoot, "git's configuration \(Self.rootKey) is not a whole commit id", next: ["countersign trust REV"])
    }
    return id
  }

  /// What makes this clone unfit to decide anything: shallow, grafted or partial.
  package func unfit() throws(Finding) {
    let findings: [Finding]
    do throws(GitError) { findings = try repository.condition() } catch { throw error.finding }
    if let first = findings.first(where: { $0.level == .error }) { throw first }
  }

  /// The branch that the root's policy calls the integration branch.
  package func integrationBranch(root: ObjectID) throws(Finding) -> String {
    try rootPolicy(root).integrationBranch
  }

  private func rootPolicy(_ root: ObjectID) throws(Finding) -> Policy {
    let snapshot: PolicySnapshot
    do throws(GitError) {
      snapshot = try self.snapshot(inRootTree: try repository.commit(root).tree)
    } catch {
      throw Finding(
        .trustOtherHistory, "the pinned root \(root.short) cannot be read here", because: [error.finding.what],
        next: ["fetch the integration branch, or pin another root by hand: countersign trust REV"])
    }
    switch snapshot.policy {
    case .known(let policy): return policy
    case .unknown(let because):
      throw Finding(
        .trustOtherHistory, "the pinned root \(root.short) holds no policy that reads", at: because.place,
        because: [because.what] + because.because,
        next: ["pin the landing that brought the first policy: countersign trust REV"])
    }
  }

  /// Reads the integration branch from `tip` (nil: where the view shows it) back to the root of trust, and judges each policy on
  /// the way.
  ///
  /// - Parameters:
  ///   - root: nil is the one that is pinned.
  ///   - isProof: whatever was remembered below the git directory is not believed, and nothing is remembered.
  package func mainLine(
    tip: ObjectID? = nil, root named: ObjectID? = nil, isProof: Bool = false
  ) throws(Finding) -> MainLine {
    try unfit()
    let root = if let named { named } else { try pinnedRoot() }
    let branch = try integrationBranch(root: root)
    if let moment = view.asOf { try begins(root, by: moment) }
    let start: ObjectID
    if let tip {
      start = tip
    } else {
      let found: ObjectID?
      do throws(GitError) { found = try self.tip(ofBranch: branch) } catch { throw error.finding }
      guard let found else { throw notThere(branch) }
      start = found
      memo.histories.branches[found] = branch
    }
    let memory: MainLineMemory?
    var steps: [Chronicle.Step] = []
    do throws(GitError) {
      if isProof {
        steps = try self.steps(from: start)
        memory = try remembered(steps, root: root)
      } else {
        memory = try extended(MainLineMemory.read(repository, root: root), to: start, root: root)
      }
    } catch {
      throw error.finding
    }
    guard let memory else {
      throw Finding(
        .trustOtherHistory, "\(branch) at \(start.short) does not descend from the pinned root \(root.short)",
        because: ["this is another history than the one that is trusted here"],
        next: ["look at where it comes from before anything else; only then pin anew by hand: countersign trust REV"])
    }
    var line = try judged(memory, branch: branch, isKept: !isProof)
    line.steps = steps
    return line
  }

  /// What is to be known of a line that was read whole; nil: the root is not on it.
  private func remembered(_ steps: [Chronicle.Step], root: ObjectID) throws(GitError) -> MainLineMemory? {
    guard let start = steps.firstIndex(where: { $0.id == root }) else { return nil }
    var memory = MainLineMemory(root: root)
    for step in steps[start...] {
      let policy = try GovernedUnits.id(PolicySnapshot.directory, step.tree, repository)
      memory.add(step.id, policyTree: policy, seconds: step.seconds)
    }
    return memory
  }

  /// Before the root there was nothing to judge by.
  private func begins(_ root: ObjectID, by moment: Timestamp) throws(Finding) {
    let began: Timestamp
    do throws(GitError) { began = Timestamp(seconds: try repository.commit(root).committer.seconds) } catch {
      throw error.finding
    }
    if began <= moment { return }
    throw Finding(
      .gitNotFound, "at \(moment) nothing was governed here yet", at: Place("commit \(root.short)"),
      because: ["the root of trust is dated \(began)"], next: ["look back to a later moment"])
  }

  private func notThere(_ branch: String) -> Finding {
    let ref = view.ref(ofBranch: branch)
    return Finding(
      .gitNotFound, "there is no \(visible(ref)) here", at: Place(visible(ref)),
      because: [
        view.remote.map { "'\(visible($0))' has no \(branch), or it was never fetched" } ?? "nothing has landed yet"
      ],
      next: view.remote.map { ["git push \($0) \(branch), or countersign sync; '--local' works without the remote"] }
        ?? ["commit to \(branch)"])
  }

  /// Reads the first parents from `tip` back to what is remembered, or to the root; nil: the root is not among them.
  private func extended(
    _ known: MainLineMemory?, to tip: ObjectID, root: ObjectID
  ) throws(GitError) -> MainLineMemory? {
    var new: [(id: ObjectID, policyTree: ObjectID?, seconds: Int64)] = []
    var base: MainLineMemory?
    var isWhole = false
    try repository.firstParents(from: tip) { commit throws(GitError) in
      if let known, commit.id == known.tip {
        base = known
        return false
      }
      new.append(
        (
          commit.id, try GovernedUnits.id(PolicySnapshot.directory, commit.tree, repository), commit.committer.seconds
        ))
      isWhole = commit.id == root
      return !isWhole
    }
    guard base != nil || isWhole else { return nil }
    var memory = base ?? MainLineMemory(root: root)
    for landing in new.reversed() { memory.add(landing.id, policyTree: landing.policyTree, seconds: landing.seconds) }
    return memory
  }

  /// Judges each policy that landed, unless that is remembered of the same journal.
  private func judged(_ memory: MainLineMemory, branch: String, isKept: Bool) throws(Finding) -> MainLine {
    let journal: ObjectID?
    do throws(GitError) { journal = try journalTip(of: Naming.policy) } catch { throw error.finding }
    var memory = memory
    let from = memory.judged(by: journal)
    var policies = memory.changes[..<from].filter(\.isInForce).map {
      MainLine.InForce(from: $0.position, landing: $0.id)
    }
    var refused: [Finding] = []
    var isSettled = true
    for (index, change) in memory.changes.enumerated() where index >= from || !change.isInForce {
      let (commit, snapshot) = try policyLanding(change.id)
      let inForce = policies.last { $0.from < change.position }
      guard let force = inForce, let parent = commit.parents.first else {
        if index == 0 { policies.append(.init(from: 0, landing: change.id)) }
        memory.changes[index].isInForce = true
        continue
      }
      let before = try policyLanding(force.landing).1
      // Going back to the policy that is in force anyway changes nothing.
      if snapshot.tree == before.tree {
        memory.changes[index].isInForce = false
        continue
      }
      let question = LandingCase(
        candidate: commit.id, parent: parent, policyLanding: force.landing, snapshot: before, now: moment(of: commit),
        isLanded: true)
      // What is dated ahead is judged anew until it is not.
      if Timestamp(seconds: commit.committer.seconds) > clock { isSettled = false }
      let reason = try reasonNotInForce(snapshot, question, commit)
      // What was remembered of the later ones rests on this one: then all is judged anew.
      if reason == nil, index < from { return try judged(memory.unsettled, branch: branch, isKept: isKept) }
      memory.changes[index].isInForce = reason == nil
      if let reason {
        refused.append(reason)
      } else {
        policies.append(.init(from: change.position, landing: change.id))
      }
    }
    // What was so then is not what this clone goes on from.
    if isKept, isSettled, view.asOf == nil { memory.keep(repository, journal: journal) }
    let current = try policies.last.map { last throws(Finding) in try policyLanding(last.landing).1 }
    // A proof believes no history that was kept.
    if isKept, case .known(let policy)? = current?.policy { watch(policy.roots) }
    return MainLine(
      root: memory.root, tip: memory.tip, branch: branch, count: memory.count, policies: policies, refused: refused,
      current: current, newest: Timestamp(seconds: memory.newest),
      chain: MainLine.Chain(tip: memory.tip, count: memory.count))
  }

  private func policyLanding(_ id: ObjectID) throws(Finding) -> (Commit, PolicySnapshot) {
    do throws(GitError) {
      let commit = try repository.commit(id)
      return (commit, try snapshot(inRootTree: commit.tree))
    } catch {
      throw error.finding
    }
  }

  /// Why a policy that landed is not in force; nil when it is.
  private func reasonNotInForce(
    _ snapshot: PolicySnapshot, _ landing: LandingCase, _ commit: Commit
  ) throws(Finding) -> Finding? {
    let place = Place("commit \(commit.id.short)")
    if case .unknown(let because) = snapshot.policy {
      return Finding(
        .policyNotInForce, "the policy that \(commit.id.short) landed does not read", at: place,
        because: [because.what] + because.because, next: ["land a policy that reads"])
    }
    if case .known(let new) = snapshot.policy, case .known(let old) = landing.snapshot.policy {
      if new.repository != old.repository || new.integrationBranch != old.integrationBranch {
        return Finding(
          .policyNotInForce,
          "the policy that \(commit.id.short) landed changes the repository's id or its integration branch",
          at: place, because: ["both are fixed by the root"], next: ["put them back, or pin a new root by hand"])
      }
    }
    let verdict = judgeLanding(of: Naming.policy, landing)
    if verdict.outcome == .passed { return nil }
    // What was said about it may only be missing here: an older policy must not come back by leaving that out.
    let hasJournals: Bool
    do throws(GitError) {
      hasJournals = !(try repository.references(under: JournalPath.prefix)).isEmpty
    } catch {
      throw error.finding
    }
    if verdict.outcome == .undecided || (!hasJournals && !view.isServer) {
      throw Finding(
        .policyNotInForce, "it cannot be told here whether the policy that \(commit.id.short) landed is in force",
        at: place,
        because: verdict.findings.map(\.what), next: ["countersign sync fetches what was said about it"])
    }
    return Finding(
      .policyNotInForce, "the policy that \(commit.id.short) landed did not pass its gate", at: place,
      because: verdict.findings.map(\.what), next: ["land it again through the gate"])
  }
}

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
  /// The first change of the policy of which it cannot be told whether it is in force; nothing is known of those behind it. nil: each
  /// is told.
  package var doubt: Doubt?
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

  package struct Doubt: Hashable, Sendable {
    /// The position of the landing that brought it.
    package let from: Int
    package let because: Finding
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
    if let known = chain.positions[id] { return known }
    if chain.position > 0, let line = try history(at: main.tip), let top = line.position(of: main.tip) {
      if let place = line.position(of: id) {
        let position = main.count - 1 - (top - place)
        return place <= top && position >= 0 ? position : nil
      }
      if line.isWhole { return nil }
    }
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
      // What is damaged, or missing below it, is no other history: another root would only hide it.
      guard error == .missingObject(root) || error.isOfContent else { throw error.finding }
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
  ///   - mayDoubt: where it cannot be told whether a policy is in force, the line has the ones before, and says so; else that is an
  ///     error. For what passes nothing: proofs, kills, and what is only signed.
  package func mainLine(
    tip: ObjectID? = nil, root named: ObjectID? = nil, isProof: Bool = false, mayDoubt: Bool = false
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
    var unread: MainLine.Doubt?
    do throws(GitError) {
      if isProof {
        steps = try self.steps(from: start)
        memory = try remembered(steps, root: root, &unread)
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
    var line = try judged(memory, branch: branch, isKept: !isProof, unread)
    if let doubt = line.doubt, !mayDoubt { throw doubt.because }
    line.steps = steps
    return line
  }

  /// What is to be known of a line that was read whole; nil: the root is not on it.
  ///
  /// - Parameter unread: the first landing whose policy cannot be read here.
  private func remembered(
    _ steps: [Chronicle.Step], root: ObjectID, _ unread: inout MainLine.Doubt?
  ) throws(GitError) -> MainLineMemory? {
    guard let start = steps.firstIndex(where: { $0.id == root }) else { return nil }
    var memory = MainLineMemory(root: root)
    for step in steps[start...] {
      var policy = memory.policyTree
      do throws(GitError) { policy = try governing(step.tree) } catch {
        if unread == nil { unread = MainLine.Doubt(from: memory.count, because: error.finding) }
      }
      memory.add(step.id, policyTree: policy, seconds: step.seconds)
    }
    return memory
  }

  /// The `.countersign` of a landing; nil where there is none, or where nobody can read what it holds: no policy either.
  private func governing(_ root: ObjectID) throws(GitError) -> ObjectID? {
    do throws(GitError) { return try GovernedUnits.id(PolicySnapshot.directory, root, repository) } catch {
      guard error.isOfContent else { throw error }
      return nil
    }
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
        (commit.id, try governing(commit.tree), commit.committer.seconds))
      isWhole = commit.id == root
      return !isWhole
    }
    guard base != nil || isWhole else { return nil }
    var memory = base ?? MainLineMemory(root: root)
    for landing in new.reversed() { memory.add(landing.id, policyTree: landing.policyTree, seconds: landing.seconds) }
    return memory
  }
}

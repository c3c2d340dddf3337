package import Diagnostics
import Evidence
import Facts
import Gates
package import Git
import PolicyModel
import Vocabulary

/// The integration branch from the pinned root to a tip: its landings, and which policy was in force when.
package struct MainLine: Sendable {
  package let root: ObjectID
  /// The short name of the integration branch.
  package let branch: String
  /// From the root, which is the first, to the tip.
  package let landings: [ObjectID]
  /// Where each landing stands in `landings`.
  package let position: [ObjectID: Int]
  /// Every policy that came into force, in order; the first is the root's.
  package let policies: [InForce]
  /// Policies that landed and are not in force, oldest first.
  package let refused: [Finding]

  package struct InForce: Sendable {
    /// The position of the landing that brought it.
    package let from: Int
    package let snapshot: PolicySnapshot
  }

  package var tip: ObjectID { landings.last ?? root }

  /// The policy in force once this landing is there; nil when it is no landing.
  package func policy(at landing: ObjectID) -> PolicySnapshot? {
    guard let place = position[landing] else { return nil }
    return policies.last { $0.from <= place }?.snapshot
  }

  /// The landing that brought the policy in force once this landing is there; nil when it is no landing.
  package func policyLanding(at landing: ObjectID) -> ObjectID? {
    guard let place = position[landing], let from = policies.last(where: { $0.from <= place })?.from else { return nil }
    return landings[from]
  }

  /// The landing that brought the policy in force at the tip.
  package var policyLanding: ObjectID { policies.last.map { landings[$0.from] } ?? root }

  /// The policy in force at the tip.
  package var current: PolicySnapshot? { policies.last?.snapshot }
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

  /// Reads the integration branch from `tip` (nil: where the view shows it) back to the pinned root, and judges each policy on the way.
  package func mainLine(tip: ObjectID? = nil) throws(Finding) -> MainLine {
    try unfit()
    let root = try pinnedRoot()
    let branch = try integrationBranch(root: root)
    let start: ObjectID
    var chain: [(id: ObjectID, policyTree: ObjectID?)] = []
    do throws(GitError) {
      if let tip {
        start = tip
      } else if let found = try self.tip(ofBranch: branch) {
        start = found
      } else {
        throw GitError.notFound(view.ref(ofBranch: branch))
      }
      try repository.firstParents(from: start) { commit throws(GitError) in
        chain.append((commit.id, try GovernedUnits.id(PolicySnapshot.directory, commit.tree, repository)))
        return commit.id != root
      }
    } catch .notFound(let ref) where ref == view.ref(ofBranch: branch) {
      throw Finding(
        .gitNotFound, "there is no \(visible(ref)) here", at: Place(visible(ref)),
        because: [
          view.remote.map { "'\(visible($0))' has no \(branch), or it was never fetched" } ?? "nothing has landed yet"
        ],
        next: view.remote.map { ["git push \($0) \(branch), or countersign sync; '--local' works without the remote"] }
          ?? ["commit to \(branch)"])
    } catch {
      throw error.finding
    }
    guard chain.last?.id == root else {
      throw Finding(
        .trustOtherHistory, "\(branch) at \(start.short) does not descend from the pinned root \(root.short)",
        because: ["this is another history than the one that is trusted here"],
        next: ["look at where it comes from before anything else; only then pin anew by hand: countersign trust REV"])
    }
    chain.reverse()
    return try judged(chain, root: root, branch: branch)
  }

  private func judged(
    _ chain: [(id: ObjectID, policyTree: ObjectID?)], root: ObjectID, branch: String
  ) throws(Finding) -> MainLine {
    var position: [ObjectID: Int] = [:]
    position.reserveCapacity(chain.count)
    for (index, landing) in chain.enumerated() { position[landing.id] = index }
    var policies: [MainLine.InForce] = []
    var refused: [Finding] = []
    var tree: ObjectID?
    for (index, landing) in chain.enumerated() where index == 0 || landing.policyTree != tree {
      tree = landing.policyTree
      let (commit, snapshot) = try policyLanding(landing.id)
      guard let force = policies.last else {
        policies.append(.init(from: index, snapshot: snapshot))
        continue
      }
      // Going back to the policy that is in force anyway changes nothing.
      if snapshot.tree == force.snapshot.tree { continue }
      let question = LandingCase(
        candidate: commit.id, parent: chain[index - 1].id, policyLanding: chain[force.from].id,
        snapshot: force.snapshot,
        now: moment(of: commit), isLanded: true)
      if let reason = try reasonNotInForce(snapshot, question, commit) {
        refused.append(reason)
      } else {
        policies.append(.init(from: index, snapshot: snapshot))
      }
    }
    return MainLine(
      root: root, branch: branch, landings: chain.map(\.id), position: position, policies: policies, refused: refused)
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
    if verdict.outcome == .undecided || !hasJournals {
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

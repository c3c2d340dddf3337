package import Diagnostics
import Evidence
import Facts
package import Gathering
package import Git
import PolicyModel
import Vocabulary

/// What git's hook `reference-transaction` asks, when refs of a push are about to move.
///
/// A push is judged by pre-receive and moved afterwards, ref by ref, in an order that whoever pushes chooses: what another push
/// moves in between has not been seen. In a transaction's state `prepared` git holds the locks of its refs, so what is judged
/// then stands until they have moved, but for another transaction that is prepared at the same time. That one is seen by its
/// locks. Both have locked before either looks, so of two that run at once at least the one that looks last sees the other,
/// unless that one is through; and then its refs have moved, and judging, which comes after looking, sees them.
///
/// Where both see each other, the one with the elder lock goes first, and the other waits until it is gone and judges then. Both
/// come to the same order: a lock is not written to any more once its own hook runs. A lock that is seen while git still
/// writes to it can only become younger; who went ahead of it has been right to, and who waits for it looks again. So nobody
/// is held up for ever, and nobody is turned away for having come at the same time.
extension Collector {
  /// Where the refs lie that are judged when they move.
  package static let judgedFolders = ["refs/heads/", "refs/countersign/"]

  /// What a transaction really moves, from where it is now.
  ///
  /// git names no old id where whoever asked did not care, and names refs that stay where they are when it packs them.
  package func moving(_ updates: [RefUpdate]) throws(GitError) -> [RefUpdate] {
    var moving: [RefUpdate] = []
    for update in updates {
      let now = try repository.reference(update.ref)
      if now == update.new { continue }
      if update.new == nil, let now, try repository.isPacked(update.ref, at: now) { continue }
      moving.append(RefUpdate(ref: update.ref, old: now, new: update.new))
    }
    return moving
  }

  /// The locks of other transactions that go before this one; none: it is judged now.
  package func elders(than updates: [RefUpdate]) throws(Finding) -> [ReferenceLock] {
    let root = try pinnedRoot()
    let branch = try integrationBranch(root: root)
    do throws(GitError) {
      // Before the first landing nothing else is taken.
      guard try tip(ofBranch: branch) != nil else { return [] }
    } catch {
      throw error.finding
    }
    // Without a policy nothing is decided, whoever goes first.
    guard let snapshot = try mainLine().current, case .known(let policy) = snapshot.policy else { return [] }
    do throws(GitError) {
      let own = Set(updates.map(\.ref))
      var rivals: [String: (lock: ReferenceLock, mine: ReferenceLock?)] = [:]
      for update in updates {
        let mine = try repository.lock(of: update.ref)
        for lock in try locks(against: update, "refs/heads/\(branch)", policy) where !own.contains(lock.name) {
          let eldest = [mine, rivals[lock.name]?.mine].compactMap { $0 }.min()
          rivals[lock.name] = (lock, eldest)
        }
      }
      return rivals.values.filter { rival in rival.mine.map { rival.lock < $0 } ?? true }.map(\.lock).sorted()
    } catch {
      throw error.finding
    }
  }

  /// The locks of refs whose judging looks at this one, while its own looks at them. Each pair is found from both sides.
  private func locks(
    against update: RefUpdate, _ integration: String, _ policy: Policy
  ) throws(GitError) -> [ReferenceLock] {
    let environments = policy.environments.map { "refs/heads/\($0.branch)" }
    if update.ref == integration {
      // A landing and what is said about it; a new environment and the branch that would be it, or stand in its way.
      let journals = try repository.locks(below: JournalPath.prefix)
      return try changesPolicy(update) ? journals + repository.locks(below: "refs/heads/") : journals
    }
    if update.ref.hasPrefix(JournalPath.prefix) {
      // What is said, and the landing, release or adoption that it is said about.
      var locks: [ReferenceLock] = []
      for name in [integration] + environments { if let lock = try repository.lock(of: name) { locks.append(lock) } }
      return locks
    }
    // A kill waits for nothing, nor does a rollback, which asks for nothing that is said.
    if environments.contains(update.ref), try isUrgent(update) { return [] }
    var locks = environments.contains(update.ref) ? try repository.locks(below: JournalPath.prefix) : []
    // What a landing makes an environment's branch is not to be there; a policy's landing looks at what the environments run.
    if update.old == nil || environments.contains(update.ref), let lock = try repository.lock(of: integration) {
      locks.append(lock)
    }
    return locks
  }

  private func changesPolicy(_ update: RefUpdate) throws(GitError) -> Bool {
    guard let old = update.old, let new = update.new, try repository.kind(of: new) == .commit else { return true }
    let path = PolicySnapshot.directory
    let before = try repository.entry(at: path, in: try repository.commit(old).tree)
    return try repository.entry(at: path, in: try repository.commit(new).tree) != before
  }

  /// Whether each new step says that it kills or rolls back. One that says so and does something else is held.
  func isUrgent(_ update: RefUpdate) throws(GitError) -> Bool {
    guard case .steps(let commits) = try growth(update, root: nil, most: PushLimits.environmentSteps) else {
      return false
    }
    return commits.allSatisfy { commit in
      let trailers = Trailers.read(commit.message)
      return trailers[ReleaseTrailer.kill] != nil || trailers[ReleaseTrailer.rollback] != nil
    }
  }

  /// What is said when others were not through in time.
  package static func overtaken(by elders: [ReferenceLock]) -> Finding {
    let named = elders.prefix(3).map { "\(visible($0.name)) since \(Timestamp(seconds: $0.seconds))" }
    return Finding(
      .pushOvertaken, "another push is moving what this one rests on, and is not through",
      because: named.map { "\($0) is locked" },
      next: [
        "push again",
        "if it stays so: git was killed there and left the lock; where no git runs, the server's administrator removes "
          + "REF.lock from the repository",
      ])
  }
}

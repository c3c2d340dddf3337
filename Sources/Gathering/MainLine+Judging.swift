import Diagnostics
import Evidence
import Facts
import Gates
import Git
import PolicyModel
import Vocabulary

extension Collector {
  /// Judges each policy that landed, unless that is remembered of the same journal.
  func judged(
    _ memory: MainLineMemory, branch: String, isKept: Bool, _ unread: MainLine.Doubt?
  ) throws(Finding) -> MainLine {
    let journal: ObjectID?
    do throws(GitError) { journal = try journalTip(of: Naming.policy) } catch { throw error.finding }
    var memory = memory
    let from = memory.judged(by: journal)
    var policies = memory.changes[..<from].filter(\.isInForce).map {
      MainLine.InForce(from: $0.position, landing: $0.id)
    }
    var refused: [Finding] = []
    var doubt = unread
    var isSettled = true
    for (index, change) in memory.changes.enumerated() where index >= from || !change.isInForce {
      if let doubt, doubt.from <= change.position { break }
      let reason: Finding?
      do throws(Finding) {
        guard let force = policies.last(where: { $0.from < change.position }) else {
          if index == 0 { policies.append(.init(from: 0, landing: change.id)) }
          memory.changes[index].isInForce = true
          continue
        }
        let (commit, snapshot) = try policyLanding(change.id)
        let before = try policyLanding(force.landing).1
        // Going back to the policy that is in force anyway changes nothing.
        guard snapshot.tree != before.tree, let parent = commit.parents.first else {
          memory.changes[index].isInForce = false
          continue
        }
        let question = LandingCase(
          candidate: commit.id, parent: parent, policyLanding: force.landing, snapshot: before, now: moment(of: commit),
          isLanded: true)
        // What is dated ahead is judged anew until it is not.
        if Timestamp(seconds: commit.committer.seconds) > clock { isSettled = false }
        reason = try reasonNotInForce(snapshot, question, commit)
      } catch {
        doubt = MainLine.Doubt(from: change.position, because: error)
        break
      }
      // What was remembered of the later ones rests on this one: then all is judged anew.
      if reason == nil, index < from { return try judged(memory.unsettled, branch: branch, isKept: isKept, unread) }
      memory.changes[index].isInForce = reason == nil
      if let reason {
        refused.append(reason)
      } else {
        policies.append(.init(from: change.position, landing: change.id))
      }
    }
    if let doubt { policies.removeAll { $0.from >= doubt.from } }
    // What was so then is not what this clone goes on from.
    if isKept, isSettled, doubt == nil, view.asOf == nil { memory.keep(repository, journal: journal) }
    let current = try policies.last.map { last throws(Finding) in try policyLanding(last.landing).1 }
    // A proof rests on objects alone, and on nothing that is remembered of branches.
    if isKept, case .known(let policy)? = current?.policy { watch(policy.roots) }
    var line = MainLine(
      root: memory.root, tip: memory.tip, branch: branch, count: memory.count, policies: policies, refused: refused,
      current: current, newest: Timestamp(seconds: memory.newest),
      chain: MainLine.Chain(tip: memory.tip, count: memory.count))
    line.doubt = doubt
    return line
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
    // What was said about it may only be missing here: an older policy must not come back by leaving that out. What is held for the
    // commit itself nobody's word could bring into force.
    let hasJournal: Bool
    do throws(GitError) { hasJournal = try reference(JournalPath.ref(of: Naming.policy)) != nil } catch {
      throw error.finding
    }
    if verdict.outcome == .undecided || (!hasJournal && !view.isServer && !verdict.isHeldForItself) {
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

extension Verdict {
  /// Whether it is held for what the commits and files are, whatever anybody says of them.
  fileprivate var isHeldForItself: Bool {
    let about = [Form.id, Content.id, Metadata.id]
    return items.contains { item in
      if case .unmet = item.answer { return about.contains(item.requirement) }
      return false
    }
  }
}

import Diagnostics
import Facts
import Gates
package import Gathering
package import Git
import PolicyModel
package import Vocabulary

/// What lies on the integration branch before a push, as far as judging its landings needs it.
package struct Ground {
  /// nil: the branch is not there yet.
  var tip: ObjectID?
  var policyLanding: ObjectID
  var snapshot: PolicySnapshot
  /// The latest date of a landing that is there.
  var newest: Timestamp
  /// The full names of the refs that the push creates.
  var created: Set<String>

  package init(
    tip: ObjectID?, policyLanding: ObjectID, snapshot: PolicySnapshot, newest: Timestamp, created: Set<String> = []
  ) {
    self.newest = newest
    self.created = created
    self.tip = tip
    self.policyLanding = policyLanding
    self.snapshot = snapshot
  }
}

extension Collector {
  /// Judges each landing of a push to the integration branch under the policy of its first parent.
  package func judgeIntegration(
    _ update: RefUpdate, root: ObjectID, before: Ground, _ extent: PushExtent = PushExtent()
  ) -> PushReport.Part {
    var part = PushReport.Part(update, "integration branch")
    let growth: Growth
    do throws(GitError) {
      let gained = try self.growth(update, root: root, most: PushLimits.landings)
      growth = try bounded(gained, update, root: root, before.snapshot)
    } catch {
      var step = PushReport.Step("its history")
      step.undecided = [error.finding]
      part.steps = [step]
      return part
    }
    switch growth {
    case .refused(let finding): part.steps = [PushReport.Step("its history", held: [finding])]
    case .steps(let commits):
      var ground = before
      for (index, commit) in commits.enumerated() where commit.id != root {
        guard part.goesOn(before: commits.count - index) else { break }
        let parent = ground.tip ?? root
        part.steps.append(landing(commit, on: parent, &ground, extent))
        ground.tip = commit.id
      }
    }
    return part
  }

  /// The landings, unless they bring more commits than are judged at once, or wider trees.
  private func bounded(
    _ growth: Growth, _ update: RefUpdate, root: ObjectID, _ snapshot: PolicySnapshot
  ) throws(GitError) -> Growth {
    guard case .steps = growth, let new = update.new, case .known(let policy) = snapshot.policy else { return growth }
    let place = Place(visible(update.ref))
    let commits: [ObjectID]
    do throws(GitError) {
      commits = try repository.commits(reachableFrom: [new], hiding: [update.old ?? root], limit: PushLimits.commits)
    } catch .tooLarge {
      return .refused(
        .inParts(
          "\(place) gains more than \(PushLimits.commits) commits", "each commit that is new there is judged", at: place
        ))
    }
    var bytes = 0
    for id in commits where bytes <= PushLimits.commitBytes { bytes += try repository.header(of: id)?.size ?? 0 }
    if bytes > PushLimits.commitBytes {
      return .refused(
        .inParts(
          "\(place) gains commits of more than \(PushLimits.commitBytes) bytes", "each message is read", at: place))
    }
    if try !fits(commits, policy.roots) {
      return .refused(
        .inParts(
          "the commits that \(place) gains have directories of more than \(PushLimits.trees) bytes in all",
          "each commit's list of workflows is read", at: place))
    }
    if try changes(of: commits, policy.roots) > PushLimits.changed {
      return .refused(
        .inParts(
          "the commits that \(place) gains change more than \(PushLimits.changed) workflows in all",
          "what each of them changes is read", at: place))
    }
    return growth
  }

  /// How many entries of governed roots the commits change in all, each counted anew against each of its parents. A list that goes back and
  /// forth between two trees costs little to make and much to look at.
  private func changes(of commits: [ObjectID], _ roots: [String]) throws(GitError) -> Int {
    var bytes = 0
    var pairs: [(old: ObjectID?, new: ObjectID)] = []
    for id in commits {
      let commit = try repository.commit(id)
      var parents: [ObjectID?] = []
      for parent in commit.parents { parents.append(try repository.commit(parent).tree) }
      for old in parents.isEmpty ? [nil] : parents where old != commit.tree {
        pairs.append((old, commit.tree))
        for root in roots {
          let mine = try repository.entry(at: root, in: commit.tree)
          let theirs = if let old { try repository.entry(at: root, in: old) } else { TreeEntry?.none }
          guard mine?.id != theirs?.id else { continue }
          for entry in [mine, theirs] { if let entry { bytes += try repository.header(of: entry.id)?.size ?? 0 } }
        }
      }
    }
    // An entry has 28 bytes at least: few commits, or small roots, cannot change too much.
    guard bytes / 28 > PushLimits.changed else { return 0 }
    var count = 0
    for pair in pairs where count <= PushLimits.changed {
      count += try GovernedUnits.changed(from: pair.old, to: pair.new, roots: roots, in: repository).count
    }
    return count
  }

  /// Whether what is read of each commit to know which workflows it changes, its root tree and the governed roots, is within bounds.
  private func fits(_ commits: [ObjectID], _ roots: [String]) throws(GitError) -> Bool {
    var seen: Set<ObjectID> = []
    var bytes = 0
    for id in commits {
      let tree = try repository.commit(id).tree
      guard seen.insert(tree).inserted else { continue }
      bytes += try repository.header(of: tree)?.size ?? 0
      for root in roots where bytes <= PushLimits.trees {
        guard let entry = try repository.entry(at: root, in: tree), seen.insert(entry.id).inserted else { continue }
        bytes += try repository.header(of: entry.id)?.size ?? 0
      }
      if bytes > PushLimits.trees { return false }
    }
    return true
  }

  private func landing(
    _ commit: Commit, on parent: ObjectID, _ ground: inout Ground, _ extent: PushExtent
  ) -> PushReport.Step {
    var step = PushReport.Step("landing \(commit.id.short) \(visible(String(commit.subject.prefix(60))))")
    if case .known(let policy) = ground.snapshot.policy {
      step.decide { () throws(GitError) in try oversized(commit, policy, policy.limits, extent) }
      // Nothing is read of what is too large to be read, and what follows is held with it.
      if step.outcome != .passed { return step }
      step.decide { () throws(GitError) in try unsound(commit, on: parent, ground.snapshot, policy) }
      if step.outcome != .passed { return step }
    }
    let landing = LandingCase(
      candidate: commit.id, parent: parent, policyLanding: ground.policyLanding, snapshot: ground.snapshot, now: clock,
      isLanded: true, isAtDoor: extent.isAtDoor)
    // Whoever judges it later does so as of its own date, which may lie ahead.
    let dated = Timestamp(seconds: commit.committer.seconds)
    let lists = judgeLanding(landing, at: dated == clock ? [clock] : [clock, dated])
    step.verdicts = lists.first ?? []
    if step.outcome == .passed, let later = lists.last {
      if later.contains(where: { $0.outcome != .passed }) {
        step.verdicts = later
        step.held.append(
          Finding(
            .pushDated,
            dated < clock
              ? "the landing is dated before what it rests on" : "the landing is dated ahead, when it does not pass",
            at: Place("commit \(commit.id.short)"), because: ["it would pass now, and is dated \(dated)"],
            next: ["land the branch anew, as a merge made now: countersign land BRANCH"]))
      }
    }
    if dated + Skew.commits < min(ground.newest, clock) {
      step.held.append(
        Finding(
          .pushDated, "the landing is dated \(dated), and there is one of \(ground.newest)",
          at: Place("commit \(commit.id.short)"), because: ["landings follow each other in time"],
          next: ["land the branch anew, as a merge made now: countersign land BRANCH"]))
    }
    ground.newest = max(ground.newest, dated)
    changePolicy(by: commit, &ground, &step, extent)
    return step
  }

  /// What a landing of `.countersign` has to fulfil on a server, and the policy that is in force after it.
  private func changePolicy(
    by commit: Commit, _ ground: inout Ground, _ step: inout PushReport.Step, _ extent: PushExtent
  ) {
    do throws(GitError) {
      let snapshot = try self.snapshot(inRootTree: commit.tree)
      guard snapshot.tree != ground.snapshot.tree else { return }
      let dated = Timestamp(seconds: commit.committer.seconds)
      if Span.between(dated, clock) > Skew.receipt {
        step.held.append(
          Finding(
            .pushDated, "a landing of .countersign is dated \(dated), and it is \(clock)",
            at: Place("commit \(commit.id.short)"),
            because: ["a policy is to reach the server within an hour of its date"],
            next: ["land it anew: countersign land BRANCH"]))
      }
      guard case .known(let new) = snapshot.policy, case .known(let old) = ground.snapshot.policy else { return }
      step.held += try stranded(by: new, old, extent)
      for environment in new.environments {
        let before = old.environment(named: environment.name)
        guard before?.branch != environment.branch, try isTaken(environment.branch, ground.created) else { continue }
        let other = old.environments.first { $0.branch == environment.branch }
        let what = before == nil ? "the branch of the new environment" : "the new branch of the environment"
        step.held.append(
          Finding(
            .pushLookAlike, "\(what) \(visible(environment.name)) is there already",
            at: Place(visible("refs/heads/\(environment.branch)")),
            because: [
              other.map { "what lies there was released to \(visible($0.name)), and counts for no other environment" }
                ?? "what lies there passed no gate"
            ],
            next: [
              other == nil ? "delete the branch first, or give it another name" : "give it a branch that is not there"
            ]))
      }
      step.held += try planted(beside: new, before: old, ground.created)
      if step.outcome == .passed {
        ground.snapshot = snapshot
        ground.policyLanding = commit.id
      }
    } catch {
      step.undecided.append(error.finding)
    }
  }

  /// Roots that end to be governed while an environment still runs something of them, before the push or after it: nobody could kill
  /// it or take it out then.
  private func stranded(by new: Policy, _ old: Policy, _ extent: PushExtent) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    for root in old.roots where !new.roots.contains(root) {
      for environment in old.environments {
        let tips = [try tip(ofBranch: environment.branch), extent.tips["refs/heads/\(environment.branch)"]]
        guard try runs(root, at: tips) else { continue }
        findings.append(
          Finding(
            .pushStranded,
            "\(visible(root)) ends to be governed, and \(visible(environment.name)) still runs workflows of it",
            at: Place(visible("refs/heads/\(environment.branch)")),
            because: ["they could neither be killed nor taken out there any more"],
            next: ["release their removal to \(visible(environment.name)) first, then drop the root"]))
      }
    }
    return findings
  }

  /// Whether anything is below a root at one of these commits.
  private func runs(_ root: String, at tips: [ObjectID?]) throws(GitError) -> Bool {
    for tip in tips {
      if let tip, try repository.entry(at: root, in: try repository.commit(tip).tree) != nil { return true }
    }
    return false
  }

  /// Refs that were nobody's business before and can be taken for a branch that the new policy protects.
  private func planted(
    beside new: Policy, before old: Policy, _ created: Set<String>
  ) throws(GitError) -> [Finding] {
    guard Set(new.environments.map(\.branch)) != Set(old.environments.map(\.branch)) else { return [] }
    let names = ProtectedRefs(integrationBranch: new.integrationBranch, environments: new.environments)
    let before = ProtectedRefs(integrationBranch: old.integrationBranch, environments: old.environments)
    var findings: [Finding] = []
    for ref in Set(try repository.references(under: "refs/").map(\.name)).union(created).sorted() {
      guard case .refused(let finding) = names.kind(of: ref), finding.rule == .pushLookAlike else { continue }
      if case .refused = before.kind(of: ref) { continue }
      findings.append(
        Finding(
          .pushLookAlike, finding.what, at: finding.place, because: finding.because,
          next: ["delete it first: git push REMOTE --delete \(visible(ref))"]))
      if findings.count == PushLimits.planted { break }
    }
    return findings
  }

  /// Whether a branch is there, or comes with the push, or a ref that it could not exist beside.
  private func isTaken(_ branch: String, _ created: Set<String>) throws(GitError) -> Bool {
    let ref = view.ref(ofBranch: branch)
    let full = "refs/heads/\(branch)"
    if created.contains(where: { $0 == full || $0.hasPrefix(full + "/") || full.hasPrefix($0 + "/") }) { return true }
    if try repository.reference(ref) != nil { return true }
    if try !repository.references(under: ref + "/").isEmpty { return true }
    var parent = branch[...]
    while let slash = parent.lastIndex(of: "/") {
      parent = parent[..<slash]
      if try repository.reference(view.ref(ofBranch: String(parent))) != nil { return true }
    }
    return false
  }
}

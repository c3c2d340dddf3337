import Diagnostics
import Evidence
import Facts
import Gates
package import Gathering
package import Git
import PolicyModel
import Vocabulary

extension Collector {
  /// What pushes all journals.
  static let journals = "refs/countersign/journal/*"

  /// Judges all refs of a push together, on a server: nothing of it has moved yet, and nothing is written here.
  ///
  /// - Parameters:
  ///   - incoming: the objects that the push brings; nil when there are more than are taken.
  ///   - chains: what reading these goes through, each by itself.
  ///   - searching: whether secrets are looked for; where refs are about to move, they were looked for before.
  package func judge(
    _ updates: [RefUpdate], incoming: [ObjectID]?, chains: IncomingChains = IncomingChains(), searching: Bool = true
  ) -> PushReport {
    var report = PushReport()
    guard updates.count <= PushLimits.refs else {
      report.whole.held.append(
        Finding(
          .pushTooLarge, "the push moves \(updates.count) refs",
          because: ["at most \(PushLimits.refs) are judged at once"],
          next: ["push in parts"]))
      return report
    }
    report.whole.decide { () throws(GitError) in try sizeFindings(incoming, chains) }
    // Nothing is read of a push that is too large to be read.
    guard report.whole.outcome == .passed else { return report }
    if let ref = namedTwice(updates) {
      // git moves them one after the other, and judged would be each from where the ref is now.
      report.whole.held.append(
        Finding(
          .pushInput, "the push names \(visible(ref)) more than once", at: Place(visible(ref)),
          because: ["git names each ref of a push once"], next: ["push it once, to where it is to be"]))
      return report
    }
    do throws(Finding) {
      try judge(updates, searching ? incoming ?? [] : nil, &report)
    } catch {
      report.whole.undecided.append(error)
    }
    return report
  }

  private func judge(
    _ updates: [RefUpdate], _ incoming: [ObjectID]?, _ report: inout PushReport
  ) throws(Finding) {
    try unfit()
    let root = try pinnedRoot()
    let branch = try integrationBranch(root: root)
    let isThere: Bool
    do throws(GitError) { isThere = try tip(ofBranch: branch) != nil } catch { throw error.finding }
    guard isThere else { return try found(updates, incoming, root, branch, &report) }
    let main = try mainLine()
    report.notes = main.refused
    guard let snapshot = main.current, case .known(let policy) = snapshot.policy else {
      throw Finding(.policyMissing, "no policy is in force", next: ["a policy owner lands one that reads"])
    }
    let names = ProtectedRefs(integrationBranch: branch, environments: policy.environments)
    let created = Set(updates.filter { $0.old == nil }.map(\.ref))
    let ground = Ground(
      tip: main.tip, policyLanding: main.policyLanding, snapshot: snapshot, newest: main.newest, created: created)
    let before = try standing(branch)
    let known = KnownStatements()
    let tips = Dictionary(updates.compactMap { update in update.new.map { (update.ref, $0) } }) { $1 }
    let extent = PushExtent(isAtDoor: incoming != nil, tips: tips)
    if let incoming {
      guard lookForSecrets(updates, incoming, snapshot, policy, &report) else { return }
    }
    if incoming != nil { report.whole.held += shallowUpdates(updates, names) }
    for update in updates {
      report.parts.append(part(update, names, main, ground, policy, known, extent))
    }
    // Another push may have been taken while this one was judged: a landing and what is said about the policy wait for each
    // other, and nothing else waits for them, a kill least of all.
    let waits = updates.contains { $0.ref == "refs/heads/\(branch)" || $0.ref == JournalPath.ref(of: Naming.policy) }
    if waits, try standing(branch) != before {
      report.whole.undecided.append(
        Finding(
          .pushOvertaken, "\(visible(branch)), or what is said about the policy, moved while this push was judged",
          next: ["push again"]))
    }
    adviseOrder(&report)
  }

  /// A server that takes cut-off histories is cut off by one itself, and then decides nothing any more. Steps of environments, a kill
  /// above all, rest on what is there, and go on.
  private func shallowUpdates(_ updates: [RefUpdate], _ names: ProtectedRefs) -> [Finding] {
    let others = updates.filter { update in
      if case .environment = names.kind(of: update.ref) { return false }
      return update.new != nil
    }
    guard !others.isEmpty else { return [] }
    do throws(GitError) {
      guard let value = try repository.configuration("receive.shallowUpdate")?.lowercased(),
        !["false", "no", "off", "0"].contains(value)
      else { return [] }
    } catch {
      return [error.finding]
    }
    return [
      Finding(
        .pushShallow, "the server takes pushes of cut-off histories", at: Place("receive.shallowUpdate"),
        because: ["one of them would make its own history end there, and nothing could be decided here any more"],
        next: ["on the server: git config receive.shallowUpdate false"])
    ]
  }

  private func namedTwice(_ updates: [RefUpdate]) -> String? {
    var seen: Set<String> = []
    return updates.first { !seen.insert($0.ref).inserted }?.ref
  }

  /// What all judging rests on: the integration branch, and the journal of the policy.
  private func standing(_ branch: String) throws(Finding) -> [ObjectID?] {
    do throws(GitError) { return [try tip(ofBranch: branch), try journalTip(of: Naming.policy)] } catch {
      throw error.finding
    }
  }

  private func part(
    _ update: RefUpdate, _ names: ProtectedRefs, _ main: MainLine, _ ground: Ground, _ policy: Policy,
    _ known: KnownStatements, _ extent: PushExtent
  ) -> PushReport.Part {
    var look = PushReport.Step("its name")
    look.decide { () throws(GitError) in try otherName(update) }
    if look.outcome != .passed { return PushReport.Part(update, "ref", [look]) }
    let kind = names.kind(of: update.ref)
    if kind.isProtected {
      var step = PushReport.Step("where it is")
      do throws(GitError) { step.undecided = try overtaken(update) } catch { step.undecided = [error.finding] }
      if step.outcome != .passed { return PushReport.Part(update, "ref", [step]) }
    }
    switch kind {
    case .integration: return judgeIntegration(update, root: main.root, before: ground, extent)
    case .environment(let environment): return judgeEnvironment(update, environment, main: main, policy, extent)
    case .journal(let workflow):
      return judgeJournal(workflow, update, main: main, policy, ground.snapshot, known, extent)
    case .ordinary: return judgeOrdinary(update, main, policy, extent)
    // What is there and should not be may go.
    case .refused(let finding):
      return PushReport.Part(update, "ref", update.new == nil ? [] : [.init("its name", held: [finding])])
    }
  }

  /// Whether there is a rest to tell: a report shows names and subjects, so one that holds a secret ends it.
  ///
  /// Who kills or rolls back does not wait for what could not be looked at.
  private func lookForSecrets(
    _ updates: [RefUpdate], _ incoming: [ObjectID], _ snapshot: PolicySnapshot, _ policy: Policy,
    _ report: inout PushReport
  ) -> Bool {
    var isUrgent = true
    var isJudged = false
    do throws(GitError) {
      let branches = Set(policy.environments.map { "refs/heads/\($0.branch)" })
      for update in updates where isUrgent {
        isUrgent = branches.contains(update.ref) ? try self.isUrgent(update) : false
      }
      isJudged = true
      let search = try search(snapshot, policy)
      let names = secrets(inNamesOf: updates, search)
      report.whole.held += names.findings
      guard names.findings.isEmpty else { return false }
      let objects = try secrets(in: incoming, of: updates, search, snapshot, policy)
      report.searched = PushReport.Searched(texts: names.texts + objects.texts, bytes: names.bytes + objects.bytes)
      report.whole.held += objects.findings.prefix(PushLimits.findings)
      if !isUrgent { report.whole.undecided += names.undecided + objects.undecided }
    } catch {
      if !isUrgent || !isJudged { report.whole.undecided.append(error.finding) }
    }
    return report.whole.held.isEmpty
  }

  /// Where a ref is now is said by whoever pushes: judging goes on from there, so it has to be true.
  private func overtaken(_ update: RefUpdate) throws(GitError) -> [Finding] {
    let now = try repository.reference(update.ref)
    guard now != update.old else { return [] }
    return [
      Finding(
        .pushOvertaken, "\(visible(update.ref)) is not where the push takes it from", at: Place(visible(update.ref)),
        because: [
          "it is at \(now?.short ?? "nothing"), and the push takes it from \(update.old?.short ?? "nothing")"
        ],
        next: ["git fetch, then build on what is there and push again"])
    ]
  }

  /// A symbolic ref is another name of a branch: git would move that one. A name can also be longer than clones can keep.
  private func otherName(_ update: RefUpdate) throws(GitError) -> [Finding] {
    let length = update.ref.utf8.count
    if update.old == nil, length > PushLimits.refName {
      let shown = visible(String(update.ref.prefix(100)))
      return [
        Finding(
          .pushName, "the name \(shown)… has \(length) bytes", at: Place(shown),
          because: ["at most \(PushLimits.refName) are taken: some clones could not fetch it"],
          next: ["push under a shorter name"])
      ]
    }
    guard let target = try repository.symbolicTarget(of: update.ref) else { return [] }
    return [
      Finding(
        .pushLookAlike, "\(visible(update.ref)) is another name of \(visible(target))", at: Place(visible(update.ref)),
        next: ["push to \(visible(target)) itself"])
    ]
  }

  /// The first push of all: the history that begins at the pinned root, and nothing beside it.
  private func found(
    _ updates: [RefUpdate], _ incoming: [ObjectID]?, _ root: ObjectID, _ branch: String, _ report: inout PushReport
  ) throws(Finding) {
    let snapshot: PolicySnapshot
    do throws(GitError) { snapshot = try self.snapshot(inRootTree: try repository.commit(root).tree) } catch {
      throw error.finding
    }
    if let incoming, case .known(let policy) = snapshot.policy {
      guard lookForSecrets(updates, incoming, snapshot, policy, &report) else { return }
    }
    for update in updates {
      if update.ref == "refs/heads/\(branch)" {
        let ground = Ground(
          tip: nil, policyLanding: root, snapshot: snapshot, newest: Timestamp(seconds: 0))
        report.parts.append(judgeIntegration(update, root: root, before: ground))
      } else {
        let finding = Finding(
          .pushReserved, "\(visible(branch)) is not there yet", at: Place(visible(update.ref)),
          because: ["without its policy nothing else can be judged"],
          next: ["git push REMOTE \(visible(branch)), then the rest"])
        report.parts.append(PushReport.Part(update, "ref", [.init("its order", held: [finding])]))
      }
    }
  }

  /// On every other ref: the size limits of governed directories.
  private func judgeOrdinary(
    _ update: RefUpdate, _ main: MainLine, _ policy: Policy, _ extent: PushExtent
  ) -> PushReport.Part {
    var step = PushReport.Step("its size")
    step.decide { () throws(GitError) in
      guard let new = update.new, let commit = try commit(behind: new) else { return [] }
      let before = try repository.commit(main.tip).tree
      let tree = try repository.commit(commit).tree
      return try oversized(ordinary: tree, besides: before, policy, extent)
    }
    return PushReport.Part(update, "ref", [step])
  }

  /// The commit that a branch or tag leads to; nil where it leads to something else.
  private func commit(behind id: ObjectID) throws(GitError) -> ObjectID? {
    do throws(GitError) { return try repository.peel(id) } catch {
      if case .wrongKind = error { return nil }
      throw error
    }
  }

  /// What is pushed beside its change does not count yet: said once, with the command, where it may be what is missing.
  private func adviseOrder(_ report: inout PushReport) {
    let journals = report.parts.filter { $0.update.ref.hasPrefix(JournalPath.prefix) }
    guard !journals.isEmpty, journals.count < report.parts.count, report.outcome != .passed else { return }
    report.whole.held.append(
      Finding(
        .pushEvidenceFirst, "journals in the same push do not count yet",
        because: ["a hook cannot see whether a push is taken whole, so evidence counts once the server has it"],
        next: ["countersign sync pushes the journals (or: git push REMOTE '\(Self.journals)'); then push the branch"]))
  }
}

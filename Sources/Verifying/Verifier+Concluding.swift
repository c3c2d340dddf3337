import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary

extension Verifier {
  /// What only shows when everything has been read: branches that are missing, kills that are gone, recalled versions that run, refs
  /// that cannot be read.
  func conclude(
    _ found: inout Found, _ history: History, _ collector: borrowing Collector
  ) throws(Finding) {
    for (index, environment) in history.environments.prefix(history.current).enumerated() {
      let tip: ObjectID?
      // One that cannot be read is told already.
      do throws(GitError) { tip = try collector.tip(ofEnvironmentBranch: environment.branch) } catch { continue }
      gone(from: environment, index, tip, history, collector, &found)
      if let tip {
        recalled(in: environment, tip, history, collector, &found)
      } else {
        missing(environment, index, history, collector, &found)
      }
    }
    withheld(found.said, history, collector, &found)
    unread(history, collector, &found)
  }

  /// Journals that are not here, and of which what lies in others says that they were: what was said in them cannot be told.
  func absent(_ said: Said, _ history: inout History) {
    for (_, one) in said.shared {
      for workflow in one.statement.workflows where Naming.isName(workflow) {
        let ref = JournalPath.ref(of: workflow)
        guard standing.ids[ref] == nil, history.standing.unread[ref] == nil, isOne(workflow, history) else { continue }
        history.standing.unread[ref] = .notFound(ref)
      }
    }
  }

  /// Whether a landing or an environment ever had a workflow of this name: else anybody who signs could name what never was.
  private func isOne(_ workflow: String, _ history: History) -> Bool {
    history.chronicles.contains { chronicle in
      history.roots.contains { chronicle.everHeld("\($0)/\(workflow)") }
    }
  }

  /// Nos that lie in the journal of one workflow and not in that of another that they speak of.
  private func withheld(_ said: Said, _ history: History, _ collector: borrowing Collector, _ found: inout Found) {
    for (id, one) in said.shared.sorted(by: { $0.key < $1.key }) {
      guard let word = one.statement.no else { continue }
      for workflow in Set(one.statement.workflows).subtracting(one.journals).sorted() {
        guard let tip = standing.ids[JournalPath.ref(of: workflow)],
          let path = JournalPath.path(of: one.statement, id: id, in: workflow)
        else { continue }
        do throws(GitError) {
          let tree = try collector.repository.commit(tip).tree
          if try collector.repository.entry(at: path, in: tree) != nil { continue }
          // What cannot be read is told where it is judged.
        } catch { continue }
        let place = Place("statement \(id.prefix(12))")
        let gone = Finding(
          .verifyGoneStatement, "\(word) speaks of \(visible(workflow)), too, and is not in its journal", at: place,
          because: ["it lies in the journal of \(one.journals.sorted().map { visible($0) }.joined(separator: ", "))"],
          next: ["countersign sync in the clone of whoever signed it, or of somebody who has seen more"])
        found.add(
          .undecided, "journal of \(visible(workflow))", gone, at: place, since: one.since, .journal(workflow, nil),
          one.order)
      }
    }
  }

  /// An environment without a branch: never used, not fetched, or taken away.
  private func missing(
    _ environment: PolicyModel.Environment, _ index: Int, _ history: History, _ collector: borrowing Collector,
    _ found: inout Found
  ) {
    let ref = collector.view.ref(ofBranch: environment.branch)
    var reasons: [String] = []
    // Where it had another branch before, that may be what they speak of.
    if history.branches(of: environment).count == 1 {
      if found.said.targets.contains(environment.name) { reasons.append("reviews or requests for it were signed") }
      for later in history.environments.prefix(history.current)
      where later.after == environment.name && found.said.released.contains(later.name) {
        reasons.append("what was released to \(later.name) was here before")
      }
    }
    let others = standing.ids.keys.filter { name in
      name != ref
        && (name == environment.ref || Self.isRemote(name, "refs/remotes/", "/" + environment.branch)
          || Self.isRemote(name, "refs/countersign/remotes/", "/heads/" + environment.branch))
    }
    for other in others.sorted() { reasons.append("\(visible(other)) is here") }
    let what = "there is no \(visible(ref)) here"
    let place = Place(visible(ref))
    guard !reasons.isEmpty else {
      found.notes.append(
        Finding(
          .verifyNoBranch, "\(what): nothing of \(environment.name) was looked at", at: place, level: .note,
          because: ["an environment that nothing was released to yet has no branch"]))
      return
    }
    let finding = Finding(
      .verifyNoBranch, "\(what), and something speaks of it", at: place, because: reasons,
      next: ["countersign sync fetches all branches; where the remote has none, find out who took it away"])
    found.add(
      .undecided, "branch of \(environment.name)", finding, at: place, since: nil, .nothing,
      .init(part: 1, branch: index, position: -1))
  }

  /// Whether a name is that of a branch at a remote, whose own name is one word: `fix/stage` there is another branch than `stage`.
  private static func isRemote(_ name: String, _ before: String, _ behind: String) -> Bool {
    guard name.hasPrefix(before), name.hasSuffix(behind), name.utf8.count > before.utf8.count + behind.utf8.count else {
      return false
    }
    return !name.dropFirst(before.count).dropLast(behind.count).contains("/")
  }

  /// Kills that reviews answer and that are not on the branch, nor on one that the environment had before.
  private func gone(
    from environment: PolicyModel.Environment, _ index: Int, _ tip: ObjectID?, _ history: History,
    _ collector: borrowing Collector, _ found: inout Found
  ) {
    let answers = found.said.answers.filter { $0.environment == environment.name }
    let branches = history.branches(of: environment)
    // One that has no branch at all is told as such.
    guard !answers.isEmpty, tip != nil || branches.count > 1 else { return }
    var known: Set<ObjectID> = []
    for branch in branches {
      if branch == environment.branch, tip == nil { continue }
      do throws(GitError) {
        // Where a former one is not here any more, nobody can tell.
        guard let end = try branch == environment.branch ? tip : collector.tip(ofEnvironmentBranch: branch) else {
          return
        }
        try collector.repository.firstParents(from: end) { commit in
          known.insert(commit.id)
          return true
        }
        // What cannot be read is told already.
      } catch { return }
    }
    // A kill that several answer is told once.
    for answer in answers where known.insert(answer.kill).inserted {
      let branch = visible(environment.branch)
      let gone = Finding(
        .verifyGoneStep, "a review answers the kill \(answer.kill.short), which is not on \(branch)",
        at: Place("statement \(answer.statement.prefix(12))"),
        because: ["the branch was rewound, or the kill was never pushed"],
        next: ["ask for a clone that has seen more: countersign sync there names what was rewound"])
      found.add(
        .undecided, "branch of \(environment.name)", gone, at: Place("statement \(answer.statement.prefix(12))"),
        since: answer.since, .nothing, .init(part: 1, branch: index, position: -1))
    }
  }

  /// What the environment holds although it was recalled; what is killed there does not run.
  private func recalled(
    in environment: PolicyModel.Environment, _ tip: ObjectID, _ history: History, _ collector: borrowing Collector,
    _ found: inout Found
  ) {
    let place = Place(visible(collector.view.ref(ofBranch: environment.branch)))
    for one in found.said.recalled.sorted(by: { $0.workflow < $1.workflow }) {
      do throws(GitError) {
        let tree = try collector.repository.commit(tip).tree
        guard
          let there = try collector.directory(of: one.workflow, inRootTree: tree, roots: history.policy.roots),
          there.tree == one.tree, let snapshot = history.policies.last?.snapshot,
          try !isKilled(one.workflow, tree, collector)
        else { continue }
        let version = try collector.version(ofTree: there.tree)
        let known = collector.evidence(
          on: one.workflow, dirHash: version.dirHash, at: try collector.journalTip(of: one.workflow),
          snapshot: snapshot, now: blueprint.clock)
        guard case .known(let evidence) = known,
          let recall = Recalled.recalls(
            evidence, policy: history.policy, workflow: one.workflow, now: blueprint.clock
          ).standing.first
        else { continue }
        let label = "\(one.workflow)@\(version.shortName)"
        let runs = Finding(
          .verifyRecalled, "\(label) was recalled by \(recall.by) at \(recall.at), and \(environment.name) holds it",
          at: place, level: .warning, because: [visible(recall.why)],
          next: ["countersign rollback \(one.workflow) --env \(environment.name), or countersign kill"])
        found.notes.append(runs)
      } catch {
        // What cannot be read is told where it is judged.
        continue
      }
    }
  }

  private func isKilled(
    _ workflow: String, _ tree: ObjectID, _ collector: borrowing Collector
  ) throws(GitError) -> Bool {
    for name in [workflow, Naming.all] {
      if try collector.repository.entry(at: EnvironmentPath.killed(name), in: tree) != nil { return true }
    }
    return false
  }

  /// Refs that cannot be read, but for those that are told where they are judged.
  private func unread(_ history: History, _ collector: borrowing Collector, _ found: inout Found) {
    let told = Set(history.environments.map { collector.view.ref(ofBranch: $0.branch) })
    for (name, error) in standing.unread.sorted(by: { $0.key < $1.key }) where !told.contains(name) {
      let workflow = name.hasPrefix(History.journalPrefix) ? String(name.dropFirst(History.journalPrefix.count)) : nil
      found.add(
        .undecided, "ref \(visible(name))", error.finding, at: Place(visible(name)), since: nil,
        workflow.map { .journal($0, nil) } ?? .nothing, .init(part: 2, branch: -1, position: -1))
    }
  }
}

extension Finding {
  /// How much what a journal check says weighs: what git cannot read is nobody's fault.
  var weight: Violation.Weight { isUnread ? .undecided : .violation }
}

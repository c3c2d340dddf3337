import Diagnostics
import Evidence
import Gathering
import Git
import PolicyModel
import Vocabulary

/// Which new journals a push and the day before it bring for workflows that are not on the integration branch.
final class NewJournals {
  /// Where a name is, if not there.
  enum Place: Hashable {
    case branch, nowhere
  }

  struct Count: Hashable {
    let key: String
    let place: Place
  }

  /// Names of workflows on the integration branch, and on any branch.
  fileprivate let onMain: Set<String>
  fileprivate let onBranches: Set<String>
  /// Journals by the key that began them within a day.
  fileprivate var begun: [Count: Int] = [:]
  fileprivate var told: Set<Count> = []

  fileprivate init(onMain: Set<String>, onBranches: Set<String>) {
    self.onMain = onMain
    self.onBranches = onBranches
  }

  fileprivate func place(of workflow: String) -> Place? {
    if Naming.reserved.contains(workflow) || onMain.contains(workflow) { return nil }
    return onBranches.contains(workflow) ? .branch : .nowhere
  }
}

extension Collector {
  /// One key does not begin thousands of journals of workflows that are not there: no push removes one again, and every command
  /// that fetches or pushes looks at all of them.
  ///
  /// Counted is by the day before now and by the key of a journal's first statement, as it is on this server. What is on the
  /// integration branch has its journal in any case, and so has what waits on a branch, up to far more than a first import needs.
  func tooMany(
    _ workflow: String, _ new: ObjectID, main: MainLine, _ policy: Policy, _ extent: PushExtent,
    _ known: KnownStatements
  ) throws(GitError) -> [Finding] {
    guard !Naming.reserved.contains(workflow),
      let first = try Journal.first(workflow, at: new, memory: known.statements, in: repository)
    else { return [] }
    let journals: NewJournals
    if let counted = known.journals {
      journals = counted
    } else {
      journals = try count(main, policy, extent, known)
      known.journals = journals
    }
    guard let place = journals.place(of: workflow) else { return [] }
    let count = NewJournals.Count(key: first.envelope.keyID, place: place)
    journals.begun[count, default: 0] += 1
    // Once for a push: what is refused is refused whole.
    guard journals.begun[count, default: 0] > place.most, journals.told.insert(count).inserted else { return [] }
    return [tooMany(count, workflow)]
  }

  private func count(
    _ main: MainLine, _ policy: Policy, _ extent: PushExtent, _ known: KnownStatements
  ) throws(GitError) -> NewJournals {
    var read: [ObjectID: Set<String>] = [:]
    func names(_ commit: ObjectID) throws(GitError) -> Set<String> {
      guard try repository.kind(of: commit) == .commit else { return [] }
      let tree = try repository.commit(commit).tree
      var all: Set<String> = []
      for root in policy.roots {
        guard let entry = try repository.entry(at: root, in: tree), entry.mode == .tree else { continue }
        if read[entry.id] == nil { read[entry.id] = Set(try repository.tree(entry.id).compactMap(\.text)) }
        all.formUnion(read[entry.id] ?? [])
      }
      return all
    }
    let onMain = try names(main.tip)
    var onBranches: Set<String> = []
    let branches = "refs/heads/"
    for ref in try repository.readableReferences(under: branches).known { onBranches.formUnion(try names(ref.id)) }
    for (ref, tip) in extent.tips where ref.hasPrefix(branches) { onBranches.formUnion(try names(tip)) }
    let journals = NewJournals(onMain: onMain, onBranches: onBranches)
    let day = clock - Span(seconds: 86_400)
    for ref in try repository.readableReferences(under: JournalPath.prefix).known {
      let workflow = String(ref.name.dropFirst(JournalPath.prefix.count))
      guard let place = journals.place(of: workflow),
        let first = try Journal.first(workflow, at: ref.id, memory: known.statements, in: repository),
        first.statement.time > day
      else { continue }
      journals.begun[NewJournals.Count(key: first.envelope.keyID, place: place), default: 0] += 1
    }
    return journals
  }

  private func tooMany(_ count: NewJournals.Count, _ workflow: String) -> Finding {
    let place = count.place == .nowhere ? "on no branch here" : "not on the integration branch"
    let leaked = "if the key leaked: list it in .countersign/revoked_keys, and land that"
    return Finding(
      .journalTooMany,
      "\(visible(String(count.key.prefix(80)))) begins more than \(count.place.most) journals in a day",
      at: Place(workflow),
      because: ["so many are taken of workflows that are \(place)"],
      next: count.place == .nowhere
        ? ["push the branch that has the workflows, then: countersign sync", leaked]
        : ["land some of them, or say the rest a day later", leaked])
  }
}

extension NewJournals.Place {
  var most: Int {
    switch self {
    case .nowhere: PushLimits.strayJournals
    case .branch: PushLimits.branchJournals
    }
  }
}

package import Diagnostics
package import Gathering
package import Git

/// What a branch that only grows gains by an update.
package enum Growth: Sendable {
  /// Its new first-parent steps, oldest first.
  case steps([Commit])
  case refused(Finding)
}

extension Collector {
  /// The steps that an update of a protected branch adds: the old tip stays on the first parents of the new one.
  ///
  /// A branch that the update creates is read back to `root`, or to its first commit where `root` is nil. More than `most` steps
  /// are refused without looking for their beginning.
  package func growth(_ update: RefUpdate, root: ObjectID?, most: Int) throws(GitError) -> Growth {
    let place = Place(visible(update.ref))
    guard let new = update.new else {
      return .refused(
        Finding(
          .pushRewinds, "the push deletes \(visible(update.ref))", at: place,
          because: ["a protected branch only grows"],
          next: ["leave it; an environment is emptied by releasing removals"]))
    }
    var steps: [Commit] = []
    var bytes = 0
    var isConnected = false
    let end = update.old ?? root
    try repository.firstParents(from: new) { commit throws(GitError) in
      if commit.id == end {
        isConnected = true
        if update.old == nil { steps.append(commit) }
        return false
      }
      steps.append(commit)
      bytes += try repository.header(of: commit.id)?.size ?? 0
      return steps.count <= most && bytes <= PushLimits.commitBytes
    }
    let isTooMuch = steps.count > most || bytes > PushLimits.commitBytes
    if isTooMuch, try !leaves(update.old, by: steps, within: most) {
      return .refused(
        steps.count > most
          ? .inParts(
            "\(visible(update.ref)) gains more than \(most) steps", "each first-parent step is judged by itself",
            at: place)
          : .inParts(
            "\(visible(update.ref)) gains commits of more than \(PushLimits.commitBytes) bytes",
            "each message is read", at: place))
    }
    if isConnected || end == nil { return .steps(steps.reversed()) }
    guard let old = update.old else {
      return .refused(
        Finding(
          .trustOtherHistory, "\(visible(update.ref)) does not descend from the pinned root", at: place,
          because: ["this is another history than the one that is trusted here"],
          next: ["push the history that begins at the root"]))
    }
    return .refused(try offTheLine(update.ref, old, new))
  }

  /// Whether steps go off the line not far behind its tip: then it is not their number that is in the way.
  private func leaves(_ tip: ObjectID?, by steps: [Commit], within most: Int) throws(GitError) -> Bool {
    guard let tip else { return false }
    let gained = Set(steps.map(\.id))
    var left = most
    var isFound = false
    try repository.firstParents(from: tip) { commit throws(GitError) in
      isFound = gained.contains(commit.id)
      left -= 1
      return !isFound && left > 0
    }
    return isFound
  }

  /// The old tip is not on the first parents of what is pushed: a rewind, or a merge the wrong way round.
  private func offTheLine(_ ref: String, _ old: ObjectID, _ new: ObjectID) throws(GitError) -> Finding {
    if try repository.isAncestor(old, of: new) {
      return Finding(
        .pushFoxtrot, "\(visible(ref)) came in by a merge the wrong way round", at: Place(visible(ref)),
        because: ["\(old.short) is not on the first parents of \(new.short): each landing is one first-parent step"],
        next: [
          "land your branch instead: countersign land BRANCH",
          "or: git checkout -B main \(old.short) && git merge --no-ff \(new.short)",
        ])
    }
    return Finding(
      .pushRewinds, "the push takes \(visible(ref)) back from \(old.short)", at: Place(visible(ref)),
      because: ["a protected branch only grows"], next: ["git fetch, then build on what is there"])
  }
}

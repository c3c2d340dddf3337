extension Repository {
  /// The best common ancestors of all these commits, sorted by id; none when the histories are unrelated.
  ///
  /// The painting goes on until nothing is left that could add an ancestor, so that wrong dates change nothing.
  package func mergeBases(_ commits: [ObjectID]) throws(GitError) -> [ObjectID] {
    let tips = Set(commits).sorted()
    guard tips.count <= 62 else { throw .tooLarge(what: "the list of commits to compare", size: tips.count, limit: 62) }
    guard tips.count > 1 else { return tips }
    var painting = Painting(sides: tips.count)
    for (side, tip) in tips.enumerated() { try painting.add(tip, 1 << UInt64(side), in: self) }
    try painting.finish(in: self)
    return try withoutAncestors(painting.common.sorted())
  }

  /// Whether `ancestor` can be reached from `commit`; a commit is its own ancestor.
  package func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitError) -> Bool {
    if ancestor == commit { return true }
    var painting = Painting(sides: 2)
    try painting.add(ancestor, 1, in: self)
    try painting.add(commit, 2, in: self)
    try painting.finish(in: self)
    return painting.colours(ancestor) & 2 != 0
  }

  /// Follows first parents from a commit, the commit itself first, until the root or until `body` answers false.
  package func firstParents(
    from start: ObjectID, _ body: (Commit) throws(GitError) -> Bool
  ) throws(GitError) {
    var next: ObjectID? = start
    while let id = next {
      let commit = try commit(id)
      guard try body(commit) else { return }
      next = commit.parents.first
    }
  }

  /// Candidates that no other candidate descends from. More than one is rare, and wrong dates make some too many.
  private func withoutAncestors(_ candidates: [ObjectID]) throws(GitError) -> [ObjectID] {
    guard candidates.count > 1 else { return candidates }
    var best: [ObjectID] = []
    for candidate in candidates {
      var covered = false
      for other in candidates where other != candidate && !covered {
        covered = try isAncestor(candidate, of: other)
      }
      if !covered { best.append(candidate) }
    }
    return best
  }
}

/// Ancestors painted with one colour for each commit they were reached from.
/// Source of the method: git, commit-reach.c, paint_down_to_common.
private struct Painting {
  /// All colours together: a common ancestor.
  private let all: UInt64
  /// Reached from a common ancestor: it cannot be a best one.
  private static let stale: UInt64 = 1 << 63

  private var painted: [ObjectID: UInt64] = [:]
  private var queue = CommitQueue()
  /// How many entries in the queue could still lead to a common ancestor.
  private var hopeful = 0
  private var queued: [ObjectID: Bool] = [:]

  init(sides: Int) { all = (1 << UInt64(sides)) - 1 }

  func colours(_ id: ObjectID) -> UInt64 { painted[id] ?? 0 }

  /// Commits reached from every side and not known to be reached from another such commit.
  var common: [ObjectID] {
    painted.compactMap { $0.value & all == all && $0.value & Self.stale == 0 ? $0.key : nil }
  }

  mutating func add(_ id: ObjectID, _ colours: UInt64, in repository: borrowing Repository) throws(GitError) {
    let old = painted[id] ?? 0
    guard old | colours != old else { return }
    painted[id] = old | colours
    let hope = (old | colours) & Self.stale == 0
    if let before = queued[id] {
      if before && !hope { hopeful -= 1 }
      queued[id] = hope
      return
    }
    queue.insert(id, seconds: try repository.links(id).seconds)
    queued[id] = hope
    if hope { hopeful += 1 }
  }

  /// Paints until only ancestors of common ancestors are left.
  mutating func finish(in repository: borrowing Repository) throws(GitError) {
    while hopeful > 0, let id = queue.popNext() {
      if queued.removeValue(forKey: id) == true { hopeful -= 1 }
      var colours = painted[id] ?? 0
      if colours & all == all { colours |= Self.stale }
      for parent in try repository.links(id).parents { try add(parent, colours, in: repository) }
    }
  }
}

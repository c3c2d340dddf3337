extension Repository {
  /// The commits that can be reached from some and not from others: children before parents, the newest first.
  ///
  /// Dates that run backwards by more than a day can only make the answer longer, never shorter: a commit is left out
  /// only when it was really reached from a hidden one. More than `limit` commits are an error.
  package func commits(
    reachableFrom tips: [ObjectID], hiding hidden: [ObjectID], limit: Int
  ) throws(GitError) -> [ObjectID] {
    var walk = Walk()
    for id in hidden { try walk.add(id, hidden: true, in: self) }
    for id in tips { try walk.add(id, hidden: false, in: self) }
    try walk.run(limit: limit, in: self)
    return try sorted(walk.wanted)
  }

  /// The same for one commit and another, by where both meet a line of first parents on which the other stands. No date is asked, so
  /// that it is exact, and as much is read as lies between the other and the oldest place where the first one meets the line.
  ///
  /// - Parameter position: where a commit stands on the line: a step's parent stands lower. nil: not on it.
  /// - Returns: nil where they do not meet it, or too late, so that only dates can tell.
  package func commits(
    reachableFrom new: ObjectID, hiding base: ObjectID, limit: Int, along position: (ObjectID) -> Int?
  ) throws(GitError) -> [ObjectID]? {
    guard let top = position(base) else { return nil }
    var wanted: Set<ObjectID> = []
    var lowest = top
    var waiting = [new]
    while let id = waiting.popLast() {
      if let place = position(id), place <= top {
        lowest = min(lowest, place)
        continue
      }
      guard wanted.insert(id).inserted else { continue }
      let parents = try links(id).parents
      guard !parents.isEmpty, wanted.count <= limit else { return nil }
      waiting += parents.filter { !wanted.contains($0) }
    }
    // Each wanted commit has a step of the line at `lowest` or above below it, so that none is reached by that step; the other reaches
    // it, if at all, without passing that step.
    if lowest < top {
      var seen: Set<ObjectID> = [base]
      waiting = [base]
      while let id = waiting.popLast() {
        wanted.remove(id)
        guard seen.count <= limit else { return nil }
        for parent in try links(id).parents where (position(parent) ?? .max) > lowest && seen.insert(parent).inserted {
          waiting.append(parent)
        }
      }
    }
    return try sorted(wanted)
  }

  /// Children before parents, the newest of what may come next first. Source of the method: git log --date-order.
  private func sorted(_ wanted: Set<ObjectID>) throws(GitError) -> [ObjectID] {
    var children: [ObjectID: Int] = [:]
    for id in wanted {
      for parent in try links(id).parents where wanted.contains(parent) { children[parent, default: 0] += 1 }
    }
    var queue = CommitQueue()
    for id in wanted where children[id] == nil { queue.insert(id, seconds: try links(id).seconds) }
    var order: [ObjectID] = []
    order.reserveCapacity(wanted.count)
    while let id = queue.popNext() {
      order.append(id)
      for parent in try links(id).parents {
        guard let left = children[parent] else { continue }
        children[parent] = left - 1
        if left == 1 { queue.insert(parent, seconds: try links(parent).seconds) }
      }
    }
    return order
  }
}

/// The state of a walk that leaves out what hidden commits reach.
private struct Walk {
  /// By how much a parent may be newer than its child without being missed: one day.
  private static let slack: Int64 = 86_400

  private(set) var wanted: Set<ObjectID> = []
  private var hidden: Set<ObjectID> = []
  private var queue = CommitQueue()
  /// How many entries of the queue are wanted.
  private var pending: Set<ObjectID> = []
  /// The oldest date of a commit that is or was wanted.
  private var oldest = Int64.max

  mutating func add(_ id: ObjectID, hidden hides: Bool, in repository: borrowing Repository) throws(GitError) {
    if hides {
      guard hidden.insert(id).inserted else { return }
      wanted.remove(id)
      pending.remove(id)
    } else {
      guard !hidden.contains(id), wanted.insert(id).inserted else { return }
      pending.insert(id)
    }
    let seconds = try repository.links(id).seconds
    if !hides { oldest = min(oldest, seconds) }
    queue.insert(id, seconds: seconds)
  }

  mutating func run(limit: Int, in repository: borrowing Repository) throws(GitError) {
    while isOpen, let id = queue.popNext() {
      pending.remove(id)
      let hides = hidden.contains(id)
      for parent in try repository.links(id).parents { try add(parent, hidden: hides, in: repository) }
      // What is wanted now may still turn out to be hidden, so that the bound is on twice the limit until the end.
      guard wanted.count <= 2 * limit + 1000 else { break }
    }
    guard wanted.count <= limit else {
      throw .tooLarge(what: "the list of new commits", size: wanted.count, limit: limit)
    }
  }

  /// Whether something wanted is still to visit, or something hidden is new enough to reach something wanted.
  private var isOpen: Bool {
    if !pending.isEmpty { return true }
    guard !wanted.isEmpty, let newest = queue.newest else { return false }
    return newest >= oldest - min(Self.slack, oldest)
  }
}

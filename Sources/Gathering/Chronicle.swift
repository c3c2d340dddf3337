package import Git
import Workflows

/// A branch's first parents, read once from its tip to its first commit: where each governed path became something else.
///
/// It says what walking the branch would say, and is read at the places that matter instead of all of them. Threads share it.
package final class Chronicle: Sendable {
  /// What a path became at one commit.
  package struct Change: Hashable, Sendable {
    package let path: String
    /// nil: it is gone.
    package let id: ObjectID?

    package init(path: String, id: ObjectID?) {
      self.path = path
      self.id = id
    }
  }

  /// One place at which a path became something else.
  struct Turn: Sendable {
    let position: Int32
    let id: ObjectID?
  }

  /// Oldest first.
  let commits: [ObjectID]
  /// Committer dates.
  let seconds: [Int64]
  private let roots: Set<String>
  private let positions: [ObjectID: Int32]
  /// By path, oldest first.
  private let turns: [String: [Turn]]

  /// - Parameter changes: for each commit what it changed against the one before, or against nothing.
  package init(commits: [ObjectID], seconds: [Int64], roots: Set<String>, changes: [[Change]]) {
    self.commits = commits
    self.seconds = seconds
    self.roots = roots
    positions = Dictionary(commits.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    var turns: [String: [Turn]] = [:]
    for (position, changed) in changes.enumerated() {
      for change in changed { turns[change.path, default: []].append(Turn(position: Int32(position), id: change.id)) }
    }
    self.turns = turns
  }

  func position(of commit: ObjectID) -> Int? { positions[commit].map(Int.init) }

  /// Whether this path is one whose turns were read.
  func covers(_ path: String) -> Bool {
    if path == PolicySnapshot.directory || path == EnvironmentPath.freeze { return true }
    guard let slash = path.lastIndex(of: "/") else { return false }
    let above = String(path[..<slash])
    // A name that is keyed by another form is looked for along the branch.
    guard Discovery.key(of: Array(path[path.index(after: slash)...].utf8), in: above) == path else { return false }
    return above == EnvironmentPath.killedDirectory || roots.contains(above)
  }

  /// The turns of a path up to a position, oldest first.
  func turns(of path: String, upTo position: Int) -> ArraySlice<Turn> {
    guard let all = turns[path] else { return [] }
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if Int(all[middle].position) <= position { low = middle + 1 } else { high = middle }
    }
    return all[..<low]
  }

  /// The mark of every version that ever lay at a path, sorted.
  package var landedMarks: [UInt64] {
    turns.flatMap { path, turns in turns.compactMap { $0.id.map { LandedVersions.mark(path, $0) } } }.sorted()
  }

  /// For each path the newest date up to a turn of it.
  package var newestTurns: [String: Int64] {
    turns.mapValues { $0.reduce(Int64.min) { max($0, seconds[Int($1.position)]) } }
  }

  /// Whether anything ever lay at a path.
  package func everHeld(_ path: String) -> Bool { turns[path] != nil }

  /// What a path is at a position.
  func id(of path: String, at position: Int) -> ObjectID? { turns(of: path, upTo: position).last?.id }
}

extension Chronicle {
  /// A commit of a branch as it is read first.
  package struct Step: Hashable, Sendable {
    package let id: ObjectID
    package let tree: ObjectID
    package let seconds: Int64

    package init(id: ObjectID, tree: ObjectID, seconds: Int64) {
      self.id = id
      self.tree = tree
      self.seconds = seconds
    }
  }
}

extension Collector {
  /// The first parents from a tip to the very first commit, oldest first.
  package func steps(from tip: ObjectID) throws(GitError) -> [Chronicle.Step] {
    var steps: [Chronicle.Step] = []
    try repository.eachFirstParent(from: tip) { id, outline throws(GitError) in
      steps.append(Chronicle.Step(id: id, tree: outline.tree, seconds: outline.seconds))
      return true
    }
    return steps.reversed()
  }

  /// What differs between two commits that follow each other on a branch, for a chronicle with these roots.
  package func changes(
    from old: ObjectID?, to new: ObjectID, roots: [String]
  ) throws(GitError) -> [Chronicle.Change] {
    if old == new { return [] }
    var changes = try GovernedUnits.changed(from: old, to: new, roots: roots, in: repository)
      .map { Chronicle.Change(path: $0.key, id: $0.value.new) }
    guard changes.contains(where: { $0.path == PolicySnapshot.directory }) else { return changes }
    let freeze = try GovernedUnits.id(EnvironmentPath.freeze, new, repository)
    if freeze != (try GovernedUnits.id(EnvironmentPath.freeze, old, repository)) {
      changes.append(Chronicle.Change(path: EnvironmentPath.freeze, id: freeze))
    }
    let markers = EnvironmentPath.killedDirectory
    changes += try GovernedUnits.entries(markers, from: old, to: new, in: repository).map {
      Chronicle.Change(path: $0.key, id: $0.value.new)
    }
    return changes
  }
}

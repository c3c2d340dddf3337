import Git
import PolicyModel

/// What one commit does to the governed directories, read once for all of them.
struct CommitUnits: Hashable {
  /// Changed against the first parent; against nothing where there is none.
  let changed: Set<String>
  /// Changed by the commit itself: what a merge takes as the rules of a clean one say is not among them.
  let contributed: Set<String>
  /// A merge of two that takes every governed directory as its sides have it.
  let isCleanMerge: Bool
}

/// The commits that one tip has and another has not, children first, and by each governed directory those that concern it.
struct NewCommits: Hashable {
  var ids: [ObjectID] = []
  var changing: [String: [ObjectID]] = [:]
  var contributing: [String: [ObjectID]] = [:]
}

extension Collector {
  /// No change has more commits than this: beyond it nothing is decided.
  static let mostCommits = 100_000

  /// The commits reachable from `new` and from none of `hidden`.
  func newCommits(to new: ObjectID, hiding hidden: [ObjectID], _ policy: Policy) throws(GitError) -> NewCommits {
    let key = (hidden + [new]).map(\.hex).joined(separator: " ") + " " + policy.roots.joined(separator: ":")
    if let known = memo.newCommits[key] { return known }
    var commits = NewCommits()
    commits.ids = try repository.commits(reachableFrom: [new], hiding: hidden, limit: Self.mostCommits)
    for id in commits.ids {
      let units = try units(of: try repository.commit(id), policy)
      for unit in units.changed { commits.changing[unit, default: []].append(id) }
      for unit in units.contributed { commits.contributing[unit, default: []].append(id) }
    }
    memo.newCommits[key] = commits
    return commits
  }

  /// What a commit does to each governed directory.
  func units(of commit: Commit, _ policy: Policy) throws(GitError) -> CommitUnits {
    let key = CommitInRoots(commit: commit.id, roots: policy.roots)
    if let known = memo.units[key] { return known }
    let units = try readUnits(commit, policy.roots)
    memo.units[key] = units
    return units
  }

  private func readUnits(_ commit: Commit, _ roots: [String]) throws(GitError) -> CommitUnits {
    var trees: [ObjectID?] = []
    for parent in commit.parents { trees.append(try repository.commit(parent).tree) }
    let first: ObjectID? = trees.first ?? nil
    let changed = Set(try GovernedUnits.changed(from: first, to: commit.tree, roots: roots, in: repository).keys)
    guard trees.count > 1 else { return CommitUnits(changed: changed, contributed: changed, isCleanMerge: false) }
    var differing = changed
    for tree in trees.dropFirst() {
      differing.formUnion(try GovernedUnits.changed(from: tree, to: commit.tree, roots: roots, in: repository).keys)
    }
    // A third parent can make the common base older than both sides; nobody needs an octopus here.
    guard trees.count == 2, let ends = try MergeEnds(commit, trees, roots, repository) else {
      return CommitUnits(changed: changed, contributed: differing, isCleanMerge: false)
    }
    return CommitUnits(
      changed: changed, contributed: differing.filter { !ends.isClean($0) },
      isCleanMerge: ends.units.allSatisfy(ends.isClean))
  }
}

/// A commit as one policy's governed roots divide it.
struct CommitInRoots: Hashable {
  let commit: ObjectID
  let roots: [String]
}

/// What a merge of two, its parents and its other merge bases each did to the governed directories since its first merge base.
private struct MergeEnds {
  private typealias Moves = [String: (old: ObjectID?, new: ObjectID?)]

  private let merge: Moves
  private let parents: [Moves]
  private let otherBases: [Moves]

  /// nil: the sides have no merge base.
  init?(
    _ commit: Commit, _ parents: [ObjectID?], _ roots: [String], _ repository: borrowing Repository
  ) throws(GitError) {
    let bases = try repository.mergeBases(commit.parents)
    guard let first = bases.first else { return nil }
    let base = try repository.commit(first).tree
    merge = try GovernedUnits.changed(from: base, to: commit.tree, roots: roots, in: repository)
    var moves: [Moves] = []
    for tree in parents { moves.append(try GovernedUnits.changed(from: base, to: tree, roots: roots, in: repository)) }
    self.parents = moves
    moves = []
    for other in bases.dropFirst() {
      let tree = try repository.commit(other).tree
      moves.append(try GovernedUnits.changed(from: base, to: tree, roots: roots, in: repository))
    }
    otherBases = moves
  }

  /// Whatever differs between any of them.
  var units: Set<String> {
    ([merge] + parents + otherBases).reduce(into: []) { units, moves in units.formUnion(moves.keys) }
  }

  /// Whether the merge takes a directory as the rules of a clean merge say: all merge bases agree, the parents that differ from
  /// them agree, and the merge has that (else the bases').
  func isClean(_ unit: String) -> Bool {
    guard otherBases.allSatisfy({ $0[unit] == nil }) else { return false }
    let moved = parents.compactMap { $0[unit] }
    guard let there = moved.first else { return merge[unit] == nil }
    guard let taken = merge[unit] else { return false }
    return taken.new == there.new && moved.allSatisfy { $0.new == there.new }
  }
}

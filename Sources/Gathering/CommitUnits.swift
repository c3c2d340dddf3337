package import Git
import PolicyModel
import Synchronization

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
struct NewCommits: Hashable, Sendable {
  var ids: [ObjectID] = []
  var changing: [String: [ObjectID]] = [:]
  var contributing: [String: [ObjectID]] = [:]
  /// Where they begin: their parents that the other tip has, itself left out.
  var beginnings: [ObjectID] = []
}

extension Collector {
  /// No change has more commits than this: beyond it nothing is decided.
  static let mostCommits = 100_000

  /// The commits reachable from `new` and not from `base`.
  func newCommits(to new: ObjectID, from base: ObjectID, _ policy: Policy) throws(GitError) -> NewCommits {
    let key = Stretch(base: base, end: CommitInRoots(commit: new, roots: policy.roots))
    if let known = common.newCommits.withLock({ $0[key] }) { return known }
    var commits = NewCommits()
    // A commit on top of the other brings itself and nothing else, however far history goes back.
    commits.ids = try newIDs(to: new, from: base, limit: Self.mostCommits)
    // A branch without commits of its own begins at its tip.
    var beginnings: Set<ObjectID> = [new]
    for id in commits.ids {
      let commit = try repository.commit(id)
      let units = try units(of: commit, policy)
      for unit in units.changed { commits.changing[unit, default: []].append(id) }
      for unit in units.contributed { commits.contributing[unit, default: []].append(id) }
      beginnings.formUnion(commit.parents)
    }
    commits.beginnings = beginnings.subtracting(commits.ids + [base]).sorted { $0.hex < $1.hex }
    common.newCommits.withLock { [commits] in $0[key] = commits }
    return commits
  }

  /// The commits reachable from `new` and not from `base`, children first. More than `limit` are an error.
  package func newIDs(to new: ObjectID, from base: ObjectID, limit: Int) throws(GitError) -> [ObjectID] {
    if try repository.commit(new).parents == [base] { return [new] }
    if let known = try alongLine(to: new, from: base, limit: limit) { return known }
    return try repository.commits(reachableFrom: [new], hiding: [base], limit: limit)
  }

  private func alongLine(to new: ObjectID, from base: ObjectID, limit: Int) throws(GitError) -> [ObjectID]? {
    if let chronicle = chronicles.first(where: { $0.position(of: base) != nil }) {
      return try repository.commits(
        reachableFrom: new, hiding: base, limit: limit, along: { chronicle.position(of: $0) })
    }
    guard let history = try line(through: base) else { return nil }
    // Where the beginning was not read, a branch may have left the line below what is known, and the walk would not end there.
    return try repository.commits(
      reachableFrom: new, hiding: base, limit: history.isWhole ? limit : min(limit, Self.mostBesideAPart),
      along: { history.position(of: $0) })
  }

  /// So many commits are looked at beside a line that is known in part.
  private static let mostBesideAPart = 1_000

  /// The commits behind what a change against `base` brings to one governed directory: its new ones, and whatever it continues
  /// from that is on the branch without ever having landed there: taken back in the merge that brought it, for one.
  func commits(behind unit: String, to new: ObjectID, from base: ObjectID, _ policy: Policy) throws(GitError)
    -> [ObjectID]
  {
    let commits = try newCommits(to: new, from: base, policy)
    return try (commits.contributing[unit] ?? [])
      + neverLanded(unit, from: commits.beginnings, below: base, policy)
  }

  private func neverLanded(
    _ unit: String, from beginnings: [ObjectID], below base: ObjectID, _ policy: Policy
  ) throws(GitError) -> [ObjectID] {
    let there = try GovernedUnits.id(unit, try repository.commit(base).tree, repository)
    var found: [ObjectID] = []
    var seen = Set(beginnings)
    var waiting = beginnings
    while let id = waiting.popLast() {
      let commit = try repository.commit(id)
      // Without the directory there is nothing that could go on.
      guard let held = try GovernedUnits.id(unit, commit.tree, repository), held != there,
        try !isOnMain(commit, held, unit, below: base, policy)
      else { continue }
      if try units(of: commit, policy).contributed.contains(unit) { found.append(id) }
      guard found.count < Self.mostCommits else {
        throw .tooLarge(what: "what the change continues from", size: found.count + 1, limit: Self.mostCommits)
      }
      for parent in commit.parents where seen.insert(parent).inserted { waiting.append(parent) }
    }
    return found
  }

  /// How many landings are looked at for a version that landed.
  private static let landingsLookedAt = 1_000
  /// Landings follow each other in time; before a server held them to it, clocks were off by more than minutes.
  private static let wrongClocks: Int64 = 7 * 24 * 3600

  /// Whether a commit is a landing at or below `base`, or holds what one of them brought.
  private func isOnMain(
    _ commit: Commit, _ held: ObjectID, _ unit: String, below base: ObjectID, _ policy: Policy
  ) throws(GitError) -> Bool {
    var isFound = false
    var count = 0
    try repository.firstParents(from: base) { landing throws(GitError) in
      count += 1
      if landing.id == commit.id {
        isFound = true
      } else if count <= Self.landingsLookedAt {
        isFound = try moved(by: landing, policy.roots)[unit] == .some(held)
      }
      let mayLieBelow = landing.committer.seconds + Self.wrongClocks >= commit.committer.seconds
      return !isFound && (count < Self.landingsLookedAt || mayLieBelow)
    }
    return isFound
  }

  /// What each governed directory that a commit changes against its first parent becomes; nil: it is removed.
  private func moved(by commit: Commit, _ roots: [String]) throws(GitError) -> [String: ObjectID?] {
    let key = CommitInRoots(commit: commit.id, roots: roots)
    if let known = memo.moved[key] { return known }
    let parent: ObjectID? = if let first = commit.parents.first { try repository.commit(first).tree } else { nil }
    let moved = try GovernedUnits.changed(from: parent, to: commit.tree, roots: roots, in: repository)
      .mapValues { $0.new }
    memo.moved[key] = moved
    return moved
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
    let changed = Set(try moved(by: commit, roots).keys)
    guard commit.parents.count > 1 else {
      return CommitUnits(changed: changed, contributed: changed, isCleanMerge: false)
    }
    var trees: [ObjectID?] = []
    for parent in commit.parents { trees.append(try repository.commit(parent).tree) }
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
struct CommitInRoots: Hashable, Sendable {
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

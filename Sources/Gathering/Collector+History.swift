package import Git
package import Vocabulary

/// The histories that were read already, and what they are read for.
struct Histories {
  /// What is watched: the governed roots of the policy in force, and where kills and freezes lie. Empty: no policy was read yet.
  fileprivate(set) var directories: [String] = []
  /// Branches of which a tip is known: their histories are kept between runs.
  var branches: [ObjectID: String] = [:]
  fileprivate var known: [BranchHistory] = []
  /// Branches whose file was read.
  fileprivate var loaded: Set<String> = []

  /// Other roots are another history.
  mutating func watch(_ roots: [String]) {
    watch(directories: Set(roots + [PolicySnapshot.directory, EnvironmentPath.killedDirectory]).sorted())
  }

  mutating func watch(directories: [String]) {
    if directories == self.directories { return }
    self.directories = directories
    known = []
    loaded = []
  }
}

extension Collector {
  /// From here on what happens in these governed roots is remembered as it is read.
  package func watch(_ roots: [String]) { memo.histories.watch(roots) }

  /// What another collector watches.
  func watch(directories: [String], branches: [ObjectID: String]) {
    memo.histories.watch(directories: directories)
    memo.histories.branches.merge(branches) { $1 }
  }

  /// How far a line is followed to where it meets one that is known.
  private static let mostNewSteps = 2_000

  /// The history of the first parents of a commit; nil before a policy was read.
  func history(at tip: ObjectID) throws(GitError) -> BranchHistory? {
    guard !memo.histories.directories.isEmpty else { return nil }
    if let known = memo.histories.known.last(where: { $0.position(of: tip) != nil }) { return known }
    let branch = memo.histories.branches[tip]
    if let branch, memo.histories.loaded.insert(branch).inserted,
      let read = try BranchHistory.read(branch, directories: memo.histories.directories, in: repository)
    {
      memo.histories.known.append(read)
      if read.position(of: tip) != nil { return read }
    }
    if let joined = try joined(tip, branch) { return joined }
    let new = BranchHistory(
      try repository.commit(tip), directories: memo.histories.directories, branch: branch)
    memo.histories.known.append(new)
    return new
  }

  /// A history that has a commit on its line, where one is known, kept, or one step away; none is begun for it.
  func line(through id: ObjectID) throws(GitError) -> BranchHistory? {
    if let known = memo.histories.known.last(where: { $0.position(of: id) != nil }) { return known }
    if memo.histories.branches[id] != nil { return try history(at: id) }
    guard let parent = try repository.commit(id).parents.first,
      memo.histories.known.contains(where: { $0.position(of: parent) != nil })
    else { return nil }
    return try history(at: id)
  }

  /// A line that goes on from a known one, or forks from it; nil: it meets none soon.
  private func joined(_ tip: ObjectID, _ branch: String?) throws(GitError) -> BranchHistory? {
    if memo.histories.known.isEmpty { return nil }
    var newer: [Commit] = []
    var meeting: (history: BranchHistory, position: Int)?
    try repository.firstParents(from: tip) { commit throws(GitError) in
      for history in memo.histories.known.reversed() {
        if let position = history.position(of: commit.id) { meeting = (history, position) }
        if meeting != nil { return false }
      }
      newer.append(commit)
      return newer.count < Self.mostNewSteps
    }
    guard let meeting else { return nil }
    var history = meeting.history
    // What only this look has made, or may be refused, is not remembered as the branch's.
    if meeting.position != history.newest || history.branch != branch {
      history = BranchHistory(history, upTo: meeting.position, branch: branch)
      memo.histories.known.append(history)
    }
    for commit in newer.reversed() { try history.add(commit, in: repository) }
    return history
  }
}

extension Collector {
  /// The step that made one path what it is at a tip; nil: it was never there.
  package func lastChange(of path: String, from tip: ObjectID) throws(GitError) -> Commit? {
    try transitions(of: path, from: tip, most: 1).first?.commit
  }

  /// Where a branch stood at a moment, and the workflows whose releases up to then named an exception.
  package func excepted(
    from tip: ObjectID, at moment: Timestamp
  ) throws(GitError) -> (start: ObjectID?, names: Set<String>) {
    guard let history = try history(at: tip), let top = history.position(of: tip),
      let start = try history.position(from: top, until: moment.seconds, in: repository)
    else { return (nil, []) }
    let names = try history.excepted(from: start, in: repository)
    try history.keep(in: repository)
    return (
      history.step(at: start).id, Set(names.map { String(decoding: $0, as: UTF8.self) }.filter(Naming.isName))
    )
  }

  /// The landings that changed one directory, newest first; `end` is none of them. nil where main's history does not tell.
  package func landings(
    changing path: String, from source: ObjectID, downTo end: ObjectID, in main: MainLine, most: Int = .max
  ) throws(GitError) -> [(commit: ObjectID, parent: ObjectID)]? {
    let key = Array(path.utf8)
    guard let from = try position(of: source, in: main), let to = try position(of: end, in: main), to <= from,
      let line = try history(at: main.tip), line.covers(key), try line.reach(source, in: repository),
      let start = line.position(of: source)
    else { return nil }
    let last = start - (from - to)
    // A file that tells of a line on which `end` stands elsewhere, or nowhere, is of another one than main.
    let there = line.position(of: end)
    if there != last, there != nil || line.isWhole { return nil }
    var found: [(commit: ObjectID, parent: ObjectID)] = []
    var position = start
    while position > last, found.count < most,
      let change = try line.change(of: key, atOrBelow: position, downTo: last + 1, in: repository)
    {
      // Above `end` a step has a parent that was read; where it has none, the file did not come of reading.
      guard change.position > line.oldest else { return nil }
      found.append((line.step(at: change.position).id, line.step(at: change.position - 1).id))
      position = change.position - 1
    }
    try line.keep(in: repository)
    return found
  }
}

import Git

/// What one line of first parents changed in some directories: read from its newest step down, as far as somebody asked.
///
/// A commit's id fixes all that lies below it, so that nothing here can grow stale. Positions count along the line: a step's
/// parent stands one lower than the step.
final class BranchHistory {
  struct Step: Hashable {
    let id: ObjectID
    /// The committer's date.
    let seconds: Int64
  }

  /// A step at which one path became something else.
  struct Change: Hashable {
    let position: Int
    let old: ObjectID?
    let new: ObjectID?
  }

  /// The directories whose entries are watched, without slashes at their ends; `.countersign` itself is watched, too.
  let directories: [String]
  /// The branch below whose name it is kept between runs; nil: it is not.
  let branch: String?
  /// What a file held: its steps stand at the positions 0, -1, -2 …, those above `fork` aside.
  private let base: KeptHistory?
  /// The steps at the positions below the file's: 0, -1, -2 … without one.
  private var lower: [Step] = []
  /// The position of the newest step that is not in `upper`.
  private let fork: Int
  /// The steps at the positions `fork + 1`, `fork + 2` …
  private var upper: [Step] = []
  /// Of the steps in `lower` and `upper`.
  private var positions: [ObjectID: Int] = [:]
  /// What the steps of `upper` and those of `lower` changed, by path, newest first. Paths are bytes: two that look alike are two.
  private var above: [[UInt8]: [Change]] = [:]
  private var below: [[UInt8]: [Change]] = [:]
  /// The steps whose releases name an exception, newest first, and the workflow of each.
  private(set) var exceptions: [(position: Int, workflow: [UInt8])] = []
  /// The beginning of the branch was read.
  private(set) var isWhole = false
  /// What the oldest and the newest step hold in place of the directories; nil: not looked up yet.
  private var bottom: [TreeEntry?]?
  private var top: [TreeEntry?]?
  /// How many steps were added at either end since it was read from a file, and how many stood there.
  private(set) var addedAbove = 0
  private(set) var addedBelow = 0
  private(set) var kept = 0

  init(_ newest: Commit, directories: [String], branch: String?) {
    self.directories = directories
    self.branch = branch
    base = nil
    fork = 0
    lower = [Step(newest)]
    positions = [newest.id: 0]
    if let workflow = Self.excepted(newest) { exceptions = [(0, workflow)] }
    addedBelow = 1
  }

  /// What a file held.
  init(_ base: KeptHistory, directories: [String], branch: String) {
    self.directories = directories
    self.branch = branch
    self.base = base
    fork = 0
    exceptions = base.exceptions.map { (-$0.index, $0.workflow) }
    isWhole = base.isWhole
    kept = base.count
  }

  /// The same up to one position, for a line that forks there.
  init(_ other: BranchHistory, upTo position: Int, branch: String?) {
    directories = other.directories
    self.branch = branch
    base = other.base
    fork = min(position, other.fork)
    lower = other.lower
    upper = Array(other.upper.prefix(max(0, position - other.fork)))
    positions = other.positions.filter { $0.value <= position }
    above = other.above.compactMapValues { list in
      let rest = list.drop { $0.position > position }
      return rest.isEmpty ? nil : Array(rest)
    }
    below = other.below
    exceptions = Array(other.exceptions.drop { $0.position > position })
    isWhole = other.isWhole
    bottom = other.bottom
    if position == other.newest { top = other.top }
    addedBelow = count
  }
}

extension BranchHistory.Step {
  fileprivate init(_ commit: Commit) { self.init(id: commit.id, seconds: commit.committer.seconds) }
}

extension BranchHistory {
  private var based: Int { base?.count ?? 0 }
  var newest: Int { fork + upper.count }
  var oldest: Int { 1 - based - lower.count }
  var count: Int { newest - oldest + 1 }

  func position(of id: ObjectID) -> Int? {
    if let known = positions[id] { return known }
    return base?.index(of: id).flatMap { -$0 <= fork ? -$0 : nil }
  }

  /// A step that was read.
  func step(at position: Int) -> Step {
    if position > fork { return upper[position - fork - 1] }
    if let base, -position < base.count { return base.step(at: -position) }
    return lower[-position - based]
  }

  /// Whether changes of a path are watched.
  func covers(_ path: [UInt8]) -> Bool {
    if path == Self.policyDirectory { return true }
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return false }
    return directories.contains { path[..<slash].elementsEqual($0.utf8) }
  }

  /// The newest change of a path at or below a position, and not below another one; nil: there is none.
  func change(
    of path: [UInt8], atOrBelow position: Int, downTo end: Int = .min, in repository: borrowing Repository
  ) throws(GitError) -> Change? {
    var seen = below[path]?.count ?? 0
    var found = known(path, atOrBelow: position)
    // A step's changes are known once the step below it was read.
    while found == nil, !isWhole, oldest >= end {
      try extend(in: repository)
      let count = below[path]?.count ?? 0
      guard count > seen else { continue }
      seen = count
      found = known(path, atOrBelow: position)
    }
    return found.flatMap { $0.position >= end ? $0 : nil }
  }

  private func known(_ path: [UInt8], atOrBelow position: Int) -> Change? {
    if position > fork, let found = Self.first(of: above[path], atOrBelow: position) { return found }
    let start = min(position, fork)
    if let base, let list = base.list(of: path), let found = base.firstChange(in: list, from: -start) {
      return Change(position: -found.index, old: found.old, new: found.new)
    }
    return Self.first(of: below[path], atOrBelow: start)
  }

  private static func first(of list: [Change]?, atOrBelow position: Int) -> Change? {
    guard let list else { return nil }
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].position <= position { high = middle } else { low = middle + 1 }
    }
    return low < list.count ? list[low] : nil
  }

  /// The first step from a position down that is dated no later than a moment; nil: there is none.
  func position(
    from start: Int, until seconds: Int64, in repository: borrowing Repository
  ) throws(GitError) -> Int? {
    var position = start
    while true {
      while position < oldest {
        if isWhole { return nil }
        try extend(in: repository)
      }
      if step(at: position).seconds <= seconds { return position }
      position -= 1
    }
  }

  /// The workflows of releases from a position down that name an exception.
  func excepted(from position: Int, in repository: borrowing Repository) throws(GitError) -> Set<[UInt8]> {
    while !isWhole { try extend(in: repository) }
    return Set(exceptions.lazy.filter { $0.position <= position }.map(\.workflow))
  }

  /// Reads on until a step is there, or the beginning; whether it is there.
  func reach(_ id: ObjectID, in repository: borrowing Repository) throws(GitError) -> Bool {
    if position(of: id) != nil { return true }
    while !isWhole {
      try extend(in: repository)
      if positions[id] != nil { return true }
    }
    return false
  }

  /// All changes that were read, for a file, each list newest first.
  var allChanges: [[UInt8]: [Change]] {
    var all = above
    for path in base?.allPaths ?? [] {
      guard let base, let list = base.list(of: path) else { continue }
      for place in 0..<list.count {
        guard let change = base.change(place, in: list), -change.index <= fork else { continue }
        all[path, default: []].append(Change(position: -change.index, old: change.old, new: change.new))
      }
    }
    for (path, list) in below { all[path, default: []] += list.drop { $0.position > fork } }
    return all
  }
}

extension BranchHistory {
  /// Reads one step more at the old end. Nothing is changed where that goes wrong.
  func extend(in repository: borrowing Repository) throws(GitError) {
    guard !isWhole else { return }
    let position = oldest
    let commit = try repository.commit(step(at: position).id)
    let here: [TreeEntry?] = if let bottom { bottom } else { try places(in: commit.tree, repository) }
    guard let parent = commit.parents.first else {
      let moved = try moved(from: directories.map { _ in nil } + [nil], to: here, repository)
      for (path, ends) in moved {
        below[path, default: []].append(Change(position: position, old: nil, new: ends.new))
      }
      isWhole = true
      return
    }
    let before = try repository.commit(parent)
    let there = try places(in: before.tree, repository)
    for (path, ends) in try moved(from: there, to: here, repository) {
      below[path, default: []].append(Change(position: position, old: ends.old, new: ends.new))
    }
    lower.append(Step(before))
    positions[before.id] = position - 1
    if let workflow = Self.excepted(before) { exceptions.append((position - 1, workflow)) }
    bottom = there
    addedBelow += 1
  }

  /// Adds a step whose first parent is the newest one.
  func add(_ commit: Commit, in repository: borrowing Repository) throws(GitError) {
    let parent = step(at: newest)
    precondition(commit.parents.first == parent.id, "a step goes on from the newest one")
    let there: [TreeEntry?] =
      if let top { top } else { try places(in: try repository.commit(parent.id).tree, repository) }
    let here = try places(in: commit.tree, repository)
    let moved = try moved(from: there, to: here, repository)
    upper.append(Step(commit))
    positions[commit.id] = newest
    for (path, ends) in moved {
      above[path, default: []].insert(Change(position: newest, old: ends.old, new: ends.new), at: 0)
    }
    if let workflow = Self.excepted(commit) { exceptions.insert((newest, workflow), at: 0) }
    top = here
    addedAbove += 1
  }

  /// It stands in a file now.
  func wasKept() {
    kept = count
    addedAbove = 0
    addedBelow = 0
  }

  private static let policyDirectory = Array(PolicySnapshot.directory.utf8)

  private static func excepted(_ commit: Commit) -> [UInt8]? {
    let trailers = Trailers.read(commit.message)
    guard trailers[ReleaseTrailer.exception] != nil, let release = trailers[ReleaseTrailer.release] else { return nil }
    return Array(release.prefix { $0 != "@" }.utf8)
  }

  /// What lies in place of each directory, and last of the policy's.
  private func places(in tree: ObjectID, _ repository: borrowing Repository) throws(GitError) -> [TreeEntry?] {
    var places: [TreeEntry?] = []
    for path in directories + [PolicySnapshot.directory] { places.append(try repository.entry(at: path, in: tree)) }
    return places
  }

  private func moved(
    from old: [TreeEntry?], to new: [TreeEntry?], _ repository: borrowing Repository
  ) throws(GitError) -> [[UInt8]: (old: ObjectID?, new: ObjectID?)] {
    var moved: [[UInt8]: (old: ObjectID?, new: ObjectID?)] = [:]
    for (index, directory) in directories.enumerated() {
      let (was, becomes) = (old[index], new[index])
      if was?.id == becomes?.id, was?.mode == becomes?.mode { continue }
      for (gone, come) in try repository.differences(
        from: GovernedUnits.directory(was), to: GovernedUnits.directory(becomes))
      {
        guard let name = (gone ?? come)?.name else { continue }
        let path = Array(directory.utf8) + [UInt8(ascii: "/")] + name
        let before = try gone.map { entry throws(GitError) in try GovernedUnits.identity(entry) }
        let after = try come.map { entry throws(GitError) in try GovernedUnits.identity(entry) }
        // A name that was a file and is a directory stands twice: gone here, come there.
        let known = moved[path]
        moved[path] = (known?.old ?? before, known?.new ?? after)
      }
    }
    let before = try old[directories.count].map { entry throws(GitError) in try GovernedUnits.identity(entry) }
    let after = try new[directories.count].map { entry throws(GitError) in try GovernedUnits.identity(entry) }
    if before != after { moved[Self.policyDirectory] = (before, after) }
    return moved
  }
}

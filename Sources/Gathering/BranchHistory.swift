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
    /// The workflow whose release names an exception here; nil: none does.
    let excepted: [UInt8]?
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
  /// Steps at the positions 1, 2, 3 …
  private var upper: [Step] = []
  /// Steps at the positions 0, -1, -2 …
  private var lower: [Step]
  private var positions: [ObjectID: Int]
  /// By path, newest first. Paths are bytes: two that look alike are two.
  private var changes: [[UInt8]: [Change]] = [:]
  /// The positions whose releases name an exception, newest first.
  private var exceptions: [Int] = []
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
    lower = [Self.step(newest)]
    positions = [newest.id: 0]
    if lower[0].excepted != nil { exceptions = [0] }
    addedBelow = 1
  }

  /// What a file held: `steps` newest first, by path what they changed, as indices into them.
  init(
    directories: [String], branch: String, steps: [Step], changes found: [[UInt8]: [Change]], isWhole: Bool
  ) {
    self.directories = directories
    self.branch = branch
    lower = steps
    positions = [:]
    positions.reserveCapacity(steps.count)
    for (index, step) in steps.enumerated() {
      positions[step.id] = -index
      if step.excepted != nil { exceptions.append(-index) }
    }
    changes = found
    self.isWhole = isWhole
    kept = steps.count
  }

  /// The same up to one position, for a line that forks there.
  init(_ other: BranchHistory, upTo position: Int, branch: String?) {
    directories = other.directories
    self.branch = branch
    lower = other.steps(from: position)
    positions = [:]
    positions.reserveCapacity(lower.count)
    for (index, step) in lower.enumerated() { positions[step.id] = -index }
    changes = other.changes.compactMapValues { list in
      let below = list.drop { $0.position > position }.map {
        Change(position: $0.position - position, old: $0.old, new: $0.new)
      }
      return below.isEmpty ? nil : below
    }
    exceptions = other.exceptions.drop { $0 > position }.map { $0 - position }
    isWhole = other.isWhole
    bottom = other.bottom
    addedBelow = lower.count
    if position == other.newest { top = other.top }
  }
}

extension BranchHistory {
  var newest: Int { upper.count }
  var oldest: Int { 1 - lower.count }
  var count: Int { upper.count + lower.count }

  func position(of id: ObjectID) -> Int? { positions[id] }

  /// A step that was read.
  func step(at position: Int) -> Step { position > 0 ? upper[position - 1] : lower[-position] }

  /// All steps that were read from a position down.
  func steps(from position: Int) -> [Step] {
    position > 0 ? upper[..<position].reversed() + lower : Array(lower[(-position)...])
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
    var seen = changes[path]?.count ?? 0
    var found = known(path, atOrBelow: position)
    // A step's changes are known once the step below it was read.
    while found == nil, !isWhole, oldest >= end {
      try extend(in: repository)
      let count = changes[path]?.count ?? 0
      guard count > seen else { continue }
      seen = count
      found = known(path, atOrBelow: position)
    }
    return found.flatMap { $0.position >= end ? $0 : nil }
  }

  private func known(_ path: [UInt8], atOrBelow position: Int) -> Change? {
    guard let list = changes[path] else { return nil }
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
    return Set(exceptions.lazy.filter { $0 <= position }.compactMap { self.step(at: $0).excepted })
  }

  /// Reads on until a step is there, or the beginning; whether it is there.
  func reach(_ id: ObjectID, in repository: borrowing Repository) throws(GitError) -> Bool {
    while positions[id] == nil, !isWhole { try extend(in: repository) }
    return positions[id] != nil
  }

  /// All changes that were read, for a file.
  var allChanges: [[UInt8]: [Change]] { changes }
}

extension BranchHistory {
  /// Reads one step more at the old end. Nothing is changed where that goes wrong.
  func extend(in repository: borrowing Repository) throws(GitError) {
    guard !isWhole, let last = lower.last else { return }
    let commit = try repository.commit(last.id)
    let here: [TreeEntry?] = if let bottom { bottom } else { try places(in: commit.tree, repository) }
    let position = oldest
    guard let parent = commit.parents.first else {
      let moved = try moved(from: directories.map { _ in nil } + [nil], to: here, repository)
      for (path, ends) in moved {
        changes[path, default: []].append(Change(position: position, old: nil, new: ends.new))
      }
      isWhole = true
      return
    }
    let before = try repository.commit(parent)
    let there = try places(in: before.tree, repository)
    for (path, ends) in try moved(from: there, to: here, repository) {
      changes[path, default: []].append(Change(position: position, old: ends.old, new: ends.new))
    }
    lower.append(Self.step(before))
    positions[before.id] = position - 1
    if lower.last?.excepted != nil { exceptions.append(position - 1) }
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
    upper.append(Self.step(commit))
    positions[commit.id] = newest
    for (path, ends) in moved {
      changes[path, default: []].insert(Change(position: newest, old: ends.old, new: ends.new), at: 0)
    }
    if upper.last?.excepted != nil { exceptions.insert(newest, at: 0) }
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

  private static func step(_ commit: Commit) -> Step {
    Step(id: commit.id, seconds: commit.committer.seconds, excepted: excepted(commit))
  }

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

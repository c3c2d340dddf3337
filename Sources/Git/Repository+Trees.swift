extension Repository {
  /// The entries of a tree, in git's order. A tree whose names are out of order or double is `.malformed`.
  package func tree(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
    let tree = try rawTree(id)
    return tree.entries.map { tree.value($0) }
  }

  /// What lies at a path below a tree, components joined by single slashes; nil when there is nothing.
  package func entry(at path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    try entry(at: Array(path.utf8), in: tree)
  }

  /// The same for a path that need not be UTF-8.
  package func entry(at path: [UInt8], in tree: ObjectID) throws(GitError) -> TreeEntry? {
    let components = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard components.count <= ReadingLimits.treeDepth else { return nil }
    var directory = tree
    for (index, component) in components.enumerated() {
      let entries = try rawTree(directory)
      guard let found = entries.entry(named: component) else { return nil }
      if index == components.count - 1 { return entries.value(found) }
      guard FileMode(found.mode) == .tree else { return nil }
      directory = entries.id(found)
    }
    return nil
  }

  /// What differs between two trees, sorted by git's order of the trees; nil stands for the empty tree.
  ///
  /// Nothing is taken for a rename or a copy. More than `limit` paths are an error.
  package func changes(
    from old: ObjectID?, to new: ObjectID?, limit: Int = ReadingLimits.changes
  ) throws(GitError) -> [TreeChange] {
    var comparison = TreeComparison(limit: limit)
    if old != new { try comparison.run(from: old, to: new, depth: 0, in: self) }
    return comparison.changes
  }

  /// The entries of two directories that differ, in git's order; nil stands for an empty one. Nothing below them is opened.
  package func differences(
    from old: ObjectID?, to new: ObjectID?
  ) throws(GitError) -> [(old: TreeEntry?, new: TreeEntry?)] {
    if old == new { return [] }
    let before = try old.map { id throws(GitError) in try rawTree(id) } ?? .empty
    let after = try new.map { id throws(GitError) in try rawTree(id) } ?? .empty
    var found: [(old: TreeEntry?, new: TreeEntry?)] = []
    before.eachDifference(to: after) { gone, come in
      found.append((gone.map { before.value($0) }, come.map { after.value($0) }))
    }
    return found
  }

  func rawTree(_ id: ObjectID) throws(GitError) -> RawTree {
    if let known = memory.tree(id) { return known }
    return try rawTree(id, parsing: try read(id, as: .tree, limit: ReadingLimits.tree))
  }

  /// The same of bytes that were read.
  func rawTree(_ id: ObjectID, parsing bytes: [UInt8]) throws(GitError) -> RawTree {
    let tree: RawTree
    do {
      tree = try RawTree(parsing: bytes, like: memory.tree(ofSize: bytes.count))
    } catch {
      throw .malformed(id, because: error.because)
    }
    memory.keep(tree, for: id)
    return tree
  }
}

/// The comparison of two trees as it descends: raw entries side by side, equal ones skipped whole.
private struct TreeComparison {
  let limit: Int
  var changes: [TreeChange] = []
  private var path: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  mutating func run(
    from old: ObjectID?, to new: ObjectID?, depth: Int, in repository: borrowing Repository
  ) throws(GitError) {
    guard depth < ReadingLimits.treeDepth else {
      throw .tooLarge(what: "the depth of the tree", size: depth + 1, limit: ReadingLimits.treeDepth)
    }
    let before = try old.map { id throws(GitError) in try repository.rawTree(id) } ?? .empty
    let after = try new.map { id throws(GitError) in try repository.rawTree(id) } ?? .empty
    try before.eachDifference(to: after) { gone, come throws(GitError) in
      let length = path.count
      if let gone { append(before.name(gone)) } else if let come { append(after.name(come)) }
      let old = gone.map { TreeChange.Side(mode: FileMode($0.mode), id: before.id($0)) }
      let new = come.map { TreeChange.Side(mode: FileMode($0.mode), id: after.id($0)) }
      try differ(old, new, depth: depth, in: repository)
      path.removeSubrange(length...)
    }
  }

  private mutating func append(_ name: ArraySlice<UInt8>) {
    if !path.isEmpty { path.append(UInt8(ascii: "/")) }
    path.append(contentsOf: name)
  }

  private mutating func differ(
    _ old: TreeChange.Side?, _ new: TreeChange.Side?, depth: Int, in repository: borrowing Repository
  ) throws(GitError) {
    // A directory without anything in it is told as itself: nothing below it could be.
    let oldTree = old?.mode == .tree && old?.id != .emptyTree ? old?.id : nil
    let newTree = new?.mode == .tree && new?.id != .emptyTree ? new?.id : nil
    if oldTree != nil || newTree != nil { try run(from: oldTree, to: newTree, depth: depth + 1, in: repository) }
    let oldLeaf = oldTree == nil ? old : nil
    let newLeaf = newTree == nil ? new : nil
    guard oldLeaf != nil || newLeaf != nil else { return }
    guard changes.count < limit else { throw .tooLarge(what: "the change", size: changes.count + 1, limit: limit) }
    changes.append(TreeChange(path: path, old: oldLeaf, new: newLeaf))
  }
}

import Clibgit2

extension Repository {
  package func write(blob: [UInt8]) throws(GitError) -> ObjectID { try write(blob, as: .blob) }

  /// Writes a tree of these entries, in any order. Names must be unique, and git's own rules for names hold.
  package func write(tree: [TreeEntry]) throws(GitError) -> ObjectID {
    try write(Self.raw(tree), as: .tree)
  }

  /// Writes the raw bytes of a commit, which must read back without a problem and name objects that are here.
  package func write(commit raw: [UInt8]) throws(GitError) -> ObjectID {
    let commit: Commit
    do {
      commit = try Commit(id: .zero, parsing: raw)
    } catch {
      throw .refused(what: "the commit", because: error.because)
    }
    if let problem = commit.problems.first { throw .refused(what: "the commit", because: problem.words) }
    for (id, kind) in [(commit.tree, ObjectKind.tree)] + commit.parents.map({ ($0, .commit) }) {
      guard let found = try self.kind(of: id) else { throw .missingObject(id) }
      guard found == kind else { throw .wrongKind(id, expected: kind, found: found) }
    }
    return try write(raw, as: .commit)
  }

  /// The root tree with one path set or removed: directories are made, and vanish when they hold nothing any more.
  ///
  /// What the path does not touch keeps its id. Removing what is not there changes nothing.
  package func replacing(
    path: String, in tree: ObjectID?, with new: (mode: FileMode, id: ObjectID)?
  ) throws(GitError) -> ObjectID {
    let components = path.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
    guard components.count <= ReadingLimits.treeDepth else {
      throw .tooLarge(what: "the depth of the path", size: components.count, limit: ReadingLimits.treeDepth)
    }
    guard let changed = try replacing(components[...], in: tree, with: new) else { return try write(tree: []) }
    return changed
  }

  /// nil when nothing is left in the directory.
  private func replacing(
    _ path: ArraySlice<[UInt8]>, in directory: ObjectID?, with new: (mode: FileMode, id: ObjectID)?
  ) throws(GitError) -> ObjectID? {
    guard let name = path.first else { return directory }
    var entries = try directory.map { id throws(GitError) in try tree(id) } ?? []
    let position = entries.firstIndex { $0.name == name }
    let old = position.map { entries[$0] }
    let entry: TreeEntry?
    if path.count == 1 {
      entry = new.map { TreeEntry(name: name, mode: $0.mode, id: $0.id) }
    } else if old?.mode != .tree, new == nil {
      return directory
    } else {
      let inside = old?.mode == .tree ? old?.id : nil
      entry = try replacing(path.dropFirst(), in: inside, with: new).map { TreeEntry(name: name, mode: .tree, id: $0) }
    }
    if entry == old { return directory }
    if let position { entries.remove(at: position) }
    if let entry { entries.append(entry) }
    return entries.isEmpty ? nil : try write(tree: entries)
  }

  /// One file with its whole path.
  struct FlatEntry {
    let path: [UInt8]
    let mode: FileMode
    let id: ObjectID
  }

  /// Writes the trees of files sorted by path, all of which share the first `depth` bytes of their paths.
  func writeTree(of files: ArraySlice<FlatEntry>, below depth: Int) throws(GitError) -> ObjectID {
    guard depth < 1 << 16 else { throw .tooLarge(what: "a path in the index", size: depth, limit: 1 << 16) }
    var entries: [TreeEntry] = []
    var rest = files
    while let file = rest.first {
      let name = Array(file.path[depth...].prefix { $0 != UInt8(ascii: "/") })
      let end = depth + name.count
      if end == file.path.count {
        entries.append(TreeEntry(name: name, mode: file.mode, id: file.id))
        rest.removeFirst()
      } else {
        let inside = rest.prefix { $0.path.count > end && $0.path[depth...end].elementsEqual(file.path[depth...end]) }
        entries.append(TreeEntry(name: name, mode: .tree, id: try writeTree(of: inside, below: end + 1)))
        rest = rest.dropFirst(inside.count)
      }
    }
    return try write(tree: entries)
  }

  /// Writes an object, unless it is there already.
  private func write(_ bytes: [UInt8], as kind: ObjectKind) throws(GitError) -> ObjectID {
    guard !isQuarantined else { throw .refused(what: "the object", because: "a hook writes nothing into a push") }
    let step = "writing a \(kind.rawValue)"
    var id = try ObjectID.hash(of: bytes, as: kind).raw
    if objects.lend({ unsafe git_odb_exists($0, &id) }) == 1 { return ObjectID(id) }
    do {
      try check {
        unsafe bytes.withUnsafeBytes { buffer in
          objects.lend { odb in unsafe git_odb_write(&id, odb, buffer.baseAddress, buffer.count, kind.type) }
        }
      }
    } catch {
      throw GitError(error, during: step, path: commonDirectory + "objects")
    }
    return ObjectID(id)
  }

  static func raw(_ entries: [TreeEntry]) throws(GitError) -> [UInt8] {
    var names: Set<[UInt8]> = []
    var bytes: [UInt8] = []
    for entry in entries.sorted(by: { order($0).lexicographicallyPrecedes(order($1)) }) {
      let shown = String(decoding: entry.name, as: UTF8.self)
      guard !entry.name.isEmpty, !entry.name.contains(0), !entry.name.contains(UInt8(ascii: "/")),
        shown != ".", shown != "..", shown.lowercased() != ".git"
      else { throw .refused(what: "the tree", because: "no file may be named '\(shown)'") }
      guard names.insert(entry.name).inserted else {
        throw .refused(what: "the tree", because: "the name '\(shown)' is there twice")
      }
      if case .other(let bits) = entry.mode, bits != 0o100664 {
        throw .refused(what: "the tree", because: "'\(shown)' has the mode \(entry.mode)")
      }
      bytes += String(entry.mode.bits, radix: 8).utf8
      bytes.append(UInt8(ascii: " "))
      bytes += entry.name
      bytes.append(0)
      bytes += entry.id.bytes
    }
    return bytes
  }

  /// git sorts a directory as if its name ended in a slash.
  private static func order(_ entry: TreeEntry) -> [UInt8] {
    entry.mode == .tree ? entry.name + [UInt8(ascii: "/")] : entry.name
  }
}

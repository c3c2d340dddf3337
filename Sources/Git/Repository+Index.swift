import Clibgit2

extension Repository {
  /// The lines of the index, sorted by path. A split or sparse index is `.unsupported`; a missing one has no lines.
  package func index() throws(GitError) -> [IndexEntry] {
    let index = try indexHandle()
    return index.lend { raw in
      let count = unsafe git_index_entrycount(raw)
      var entries: [IndexEntry] = []
      entries.reserveCapacity(count)
      for position in 0..<count {
        if let entry = unsafe git_index_get_byindex(raw, position) { entries.append(unsafe IndexEntry(entry.pointee)) }
      }
      return entries
    }
  }

  /// The tree that `git write-tree` would write, its objects written where they are missing.
  ///
  /// Paths that are only promised (`git add -N`) are left out; a conflict is `.unmerged`.
  package func indexTree() throws(GitError) -> ObjectID {
    if try isPlain(), let id = try cachedTree() { return id }
    let entries = try index()
    if let conflict = entries.first(where: { $0.stage != 0 }) {
      throw .unmerged(path: String(decoding: conflict.path, as: UTF8.self))
    }
    let kept = entries.filter { !$0.intentToAdd }.map { entry in
      FlatEntry(path: entry.path, mode: entry.mode, id: entry.id)
    }
    return try writeTree(of: kept[...], below: 0)
  }

  /// Whether every line is simply there: no conflict, nothing that is only promised.
  private func isPlain() throws(GitError) -> Bool {
    let index = try indexHandle()
    return index.lend { raw in
      for position in 0..<(unsafe git_index_entrycount(raw)) {
        guard let entry = unsafe git_index_get_byindex(raw, position) else { return false }
        let line = unsafe entry.pointee
        let promised = unsafe UInt32(line.flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0
        let conflicting = unsafe line.flags >> 12 & 3 != 0
        if promised || conflicting { return false }
      }
      return true
    }
  }

  /// libgit2 knows the trees of unchanged directories from the index, which makes it fast. It does not leave out what is
  /// only promised. nil when it cannot: our own way then says why.
  private func cachedTree() throws(GitError) -> ObjectID? {
    let index = try indexHandle()
    var id = git_oid()
    // Looking up every object that the index names is git's own work when it commits; a tree with thousands of entries
    // costs milliseconds here.
    countersign_git_enable(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0)
    defer { countersign_git_enable(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1) }
    let code = index.lend { raw in handle.lend { unsafe git_index_write_tree_to(&id, raw, $0) } }
    return code == 0 ? ObjectID(id) : nil
  }

  private func indexHandle() throws(GitError) -> Handle<IndexKind> {
    do {
      let index = try handle.lend { raw throws(LibraryFailure) in
        try make(IndexKind.self) { unsafe git_repository_index($0, raw) }
      }
      try check { index.lend { unsafe git_index_read($0, 0) } }
      return index
    } catch {
      for name in ["link", "sdir"] where error.message.contains("'\(name)'") {
        throw .unsupported(.index(name), path: gitDirectory + "index")
      }
      throw GitError(error, during: "reading the index", path: gitDirectory + "index")
    }
  }
}

extension IndexEntry {
  @unsafe init(_ raw: git_index_entry) {
    var path: [UInt8] = []
    if var next = unsafe raw.path {
      while unsafe next.pointee != 0 {
        unsafe path.append(UInt8(bitPattern: next.pointee))
        unsafe next += 1
      }
    }
    let extended = unsafe UInt32(raw.flags_extended)
    unsafe self.init(
      path: path, mode: FileMode(raw.mode), id: ObjectID(raw.id), stage: Int(raw.flags >> 12 & 3),
      intentToAdd: extended & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0,
      skipWorktree: extended & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0)
  }
}

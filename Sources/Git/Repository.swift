import Clibgit2

/// One open repository. Only values leave it; it belongs to one thread.
package struct Repository: ~Copyable {
  /// Absolute, ends in a slash: `…/.git/`, or `…/.git/worktrees/NAME/` in a linked work tree.
  package let gitDirectory: String
  /// Absolute, ends in a slash: what all work trees share, objects and refs.
  package let commonDirectory: String
  /// Absolute, ends in a slash; nil in a bare repository.
  package let workDirectory: String?
  package let isBare: Bool
  /// Whether objects are read from a push that git has not accepted yet; then no ref is written.
  package let isQuarantined: Bool

  let handle: Handle<RepositoryKind>
  let objects: Handle<ObjectDatabaseKind>
  let memory = Memory()

  /// Takes over a repository that is open and has the objects and the index it shall have.
  init(_ handle: consuming Handle<RepositoryKind>, quarantined: Bool) throws(GitError) {
    let paths = handle.lend { raw in
      unsafe (
        git: string(git_repository_path(raw)), common: string(git_repository_commondir(raw)),
        work: string(git_repository_workdir(raw)), bare: git_repository_is_bare(raw) == 1
      )
    }
    guard let git = paths.git, let common = paths.common else {
      throw .library(code: -1, message: "the repository has no path", during: "opening the repository")
    }
    // libgit2 believes the version number of the format, and then passes over what git would not.
    switch Self.unsupportedFormat(common) {
    case .objectFormat(let format)?: throw .unsupported(.objectFormat(format), path: common)
    case .refStorage(let format)?: throw .unsupported(.refStorage(format), path: common)
    default: break
    }
    do {
      objects = try handle.lend { raw throws(LibraryFailure) in
        try make(ObjectDatabaseKind.self) { unsafe git_repository_odb($0, raw) }
      }
    } catch {
      throw GitError(error, during: "opening the objects")
    }
    self.handle = handle
    gitDirectory = git
    commonDirectory = common
    workDirectory = paths.work
    isBare = paths.bare
    isQuarantined = quarantined
  }
}

extension Repository {
  /// Forgets objects that were read, where they take more than a little memory.
  package func shrink() { memory.shrink() }
}

/// What a repository remembers of what it has read: objects never change, so that nothing here grows stale.
final class Memory {
  /// Folders of objects that have a file each, and whether they are there.
  private var folders: [String: Bool] = [:]

  /// One that is made later is taken for absent: what it holds was written since, and whole.
  func hasLoose(_ folder: String) -> Bool {
    if let known = folders[folder] { return known }
    let isThere = LooseFiles.isDirectory(folder)
    folders[folder] = isThere
    return isThere
  }

  /// Parsed and checked trees, dropped together when they hold too many bytes.
  private var trees: [ObjectID: RawTree] = [:]
  private var treeBytes = 0
  /// The tree that was read last, by its size: the next commit's is mostly like it.
  private var treesBySize: [Int: RawTree] = [:]
  /// Parsed commits, dropped together like the trees.
  private var commits: [ObjectID: Commit] = [:]
  private var commitBytes = 0
  /// Parents and dates of commits that walks have met.
  private var links: [ObjectID: CommitLinks] = [:]
  /// The bytes of those of them that nobody has parsed as a whole yet, dropped together like the trees.
  private var raw: [ObjectID: [UInt8]] = [:]
  private var rawBytes = 0

  func tree(_ id: ObjectID) -> RawTree? { trees[id] }

  func keep(_ tree: RawTree, for id: ObjectID) {
    treeBytes += tree.footprint
    if treeBytes > 24 << 20 {
      trees.removeAll(keepingCapacity: true)
      treesBySize.removeAll(keepingCapacity: true)
      treeBytes = tree.footprint
    }
    trees[id] = tree
    treesBySize[tree.bytes.count] = tree
  }

  /// Forgets what takes more memory than the next stretch of a long look would gain by it.
  func shrink() {
    if treeBytes > 6 << 20 {
      trees.removeAll()
      treesBySize.removeAll()
      treeBytes = 0
    }
    if commitBytes > 3 << 20 {
      commits.removeAll()
      commitBytes = 0
    }
  }

  func tree(ofSize size: Int) -> RawTree? { treesBySize[size] }

  func commit(_ id: ObjectID) -> Commit? { commits[id] }

  func keep(_ commit: Commit) {
    commitBytes += commit.footprint
    if commitBytes > 8 << 20 {
      commits.removeAll(keepingCapacity: true)
      commitBytes = commit.footprint
    }
    commits[commit.id] = commit
  }

  func links(_ id: ObjectID) -> CommitLinks? { links[id] }

  func keep(_ commit: CommitLinks, for id: ObjectID) {
    if links.count >= 400_000 { links.removeAll(keepingCapacity: true) }
    links[id] = commit
  }

  func keep(raw bytes: [UInt8], for id: ObjectID) {
    if bytes.isEmpty { return }
    rawBytes += bytes.count
    if rawBytes > 1 << 20 {
      raw.removeAll(keepingCapacity: true)
      rawBytes = bytes.count
    }
    raw[id] = bytes
  }

  /// Gives the bytes of a commit away: whoever has them keeps the commit.
  func takeRaw(_ id: ObjectID) -> [UInt8]? {
    guard let bytes = raw.removeValue(forKey: id) else { return nil }
    rawBytes -= bytes.count
    return bytes
  }
}

/// A C string copied; nil for a null pointer.
func string(_ text: UnsafePointer<CChar>?) -> String? {
  guard let text = unsafe text else { return nil }
  return unsafe String(cString: text)
}

import Git
import Glibc

/// Reads a directory on disk into git's objects. Plain files and directories only; anything else is refused.
enum DirectoryImport {
  static let mostFiles = 50_000
  static let largestFile = 32 << 20

  /// The tree of a directory, put below `path`.
  static func write(_ directory: String, below path: String, in repository: borrowing Repository) throws(GitError)
    -> ObjectID
  {
    var count = 0
    let tree = try write(directory, &count, in: repository)
    return try repository.replacing(path: path, in: nil, with: (mode: .tree, id: tree))
  }

  private static func write(_ directory: String, _ count: inout Int, in repository: borrowing Repository)
    throws(GitError) -> ObjectID
  {
    guard let stream = opendir(directory) else {
      throw .notAllowed(path: directory, because: String(cString: strerror(errno)))
    }
    defer { closedir(stream) }
    var entries: [TreeEntry] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." || name == ".git" { continue }
      count += 1
      guard count <= mostFiles else { throw .tooLarge(what: directory, size: count, limit: mostFiles) }
      let found = try self.entry(name, at: "\(directory)/\(name)", &count, in: repository)
      // git knows no empty directories.
      if found.id != .emptyTree { entries.append(found) }
    }
    return try repository.write(tree: entries)
  }

  private static func entry(
    _ name: String, at path: String, _ count: inout Int, in repository: borrowing Repository
  ) throws(GitError) -> TreeEntry {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .notAllowed(path: path, because: String(cString: strerror(errno))) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return TreeEntry(name: name, mode: .tree, id: try write(path, &count, in: repository))
    case S_IFREG:
      let bytes = try Files.read(path, limit: largestFile)
      let mode: FileMode = status.st_mode & S_IXUSR != 0 ? .executable : .blob
      return TreeEntry(name: name, mode: mode, id: try repository.write(blob: bytes))
    default: throw .refused(what: path, because: "it is neither a plain file nor a directory")
    }
  }
}

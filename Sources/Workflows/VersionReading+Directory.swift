import Cryptography
package import Diagnostics
package import Git
package import Vocabulary

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why a directory on disk could not be named as a version.
package enum DirectoryError: Error, Hashable, Sendable {
  case unreadable(path: String, because: String)
  /// A symbolic link, a device, a socket or a pipe: a version holds files and directories only.
  case notAFile(path: String)
  case tooLarge(path: String, because: String)
  case git(GitError)

  /// The error in words, for people.
  package var finding: Finding {
    switch self {
    case .unreadable(let path, let because):
      Finding(.directoryUnreadable, "the directory cannot be read as a version", at: Place(path), because: [because])
    case .notAFile(let path):
      Finding(
        .directoryUnreadable, "this is neither a file nor a directory", at: Place(path),
        because: ["a version holds files and directories only"], next: ["put the file itself here"])
    case .tooLarge(let path, let because):
      Finding(.directoryUnreadable, "the directory is too large to be read", at: Place(path), because: [because])
    case .git(let error): error.finding
    }
  }
}

extension VersionReading {
  /// The version of a directory on disk, as it would be in git: empty directories do not count, and a file is executable
  /// when its owner may run it. Anything that is neither a file nor a directory is an error.
  package static func version(
    ofDirectory path: String, limits: VersionLimits = .standard
  ) throws(DirectoryError) -> Version {
    var listing = DirectoryListing(limits: limits)
    let tree = try listing.add(path, below: [], depth: 0) ?? ObjectID.emptyTree
    return Version(dirHash: dirHash(listing.files), gitTree: tree.hex)
  }
}

/// The files below one directory, as they are found.
private struct DirectoryListing {
  let limits: VersionLimits
  private(set) var files: [VersionReading.File] = []
  private var entries = 0
  private var bytes = 0

  init(limits: VersionLimits) { self.limits = limits }

  /// The id of the directory's tree; nil when there are no files in it.
  mutating func add(_ directory: String, below path: [UInt8], depth: Int) throws(DirectoryError) -> ObjectID? {
    guard depth < ReadingLimits.treeDepth else {
      throw .tooLarge(path: directory, because: "more than \(ReadingLimits.treeDepth) directories lie in each other")
    }
    var tree: [TreeEntry] = []
    for name in try names(in: directory) {
      entries += 1
      guard entries <= limits.entries else {
        throw .tooLarge(path: directory, because: "there are more than \(limits.entries) files")
      }
      let below = path.isEmpty ? name : path + [UInt8(ascii: "/")] + name
      let file = directory + "/" + String(decoding: name, as: UTF8.self)
      guard String(validating: name, as: UTF8.self) != nil else {
        throw .unreadable(path: directory + "/" + visible(bytes: name), because: "the name is not UTF-8")
      }
      if let entry = try entry(file, name, below: below, depth: depth) { tree.append(entry) }
    }
    if tree.isEmpty { return nil }
    do { return try ObjectID.hash(ofTree: tree) } catch { throw .git(error) }
  }

  private mutating func entry(
    _ file: String, _ name: [UInt8], below path: [UInt8], depth: Int
  ) throws(DirectoryError) -> TreeEntry? {
    var status = stat()
    guard lstat(file, &status) == 0 else { throw .unreadable(path: file, because: reason()) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      return try add(file, below: path, depth: depth + 1).map { TreeEntry(name: name, mode: .tree, id: $0) }
    case S_IFREG:
      let content = try content(of: file)
      files.append(VersionReading.File(path: path, digest: SHA256Digest.hex(of: content)))
      let mode: FileMode = status.st_mode & S_IXUSR != 0 ? .executable : .blob
      do {
        return TreeEntry(name: name, mode: mode, id: try ObjectID.hash(of: content, as: .blob))
      } catch {
        throw .git(error)
      }
    default: throw .notAFile(path: file)
    }
  }

  private mutating func content(of file: String) throws(DirectoryError) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: file, because: reason()) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: file, because: reason()) }
      if count == 0 { return content }
      content += buffer[..<count]
      bytes += count
      guard content.count <= limits.fileSize, bytes <= limits.total else {
        throw .tooLarge(
          path: file, because: "at most \(limits.fileSize) bytes of a file, \(limits.total) in all, are read")
      }
    }
  }

  private func names(in directory: String) throws(DirectoryError) -> [[UInt8]] {
    guard let stream = opendir(directory) else { throw .unreadable(path: directory, because: reason()) }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw .unreadable(path: directory, because: reason()) }
        return names
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
    }
  }

  private func reason() -> String { String(cString: strerror(errno)) }
}

import Cryptography
package import Git
package import Vocabulary

/// How much one version may hold, so that no tree can exhaust memory or time.
package struct VersionLimits: Hashable, Sendable {
  package static let standard = VersionLimits(fileSize: 64 << 20, total: 512 << 20, entries: 50_000)

  /// Bytes of one file.
  package let fileSize: Int
  /// Bytes of all files.
  package let total: Int
  /// Files and directories.
  package let entries: Int

  package init(fileSize: Int, total: Int, entries: Int) {
    self.fileSize = fileSize
    self.total = total
    self.entries = entries
  }
}

/// Sizes and SHA-256 of files that were read, by blob: what a blob holds never changes.
package final class FileDigests {
  private var known: [ObjectID: (size: Int, digest: String)] = [:]
  /// Then all is forgotten, so that memory stays bounded.
  private static let most = 10_000

  package init() {}

  func file(
    _ blob: ObjectID, limit: Int, in repository: borrowing Repository
  ) throws(GitError) -> (size: Int, digest: String) {
    if let known = known[blob], known.size <= limit { return known }
    let content = try repository.blob(blob, limit: limit)
    let file = (size: content.count, digest: SHA256Digest.hex(of: content))
    if known.count >= Self.most { known.removeAll() }
    known[blob] = file
    return file
  }
}

/// Names content by its two digests.
package enum VersionReading {
  /// The version of a directory in the repository. Files of every mode that git checks out as a file count.
  package static func version(
    ofTree tree: ObjectID, in repository: borrowing Repository, limits: VersionLimits = .standard,
    digests: FileDigests = FileDigests()
  ) throws(GitError) -> Version {
    var listing = TreeListing(limits: limits, digests: digests)
    try listing.add(tree, below: [], depth: 0, in: repository)
    return Version(dirHash: dirHash(listing.files), gitTree: tree.hex)
  }

  /// One file of a version.
  struct File {
    /// From the version's directory.
    let path: [UInt8]
    /// SHA-256 of its content, 64 hex digits.
    let digest: String
  }

  /// SHA-256 over the sorted lines of `sha256sum`. Source: in-toto, digest_set.md, `dirHash`.
  static func dirHash(_ files: [File]) -> String {
    var lines: [UInt8] = []
    for file in files.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) { lines += line(file) }
    return SHA256Digest.hex(of: lines)
  }

  /// `sha256sum` begins a line with a backslash when it had to escape the name. Source: coreutils, digest.c.
  private static func line(_ file: File) -> [UInt8] {
    let escapes: [UInt8: String] = [UInt8(ascii: "\\"): "\\\\", UInt8(ascii: "\n"): "\\n", UInt8(ascii: "\r"): "\\r"]
    var name: [UInt8] = []
    for byte in file.path {
      if let escape = escapes[byte] { name += escape.utf8 } else { name.append(byte) }
    }
    let mark = name.count == file.path.count ? "" : "\\"
    return Array((mark + file.digest + "  ").utf8) + name + [UInt8(ascii: "\n")]
  }
}

/// The files below one tree, as they are found.
private struct TreeListing {
  let limits: VersionLimits
  let digests: FileDigests
  private(set) var files: [VersionReading.File] = []
  private var entries = 0
  private var bytes = 0

  init(limits: VersionLimits, digests: FileDigests) {
    self.limits = limits
    self.digests = digests
  }

  mutating func add(
    _ tree: ObjectID, below path: [UInt8], depth: Int, in repository: borrowing Repository
  ) throws(GitError) {
    guard depth < ReadingLimits.treeDepth else {
      throw .tooLarge(what: "the depth of a version", size: depth + 1, limit: ReadingLimits.treeDepth)
    }
    for entry in try repository.tree(tree) {
      entries += 1
      guard entries <= limits.entries else {
        throw .tooLarge(what: "the number of files of a version", size: entries, limit: limits.entries)
      }
      let name = path.isEmpty ? entry.name : path + [UInt8(ascii: "/")] + entry.name
      if entry.mode == .tree {
        try add(entry.id, below: name, depth: depth + 1, in: repository)
      } else if entry.mode.bits & 0o170000 == 0o100000 {
        let file = try digests.file(entry.id, limit: limits.fileSize, in: repository)
        bytes += file.size
        guard bytes <= limits.total else {
          throw .tooLarge(what: "a version", size: bytes, limit: limits.total)
        }
        files.append(VersionReading.File(path: name, digest: file.digest))
      }
    }
  }
}

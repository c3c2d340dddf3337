#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files of the git directory that libgit2 does not tell about.
enum LooseFiles {
  /// The names of ref files below the git directory that begin with the prefix, locks left out, in no order.
  static func names(below directory: String, prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[..<$0]) } ?? prefix
    var found: [String] = []
    collect(folder, in: directory, prefix: prefix, depth: 0, into: &found)
    return found
  }

  /// The size of a file; nil when there is none or it is no file.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  private static func collect(
    _ folder: String, in directory: String, prefix: String, depth: Int, into found: inout [String]
  ) {
    guard depth < 64, let stream = unsafe opendir(directory + folder) else { return }
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard !name.hasPrefix("."), !name.hasSuffix(".lock") else { continue }
      let path = folder + "/" + name
      if size(directory + path) != nil {
        if path.hasPrefix(prefix) { found.append(path) }
      } else if path.hasPrefix(prefix) || prefix.hasPrefix(path + "/") {
        collect(path, in: directory, prefix: prefix, depth: depth + 1, into: &found)
      }
    }
  }
}

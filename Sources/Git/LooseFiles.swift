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

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A whole file; nil when it is none that can be read, or larger.
  static func bytes(of path: String, most: Int) -> [UInt8]? {
    guard let size = size(path), size <= most, let file = unsafe fopen(path, "rb") else { return nil }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: size)
    let read = unsafe fread(&bytes, 1, size, file)
    return read == size ? bytes : nil
  }

  /// The lock of one ref; nil when there is none.
  static func lock(of name: String, in directory: String) throws(GitError) -> ReferenceLock? {
    let path = directory + name + ".lock"
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      // A name below a branch has no folder to lie in.
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .notAllowed(path: path, because: unsafe string(strerror(errno)) ?? "it cannot be looked at")
    }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return ReferenceLock(name: name, seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
  }

  /// The names of the refs below a folder (with its slash) whose locks are there. What cannot be looked at is an error.
  static func locked(below folder: String, in directory: String) throws(GitError) -> [String] {
    var found: [String] = []
    var folders = [folder]
    while let folder = folders.popLast() {
      guard let stream = unsafe opendir(directory + folder) else {
        if errno == ENOENT || errno == ENOTDIR { continue }
        throw .notAllowed(
          path: directory + folder, because: unsafe string(strerror(errno)) ?? "it cannot be looked at")
      }
      defer { unsafe closedir(stream) }
      while let entry = unsafe readdir(stream) {
        let name = unsafe name(of: entry)
        if name == "." || name == ".." { continue }
        if name.hasSuffix(".lock") {
          found.append(folder + name.dropLast(".lock".count))
        } else if unsafe isDirectory(entry, directory + folder + name) {
          folders.append(folder + name + "/")
        }
      }
    }
    return found
  }

  /// Whether a file's text holds these words; a file that is not there holds none.
  static func holds(_ words: String, _ path: String) throws(GitError) -> Bool {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return false }
      throw .notAllowed(path: path, because: unsafe string(strerror(errno)) ?? "it cannot be read")
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .notAllowed(path: path, because: "it is no plain file")
    }
    // What may be cut in two by the end of a block is looked at again with the next one.
    var text: [UInt8] = []
    let needle = Array(words.utf8)
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe block.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .notAllowed(path: path, because: unsafe string(strerror(errno)) ?? "it cannot be read")
      }
      if count == 0 { return false }
      text = text.suffix(needle.count) + block[..<count]
      let isFound = isThere(needle, in: text)
      if isFound { return true }
    }
  }

  /// Whether a text holds the words, which begin with the end of a line: only such places are compared.
  private static func isThere(_ words: [UInt8], in text: [UInt8]) -> Bool {
    guard let first = words.first else { return true }
    var rest = text[...]
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: words) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
      unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
  }

  private static func isDirectory(_ entry: UnsafeMutablePointer<dirent>, _ path: String) -> Bool {
    let type = Int32(unsafe entry.pointee.d_type)
    if type == Int32(DT_DIR) { return true }
    // A link, or a file system that does not tell.
    guard type == Int32(DT_LNK) || type == Int32(DT_UNKNOWN) else { return false }
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func collect(
    _ folder: String, in directory: String, prefix: String, depth: Int, into found: inout [String]
  ) {
    guard depth < 64, let stream = unsafe opendir(directory + folder) else { return }
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe name(of: entry)
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

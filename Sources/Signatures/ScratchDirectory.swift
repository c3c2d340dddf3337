import Glibc

/// A fresh directory that only we may enter. Whoever makes one removes it.
struct ScratchDirectory {
  let path: String

  /// - Parameter parent: where it is made.
  init(in parent: String) throws(ScratchError) {
    var template = Array("\(parent)/countersign-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ScratchError() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes it, with all in it that can be removed.
  func remove() { Self.remove(path, depth: 0) }

  /// Writes a new file that only we may read; its path.
  func write(_ bytes: [UInt8], as name: String) throws(ScratchError) -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw ScratchError() }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw ScratchError()
      }
      rest = rest.dropFirst(written)
    }
    return file
  }

  /// gpg leaves files of its own, in folders one below the other.
  private static func remove(_ path: String, depth: Int) {
    if let folder = opendir(path) {
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { names.append(name) }
      }
      closedir(folder)
      for name in names {
        let inner = "\(path)/\(name)"
        if unlink(inner) != 0, depth < 4 { remove(inner, depth: depth + 1) }
      }
    }
    rmdir(path)
  }
}

/// Why a file or directory could not be made or read: the system's word.
struct ScratchError: Error {
  let message: String

  /// Reads `errno`: to be made right after the call.
  init() {
    message = strerror(errno).map { String(cString: $0) } ?? "unknown"
  }

  init(message: String) { self.message = message }
}

/// A whole small file.
func contents(of path: String, limit: Int) throws(ScratchError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw ScratchError() }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 16 << 10)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw ScratchError()
    }
    if count == 0 { return bytes }
    bytes += buffer.prefix(count)
    if bytes.count > limit { throw ScratchError(message: "it is larger than \(limit) bytes") }
  }
}

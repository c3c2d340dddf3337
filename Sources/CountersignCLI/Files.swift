import Diagnostics
import Git
import Glibc

/// Files of the work tree and of this machine.
enum Files {
  /// Reads a whole file of at most `limit` bytes.
  static func read(_ path: String, limit: Int) throws(GitError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notAllowed(path: path, because: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .notAllowed(path: path, because: String(cString: strerror(errno))) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw .tooLarge(what: path, size: bytes.count, limit: limit) }
    }
  }

  /// The path without links, `.` and `..`; the path itself where nothing is there.
  static func real(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// Writes a file beside its place and renames it, so that nobody ever sees half of it.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws(Finding) {
    let beside = "\(path).\(getpid()).new"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw unwritable(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let finding = unwritable(path)
        close(descriptor)
        unlink(beside)
        throw finding
      }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, rename(beside, path) == 0 else {
      let finding = unwritable(path)
      unlink(beside)
      throw finding
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes a directory and those above it.
  static func makeDirectory(_ path: String) throws(Finding) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      if mkdir(made, 0o755) != 0, errno != EEXIST { throw unwritable(made) }
    }
  }

  private static func unwritable(_ path: String) -> Finding {
    Finding(
      .fileUnwritable, "\(visible(path)) cannot be written", because: [String(cString: strerror(errno))],
      next: ["make room or give access, then run the command again; nothing was half written"])
  }
}

extension Rule {
  static let fileUnwritable = Rule(
    "file.unwritable", "A file cannot be written.",
    "Files are written beside their place and renamed: what was there before is untouched.")
}

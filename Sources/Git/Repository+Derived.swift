import Cryptography

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Repository {
  /// Where what can be made anew is kept. It may not be there.
  package var derivedDirectory: String { commonDirectory + "countersign" }

  /// What was kept under a name below the git directory; nil when nothing was, or when it cannot be read.
  package func derived(_ name: String) -> [UInt8]? { DerivedFiles.read("\(derivedDirectory)/\(name)") }

  /// Keeps bytes under a name: written beside and renamed, so that nobody reads half of it. Where that does not work nothing is
  /// kept. Only what objects and refs say anyway is kept like this: it may be deleted at any time.
  package func keepDerived(_ name: String, _ bytes: [UInt8]) {
    DerivedFiles.write(bytes, to: name, in: derivedDirectory)
  }
}

extension Repository {
  /// What was kept with a digest behind it; nil when nothing was, or when it is not whole.
  package func sealed(_ name: String) -> [UInt8]? {
    guard var bytes = derived(name), bytes.count >= 32 else { return nil }
    var digest = SHA256Hasher()
    digest.update(bytes[..<(bytes.count - 32)])
    guard digest.bytes()[...] == bytes.suffix(32) else { return nil }
    bytes.removeLast(32)
    return bytes
  }

  /// Keeps bytes with a digest behind them, for what is too much to be looked through before it is used.
  package func keepSealed(_ name: String, _ bytes: [UInt8]) {
    keepDerived(name, bytes + SHA256Digest.bytes(of: bytes))
  }
}

/// Small files that hold nothing but what can be made anew.
private enum DerivedFiles {
  /// No such file is larger, in bytes.
  static let limit = 64 << 20

  static func read(_ path: String) -> [UInt8]? {
    // Whoever can write there may have put a pipe in its place: opened plainly it waits for a writer for ever.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
    return count == bytes.count ? bytes : nil
  }

  static func write(_ bytes: [UInt8], to name: String, in directory: String) {
    guard bytes.count <= limit else { return }
    _ = unsafe mkdir(directory, 0o755)
    let path = "\(directory)/\(name)"
    let beside = "\(path).\(getpid())"
    let file = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { return }
    let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, 0) }
    close(file)
    guard written == bytes.count, unsafe rename(beside, path) == 0 else {
      _ = unsafe unlink(beside)
      return
    }
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Keeps a compiled database in a directory below the repository's git directory. What lies there is believed only if it is
/// a plain file of this user that nobody else can write, for these rules, this library and this processor, whole; and if
/// every rule then still finds its own example (`SecretEngine`). Everything else costs the time of compiling, no more. Whether it is
/// whole vectorscan asks itself, by a CRC of all of it and the size in its head: whoever writes another one by hand could write any sum.
struct DatabaseCache {
  let directory: String
  /// Digest of rules, library and processor, 64 hexadecimal digits.
  let key: String

  private var path: String { "\(directory)/secret-rules-\(key.prefix(16))" }
  private static let magic = Array("countersign secrets 2\n".utf8)

  /// The database, or nil when there is none to believe.
  func load() -> Database? {
    let file = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(),
      status.st_mode & 0o022 == 0
    else { return nil }
    let head = Self.magic.count + 64
    let size = Int(status.st_size)
    guard size > head, size < 64 << 20 else { return nil }
    // Mapped, as reading costs a copy. Vectorscan copies what it takes and checks the copy; nobody but this user can cut the file off.
    guard let start = unsafe mmap(nil, size, PROT_READ, Self.mapped, file, 0), unsafe start != MAP_FAILED else {
      return nil
    }
    defer { unsafe munmap(start, size) }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: size)
    guard unsafe bytes.starts(with: Self.magic),
      unsafe bytes[Self.magic.count..<head].elementsEqual(key.utf8)
    else {
      return nil
    }
    do throws(SecretsError) {
      return try unsafe Database.trusting(serialized: UnsafeRawBufferPointer(rebasing: bytes[head...]))
    } catch {
      return nil
    }
  }

  #if canImport(Darwin)
    private static let mapped = MAP_PRIVATE
  #else
    /// All pages at once: one by one each costs an interrupt.
    private static let mapped = MAP_PRIVATE | MAP_POPULATE
  #endif

  /// Writes beside and renames; what cannot be written is compiled again next time, and says so by `false`.
  @discardableResult
  func store(_ database: Database) -> Bool {
    let body: [UInt8]
    do throws(SecretsError) { body = try database.serialized() } catch { return false }
    unsafe mkdir(directory, 0o777)
    let bytes = Self.magic + Array(key.utf8) + body
    let beside = "\(path).\(getpid())"
    let file = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(file, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      guard count > 0 else { break }
      done += count
    }
    guard close(file) == 0, done == bytes.count, unsafe rename(beside, path) == 0 else {
      unsafe unlink(beside)
      return false
    }
    prune()
    return true
  }

  /// So many are kept: those of other branches, other rules of the team and other releases in use.
  private static let most = 6

  /// Takes the oldest ones away.
  private func prune() {
    guard let stream = unsafe opendir(directory) else { return }
    defer { unsafe closedir(stream) }
    var kept: [(path: String, time: Int)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      var status = stat()
      guard name.hasPrefix("secret-rules-"), unsafe lstat("\(directory)/\(name)", &status) == 0 else { continue }
      kept.append(("\(directory)/\(name)", status.st_mtim.tv_sec))
    }
    for old in kept.sorted(by: { $0.time > $1.time }).dropFirst(Self.most) where old.path != path {
      unsafe unlink(old.path)
    }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The time zone database of this host.
package enum ZoneFiles {
  /// In bytes; the largest zones have about 4,000.
  package static let sizeLimit = 64 << 10

  /// Reads the rules of `zone`, a name such as `Europe/Berlin`; `UTC` needs no database.
  package static func load(
    _ zone: String, from folder: String = "/usr/share/zoneinfo"
  ) throws(ZoneError) -> ZoneRules {
    guard isName(zone) else { throw .refusedName(zone) }
    if hostDependent.contains(zone) { throw .hostDependent(zone) }
    if zone == ZoneRules.utc.name { return .utc }
    return try ZoneRules.read(tzif: bytes(of: zone, in: folder), name: zone)
  }

  /// The names of the zones in `folder`, sorted; empty when there are none.
  package static func names(in folder: String = "/usr/share/zoneinfo") -> [String] {
    var names: [String] = []
    collect(folder, prefix: "", depth: 0, into: &names)
    return names.sorted()
  }

  /// Symbolic links that each host sets for itself.
  private static let hostDependent: Set<String> = ["localtime", "posixrules"]

  /// Words of letters, digits, `_`, `+` and `-`, joined by `/`; at most 64 bytes, so neither absolute nor with `..`.
  private static func isName(_ zone: String) -> Bool {
    guard (1...64).contains(zone.utf8.count) else { return false }
    return zone.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { word in
      !word.isEmpty && word.first != UInt8(ascii: "-")
        && word.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2b, 0x2d: true
          default: false
          }
        }
    }
  }

  private static func bytes(of zone: String, in folder: String) throws(ZoneError) -> [UInt8] {
    // Without blocking, lest a named pipe stop us.
    let file = open(folder + "/" + zone, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else { throw .unreadable(zone: zone, errno: code) }
      let names = names(in: folder)
      if names.isEmpty { throw .noDatabase(folder: folder) }
      throw .unknown(zone: zone, suggestion: suggestion(for: zone, among: names))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable(zone: zone, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(zone: zone) }
    var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
    var count = 0
    while count < bytes.count {
      let more = bytes.withUnsafeMutableBytes { buffer in
        read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if more == 0 { break }
      if more < 0 {
        if errno == EINTR { continue }
        throw .unreadable(zone: zone, errno: errno)
      }
      count += more
    }
    guard count <= sizeLimit else { throw .tooLarge(zone: zone, limit: sizeLimit) }
    return Array(bytes.prefix(count))
  }

  /// The database is three folders deep; `posix` and `right` repeat it.
  private static func collect(_ folder: String, prefix: String, depth: Int, into names: inout [String]) {
    guard depth < 3, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let kind = Int32(entry.pointee.d_type)
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { byte in byte != 0 }, as: UTF8.self)
      }
      guard isName(name), !hostDependent.contains(name), prefix + name != "posix", prefix + name != "right" else {
        continue
      }
      if kind == Int32(DT_DIR) {
        collect(folder + "/" + name, prefix: prefix + name + "/", depth: depth + 1, into: &names)
      } else if name.utf8.first.map({ byte in (0x41...0x5a).contains(byte) }) ?? false {
        names.append(prefix + name)
      }
    }
  }
}

extension ZoneFiles {
  /// The same name but for case and spaces; else the one that ends in this word; else one that is a letter or two away.
  private static func suggestion(for zone: String, among names: [String]) -> String? {
    let asked = folded(zone)
    let folds = names.map { name in (name: name, fold: folded(name)) }
    return folds.first { $0.fold == asked }?.name
      ?? folds.first { candidate in
        candidate.fold.split(separator: UInt8(ascii: "/")).last?.elementsEqual(asked) ?? false
      }?.name
      ?? folds.first { candidate in differsLittle(candidate.fold, asked) }?.name
  }

  private static func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { byte in byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") }
  }

  /// Whether one stretch of at most two letters, on either side, is all that differs.
  private static func differsLittle(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard abs(a.count - b.count) <= 2, min(a.count, b.count) > 4 else { return false }
    let start = zip(a, b).prefix { pair in pair.0 == pair.1 }.count
    let end = zip(a.dropFirst(start).reversed(), b.dropFirst(start).reversed()).prefix { pair in pair.0 == pair.1 }
      .count
    return max(a.count, b.count) - start - end <= 2
  }
}

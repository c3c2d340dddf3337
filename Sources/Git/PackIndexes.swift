#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How much lies in packs, from the heads of their indexes alone. Source: git, gitformat-pack(5).
enum PackIndexes {
  /// The objects of all packs in a directory; what is no index that reads adds none, and is found out by whoever opens it.
  static func objects(below directory: String) -> Int {
    names(below: directory).reduce(0) { $0 + objects(in: directory + "/" + $1) }
  }

  /// The files in a directory that are called as indexes are, in no order.
  static func names(below directory: String) -> [String] {
    guard let stream = unsafe opendir(directory) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".idx") { names.append(name) }
    }
    return names
  }

  /// The last of the 256 running totals that an index begins with; from version 2 on a mark and a number come before them.
  private static func objects(in path: String) -> Int {
    guard let file = unsafe fopen(path, "rb") else { return 0 }
    defer { unsafe fclose(file) }
    var head = [UInt8](repeating: 0, count: 8 + 256 * 4)
    guard unsafe fread(&head, 1, head.count, file) == head.count else { return 0 }
    let start = head.starts(with: [0xff, 0x74, 0x4f, 0x63]) ? 8 : 0
    return head[(start + 255 * 4)..<(start + 256 * 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}

import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files of the package that the tests about lists read; found from where this file lies.
enum PackageFiles {
  /// The text of a file, by its path in the package.
  static func text(_ path: String) throws -> String {
    let file = try #require(fopen(location(of: path), "rb"), "there is no \(path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return try #require(String(validating: bytes, as: UTF8.self), "\(path) is not UTF-8")
  }

  /// Writes a file's text, by its path in the package.
  static func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(location(of: path), "wb"), "\(path) cannot be written")
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    try #require(fclose(file) == 0 && written == bytes.count, "\(path) was not written whole")
  }

  /// The names of the Swift files in a folder, without `.swift`, sorted.
  static func swiftFiles(in folder: String) throws -> [String] {
    let stream = try #require(opendir(location(of: folder)), "there is no \(folder)")
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".swift") { names.append(String(name.dropLast(6))) }
    }
    return names.sorted()
  }

  private static func location(of path: String) -> String {
    // Tests/GatesTests/Fixtures+Files.swift, three parts below the package.
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/\(path)"
  }
}

/// Random numbers that are the same in every run. Source: SplitMix64, Steele, Lea and Flood 2014.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

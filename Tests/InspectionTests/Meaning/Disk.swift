import Glibc
import Testing

/// Files beside the tests, and golden ones among them.
enum Disk {
  struct Unreadable: Error { let path: String }

  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Compares with a golden file, or writes it and says so.
  static func compare(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard getenv("COUNTERSIGN_RECORD") != nil else {
      let golden = String(decoding: try read(path), as: UTF8.self)
      #expect(golden == text, sourceLocation: sourceLocation)
      return
    }
    guard let file = fopen(path, "w") else { throw Unreadable(path: path) }
    fputs(text, file)
    fclose(file)
    Issue.record("recorded \(path): look at it, then run without COUNTERSIGN_RECORD", sourceLocation: sourceLocation)
  }
}

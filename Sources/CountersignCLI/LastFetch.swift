import Diagnostics
import Git
import Vocabulary

/// When each remote was last fetched: the time and the remote's name, in a file of its own below the git directory.
enum LastFetch {
  private static let folder = "countersign/fetched"

  /// nil when nothing says so, or what it says is of another remote.
  static func read(_ place: borrowing Workplace, of remote: String) -> Timestamp? {
    guard let bytes = place.repository.derived("fetched/" + file(remote)) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard lines.count == 2, lines[1] == remote + "\n" else { return nil }
    return Timestamp(rfc3339: String(lines[0]))
  }

  /// - Parameter began: before the fetch: what came to the remote while it ran may have been missed.
  static func write(_ place: borrowing Workplace, _ began: Timestamp, of remote: String) throws(Finding) {
    try Files.makeDirectory(place.repository.commonDirectory + folder)
    try Files.write(
      Array("\(began)\n\(remote)\n".utf8), to: place.repository.commonDirectory + "\(folder)/\(file(remote))")
  }

  private static func file(_ remote: String) -> String { remote.utf8.map(escaped).joined() }

  /// A remote's name may have slashes; a file's may not.
  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: String(UnicodeScalar(byte))
    default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}

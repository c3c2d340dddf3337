import Diagnostics
import Git
import Vocabulary

/// When each remote was last fetched: the time and the remote's name, in a file of its own below the git directory.
enum LastFetch {
  private static let folder = "countersign/fetched"

  /// nil when nothing says so, or what it says is of another remote.
  static func read(_ place: borrowing Workplace, of remote: String) -> Timestamp? {
    do throws(GitError) {
      let text = String(decoding: try Files.read(path(place, remote), limit: 4096), as: UTF8.self)
      let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard lines.count == 2, lines[1] == remote + "\n" else { return nil }
      return Timestamp(rfc3339: String(lines[0]))
    } catch {
      return nil
    }
  }

  /// - Parameter began: before the fetch: what came to the remote while it ran may have been missed.
  static func write(_ place: borrowing Workplace, _ began: Timestamp, of remote: String) throws(Finding) {
    try Files.makeDirectory(place.repository.commonDirectory + folder)
    try Files.write(Array("\(began)\n\(remote)\n".utf8), to: path(place, remote))
  }

  private static func path(_ place: borrowing Workplace, _ remote: String) -> String {
    place.repository.commonDirectory + folder + "/" + remote.utf8.map(escaped).joined()
  }

  /// A remote's name may have slashes; a file's may not.
  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: String(UnicodeScalar(byte))
    default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}

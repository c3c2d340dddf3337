import Diagnostics
import Git
import Glibc
import Vocabulary

/// What lets plain `git diff` and `git log -p` show definitions by what they do. It stands in this clone alone: in the git
/// directory's own attributes and configuration, never in a file that is committed.
enum DiffDriver {
  static let key = "diff.countersign.textconv"
  private static let first = "# countersign hooks install: git shows definitions by what they do"
  private static let last = "# countersign: end"
  private static let endings = ["json", "json5", "yaml", "yml", "bpmn", "asl"]

  /// Run by git's shell with the file behind it. Where Countersign is missing, the file is shown as it is: it is advice.
  static let command = "f() { countersign hook textconv \"$1\" 2>/dev/null || cat \"$1\"; }; f"

  /// Gives whether git shows definitions by what they do now; running it again changes nothing.
  static func install(_ place: borrowing Workplace, roots: [String]) throws(Finding) -> Bool {
    do throws(GitError) {
      if let other = try place.repository.configuration(key, from: .repository), other != command {
        place.console.talk("\(key) is set to something else here and stays so")
        return false
      }
      try place.repository.setConfiguration(key, command)
    } catch {
      throw error.finding
    }
    let folder = place.repository.commonDirectory + "/info"
    let path = folder + "/attributes"
    let there = try text(path)
    let wanted = with(block(roots), in: there)
    if wanted != there {
      try Files.makeDirectory(folder)
      try Files.write(Array(wanted.utf8), to: path)
    }
    return true
  }

  private static func text(_ path: String) throws(Finding) -> String {
    guard access(path, F_OK) == 0 else { return "" }
    do throws(GitError) {
      return String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self)
    } catch {
      throw error.finding
    }
  }

  static func block(_ roots: [String]) -> [String] {
    let patterns = roots.sorted().filter(isPlain).flatMap { root in
      endings.map { "/\(root)/**/*.\($0) diff=countersign" }
    }
    return [first] + patterns + [last]
  }

  /// A root that a pattern would read otherwise than as a name is left out: its files are shown by lines.
  private static func isPlain(_ root: String) -> Bool {
    root.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789._-/".unicodeScalars.contains($0))
    }
  }

  /// What is there, with our block in the place of an older one, else at the end.
  static func with(_ block: [String], in text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    if let start = lines.firstIndex(of: first), let end = lines[start...].firstIndex(of: last) {
      lines.replaceSubrange(start...end, with: block)
    } else {
      lines += block
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

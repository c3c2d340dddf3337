import Diagnostics

/// The object directories that others borrow from. Source: git, gitrepository-layout(5).
enum Alternates {
  /// git itself follows no more alternates of alternates.
  private static let deepest = 5

  /// An object directory and all that it borrows from.
  ///
  /// libgit2 passes over some that git follows: a relative path that does not begin with a dot, or that stands in an alternate, and
  /// one in quotes. What lies there would be missing unsaid, so that it is an error.
  static func directories(from first: String) throws(GitError) -> [String] {
    var all = [first]
    var level = [first]
    for depth in 0...deepest {
      var next: [String] = []
      for directory in level {
        let file = directory + "/info/alternates"
        guard LooseFiles.size(file) != nil else { continue }
        guard let text = LooseFiles.bytes(of: file, most: 1 << 24) else {
          throw .library(code: -1, message: "it cannot be read, or is over 16 MiB", during: "reading \(file)")
        }
        for line in text.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
          let isWhole = line.first == UInt8(ascii: "/")
          guard isWhole || line.first == UInt8(ascii: ".") && depth == 0,
            let path = String(validating: line, as: UTF8.self)
          else {
            throw .library(
              code: -1,
              message:
                "it names '\(visible(bytes: line))', which is not followed: write whole paths there, without quotes",
              during: "reading \(file)")
          }
          let other = isWhole ? path : "\(directory)/\(path)"
          if !all.contains(other) {
            all.append(other)
            next.append(other)
          }
        }
      }
      level = next
    }
    return all
  }
}

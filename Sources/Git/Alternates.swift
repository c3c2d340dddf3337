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
    for depth in 0..<deepest {
      var next: [String] = []
      for directory in level {
        let file = directory + "/info/alternates"
        for line in (LooseFiles.bytes(of: file, most: 1 << 24) ?? []).split(separator: UInt8(ascii: "\n")) {
          guard let path = String(validating: line, as: UTF8.self), !path.hasPrefix("#") else { continue }
          let isWhole = path.hasPrefix("/")
          guard isWhole || path.hasPrefix(".") && depth == 0 else {
            throw .library(
              code: -1, message: "it names '\(path)', which is not followed: write whole paths there, without quotes",
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

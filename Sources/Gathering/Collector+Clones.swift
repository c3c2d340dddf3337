import Diagnostics
import Git
import Workflows

/// What a clone can hold, wherever in the tree it lies.
private enum CloneLimits {
  /// Bytes of one name. Source: Linux, limits.h, NAME_MAX; macOS has the same.
  static let name = 255
  /// Bytes of a path and of what a link leads to. Source: Linux, limits.h, PATH_MAX, which counts a closing zero.
  static let path = 4095
  /// Bytes of a root directory that may become longer: about 25,000 entries.
  static let root = 1 << 20
  /// How much that is amiss is told.
  static let findings = 20
}

extension Collector {
  /// What a landing adds in or outside of governed roots that would end everybody's checkout, or hold everybody's pushes.
  func unfitForClones(from before: ObjectID, to tree: ObjectID) throws(GitError) -> [Finding] {
    var findings = try tooWide(from: before, to: tree)
    for change in try repository.changes(from: before, to: tree) {
      guard let new = change.new, let because = try unfit(change.path, new) else { continue }
      let shown = visible(bytes: change.path)
      findings.append(
        Finding(
          .pathNoCheckout, "no clone can check out what the landing brings", at: Place(String(shown.prefix(200))),
          because: [because], next: ["take it out, and land the branch anew"]))
      if findings.count == CloneLimits.findings { break }
    }
    return findings
  }

  private func unfit(_ path: [UInt8], _ side: TreeChange.Side) throws(GitError) -> String? {
    if path.count > CloneLimits.path { return "its path has \(path.count) bytes, and \(CloneLimits.path) is the most" }
    if let long = path.split(separator: UInt8(ascii: "/")).first(where: { $0.count > CloneLimits.name }) {
      return "a name in it has \(long.count) bytes, and \(CloneLimits.name) is the most"
    }
    if let name = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).first(
      where: Self.isGitsOwn)
    {
      return "git keeps the name \(visible(bytes: name)) for itself, and checks out no tree that has it"
    }
    if path.contains(UInt8(ascii: "\\")) {
      return "there is a backslash in its path, which stands between directories on Windows"
    }
    guard side.mode == .symlink else { return nil }
    let size = try repository.blobSize(side.id)
    if size > CloneLimits.path { return "it is a link to \(size) bytes, and \(CloneLimits.path) is the most" }
    // A link ends where C's strings do: what it is in a checkout is never what git looks for.
    let target = try repository.blob(side.id, limit: CloneLimits.path)
    if target.isEmpty { return "it is a link to nothing" }
    return target.contains(0) ? "it is a link to a path with a zero in it" : nil
  }

  /// `.git` in the ways that some file system reads it: in another case, with dots and spaces behind it or a stream of NTFS, with
  /// letters in it that HFS+ passes over. Source: git, `verify_path` and `is_ntfs_dotgit`.
  private static func isGitsOwn(_ name: ArraySlice<UInt8>) -> Bool {
    if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return true }
    let scalars = String(decoding: name, as: UTF8.self).unicodeScalars.filter {
      !$0.properties.isDefaultIgnorableCodePoint
    }
    var text = String(String.UnicodeScalarView(scalars)).lowercased()
    if let colon = text.firstIndex(of: ":") { text = String(text[..<colon]) }
    while text.count > 1, let last = text.last, last == "." || last == " " { text.removeLast() }
    return text == ".git" || text == "git~1"
  }

  private func tooWide(from before: ObjectID, to tree: ObjectID) throws(GitError) -> [Finding] {
    let size = try repository.header(of: tree)?.size ?? 0
    guard size > CloneLimits.root, size > (try repository.header(of: before)?.size ?? 0) else { return [] }
    return [
      Finding(
        .pathTooWide, "the landing makes the root directory \(size) bytes long",
        because: ["it is read with each commit, and becomes no longer than \(CloneLimits.root)"],
        next: ["put the files into directories"])
    ]
  }
}

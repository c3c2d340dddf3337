import Diagnostics

/// The file of a commit's message while git runs its hooks: what was written, and what git will still drop of it.
///
/// Source: git-commit(1), --cleanup; git-stripspace(1); githooks(5), GIT_EDITOR.
struct MessageFile {
  /// What git does to the message after the hooks. `--cleanup` on the command line cannot be seen by a hook.
  enum Cleanup: String {
    case strip, whitespace, verbatim, scissors
    case standard = "default"
  }

  let bytes: [UInt8]
  let cleanup: Cleanup
  /// Somebody sees the message in an editor; without one, git keeps lines that begin with the comment character.
  let isEdited: Bool
  /// What a comment begins with.
  let comment: [UInt8]

  static let sizeLimit = 1 << 20

  init(_ bytes: [UInt8], cleanup: String?, comment: String?, isEdited: Bool) {
    self.bytes = bytes
    self.isEdited = isEdited
    self.cleanup = cleanup.flatMap { Cleanup(rawValue: $0) } ?? .standard
    self.comment = comment == "auto" ? Self.chosen(in: bytes) : Array((comment ?? "#").utf8)
  }

  /// Reads a hook's message file, with what git's configuration says about it.
  static func read(_ path: String, _ ground: borrowing HookGround) throws(Finding) -> MessageFile {
    let settings = try ground.settings()
    return MessageFile(
      try WorkTree.bytes(ofFile: path, called: path, limit: sizeLimit), cleanup: settings["commit.cleanup"],
      comment: settings["core.commentstring"] ?? settings["core.commentchar"],
      isEdited: ground.console.environment["GIT_EDITOR"] != ":")
  }

  /// Whether git drops comment lines.
  var dropsComments: Bool { cleanup == .strip || cleanup == .standard && isEdited }

  /// Whether git marked where the message ends: for `--cleanup=scissors`, which keeps comments above, or for `--verbose`.
  var hasScissors: Bool {
    bytes.split(separator: newline).contains { isScissors($0) }
  }

  /// The message that git would record.
  var recorded: [UInt8] {
    if cleanup == .verbatim { return bytes }
    var kept: [ArraySlice<UInt8>] = []
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      if isEdited, isScissors(line) { break }
      if dropsComments, line.starts(with: comment) { continue }
      let end = line.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? line.startIndex
      let text = line[..<end]
      if text.isEmpty, kept.last?.isEmpty ?? true { continue }
      kept.append(text)
    }
    while kept.last?.isEmpty == true { kept.removeLast() }
    return kept.isEmpty ? [] : Array(kept.joined(separator: [newline])) + [newline]
  }

  /// What somebody wrote, lines too that begin as a comment does: `--cleanup` on the command line may keep them. Those that git wrote itself
  /// end the file, and name files that may be called anything.
  var written: [UInt8] {
    guard dropsComments else { return recorded }
    var lines: [ArraySlice<UInt8>] = []
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      if isEdited, isScissors(line) { break }
      lines.append(line)
    }
    while let last = lines.last, last.starts(with: comment) || last.allSatisfy(Self.isSpace) { lines.removeLast() }
    return Array(lines.joined(separator: [newline]))
  }

  /// The same file with text put before what is there.
  func prefixed(_ text: String) -> [UInt8] { Array(text.utf8) + bytes }

  /// Source: git, wt-status.c, cut_line.
  private func isScissors(_ line: ArraySlice<UInt8>) -> Bool {
    line.elementsEqual(comment + Array(" ------------------------ >8 ------------------------".utf8))
  }

  /// The character that git chose for its own lines, which end the file. Source: git, builtin/commit.c, adjust_comment_line_char.
  private static func chosen(in bytes: [UInt8]) -> [UInt8] {
    let last = bytes.split(separator: newline).last?.first
    return last.flatMap { "#;@!$%^&|:".utf8.contains($0) ? [$0] : nil } ?? Array("#".utf8)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}

private let newline = UInt8(ascii: "\n")

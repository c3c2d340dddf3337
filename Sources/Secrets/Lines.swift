/// The lines of a text.
struct Lines {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// From 1; the column in code points.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var start = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0a {
      line += 1
      start = index + 1
    }
    // A byte that goes on with a code point is none of its own.
    let column = bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xc0 != 0x80 }
    return (line, column + 1)
  }

  /// The line that a range begins in, at most 2,000 bytes before and behind it.
  func text(at range: Range<Int>) -> ArraySlice<UInt8> {
    var start = min(range.lowerBound, bytes.count)
    let first = max(0, start - 2_000)
    while start > first, bytes[start - 1] != 0x0a { start -= 1 }
    var end = min(range.upperBound, bytes.count)
    let last = min(bytes.count, end + 2_000)
    while end < last, bytes[end] != 0x0a { end += 1 }
    return bytes[start..<end]
  }

  /// The words on the line that ask a scanner to let it be; nil when there are none.
  func allowComment(at range: Range<Int>) -> String? {
    let line = Array(text(at: range))
    return Self.comments.first { Placeholder.contains(line, Array($0.utf8)) }
  }

  private static let comments = [
    "countersign:allow", "gitleaks:allow", "pragma: allowlist secret", "kingfisher:ignore",
    "trufflehog:ignore",
    "betterleaks:allow",
  ]
}

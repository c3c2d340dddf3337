/// The lines of a text.
struct Lines {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

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
    let range = range.lowerBound..<min(range.upperBound, range.lowerBound + 8_192)
    let line = Array(text(at: range))
    return Self.comments.first { Placeholder.contains(line, Array($0.utf8)) }
  }

  private static let comments = [
    "countersign:allow", "gitleaks:allow", "pragma: allowlist secret", "kingfisher:ignore",
    "trufflehog:ignore",
    "betterleaks:allow",
  ]
}

extension Lines {
  /// A place in a text that moves on.
  struct Cursor {
    private var offset = 0
    private var line = 1
    private var column = 1

    /// From 1; the column in code points. Offsets are asked for in their order.
    mutating func place(of next: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
      while offset < min(next, bytes.count) {
        if bytes[offset] == 0x0a {
          line += 1
          column = 1
        } else if bytes[offset] & 0xc0 != 0x80 {
          // A byte that goes on with a code point is none of its own.
          column += 1
        }
        offset += 1
      }
      return (line, column)
    }
  }
}

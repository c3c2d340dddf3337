import Diagnostics

/// The trailers of a commit message, read strictly: the last paragraph, `Key: value` lines, nothing folded.
///
/// A last paragraph of nothing but `Co-authored-by:` is read with the trailers above it, where squash buttons put it. The
/// title is never read as trailers.
package struct Trailers: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// As written; `Co-authored-by` in every spelling by letter case, because forges read it so.
    package let key: String
    /// Without the spaces around it.
    package let value: String
    /// Of the message, from 1.
    package let line: Int
  }

  package let entries: [Entry]
  /// In the order of the lines. With any of them the message does not say for sure what it says.
  package let problems: [TrailerProblem]

  /// The keys that Countersign reads.
  package static let knownKeys = [
    "Why", "Ticket", coAuthor, "Release", "Environment", "Source", "Policy", "Journal", "Kill", "Resume", "Rollback",
    "Freeze", "Exception",
  ]
  /// How many lines of trailers are read.
  package static let most = 500
  /// The one key that may repeat.
  package static let coAuthor = "Co-authored-by"

  /// The first value of a key, in exactly this spelling; nil when there is none.
  package subscript(key: String) -> String? { entries.first { $0.key == key }?.value }

  /// All values of a key, in the order of the lines.
  package func all(_ key: String) -> [String] { entries.filter { $0.key == key }.map(\.value) }
}

/// Why a message's trailers cannot be relied on.
package enum TrailerProblem: Hashable, Sendable {
  /// The message is not UTF-8, so that nothing of it was read.
  case notUTF8
  case carriageReturn(line: Int)
  case nul(line: Int)
  /// A line that begins with a space or tab: git would join it to the one above.
  case folded(line: Int)
  /// A line among trailers that is none.
  case notATrailer(line: Int)
  case repeated(key: String, line: Int)
  /// A key that looks like one that is read, and is not it.
  case lookAlike(written: String, known: String, line: Int)
  case spaceBeforeColon(key: String, line: Int)
  case noSpaceAfterColon(key: String, line: Int)
  case noValue(key: String, line: Int)
  /// More than `Trailers.most`; those from this line on were not read.
  case tooMany(line: Int)

  /// Of the message, from 1; nil when it is about the whole.
  package var line: Int? {
    switch self {
    case .notUTF8: nil
    case .carriageReturn(let line), .nul(let line), .folded(let line), .notATrailer(let line): line
    case .repeated(_, let line), .lookAlike(_, _, let line), .spaceBeforeColon(_, let line): line
    case .noSpaceAfterColon(_, let line), .noValue(_, let line), .tooMany(let line): line
    }
  }

  /// The problem in words, with its line, one sentence without a full stop, safe for a terminal.
  package var words: String {
    switch self {
    case .notUTF8: "the message is not UTF-8"
    case .carriageReturn(let line): "line \(line) of the message ends in a carriage return or holds one"
    case .nul(let line): "line \(line) of the message holds a NUL byte"
    case .folded(let line): "line \(line) of the message begins with a space: folded trailers are not read"
    case .notATrailer(let line): "line \(line) of the message stands among trailers and is not 'Key: value'"
    case .repeated(let key, let line):
      "line \(line) of the message repeats '\(visible(key))'; only '\(Trailers.coAuthor)' may repeat"
    case .lookAlike(let written, let known, let line):
      "line \(line) of the message has the key '\(visible(written))', which looks like '\(known)' and is not it"
    case .spaceBeforeColon(let key, let line):
      "line \(line) of the message has a space between '\(visible(key))' and its colon"
    case .noSpaceAfterColon(let key, let line):
      "line \(line) of the message has no space behind the colon of '\(visible(key))'"
    case .tooMany(let line):
      "the message has more than \(Trailers.most) trailers, and those from line \(line) on are not read"
    case .noValue(let key, let line): "line \(line) of the message gives '\(visible(key))' no value"
    }
  }
}

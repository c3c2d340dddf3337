import Diagnostics

/// What is odd about a commit whose tree and parents can be read.
package enum CommitProblem: Hashable, Sendable {
  /// A second `gpgsig` header, at this line of the raw commit.
  case secondSignature(line: Int)
  /// A `gpgsig-sha256` header: it stands outside what `gpgsig` signs.
  case sha256Signature(line: Int)
  /// A `mergetag` header: the commit merges a signed tag and carries its text.
  case mergeTag(line: Int)
  /// The message is said to be in another encoding than UTF-8.
  case encoding(String)
  case unknownHeader(String, line: Int)
  case repeatedHeader(String, line: Int)
  /// A header that does not stand where git writes it.
  case misplacedHeader(String, line: Int)
  case malformedIdent(Role, because: String)
  case malformedDate(Role, because: String)
  case nulInHeader
  case nulInMessage
  case messageNotUTF8
  /// No empty line between headers and message.
  case noMessage
  case repeatedParent(ObjectID)
  case tooManyParents(Int)

  package enum Role: String, Hashable, Sendable {
    case author, committer
  }

  /// The problem in words, one sentence without a full stop, safe for a terminal.
  package var words: String {
    switch self {
    case .secondSignature(let line): "line \(line) holds a second signature, which the first one does not cover"
    case .sha256Signature(let line): "line \(line) holds a 'gpgsig-sha256' header, which the signature does not cover"
    case .mergeTag(let line): "line \(line) holds a 'mergetag' header: a signed tag was merged"
    case .encoding(let name): "the message is said to be in '\(visible(name))'; only UTF-8 is read"
    case .unknownHeader(let name, let line): "line \(line) holds the unknown header '\(visible(name))'"
    case .repeatedHeader(let name, let line): "line \(line) repeats the header '\(visible(name))'"
    case .misplacedHeader(let name, let line):
      "the header '\(visible(name))' in line \(line) is not where git writes it"
    case .malformedIdent(let role, let because): "the \(role.rawValue) is malformed: \(because)"
    case .malformedDate(let role, let because): "the \(role.rawValue)'s date is malformed: \(because)"
    case .nulInHeader: "the headers hold a NUL byte"
    case .nulInMessage: "the message holds a NUL byte: git shows nothing of what follows it"
    case .messageNotUTF8: "the message is not UTF-8"
    case .noMessage: "no empty line ends the headers"
    case .repeatedParent(let id): "the parent \(id.short) is named twice"
    case .tooManyParents(let count): "it has \(count) parents; at most \(ReadingLimits.parents) are accepted"
    }
  }
}

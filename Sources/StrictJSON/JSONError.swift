/// Why a text is not JSON as it is accepted here.
package enum JSONError: Error, Hashable, Sendable {
  case tooLarge(bytes: Int, limit: Int)
  /// Nothing but white space.
  case empty
  case byteOrderMark
  case notUTF8(at: JSONPosition)
  /// The text ends where `expected` has to follow.
  case truncated(expected: String, at: JSONPosition)
  /// Something else stands where `expected` has to.
  case unexpected(expected: String, at: JSONPosition)
  /// A number that RFC 8259 does not allow: a leading zero, a lone sign, nothing behind the point.
  case number(at: JSONPosition)
  /// A control character in a string that is not escaped.
  case controlCharacter(UInt8, at: JSONPosition)
  /// A backslash with something behind it that RFC 8259 does not know.
  case escape(at: JSONPosition)
  /// Half of a surrogate pair, which is no character.
  case loneSurrogate(at: JSONPosition)
  case duplicateKey(String, first: JSONPosition, again: JSONPosition)
  case tooDeep(limit: Int, at: JSONPosition)
  case tooManyNodes(limit: Int, at: JSONPosition)
  /// Something follows the value.
  case trailing(at: JSONPosition)
}

extension JSONError {
  /// Where it was found; nil when it concerns the whole text.
  package var position: JSONPosition? {
    switch self {
    case .tooLarge, .empty: nil
    case .byteOrderMark: JSONPosition(offset: 0, line: 1, column: 1)
    case .notUTF8(let place), .truncated(_, let place), .unexpected(_, let place), .number(let place),
      .controlCharacter(_, let place), .escape(let place), .loneSurrogate(let place), .duplicateKey(_, _, let place),
      .tooDeep(_, let place), .tooManyNodes(_, let place), .trailing(let place):
      place
    }
  }

  /// One sentence without a full stop and without the position; safe for a terminal.
  package var message: String {
    switch self {
    case .tooLarge(let bytes, let limit): "the JSON text has \(bytes) bytes, more than the limit of \(limit)"
    case .empty: "the JSON text is empty"
    case .byteOrderMark: "the JSON text starts with a byte order mark, which RFC 8259 does not allow"
    case .notUTF8: "the bytes here are not UTF-8"
    case .truncated(let expected, _): "the JSON text ends where \(expected) has to follow"
    case .unexpected(let expected, _): "\(expected) has to stand here"
    case .number: "this number is not written as JSON writes numbers"
    case .controlCharacter(let byte, _):
      "a string holds the control character 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)), which has to be escaped"
    case .escape: "JSON does not know this escape"
    case .loneSurrogate: "this escape is half of a surrogate pair and stands for no character"
    case .duplicateKey(let key, let first, _): "the key '\(shown(key))' is already used at \(first)"
    case .tooDeep(let limit, _): "the JSON text is nested deeper than the limit of \(limit)"
    case .tooManyNodes(let limit, _): "the JSON text holds more values than the limit of \(limit)"
    case .trailing: "something follows the JSON value"
    }
  }
}

/// A key from the text, cut to what a message can bear and escaped as the writer escapes.
private func shown(_ key: String) -> String {
  let scalars = key.unicodeScalars
  var cut = String.UnicodeScalarView(scalars.prefix(60))
  if cut.count < scalars.count { cut.append("…") }
  var bytes: [UInt8] = []
  appendEscaped(String(cut), to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Why a text is not XML as it is accepted here.
package enum XMLError: Error, Hashable, Sendable {
  case tooLarge(bytes: Int, limit: Int)
  /// Nothing, or nothing but white space.
  case empty
  /// `problem` is expat's own phrase.
  case syntax(problem: String, at: XMLPosition)
  /// A document type, and with it every entity, default and external part that it could declare.
  /// The place is where its head ends: at `[` or `>`.
  case doctype(at: XMLPosition)
  /// The declaration names another encoding than UTF-8, UTF-16 or US-ASCII.
  case encoding(String, at: XMLPosition)
  case tooDeep(limit: Int, at: XMLPosition)
  case tooManyNodes(limit: Int, at: XMLPosition)
  case tooManyAttributes(limit: Int, at: XMLPosition)
  /// One attribute's value has more bytes of UTF-8 than the limit.
  case attributeTooLong(limit: Int, at: XMLPosition)
  case outOfMemory
}

extension XMLError {
  /// Where it was found; nil when it concerns the whole text.
  package var position: XMLPosition? {
    switch self {
    case .tooLarge, .empty, .outOfMemory: nil
    case .syntax(_, let place), .doctype(let place), .encoding(_, let place), .tooDeep(_, let place),
      .tooManyNodes(_, let place), .tooManyAttributes(_, let place), .attributeTooLong(_, let place):
      place
    }
  }

  /// One sentence without a full stop and without the position; safe for a terminal.
  package var message: String {
    switch self {
    case .tooLarge(let bytes, let limit): "the XML text has \(bytes) bytes, more than the limit of \(limit)"
    case .empty: "the XML text is empty"
    case .syntax(let problem, _): "this is not XML: \(problem)"
    case .doctype: "a document type is not accepted, as it can declare entities and refer to other files"
    case .encoding(let name, _): "the encoding '\(shown(name))' is not accepted: write the file as UTF-8"
    case .tooDeep(let limit, _): "the XML text is nested deeper than the limit of \(limit)"
    case .tooManyNodes(let limit, _): "the XML text holds more elements than the limit of \(limit)"
    case .tooManyAttributes(let limit, _): "an element has more attributes than the limit of \(limit)"
    case .attributeTooLong(let limit, _): "the value of an attribute is longer than the limit of \(limit) bytes"
    case .outOfMemory: "the XML reader ran out of memory"
    }
  }
}

/// An encoding's name, cut to what a message can bear; expat lets only letters, digits and `._-` through.
private func shown(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.prefix(60).filter { (" "..."~").contains($0) }))
}

/// Why a text is not YAML as it is accepted here.
package enum YAMLError: Error, Hashable, Sendable {
  case tooLarge(bytes: Int, limit: Int)
  case notUTF8(at: YAMLPosition)
  /// U+FEFF, at the start or anywhere else.
  case byteOrderMark(at: YAMLPosition)
  /// A character that YAML 1.2 does not allow, or that only some readers take as the end of a line.
  case controlCharacter(UInt32, at: YAMLPosition)
  /// A tab where only spaces can indent or separate.
  case tab(at: YAMLPosition)
  /// `problem` is libyaml's own phrase.
  case syntax(problem: String, at: YAMLPosition)
  case anchor(String, at: YAMLPosition)
  case alias(String, at: YAMLPosition)
  case tag(String, at: YAMLPosition)
  /// The plain key `<<`.
  case mergeKey(at: YAMLPosition)
  case duplicateKey(String, first: YAMLPosition, again: YAMLPosition)
  /// A sequence, a mapping or nothing at all stands where a key has to.
  case keyNotScalar(at: YAMLPosition)
  case severalDocuments(at: YAMLPosition)
  /// `%YAML` or `%TAG`.
  case directive(at: YAMLPosition)
  /// Nothing but white space, comments and document marks.
  case empty
  case tooDeep(limit: Int, at: YAMLPosition)
  case tooManyNodes(limit: Int, at: YAMLPosition)
  case outOfMemory
}

extension YAMLError {
  /// Where it was found; nil when it concerns the whole text.
  package var position: YAMLPosition? {
    switch self {
    case .tooLarge, .empty, .outOfMemory: nil
    case .notUTF8(let place), .byteOrderMark(let place), .controlCharacter(_, let place), .tab(let place),
      .syntax(_, let place), .anchor(_, let place), .alias(_, let place), .tag(_, let place), .mergeKey(let place),
      .duplicateKey(_, _, let place), .keyNotScalar(let place), .severalDocuments(let place), .directive(let place),
      .tooDeep(_, let place), .tooManyNodes(_, let place):
      place
    }
  }

  /// One sentence without a full stop and without the position; safe for a terminal.
  package var message: String {
    switch self {
    case .tooLarge(let bytes, let limit): "the YAML text has \(bytes) bytes, more than the limit of \(limit)"
    case .notUTF8: "the bytes here are not UTF-8"
    case .byteOrderMark: "a byte order mark stands here, which is not accepted: save the file as UTF-8 without one"
    case .controlCharacter(let value, _): "the character U+\(fourDigits(value)) is not accepted in YAML"
    case .tab: "a tab stands where YAML accepts spaces only"
    case .syntax(let problem, _): "this is not YAML: \(shown(problem))"
    case .anchor(let name, _): "the anchor '&\(shown(name))' is not accepted: write the value out where it is used"
    case .alias(let name, _): "the alias '*\(shown(name))' is not accepted: write the value out"
    case .tag(let name, _): "the tag '\(shown(name))' is not accepted"
    case .mergeKey: "the merge key '<<' is not accepted: write the keys out"
    case .duplicateKey(let key, let first, _): "the key '\(shown(key))' is already used at \(first)"
    case .keyNotScalar: "a key has to be a single word or text"
    case .severalDocuments: "a second YAML document starts here, and only one is accepted"
    case .directive: "a '%' directive is not accepted"
    case .empty: "the YAML text is empty"
    case .tooDeep(let limit, _): "the YAML text is nested deeper than the limit of \(limit)"
    case .tooManyNodes(let limit, _): "the YAML text holds more values than the limit of \(limit)"
    case .outOfMemory: "the YAML reader ran out of memory"
    }
  }
}

private func fourDigits(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// Text from the file, cut to what a message can bear, its invisible characters as `\u{…}`.
private func shown(_ text: String) -> String {
  var shown = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    guard index < 60 else { return shown + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}

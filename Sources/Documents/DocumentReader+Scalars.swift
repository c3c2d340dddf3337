import Diagnostics
import StrictYAML
package import Vocabulary

extension DocumentReader {
  /// The longest single-line text, in characters.
  package static let longestText = 500

  /// A text of one line, not empty, without characters that hide or reorder other text.
  package func text(_ field: Field, longest: Int = DocumentReader.longestText) -> String? {
    guard let text = anyText(field) else { return nil }
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      reportEmpty(field, "write the text, or leave the setting out if it is optional")
      return nil
    }
    guard !text.unicodeScalars.contains(where: hides) else {
      report(
        rules.malformed, "\(field.subject) holds a character that cannot be seen", at: field.position,
        because: field.isConfidential ? [] : ["with it made visible, the text is \(shown(text))"],
        next: ["write it on one line, without control or direction characters"])
      return nil
    }
    return isShort(text, field, longest: longest) ? text : nil
  }

  /// A text that may have several lines: a shell command.
  package func script(_ field: Field, longest: Int) -> String? {
    guard let text = anyText(field) else { return nil }
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      reportEmpty(field, "write the command")
      return nil
    }
    guard !text.unicodeScalars.contains(where: { $0 != "\n" && $0 != "\t" && hides($0) }) else {
      report(
        rules.malformed, "\(field.subject) holds a character that cannot be seen", at: field.position,
        because: ["with it made visible, the text is \(shown(text))"],
        next: ["write it without control or direction characters"])
      return nil
    }
    return isShort(text, field, longest: longest) ? text : nil
  }

  package func boolean(_ field: Field) -> Bool? {
    guard case .boolean(let value) = scalar(field) else { return mismatch(field, "true or false") }
    return value
  }

  package func wholeNumber(_ field: Field, in range: ClosedRange<Int>) -> Int? {
    switch scalar(field) {
    case .number(let value) where range.contains(value): return value
    case .number, .hugeNumber:
      report(
        rules.outOfRange, "\(field.subject) is \(found(field))", at: field.position,
        because: ["it can be from \(range.lowerBound) to \(range.upperBound)"])
      return nil
    default: return mismatch(field, "a whole number")
    }
  }

  /// A length of time as `30s`, `15m`, `4h`, `7d` or `2w`.
  package func span(_ field: Field, atLeast least: Span = Span(seconds: 0)) -> Span? {
    guard let text = text(field) else { return nil }
    guard let span = Span(text) else {
      return misformed(
        field, "a length of time", next: "write a whole number and a unit: 30s, 15m, 4h, 7d, 2w; at most ten years")
    }
    guard span >= least else {
      report(
        rules.outOfRange, "\(field.subject) is \(shown(text))", at: field.position, because: ["it is \(least) at least"]
      )
      return nil
    }
    return span
  }

  /// A day as `2026-12-20`.
  package func date(_ field: Field) -> CivilDate? {
    guard let text = text(field) else { return nil }
    return CivilDate(text) ?? misformed(field, "a day that exists", next: "write year, month and day: 2026-12-20")
  }

  /// The longest value that a message repeats, in characters.
  static let longestShown = 60

  /// What the scalar of a field means; nil for lists and maps.
  package func scalar(_ field: Field) -> Scalar? {
    guard case .scalar(let text, let plain) = field.node.content else { return nil }
    return Scalar(text, plain: plain)
  }

  private func anyText(_ field: Field) -> String? {
    guard case .text(let text) = scalar(field) else { return mismatch(field, "a text") }
    return text
  }

  private func isShort(_ text: String, _ field: Field, longest: Int) -> Bool {
    guard text.unicodeScalars.count > longest else { return true }
    report(
      rules.outOfRange, "\(field.subject) is \(text.unicodeScalars.count) characters long", at: field.position,
      because: ["it can have \(longest) at most"])
    return false
  }
}

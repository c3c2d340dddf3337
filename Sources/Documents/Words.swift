import Diagnostics
import StrictYAML

extension DocumentReader {
  /// Reports a value of another type; always nil, so that readers can return it.
  package func mismatch<Value>(_ field: Field, _ expected: String) -> Value? {
    report(
      rules.wrongType, "\(field.subject) is \(expected); here is \(found(field))", at: field.position,
      next: hint(field, expected))
    return nil
  }

  /// Reports a text in another form than its setting has; always nil.
  package func misformed<Value>(_ field: Field, _ expected: String, because: [String] = [], next: String) -> Value? {
    report(
      rules.malformed, "\(field.subject) is \(expected); here is \(found(field))", at: field.position, because: because,
      next: [next])
    return nil
  }

  /// What stands there, in words; the value itself only where it is not confidential.
  package func found(_ field: Field) -> String {
    switch field.node.content {
    case .sequence: return "a list"
    case .mapping: return "a map"
    case .scalar(let text, let plain):
      switch Scalar(text, plain: plain) {
      case .nothing: return "nothing"
      case _ where field.isConfidential: return "a value that is not repeated here"
      case .boolean(let value): return "the boolean \(value)"
      case .number, .hugeNumber: return "the number \(abridged(text))"
      case .text: return "the text \(shown(text))"
      }
    }
  }

  private func hint(_ field: Field, _ expected: String) -> [String] {
    guard case .scalar(let text, let plain) = field.node.content, !field.isConfidential else { return [] }
    switch (Scalar(text, plain: plain), expected) {
    case (.number, "a text"), (.hugeNumber, "a text"), (.boolean, "a text"): return ["write it in quotes: \"\(text)\""]
    case (.text, "a whole number"), (.text, "true or false"):
      switch Scalar(text, plain: true) {
      case .number, .boolean: return ["write it without quotes: \(text)"]
      default: return []
      }
    default: return []
    }
  }
}

/// A word from outside, in quotes, made safe for a terminal.
package func quoted(_ word: String) -> String { "'\(visible(word))'" }

/// A value from outside, in quotes; long ones are cut.
package func shown(_ text: String) -> String { "'\(abridged(text))'" }

/// `'count', 'role', 'slots'`; after the twelfth only how many more there are.
package func listed(_ words: [String]) -> String {
  guard words.count > 12 else { return words.map(quoted).joined(separator: ", ") }
  return words.prefix(12).map(quoted).joined(separator: ", ") + " and \(words.count - 12) more"
}

/// `did you mean 'count'?`, when one of the candidates is near.
package func didYouMean(_ word: String, among candidates: [String]) -> String? {
  closest(to: word, among: candidates).map { "did you mean \(quoted($0))?" }
}

private func abridged(_ text: String) -> String {
  let limit = DocumentReader.longestShown
  guard text.unicodeScalars.count > limit else { return visible(text) }
  var start = String.UnicodeScalarView()
  start.append(contentsOf: text.unicodeScalars.prefix(limit))
  return visible(String(start)) + "…"
}

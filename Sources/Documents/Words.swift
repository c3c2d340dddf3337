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

/// A word from outside, in quotes, made safe for a terminal; what may be a secret in it is left out.
package func quoted(_ word: String) -> String { "'\(visible(discreet(word)))'" }

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
  let text = discreet(text)
  let limit = DocumentReader.longestShown
  guard text.unicodeScalars.count > limit else { return visible(text) }
  var start = String.UnicodeScalarView()
  start.append(contentsOf: text.unicodeScalars.prefix(limit))
  return visible(String(start)) + "…"
}

/// With `…` for each part of 20 or more letters and digits that a machine made: where no setting takes such a word it may be a secret
/// that stands in the wrong place, of whatever kind. Hashes and ids in hexadecimal digits name things, and stay.
private func discreet(_ text: String) -> String {
  guard text.utf8.count >= shortestMade else { return text }
  var shown = ""
  var part = ""
  func end() {
    shown += isMachineMade(part.utf8) ? "…" : part
    part = ""
  }
  for scalar in text.unicodeScalars {
    if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      part.unicodeScalars.append(scalar)
    } else {
      end()
      shown.unicodeScalars.append(scalar)
    }
  }
  end()
  return shown
}

private let shortestMade = 20

private func isMachineMade(_ part: String.UTF8View) -> Bool {
  guard part.count >= shortestMade else { return false }
  let digits = part.count { (0x30...0x39).contains($0) }
  let isHex = part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
  return digits >= 3 && part.count - digits >= 3 && !isHex
}

import Diagnostics

extension Shown {
  /// With what would not be seen escaped: what controls a terminal, blanks other than ` `, and in a word of Latin letters those of other
  /// scripts that pass for them.
  static func seen(_ text: String) -> String {
    let text = visible(text)
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var shown = String.UnicodeScalarView()
    var word: [UnicodeScalar] = []
    func add(_ scalar: UnicodeScalar, isEscaped: Bool) {
      if isEscaped {
        shown += "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
      } else {
        shown.append(scalar)
      }
    }
    func end() {
      let isLatin = word.contains { $0.isASCII && $0.properties.isAlphabetic }
      for scalar in word { add(scalar, isEscaped: isLatin && passesForLatin(scalar)) }
      word = []
    }
    for scalar in text.unicodeScalars {
      if isUnseen(scalar) {
        end()
        add(scalar, isEscaped: true)
      } else if scalar.properties.isAlphabetic {
        word.append(scalar)
      } else {
        end()
        add(scalar, isEscaped: false)
      }
    }
    end()
    return String(shown)
  }

  /// A blank that is not ` `, nor the one of wide scripts; what shows an emoji in colours is none.
  private static func isUnseen(_ scalar: UnicodeScalar) -> Bool {
    if scalar.isASCII || scalar.value == 0x3000 || (0xfe00...0xfe0f).contains(scalar.value) { return false }
    return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
  }

  /// Greek, Cyrillic, Armenian, Cherokee, full-width and mathematical letters.
  private static func passesForLatin(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.value {
    case 0x370...0x3ff, 0x400...0x58f, 0x13a0...0x13ff, 0xff21...0xff5a, 0x1d400...0x1d7ff: true
    default: false
    }
  }

  /// `nothing` for nothing; in quotes where a blank stands at an end.
  static func framed(_ text: String) -> String {
    if text.isEmpty { return "nothing" }
    return text.first?.isWhitespace == true || text.last?.isWhitespace == true ? "'\(text)'" : text
  }

  /// A setting's value, as a digest where its name says that it is secret.
  static func value(_ text: String, of key: String) -> String { isHidden(text, of: key) ? digest(text) : value(text) }

  static func isHidden(_ text: String, of key: String) -> Bool {
    isSecretLabel(key) && !isExpression(text) && !["true", "false"].contains(text)
  }

  /// Whether it is one expression without a text in quotes, which says where a value comes from and holds none.
  static func isExpression(_ text: String) -> Bool {
    let text = text.hasPrefix("=") ? text.dropFirst() : text[...]
    for (open, close) in [("${{", "}}"), ("{{", "}}"), ("${", "}"), ("@{", "}")] where text.hasPrefix(open) {
      guard text.hasSuffix(close), text.count >= open.count + close.count else { return false }
      return !text.dropFirst(open.count).dropLast(close.count).contains { "'\"`{}".contains($0) }
    }
    return false
  }
}

/// What a scalar means: plain `true`, `false` and whole decimal numbers are more than text, and nothing else is.
package enum Scalar: Hashable, Sendable {
  case text(String)
  case number(Int)
  /// A whole number that no setting can hold, as it is written.
  case hugeNumber(String)
  case boolean(Bool)
  /// A plain scalar that is empty, `~` or `null`.
  case nothing

  /// Numbers have no plus sign and no leading zero: `007` is a text, as whoever wrote it means the zeros.
  package init(_ text: String, plain: Bool) {
    switch text {
    case _ where !plain: self = .text(text)
    case "true": self = .boolean(true)
    case "false": self = .boolean(false)
    case "", "~", "null": self = .nothing
    case _ where !Scalar.isNumber(text): self = .text(text)
    default: self = Int(text).map(Scalar.number) ?? .hugeNumber(text)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    return first != UInt8(ascii: "0") || (digits.count == 1 && digits.count == text.utf8.count)
  }
}

/// A length of time, in whole seconds.
package struct Span: Hashable, Sendable, Comparable {
  package let seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  /// How far two moments are apart, whichever comes first.
  package static func between(_ one: Timestamp, _ other: Timestamp) -> Span { one < other ? other - one : one - other }

  package static func < (shorter: Span, longer: Span) -> Bool { shorter.seconds < longer.seconds }
}

extension Span {
  /// Reads a whole number and a unit: `30s`, `15m`, `4h`, `7d`, `2w`; at most ten years. Nil for anything else.
  package init?(_ text: String) {
    guard let unit = text.utf8.last, let length = Span.units[unit] else { return nil }
    let number = text.utf8.dropLast()
    guard !number.isEmpty, number.count <= 9, let value = digits(ArraySlice(Array(number))) else { return nil }
    let (seconds, overflows) = value.multipliedReportingOverflow(by: length)
    guard !overflows, seconds <= 10 * 366 * 86_400 else { return nil }
    self.init(seconds: seconds)
  }

  private static let units: [UInt8: Int64] = [
    UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
    UInt8(ascii: "w"): 604_800,
  ]
}

extension Span: CustomStringConvertible {
  /// The two largest units: `3d 4h`, `20m`, `0s`.
  package var description: String {
    let sign = seconds < 0 ? "-" : ""
    var rest = abs(seconds)
    var parts: [String] = []
    for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60), ("s", 1)] where rest >= length {
      parts.append("\(rest / length)\(unit)")
      rest %= length
    }
    return parts.isEmpty ? "0s" : sign + parts.prefix(2).joined(separator: " ")
  }
}

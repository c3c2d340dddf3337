/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Sendable, Comparable {
  package let seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  package static func < (earlier: Timestamp, later: Timestamp) -> Bool { earlier.seconds < later.seconds }
  package static func + (moment: Timestamp, span: Span) -> Timestamp {
    Timestamp(seconds: moment.seconds &+ span.seconds)
  }
  package static func - (moment: Timestamp, span: Span) -> Timestamp {
    Timestamp(seconds: moment.seconds &- span.seconds)
  }
  package static func - (later: Timestamp, earlier: Timestamp) -> Span {
    Span(seconds: later.seconds &- earlier.seconds)
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC: `2026-03-12T02:00:00Z`.
  package var description: String {
    let (day, second) = floorDivide(seconds, 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    return "\(date)T\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))Z"
  }
}

extension Timestamp {
  /// Reads exactly `YYYY-MM-DDTHH:MM:SSZ` (years 1970 to 9999); nil for anything else, dates that do not exist included.
  package init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
      let date = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)), date.year >= 1970,
      let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), let second = digits(bytes[17..<19]),
      hour < 24, minute < 60, second < 60
    else { return nil }
    self.init(seconds: date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second)
  }
}

func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
  var value: Int64 = 0
  for byte in bytes {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int64(byte - UInt8(ascii: "0"))
  }
  return value
}

/// Quotient towards minus infinity, remainder never negative.
package func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

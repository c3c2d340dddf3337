extension FutureRule {
  /// Reads a TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`. Nil for anything else, daylight saving without its dates included.
  ///
  /// Source: POSIX.1-2017, Base Definitions 8.3, with the hours of RFC 8536, section 3.3.1.
  init?(tz text: ArraySlice<UInt8>) {
    var reader = TZReader(rest: text)
    guard reader.skipName(), let standard = reader.offset(hours: 24) else { return nil }
    guard !reader.rest.isEmpty else {
      self = .fixed(-standard)
      return
    }
    guard reader.skipName() else { return nil }
    var daylight = standard - 3600
    if reader.rest.first != UInt8(ascii: ",") {
      guard let told = reader.offset(hours: 24) else { return nil }
      daylight = told
    }
    guard reader.skip(","), let start = reader.date(), reader.skip(","), let end = reader.date(), reader.rest.isEmpty
    else { return nil }
    // A TZ string counts west of Greenwich.
    self = .yearly(YearlyRule(standard: -standard, daylight: -daylight, start: start, end: end))
  }
}

private struct TZReader {
  var rest: ArraySlice<UInt8>

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// Three letters or more, or `<+03>`.
  mutating func skipName() -> Bool {
    if skip("<") {
      let name = rest.prefix { byte in isLetter(byte) || isDigit(byte) || byte == 0x2b || byte == 0x2d }
      rest = rest.dropFirst(name.count)
      return name.count >= 3 && skip(">")
    }
    let name = rest.prefix(while: isLetter)
    rest = rest.dropFirst(name.count)
    return name.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]`, in seconds.
  mutating func offset(hours most: Int64) -> Int64? {
    let sign: Int64 = skip("-") ? -1 : 1
    if sign > 0 { _ = skip("+") }
    guard let hours = number(upTo: most) else { return nil }
    var seconds = hours * 3600
    for unit: Int64 in [60, 1] {
      guard skip(":") else { break }
      guard let part = number(upTo: 59) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  mutating func date() -> YearlyDate? {
    guard let day = day() else { return nil }
    guard skip("/") else { return YearlyDate(day: day, time: 7200) }
    guard let time = offset(hours: 167) else { return nil }
    return YearlyDate(day: day, time: time)
  }

  private mutating func day() -> YearlyDate.Day? {
    if skip("J") {
      guard let day = number(upTo: 365), day >= 1 else { return nil }
      return .withoutLeapDay(day)
    }
    guard skip("M") else { return number(upTo: 365).map { day in .zeroBased(day) } }
    guard let month = number(upTo: 12), month >= 1, skip("."), let week = number(upTo: 5), week >= 1, skip("."),
      let day = number(upTo: 6)
    else { return nil }
    return .weekday(month: Int(month), week: week, day: day)
  }

  /// One to three digits.
  private mutating func number(upTo most: Int64) -> Int64? {
    let digits = rest.prefix(while: isDigit)
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.reduce(Int64(0)) { value, digit in value * 10 + Int64(digit - 0x30) }
    return value <= most ? value : nil
  }
}

private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) }

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

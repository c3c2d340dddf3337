/// A day of the Gregorian calendar, without a zone.
package struct CivilDate: Hashable, Sendable, Comparable {
  package let year: Int64
  package let month: Int64
  package let day: Int64

  package static func < (earlier: CivilDate, later: CivilDate) -> Bool { earlier.daysSinceEpoch < later.daysSinceEpoch }
}

extension CivilDate {
  /// Source of the arithmetic: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  package init(daysSinceEpoch days: Int64) {
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Reads exactly `YYYY-MM-DD`; nil for anything else, days that do not exist included.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date else { return nil }
    self = date
  }

  /// Source of the arithmetic: Howard Hinnant, days_from_civil.
  package var daysSinceEpoch: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = floorDivide(shiftedYear, 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension CivilDate: CustomStringConvertible {
  /// `2026-03-12`.
  package var description: String {
    let year = String(self.year)
    return String(repeating: "0", count: max(0, 4 - year.count)) + "\(year)-\(padded(month))-\(padded(day))"
  }
}

import Vocabulary

/// The offset after a zone's last transition: always the same, or changing twice a year.
enum FutureRule: Hashable, Sendable {
  case fixed(Int64)
  case yearly(YearlyRule)

  func offset(at second: Int64) -> Int64 {
    switch self {
    case .fixed(let offset): offset
    case .yearly(let rule): rule.offset(at: inRange(second))
    }
  }

  func nextChange(after second: Int64) -> Int64? {
    switch self {
    case .fixed: nil
    case .yearly(let rule):
      inRange(second) == second ? rule.changes(around: second).first { change in change.at > second }?.at : nil
    }
  }
}

/// Daylight saving by dates that come back each year. Offsets are in seconds east of UTC.
///
/// Daylight time may be behind standard time (`Europe/Dublin`) and may span the turn of the year (`Australia/Sydney`).
struct YearlyRule: Hashable, Sendable {
  let standard: Int64
  let daylight: Int64
  /// Told in standard time.
  let start: YearlyDate
  /// Told in daylight time.
  let end: YearlyDate

  func offset(at second: Int64) -> Int64 {
    changes(around: second).last { change in change.at <= second }?.offset ?? standard
  }

  /// The changes of the year of `second` and two years on both sides, ascending.
  ///
  /// A time of up to a week moves the changes of one year into the next, so that neighbours alone would miss the last
  /// change before `second` or the first one after it.
  /// An end that meets the next start leaves daylight time in force all year. Source: RFC 8536, section 3.3.1.
  func changes(around second: Int64) -> [(at: Int64, offset: Int64)] {
    let year = CivilDate(daysSinceEpoch: floorDivide(second, 86_400).quotient).year
    let changes = (year - 2...year + 2).flatMap { year in
      [
        (at: start.second(of: year) - standard, offset: daylight),
        (at: end.second(of: year) - daylight, offset: standard),
      ]
    }
    return changes.sorted { earlier, later in
      (earlier.at, earlier.offset == daylight ? 1 : 0) < (later.at, later.offset == daylight ? 1 : 0)
    }
  }
}

/// A date that comes back each year, and the local time on it.
struct YearlyDate: Hashable, Sendable {
  enum Day: Hashable, Sendable {
    /// 1 to 365; the 29th of February is never counted: `Jn`.
    case withoutLeapDay(Int64)
    /// 0 to 365: `n`.
    case zeroBased(Int64)
    /// The week is 1 to 5, where 5 is the last; the weekday 0 to 6 from Sunday: `Mm.w.d`.
    case weekday(month: Int, week: Int64, day: Int64)
  }

  let day: Day
  /// Seconds after local midnight, -167 to 167 hours.
  let time: Int64

  /// Seconds since 1970-01-01 00:00 on the local clock.
  func second(of year: Int64) -> Int64 {
    let newYear = Self.daysBefore(year)
    let leap = Self.daysBefore(year + 1) - newYear == 366
    let days: Int64
    switch day {
    case .withoutLeapDay(let day): days = newYear + day - 1 + (leap && day >= 60 ? 1 : 0)
    case .zeroBased(let day): days = newYear + day
    case .weekday(let month, let week, let weekday):
      let first = newYear + Self.daysBeforeMonth[month - 1] + (leap && month > 2 ? 1 : 0)
      let length = Self.daysBeforeMonth[month] - Self.daysBeforeMonth[month - 1] + (leap && month == 2 ? 1 : 0)
      // 1970-01-01 was a Thursday, 4 days after a Sunday.
      let day = floorDivide(weekday - (first + 4), 7).remainder + 7 * (week - 1)
      days = first + (day < length ? day : day - 7)
    }
    return days * 86_400 + time
  }

  /// Days from 1970-01-01 to the first of January of `year`.
  private static func daysBefore(_ year: Int64) -> Int64 {
    let last = year - 1
    return 365 * (year - 1970) + floorDivide(last, 4).quotient - floorDivide(last, 100).quotient
      + floorDivide(last, 400).quotient - 477
  }

  private static let daysBeforeMonth: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
}

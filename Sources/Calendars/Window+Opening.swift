package import Vocabulary

// A window is judged on the local clock as it shows at each moment: hours that a change of the clock skips are not there
// on that day, and hours that it repeats are there twice.
extension Window {
  /// How far `nextOpening` and `nextClosing` look ahead.
  package static let horizon = Span(seconds: 400 * 86_400)

  package func isOpen(at moment: Timestamp, in zone: ZoneRules) -> Bool {
    let (day, second) = zone.local(moment)
    return opens(on: day) && hours.contains(Int(second / 60))
  }

  /// The first moment from `moment` on at which the window is open; nil when there is none within 400 days.
  package func nextOpening(after moment: Timestamp, in zone: ZoneRules) -> Timestamp? {
    guard inRange(moment.seconds) == moment.seconds else { return nil }
    let limit = moment + Window.horizon
    var cursor = moment
    while cursor <= limit {
      if isOpen(at: cursor, in: zone) { return cursor }
      let change = zone.nextTransition(after: cursor)
      if let opening = nextOpening(after: cursor, offset: zone.offset(at: cursor)), opening < change ?? opening + second
      {
        return opening <= limit ? opening : nil
      }
      guard let change else { return nil }
      cursor = change
    }
    return nil
  }

  /// The first moment from `moment` on at which the window is shut; nil when it stays open for 400 days.
  package func nextClosing(after moment: Timestamp, in zone: ZoneRules) -> Timestamp? {
    guard inRange(moment.seconds) == moment.seconds else { return nil }
    let limit = moment + Window.horizon
    var cursor = moment
    while cursor <= limit {
      guard isOpen(at: cursor, in: zone) else { return cursor }
      let (_, elapsed) = zone.local(cursor)
      let end = cursor + Span(seconds: Int64(hours.upperBound) * 60 - elapsed)
      cursor = min(end, zone.nextTransition(after: cursor) ?? end)
    }
    return nil
  }

  /// The next opening after `moment` while `offset` is in force; nil for a window without days.
  private func nextOpening(after moment: Timestamp, offset: Int64) -> Timestamp? {
    let local = inRange(moment.seconds) + offset
    let today = floorDivide(local, 86_400).quotient
    for day in today...today + 7 where opens(on: day) {
      let opening = day * 86_400 + Int64(hours.lowerBound) * 60
      if opening > local { return Timestamp(seconds: opening - offset) }
    }
    return nil
  }

  /// 1970-01-01 was a Thursday.
  private func opens(on day: Int64) -> Bool {
    Weekday(rawValue: Int(floorDivide(day + 3, 7).remainder)).map(days.contains) ?? false
  }

  private var second: Span { Span(seconds: 1) }
}

extension Freeze {
  /// Whether the local date at `moment` is one of the freeze.
  package func covers(_ moment: Timestamp, in zone: ZoneRules) -> Bool {
    let date = CivilDate(daysSinceEpoch: zone.local(moment).day)
    return from <= date && date <= until
  }

  /// The first moment from which on the freeze covers nothing any more.
  ///
  /// Where the clock is put back over midnight, the last day comes back for a while and is waited for.
  package func end(in zone: ZoneRules) -> Timestamp {
    let midnight = Timestamp(seconds: (until.daysSinceEpoch + 1) * 86_400)
    // No offset is larger than 26 hours, so the last covered second lies within this much of that midnight in UTC.
    let reach = Span(seconds: 27 * 3600)
    var cursor = midnight - reach
    var end = cursor
    while cursor < midnight + reach {
      let change = zone.nextTransition(after: cursor) ?? midnight + reach
      let turn = midnight - Span(seconds: zone.offset(at: cursor))
      if turn > cursor { end = min(turn, change) }
      cursor = change
    }
    return end
  }
}

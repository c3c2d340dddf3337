import Diagnostics
import Vocabulary

/// A moment on a command line: an RFC 3339 time, seconds left out or not, or a span from now.
enum Moment {
  static func read(_ text: String, now: Timestamp) throws(Finding) -> Timestamp {
    if let moment = written(text) { return moment }
    if let span = Span(text) { return now + span }
    if text.hasSuffix(" ago"), let span = Span(String(text.dropLast(4))) { return now - span }
    throw Finding(
      .usageTime, "'\(visible(text))' is no time",
      next: ["write 2026-03-12T02:00Z, 2026-03-12T09:00+01:00, or a span such as 30m, 4h, 7d, '7d ago'"])
  }

  /// A moment that is over: a time, or how long ago it was.
  static func past(_ text: String, now: Timestamp) throws(Finding) -> Timestamp {
    let moment: Timestamp = if let span = Span(text) { now - span } else { try read(text, now: now) }
    guard moment <= now else {
      throw Finding(
        .usageTime, "'\(visible(text))' is still to come", because: ["it is \(now) now"],
        next: ["write a moment that is over, or a span such as 90d"])
    }
    return moment
  }

  /// `2026-03-12T02:00[:00]`, then `Z` or the offset from UTC that is meant: `+01:00`.
  private static func written(_ text: String) -> Timestamp? {
    var local = text
    var offset = Span(seconds: 0)
    if text.last != "Z" {
      let zone = Array(text.utf8.suffix(6))
      guard zone.count == 6, zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"), zone[3] == UInt8(ascii: ":"),
        let hours = number(zone[1...2]), let minutes = number(zone[4...5]), hours < 24, minutes < 60
      else { return nil }
      offset = Span(seconds: (zone[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60))
      local = String(text.dropLast(6)) + "Z"
    }
    if local.utf8.count == 17 { local = String(local.dropLast()) + ":00Z" }
    return Timestamp(rfc3339: local).map { $0 - offset }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// A moment that is still to come.
  static func future(_ text: String, now: Timestamp) throws(Finding) -> Timestamp {
    let moment = try read(text, now: now)
    guard moment > now else {
      throw Finding(
        .usageTime, "'\(visible(text))' is over already", because: ["it is \(now) now"],
        next: ["write a moment that is still to come, or a span such as 30d"])
    }
    return moment
  }
}

extension Rule {
  static let usageTime = Rule(
    "usage.time", "A time on the command line does not read, or is over.",
    "Times are RFC 3339 in UTC, or spans from now. What ends has to end in the future.")
}

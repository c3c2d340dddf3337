import Diagnostics
import Vocabulary

/// A moment on a command line: an RFC 3339 time in UTC, or a span from now.
enum Moment {
  static func read(_ text: String, now: Timestamp) throws(Finding) -> Timestamp {
    if let moment = Timestamp(rfc3339: text) { return moment }
    if let span = Span(text) { return now + span }
    throw Finding(
      .usageTime, "'\(visible(text))' is no time", next: ["write 2026-03-12T02:00:00Z, or a span such as 30m, 4h, 7d"])
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

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
}

extension Rule {
  static let usageTime = Rule(
    "usage.time", "A time on the command line does not read.", "Times are RFC 3339 in UTC, or spans from now.")
}

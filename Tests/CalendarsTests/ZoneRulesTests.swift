import Calendars
import Testing
import Vocabulary

@Suite struct ZoneRulesTests {
  /// Zone, moment in UTC, minutes east of UTC.
  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29T00:59:59Z", 60), ("Europe/Berlin", "2026-03-29T01:00:00Z", 120),
    ("Europe/Berlin", "2026-10-25T00:59:59Z", 120), ("Europe/Berlin", "2026-10-25T01:00:00Z", 60),
    ("America/New_York", "2026-03-08T06:59:59Z", -300), ("America/New_York", "2026-03-08T07:00:00Z", -240),
    ("America/New_York", "2026-11-01T05:59:59Z", -240), ("America/New_York", "2026-11-01T06:00:00Z", -300),
    ("Asia/Kolkata", "2026-07-01T00:00:00Z", 330), ("Asia/Kathmandu", "2026-07-01T00:00:00Z", 345),
    // Samoa left out the 30th of December 2011.
    ("Pacific/Apia", "2011-12-30T09:59:59Z", -600), ("Pacific/Apia", "2011-12-30T10:00:00Z", 840),
    // Ramadan 2026: the clock of Morocco goes back for a month.
    ("Africa/Casablanca", "2026-02-01T00:00:00Z", 60), ("Africa/Casablanca", "2026-03-01T00:00:00Z", 0),
    ("Africa/Casablanca", "2026-04-01T00:00:00Z", 60),
    // After the last transition in the file, by its footer; Dublin's names winter the daylight time.
    ("Europe/Berlin", "2040-01-15T12:00:00Z", 60), ("Europe/Berlin", "2040-07-15T12:00:00Z", 120),
    ("Europe/Berlin", "2040-03-25T00:59:59Z", 60), ("Europe/Berlin", "2040-03-25T01:00:00Z", 120),
    ("Europe/Dublin", "2040-01-15T12:00:00Z", 0), ("Europe/Dublin", "2040-07-15T12:00:00Z", 60),
    ("Australia/Sydney", "2026-01-15T00:00:00Z", 660), ("Australia/Sydney", "2026-07-15T00:00:00Z", 600),
    ("Australia/Sydney", "2040-12-31T23:59:59Z", 660), ("Australia/Sydney", "2041-01-01T00:00:00Z", 660),
    ("Australia/Sydney", "2040-06-01T00:00:00Z", 600),
    ("UTC", "2040-06-01T00:00:00Z", 0),
  ])
  func `the offset is the one in force`(zone: String, at text: String, minutes: Int64) throws {
    let rules = try ZoneFiles.load(zone)
    #expect(try rules.offset(at: moment(text)) == minutes * 60)
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
    ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
    ("Europe/Berlin", "2050-12-31T23:30:00Z", "2051-03-26T01:00:00Z"),
    ("Australia/Sydney", "2050-12-31T23:30:00Z", "2051-04-01T16:00:00Z"),
  ])
  func `the next transition is the next change of the clock`(zone: String, after: String, expected: String) throws {
    let rules = try ZoneFiles.load(zone)
    #expect(try rules.nextTransition(after: moment(after)) == moment(expected))
  }

  @Test func `a zone whose clock never changes has no next transition`() throws {
    #expect(try ZoneRules.utc.nextTransition(after: moment("2026-01-01T00:00:00Z")) == nil)
    #expect(try ZoneFiles.load("Asia/Kolkata").nextTransition(after: moment("2026-01-01T00:00:00Z")) == nil)
  }

  /// Changes within a week of the turn of the year, which may fall into the year before or after their own.
  @Test(arguments: [
    "XXX3EDT4,0/0,J365/25", "AAA0BBB-1,0/-167,1/-167", "AAA0BBB-1,J364/167,J365/167", "AAA0BBB-1,0/-167,J365/167",
  ])
  func `the offset stays until the next transition, over the turn of the year too`(footer: String) throws {
    let rules = try ZoneRules.read(tzif: tzif(footer: footer), name: "x")
    for hour in 0..<(24 * 40) {
      let moment = try moment("2030-12-15T00:30:00Z") + Span(seconds: Int64(hour) * 3600)
      let next = try #require(rules.nextTransition(after: moment), "\(moment)")
      #expect(next > moment && next - moment < Span(seconds: 400 * 86_400))
      #expect(rules.offset(at: next - Span(seconds: 1)) == rules.offset(at: moment), "\(moment)")
    }
  }

  @Test(arguments: [Int64.min, -1 << 62, 1 << 62, Int64.max])
  func `moments at the end of time are answered`(second: Int64) throws {
    for rules in [ZoneRules.utc, try ZoneFiles.load("Europe/Berlin"), try ZoneFiles.load("Australia/Sydney")] {
      let moment = Timestamp(seconds: second)
      #expect(abs(rules.offset(at: moment)) < 26 * 3600)
      let window = Window(name: "w", zone: "x", days: [.monday], hours: 60..<120)
      _ = window.isOpen(at: moment, in: rules)
      #expect(window.nextOpening(after: moment, in: rules) == nil)
      #expect(window.nextClosing(after: moment, in: rules) == nil)
    }
  }
}

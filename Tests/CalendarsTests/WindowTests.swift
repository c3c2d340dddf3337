import Calendars
import Testing
import Vocabulary

@Suite struct WindowTests {
  private let office = Window(
    name: "office-hours", zone: "Europe/Berlin", days: [.monday, .tuesday, .wednesday, .thursday],
    hours: 9 * 60..<16 * 60)
  private let always = Window(
    name: "open-hours", zone: "Europe/Berlin", days: Set(Weekday.allCases), hours: 0..<24 * 60)

  /// 2026-03-11 is a Wednesday; Berlin is an hour ahead of UTC in winter.
  @Test(arguments: [
    ("2026-03-11T07:59:59Z", false), ("2026-03-11T08:00:00Z", true), ("2026-03-11T14:59:59Z", true),
    ("2026-03-11T15:00:00Z", false), ("2026-03-13T10:00:00Z", false), ("2026-03-15T10:00:00Z", false),
    ("2026-03-16T08:00:00Z", true), ("2026-07-01T06:59:59Z", false), ("2026-07-01T07:00:00Z", true),
    ("2026-07-01T14:00:00Z", false), ("1969-12-31T10:00:00Z", true),
  ])
  func `a window is open in its hours on its days`(at text: String, open: Bool) throws {
    let time = text.hasPrefix("1969") ? Timestamp(seconds: -14 * 3600) : try moment(text)
    #expect(office.isOpen(at: time, in: try ZoneFiles.load("Europe/Berlin")) == open)
  }

  @Test func `the day is the day of the zone`() throws {
    let sunday = Window(name: "s", zone: "Pacific/Apia", days: [.sunday], hours: 0..<1440)
    let saturdayInLondon = try moment("2026-03-14T12:00:00Z")
    #expect(sunday.isOpen(at: saturdayInLondon, in: try ZoneFiles.load("Pacific/Apia")))
    #expect(!sunday.isOpen(at: saturdayInLondon, in: .utc))
  }

  /// Hours of a Sunday window, a moment, the opening and closing after it. The clocks of Berlin change on 2026-03-29
  /// (02:00 becomes 03:00) and on 2026-10-25 (03:00 becomes 02:00).
  @Test(arguments: [
    (135..<165, "2026-03-28T12:00:00Z", "2026-04-05T00:15:00Z", "2026-04-05T00:45:00Z"),
    (135..<195, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z"),
    (60..<150, "2026-03-28T12:00:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
    (120..<180, "2026-10-24T12:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"),
    (150..<180, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"),
    (150..<180, "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"),
    (150..<180, "2026-10-25T02:00:00Z", "2026-11-01T01:30:00Z", "2026-11-01T02:00:00Z"),
  ])
  func `hours that are skipped or repeated`(hours: Range<Int>, at: String, opening: String, closing: String) throws {
    let berlin = try ZoneFiles.load("Europe/Berlin")
    let window = Window(name: "night", zone: "Europe/Berlin", days: [.sunday], hours: hours)
    let opens = try #require(window.nextOpening(after: moment(at), in: berlin))
    #expect(try opens == moment(opening))
    #expect(try window.nextClosing(after: opens, in: berlin) == moment(closing))
  }

  @Test(arguments: [
    ("2026-03-11T10:00:00Z", "2026-03-11T10:00:00Z"), ("2026-03-11T15:00:00Z", "2026-03-12T08:00:00Z"),
    ("2026-03-12T15:00:00Z", "2026-03-16T08:00:00Z"), ("2026-03-26T15:00:00Z", "2026-03-30T07:00:00Z"),
  ])
  func `the next opening, or this moment when it is open`(at: String, expected: String) throws {
    #expect(try office.nextOpening(after: moment(at), in: ZoneFiles.load("Europe/Berlin")) == moment(expected))
  }

  @Test func `the next closing, or this moment when it is shut`() throws {
    let berlin = try ZoneFiles.load("Europe/Berlin")
    #expect(try office.nextClosing(after: moment("2026-03-11T10:00:00Z"), in: berlin) == moment("2026-03-11T15:00:00Z"))
    #expect(try office.nextClosing(after: moment("2026-03-14T10:00:00Z"), in: berlin) == moment("2026-03-14T10:00:00Z"))
    #expect(try always.nextClosing(after: moment("2026-03-11T10:00:00Z"), in: berlin) == nil)
  }

  @Test func `a window that is never open has no opening`() throws {
    let never = Window(name: "never", zone: "Europe/Berlin", days: [], hours: 0..<1440)
    #expect(try never.nextOpening(after: moment("2026-03-11T10:00:00Z"), in: ZoneFiles.load("Europe/Berlin")) == nil)
    #expect(try !never.isOpen(at: moment("2026-03-11T10:00:00Z"), in: .utc))
  }

  @Test func `all days at all hours is always open`() throws {
    let berlin = try ZoneFiles.load("Europe/Berlin")
    var numbers = SeededNumbers(state: 3)
    for _ in 0..<300 {
      let moment = Timestamp(seconds: Int64.random(in: 0..<2_871_763_200, using: &numbers))
      #expect(always.isOpen(at: moment, in: berlin))
    }
  }

  @Test(arguments: ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns"])
  func `the next opening is what a search minute by minute finds`(zone: String) throws {
    let rules = try ZoneFiles.load(zone)
    var numbers = SeededNumbers(state: 4)
    for _ in 0..<12 {
      let lower = Int.random(in: 0..<1439, using: &numbers)
      let hours = lower..<Int.random(in: lower + 1...1440, using: &numbers)
      let days = Set(Weekday.allCases.filter { _ in Bool.random(using: &numbers) }).union([.sunday])
      let window = Window(name: "w", zone: zone, days: days, hours: hours)
      // Begin near a change of the clock, where it is hard.
      let near = Timestamp(seconds: Int64.random(in: 1_300_000_000..<2_800_000_000, using: &numbers))
      let change = rules.nextTransition(after: near) ?? near
      let start = Timestamp(seconds: (change.seconds / 60 - Int64.random(in: 0..<300, using: &numbers)) * 60)
      let minutes = (0..<60 * 24 * 8).lazy.map { start + Span(seconds: Int64($0) * 60) }
      #expect(window.nextOpening(after: start, in: rules) == minutes.first { window.isOpen(at: $0, in: rules) })
      #expect(
        window.nextClosing(after: start, in: rules) == minutes.first { !window.isOpen(at: $0, in: rules) }
          || hours.count == 1440)
    }
  }
}

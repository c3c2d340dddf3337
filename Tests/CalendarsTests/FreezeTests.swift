import Calendars
import Testing
import Vocabulary

@Suite struct FreezeTests {
  private func freeze(_ zone: String, _ from: String, _ until: String) throws -> Freeze {
    try Freeze(name: "year-end", zone: zone, from: date(from), until: date(until), environments: ["prod"])
  }

  /// Both days are included, by the clock of Berlin.
  @Test(arguments: [
    ("2026-12-19T22:59:59Z", false), ("2026-12-19T23:00:00Z", true), ("2026-12-25T12:00:00Z", true),
    ("2027-01-04T22:59:59Z", true), ("2027-01-04T23:00:00Z", false),
  ])
  func `a freeze covers its days`(at text: String, covered: Bool) throws {
    let berlin = try ZoneFiles.load("Europe/Berlin")
    let yearEnd = try freeze("Europe/Berlin", "2026-12-20", "2027-01-04")
    #expect(try yearEnd.covers(moment(text), in: berlin) == covered)
    #expect(try yearEnd.end(in: berlin) == moment("2027-01-04T23:00:00Z"))
  }

  /// A zone, the last day of a freeze, and its end.
  @Test(arguments: [
    ("UTC", "2027-01-04", "2027-01-05T00:00:00Z"),
    ("America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"),
    ("America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"),
    ("Asia/Kolkata", "2026-11-01", "2026-11-01T18:30:00Z"), ("Europe/Berlin", "2040-07-01", "2040-07-01T22:00:00Z"),
    // Samoa has no 30th of December 2011: the 29th is followed by the 31st.
    ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z"), ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
    // São Paulo put the clock back from midnight to 23:00 of the day before, and forward from midnight to 01:00.
    ("America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00:00Z"),
    ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z"),
    // St John's put it back at one minute past midnight: the day before came back for 59 minutes.
    ("America/St_Johns", "2010-11-06", "2010-11-07T03:30:00Z"),
  ])
  func `the end is the first second after the last day`(zone: String, until: String, expected: String) throws {
    let rules = try ZoneFiles.load(zone)
    let freeze = try freeze(zone, "2010-01-01", until)
    let end = freeze.end(in: rules)
    #expect(try end == moment(expected))
    #expect(freeze.covers(end - Span(seconds: 1), in: rules))
    #expect(!freeze.covers(end, in: rules))
  }
}

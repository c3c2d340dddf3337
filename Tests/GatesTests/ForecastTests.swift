import Calendars
import Diagnostics
import Facts
import Gates
import Testing
import Vocabulary

/// The same facts at other moments: what a forecast and a look back rest on.
@Suite("another moment")
struct ForecastTests {
  private static let berlin = "Europe/Berlin"
  private static let zone: Fact<ZoneRules> = {
    do throws(ZoneError) { return .known(try ZoneFiles.load(berlin, from: "/usr/share/zoneinfo")) } catch {
      return .unknown(because: lost)
    }
  }()

  struct Moment: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let at: String
    let isOpen: Bool
    /// When everything that time holds is over; nil: nothing is held.
    let earliest: String?
  }

  /// The scene of a release whose window and freeze are told in Berlin's time.
  private func release(at text: String) throws -> Scene {
    var scene = try Scene(.release)
    try scene.policy("zone: UTC, days", "zone: \(Self.berlin), days")
    try scene.policy("zone: UTC, from", "zone: \(Self.berlin), from")
    scene.facts.zones = [Self.berlin: Self.zone]
    scene.now = try #require(Timestamp(rfc3339: text))
    return scene
  }

  private static let windows = [
    Moment(
      testDescription: "a second before nine, in winter time", at: "2026-03-26T07:59:59Z", isOpen: false,
      earliest: "2026-03-26T08:00:00Z"),
    Moment(testDescription: "nine, in winter time", at: "2026-03-26T08:00:00Z", isOpen: true, earliest: nil),
    Moment(
      testDescription: "Friday before the clocks go forward waits for a Monday in summer time",
      at: "2026-03-27T12:00:00Z",
      isOpen: false, earliest: "2026-03-30T07:00:00Z"),
    Moment(
      testDescription: "a second before nine, in summer time", at: "2026-03-30T06:59:59Z", isOpen: false,
      earliest: "2026-03-30T07:00:00Z"),
    Moment(testDescription: "nine, in summer time", at: "2026-03-30T07:00:00Z", isOpen: true, earliest: nil),
    Moment(
      testDescription: "the last second of a day in summer time", at: "2026-10-22T13:59:59Z", isOpen: true,
      earliest: nil),
    Moment(
      testDescription: "four in the afternoon of a Thursday waits for a Monday in winter time",
      at: "2026-10-22T14:00:00Z",
      isOpen: false, earliest: "2026-10-26T08:00:00Z"),
    Moment(
      testDescription: "what was nine a week ago is eight now", at: "2026-10-26T07:00:00Z", isOpen: false,
      earliest: "2026-10-26T08:00:00Z"),
    Moment(
      testDescription: "an open window in a freeze waits for the first window behind it", at: "2026-12-21T10:00:00Z",
      isOpen: true, earliest: "2027-01-05T08:00:00Z"),
    Moment(
      testDescription: "the last hour of a freeze, by the clock on the wall", at: "2027-01-04T22:59:59Z", isOpen: false,
      earliest: "2027-01-05T08:00:00Z"),
    Moment(
      testDescription: "the freeze is over, and it is night", at: "2027-01-04T23:00:00Z", isOpen: false,
      earliest: "2027-01-05T08:00:00Z"),
  ]

  @Test("a window in another zone, over both changes of the clock and a freeze", arguments: windows)
  func window(_ moment: Moment) throws {
    let scene = try release(at: moment.at)
    #expect(scene.answer("window").map { if case .met = $0 { true } else { false } } == moment.isOpen)
    #expect(scene.verdict().earliest?.description == moment.earliest)
  }

  @Test("what time holds is over together: soak, window and freeze")
  func together() throws {
    var scene = try release(at: "2026-12-17T13:00:00Z")
    let began = try #require(Timestamp(rfc3339: "2026-12-17T12:00:00Z"))
    scene.facts.staysBefore = .known([Stay(from: began, until: nil, commit: forty("06"))])
    // Thursday noon; the soak ends on Friday, the window opens on Monday, the freeze begins on Sunday.
    #expect(scene.verdict().earliest?.description == "2027-01-05T08:00:00Z")
    scene.now = try #require(Timestamp(rfc3339: "2027-01-05T08:00:00Z"))
    for id in ["soak", "window", "freeze"] {
      #expect(scene.answer(id).map { if case .met = $0 { true } else { false } } == true, "\(id)")
    }
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let requirement: String
    /// After noon; the last second at which it is met, and the first at which it is not.
    let last: Span
    let rule: String
    let edit: @Sendable (inout Scene) throws -> Void
  }

  private static let changes = [
    Change(
      testDescription: "an approval expires", requirement: "approvals", last: seconds(86_399),
      rule: "approvals.expired",
      edit: { scene in
        scene.dropReviews(by: "jonas")
        scene.add(scene.review(by: .person("jonas"), expires: noon + days(1)))
      }),
    Change(
      testDescription: "a run grows old", requirement: "tests", last: hours(7 * 24 - 2), rule: "tests.old",
      edit: { _ in }),
    Change(
      testDescription: "a rotation grows old", requirement: "records", last: days(80), rule: "records.rotation",
      edit: { _ in }),
    Change(
      testDescription: "a freeze begins", requirement: "freeze", last: seconds(282 * 86_400 + 43_199),
      rule: "freeze.on", edit: { _ in }),
  ]

  @Test("what holds now and not then: to the second", arguments: changes)
  func grows(_ change: Change) throws {
    var scene = try Scene(.release)
    try change.edit(&scene)
    for (moment, isMet) in [(noon, true), (noon + change.last, true), (noon + change.last + seconds(1), false)] {
      scene.now = moment
      let answer = try #require(scene.answer(change.requirement))
      #expect((answer.findings.isEmpty) == isMet, "at \(moment)")
      if !isMet { #expect(answer.findings.first?.rule.id == change.rule) }
    }
  }

  @Test("looking back, what was signed later does not count")
  func back() throws {
    var scene = try Scene(.landing)
    scene.now = noon - hours(3)
    #expect(scene.answer("approvals")?.findings.first?.rule.id == "approvals.missing")
    #expect(scene.answer("tests")?.findings.first?.rule.id == "tests.missing")
  }
}

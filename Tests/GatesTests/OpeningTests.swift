import Calendars
import Facts
import Gates
import Testing
import Vocabulary

@Suite("window")
struct OpeningTests {
  @Test("days and hours", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Opening.self) }

  @Test("when it opens")
  func earliest() throws {
    var scene = try Scene(.release)
    scene.now = noon + hours(4)
    // Thursday 16:00; Friday to Sunday are shut.
    #expect(scene.verdict().earliest == noon + days(4) - hours(3))
  }

  static let rows: [Row] = [
    .unmet("a second before it opens", "window.closed", "it opens at 2026-03-12T09:00:00Z", from: .release) {
      $0.now = noon - hours(3) - seconds(1)
    },
    .unmet("the second it closes", "window.closed", "it opens at 2026-03-16T09:00:00Z", from: .release) {
      $0.now = noon + hours(4)
    },
    .unmet("a Friday (R4)", "window.closed", from: .release) { $0.now = noon + days(1) },
    .unmet("at a landing", "window.closed", from: .landing) {
      try $0.policy("tests: [unit, contract] }", "tests: [unit, contract], window: office-hours }")
      $0.now = noon + hours(4)
    },
    .undecided("the zone was not read", "window.unknown", "UTC", from: .release) { $0.facts.zones = [:] },
    .undecided("the zone is not known", "git.missing-object", from: .release) {
      $0.facts.zones = ["UTC": .unknown(because: lost)]
    },
    .met("the second it opens", "office-hours is open", from: .release) { $0.now = noon - hours(3) },
    .met("a second before it closes", from: .release) { $0.now = noon + hours(4) - seconds(1) },
    .notAsked("a gate without one", from: .landing),
    .notAsked("a rollback (R7)", from: .rollback) { $0.now = noon + days(1) },
    .notAsked("a kill (R7)", from: .kill) { $0.now = noon + days(1) },
  ]
}

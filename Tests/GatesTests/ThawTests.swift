import Calendars
import Facts
import Gates
import Testing
import Vocabulary

@Suite("freeze")
struct ThawTests {
  @Test("days of a freeze", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Thaw.self) }

  @Test("when it is over")
  func earliest() throws {
    var scene = try Scene(.release)
    try scene.policy("from: 2026-12-20, until: 2027-01-04", "from: 2026-03-10, until: 2026-03-15")
    // Sunday is the last day; Monday's window opens at nine.
    #expect(scene.verdict().earliest == noon + days(4) - hours(3))
  }

  private static func frozen(_ scene: inout Scene, _ from: String, _ until: String, zone: String = "UTC") throws {
    try scene.policy(
      "zone: UTC, from: 2026-12-20, until: 2027-01-04", "zone: \(zone), from: \(from), until: \(until)")
  }

  static let rows: [Row] = [
    .unmet("its only day", "freeze.on", "year-end", "wait until 2026-03-13T00:00:00Z", from: .release) {
      try frozen(&$0, "2026-03-12", "2026-03-12")
    },
    .unmet("its first second", "freeze.on", from: .release) {
      try frozen(&$0, "2026-03-12", "2026-03-20")
      $0.now = noon - hours(12)
    },
    .unmet("its last second", "freeze.on", from: .release) {
      try frozen(&$0, "2026-03-01", "2026-03-12")
      $0.now = noon + hours(12) - seconds(1)
    },
    .unmet("a freeze is on, of another the zone is not known", "freeze.on", from: .release) {
      try $0.policy(
        "freezes: [{ name: year-end, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [prod] }]",
        """
        freezes:
          - { name: spring, zone: Europe/Berlin, from: 2026-03-12, until: 2026-03-12, environments: [prod] }
          - { name: audit, zone: UTC, from: 2026-03-12, until: 2026-03-12, environments: [prod] }
        """)
    },
    .undecided("its zone was not read", "freeze.undecided", "Europe/Berlin", from: .release) {
      try frozen(&$0, "2026-12-20", "2027-01-04", zone: "Europe/Berlin")
    },
    .undecided("its zone is not known", "git.missing-object", from: .release) {
      $0.facts.zones = ["UTC": .unknown(because: lost)]
    },
    .met("the second before it begins", from: .release) {
      try frozen(&$0, "2026-03-13", "2026-03-20")
      $0.now = noon + hours(12) - seconds(1)
    },
    .met("the second after it ends", from: .release) {
      try frozen(&$0, "2026-03-01", "2026-03-11")
      $0.now = noon - hours(12)
    },
    .met("a freeze of another environment", from: .release) {
      try frozen(&$0, "2026-03-12", "2026-03-12")
      try $0.policy("environments: [prod] }]", "environments: [test] }]")
    },
    .met("none is on", "no freeze", from: .release),
    .notAsked("a landing", from: .landing),
    .notAsked("a rollback (R7)", from: .rollback) { try frozen(&$0, "2026-03-12", "2026-03-12") },
    .notAsked("a kill (R7)", from: .kill) { try frozen(&$0, "2026-03-12", "2026-03-12") },
  ]
}

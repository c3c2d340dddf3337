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

  private static func incident(_ scene: inout Scene, until: Timestamp, by: Signatory = .person("otto")) {
    scene.facts.freeze = .known(
      StandingFreeze(
        commit: freezeCommit, by: by, since: noon - hours(1), until: until, why: "the ledger is being repaired"))
  }

  @Test("an incident's freeze ends by itself, and the window after it counts")
  func ends() throws {
    var scene = try Scene(.release)
    Self.incident(&scene, until: noon + hours(2))
    #expect(scene.verdict().earliest == noon + hours(2))
    // Thursday after the window's end: Friday is no day of it, Monday is.
    Self.incident(&scene, until: noon + hours(6))
    #expect(scene.verdict().earliest == noon + days(4) - hours(3))
  }

  static let rows: [Row] = [
    .unmet(
      "an incident, until its last second", "freeze.incident", "prod is frozen until 2026-03-12T12:00:01Z",
      "the ledger is being repaired", "frozen by otto at 2026-03-12T11:00:00Z", "'release-manager' or 'on-call'",
      "countersign freeze --env prod --lift", from: .release
    ) { incident(&$0, until: noon + seconds(1)) },
    .unmet("an incident, frozen by nobody who counts", "freeze.incident", "cannot be told", from: .release) {
      incident(&$0, until: noon + days(1), by: .revoked)
    },
    .unmet("an incident and a day of the policy: both are told", "freeze.incident", "year-end", from: .release) {
      incident(&$0, until: noon + days(1))
      try frozen(&$0, "2026-03-12", "2026-03-12")
    },
    .unmet("an adoption in an incident", "freeze.incident", from: .adoption) {
      incident(&$0, until: noon + days(1))
    },
    .unmet("an adoption on a day of the policy", "freeze.on", from: .adoption) {
      try frozen(&$0, "2026-03-12", "2026-03-12")
    },
    .undecided("its marker cannot be read", "git.missing-object", from: .release) {
      $0.facts.freeze = .unknown(because: lost)
    },
    .met("an incident's freeze that is over", "no freeze", from: .release) { incident(&$0, until: noon) },
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
    .notAsked("a rollback in an incident (R7)", from: .rollback) { incident(&$0, until: noon + days(1)) },
    .notAsked("a kill in an incident (R7)", from: .kill) { incident(&$0, until: noon + days(1)) },
    .notAsked("a resume, which has approvals of its own", from: .resume) { incident(&$0, until: noon + days(1)) },
    .notAsked("a freeze of what is frozen", from: .freeze) { incident(&$0, until: noon + days(1)) },
  ]
}

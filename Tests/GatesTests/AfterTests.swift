import Facts
import Gates
import Testing
import Vocabulary

@Suite("after")
struct AfterTests {
  @Test("whether an environment was left out", arguments: rows)
  func judged(_ row: Row) throws { try row.check(After.self) }

  static let rows: [Row] = [
    .unmet("it was never there (R4)", "after.skipped", "has not been in test", "--env test", from: .release) {
      $0.facts.staysBefore = .known([])
    },
    .undecided("it cannot be told whether it came there in order", "git.missing-object", from: .release) {
      $0.facts.staysBefore = .known([Stay(from: noon - days(3), until: nil, commit: forty("06"), doubt: lost)])
    },
    .met("in order once, and it cannot be told of another time", "until 2026-03-11T12:00:00Z", from: .release) {
      $0.facts.staysBefore = .known([
        Stay(from: noon - days(3), until: noon - days(1), commit: forty("06")),
        Stay(from: noon - hours(1), until: nil, commit: forty("07"), doubt: lost),
      ])
    },
    .undecided("it is not known", "git.missing-object", from: .release) {
      $0.facts.staysBefore = .unknown(because: lost)
    },
    .met("it is there", "in test since 2026-03-10T12:00:00Z", from: .release),
    .met("it was there", "until 2026-03-11T12:00:00Z", from: .release) {
      $0.facts.staysBefore = .known([Stay(from: noon - days(3), until: noon - days(1), commit: forty("06"))])
    },
    .notAsked("an environment that comes first", from: .release) {
      $0.question = Question(
        act: .release, workflow: workflow, target: .environment("test"), version: proposed, base: present)
    },
    .notAsked("a rollback", from: .rollback),
    .notAsked("a landing", from: .landing),
  ]
}

import Facts
import Gates
import Testing
import Vocabulary

@Suite("soak")
struct SoakTests {
  @Test("how long it stayed", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Soak.self) }

  @Test("when it could pass")
  func earliest() throws {
    var scene = try Scene(.release)
    scene.facts.staysBefore = .known([stay(hours(22))])
    #expect(scene.verdict().earliest == noon + hours(2))
    scene.facts.staysBefore = .known([stay(days(9), days(5)), stay(hours(1))])
    #expect(scene.verdict().earliest == nil, "an older stay was long enough")
    scene.facts.staysBefore = .known([stay(hours(3), hours(1))])
    #expect(scene.verdict().earliest == nil, "it is not there any more: waiting does not help")
  }

  static let rows: [Row] = [
    .unmet("a second short", "soak.short", "23h 59m", "2026-03-12T12:00:01Z", from: .release) {
      $0.facts.staysBefore = .known([stay(seconds(86_399))])
    },
    .unmet("long enough in two stays together", "soak.short", from: .release) {
      $0.facts.staysBefore = .known([stay(hours(40), hours(24)), stay(hours(12))])
    },
    .unmet("never there", "soak.short", "has not begun", from: .release) { $0.facts.staysBefore = .known([]) },
    .unmet("a stay that ends after the moment of judging counts up to it", "soak.short", from: .release) {
      $0.facts.staysBefore = .known([Stay(from: noon - hours(1), until: noon + days(9), commit: forty("06"))])
    },
    .unmet("one that ended just before it, at the door", "soak.short", "23h 55m", from: .release) {
      $0.facts.staysBefore = .known([stay(hours(24), seconds(300))])
    },
    .met("looking back, a stay that ended just before it lasted up to it", "1d in test", from: .release) {
      $0.question = $0.question.asked(atDoor: false)
      $0.facts.staysBefore = .known([stay(hours(24), seconds(600))])
    },
    .unmet("looking back, one that ended longer before it", "soak.short", from: .release) {
      $0.question = $0.question.asked(atDoor: false)
      $0.facts.staysBefore = .known([stay(hours(24), seconds(601))])
    },
    .unmet("a stay that begins after it", "soak.short", from: .release) {
      $0.facts.staysBefore = .known([Stay(from: noon + hours(1), until: nil, commit: forty("06"))])
    },
    .unmet("no environment comes before", "soak.nowhere", "prod", from: .release) {
      try $0.policy("    after: test\n", "")
    },
    .undecided("the stay that is long enough may be none", "git.missing-object", from: .release) {
      $0.facts.staysBefore = .known([
        Stay(from: noon - days(3), until: nil, commit: forty("06"), doubt: lost), stay(hours(1)),
      ])
    },
    .unmet("no stay is long enough, whatever it is", "soak.short", from: .release) {
      $0.facts.staysBefore = .known([Stay(from: noon - hours(2), until: nil, commit: forty("06"), doubt: lost)])
    },
    .undecided("it is not known", "git.missing-object", from: .release) {
      $0.facts.staysBefore = .unknown(because: lost)
    },
    .met("exactly long enough", "1d in test", from: .release) { $0.facts.staysBefore = .known([stay(days(1))]) },
    .met("long enough, some time ago", "4d in test", from: .release) {
      $0.facts.staysBefore = .known([stay(days(9), days(5))])
    },
    .notAsked("none", from: .release) { try $0.policy("soak: 24h,", "") },
    .notAsked("one of no time", from: .release) { try $0.policy("soak: 24h", "soak: 0s") },
    .notAsked("a rollback (R7)", from: .rollback),
    .notAsked("a kill (R7)", from: .kill),
  ]

  private static func stay(_ from: Span, _ until: Span? = nil) -> Stay {
    Stay(from: noon - from, until: until.map { noon - $0 }, commit: forty("06"))
  }

  private func stay(_ from: Span, _ until: Span? = nil) -> Stay { Self.stay(from, until) }
}

import Facts
import Gates
import Testing

@Suite("killed")
struct KilledTests {
  @Test("whether a kill stands", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Killed.self) }

  static let rows: [Row] = [
    .unmet("nothing is killed", "killed.nothing", "countersign status vendor-payment", from: .resume) {
      $0.facts.kill = .known(nil)
    },
    .undecided("it is not known", "git.missing-object", from: .resume) { $0.facts.kill = .unknown(because: lost) },
    .met("a kill stands", "dededededede", from: .resume),
    .notAsked("a release: a killed workflow moves to a fixed version", from: .release),
    .notAsked("a rollback", from: .rollback),
    .notAsked("a kill", from: .kill),
  ]
}

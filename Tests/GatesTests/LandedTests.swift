import Diagnostics
import Facts
import Gates
import Testing

@Suite("landed")
struct LandedTests {
  @Test("where a release comes from", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Landed.self) }

  static let rows: [Row] = [
    .unmet("nowhere", "landed.no-source", from: .release) { $0.facts.source = .known(nil) },
    .unmet("a commit that did not land", "landed.not-on-main", "050505050505", from: .release) {
      $0.facts.source = .known(source(isLanding: false))
    },
    .unmet("a landing that holds another version (R2)", "landed.other-version", from: .release) {
      $0.facts.source = .known(source(holdsVersion: false))
    },
    .unmet("a landing that was pushed past its gate", "landed.past-its-gate", from: .release) {
      $0.facts.source = .known(source(passedGate: false))
    },
    .undecided("it cannot be told whether it passed its gate", "git.missing-object", from: .release) {
      $0.facts.source = .known(source(passedGate: false, doubt: lost))
    },
    .undecided("it is not known", "git.missing-object", from: .release) { $0.facts.source = .unknown(because: lost) },
    .met("a landing", "landing 050505050505", from: .release),
    .notAsked("a landing", from: .landing),
    .notAsked("a rollback", from: .rollback),
  ]
}

func source(
  isLanding: Bool = true, holdsVersion: Bool = true, previous: String? = forty("04"), isNotOlder: Bool = true,
  passedGate: Bool = true, doubt: Finding? = nil
) -> Source {
  Source(
    commit: forty("05"), isLanding: isLanding, holdsVersion: holdsVersion, previous: previous, isNotOlder: isNotOlder,
    passedGate: passedGate, doubt: doubt)
}

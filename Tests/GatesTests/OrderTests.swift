import Facts
import Gates
import Testing

@Suite("order")
struct OrderTests {
  @Test("forward or back", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Order.self) }

  static let rows: [Row] = [
    .unmet(
      "an older landing (R16)", "order.downgrade", "050505050505", "040404040404", "countersign rollback",
      from: .release
    ) {
      $0.facts.source = .known(source(isNotOlder: false))
    },
    .unmet("no source", "landed.no-source", from: .release) { $0.facts.source = .known(nil) },
    .undecided("it is not known", "git.missing-object", from: .release) { $0.facts.source = .unknown(because: lost) },
    .met("forward", "forward", from: .release),
    .met("nothing is there", "nothing is replaced", from: .release) { $0.facts.source = .known(source(previous: nil)) },
    .notAsked("a rollback", from: .rollback),
    .notAsked("a landing", from: .landing),
  ]
}

import Diagnostics
import Facts
import Gates
import Testing

@Suite("form")
struct FormTests {
  @Test("the shape of a change", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Form.self) }

  @Test("is asked of everything", arguments: Scene.Start.allCases)
  func asked(_ start: Scene.Start) throws {
    try Row.unmet("a finding", "workflow.stray-file", from: start) { $0.facts.form = .known([stray]) }.check(Form.self)
  }

  static let rows: [Row] = [
    .unmet("errors beside a warning, the errors alone", "workflow.stray-file", from: .landing) {
      $0.facts.form = .known([mild, stray])
    },
    .undecided("it is not known", "git.missing-object", from: .landing) { $0.facts.form = .unknown(because: lost) },
    .met("a warning alone", from: .landing) { $0.facts.form = .known([mild]) },
    .met("nothing", "as it says", from: .landing),
  ]
}

/// A finding that holds nothing.
let mild = Finding(Rule("workflow.mild", "Something is odd.", "Look at it."), "something is odd", level: .warning)

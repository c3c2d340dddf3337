import Facts
import Gates
import Testing

@Suite("inspection")
struct InspectionPassedTests {
  @Test("what the definition does", arguments: rows)
  func judged(_ row: Row) throws { try row.check(InspectionPassed.self) }

  static let rows: [Row] = [
    .unmet("a finding", "workflow.stray-file", from: .landing) {
      $0.facts.inspection = .known([mild, stray])
    },
    .undecided("it could not be read", "git.missing-object", from: .landing) {
      $0.facts.inspection = .unknown(because: lost)
    },
    .undecided("nobody looked", "git.missing-object", from: .landing) {
      $0.facts.inspection = Facts(nothingKnown: lost).inspection
    },
    .met("a warning alone", "in order", from: .landing) {
      $0.facts.inspection = .known([mild])
    },
    .notAsked("a landing of the past", from: .landing) {
      $0.question = $0.question.asked(atDoor: false)
      $0.facts.inspection = .unknown(because: lost)
    },
    .notAsked("the policy", from: .policyLanding),
    .notAsked("a removal", from: .removal),
    .notAsked("a release", from: .release),
    .notAsked("a kill", from: .kill),
    .notAsked("new commits", from: .commits),
  ]
}

import Facts
import Gates
import Testing

@Suite("inspection")
struct InspectionPassedTests {
  @Test("what the definition does", arguments: rows)
  func judged(_ row: Row) throws { try row.check(InspectionPassed.self) }

  static let rows: [Row] = [
    .unmet("a finding", "workflow.stray-file", from: .landing) {
      $0.question = $0.question.asked(atDoor: true)
      $0.facts.inspection = .known([mild, stray])
    },
    .undecided("it could not be read", "git.missing-object", from: .landing) {
      $0.question = $0.question.asked(atDoor: true)
      $0.facts.inspection = .unknown(because: lost)
    },
    .undecided("nobody looked", "git.missing-object", from: .landing) {
      $0.question = $0.question.asked(atDoor: true)
    },
    .met("a warning alone", "in order", from: .landing) {
      $0.question = $0.question.asked(atDoor: true)
      $0.facts.inspection = .known([mild])
    },
    .notAsked("a landing of the past", from: .landing),
    .notAsked("the policy", from: .policyLanding) { $0.question = $0.question.asked(atDoor: true) },
    .notAsked("a removal", from: .removal) { $0.question = $0.question.asked(atDoor: true) },
    .notAsked("a release", from: .release) { $0.question = $0.question.asked(atDoor: true) },
    .notAsked("a kill", from: .kill) { $0.question = $0.question.asked(atDoor: true) },
    .notAsked("new commits", from: .commits) { $0.question = $0.question.asked(atDoor: true) },
  ]
}

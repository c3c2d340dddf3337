import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: action-unseen")
struct ActionUnseenTests {
  static let rows = [
    CheckRow("a payment that no step shows", manifest: "actions: [payment]", [.note]) { $0.step("Call") },
    CheckRow("only in a step that is off", manifest: "actions: [payment]", [.note]) {
      $0.pays("Pay") { $0.isDisabled = true }
    },
    CheckRow("seen", manifest: "actions: [payment]") { $0.pays("Pay") },
    CheckRow("not declared") { $0.step("Call") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ActionUnseen.self) }
}

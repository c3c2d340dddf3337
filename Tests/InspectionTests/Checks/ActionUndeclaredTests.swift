import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: action-undeclared")
struct ActionUndeclaredTests {
  static let rows = [
    CheckRow("a payment, whatever the class", risk: .low, [.error], words: ["'Pay'", "'payment'"]) { $0.pays("Pay") },
    CheckRow("a message of class low", risk: .low, [.note]) {
      $0.step("Tell", .message) { $0.risks = [.communication] }
    },
    CheckRow("a message of class high", [.warning]) { $0.step("Tell", .message) { $0.risks = [.communication] } },
    CheckRow("two actions, one declared", manifest: "actions: [payment]", [.error], words: ["'access'"]) {
      $0.pays("Pay") { $0.risks = [.payment, .access] }
    },
    CheckRow("declared", manifest: "actions: [payment]") { $0.pays("Pay") },
    CheckRow("a step that is off") { $0.pays("Pay") { $0.isDisabled = true } },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ActionUndeclared.self) }
}

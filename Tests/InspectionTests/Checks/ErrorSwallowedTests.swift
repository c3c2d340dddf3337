import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: error-swallowed")
struct ErrorSwallowedTests {
  static let rows = [
    CheckRow("of a payment", [.error], words: ["'Pay'"]) { $0.pays("Pay") { $0.onError = .swallow } },
    CheckRow("of a payment, of class low", risk: .low, [.warning]) { $0.pays("Pay") { $0.onError = .swallow } },
    CheckRow("of a command", [.warning]) {
      $0.step("Run", .command) {
        $0.risks = [.command]
        $0.onError = .swallow
      }
    },
    CheckRow("of what may be the payment", manifest: "actions: [payment]", [.warning]) {
      $0.step("Post") { $0.onError = .swallow }
    },
    CheckRow("it has a way of its own") { $0.pays("Pay") { $0.onError = .branch } },
    CheckRow("of something harmless") { $0.step("Read") { $0.onError = .swallow } },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ErrorSwallowed.self) }
}

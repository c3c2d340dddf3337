import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: data-undeclared")
struct DataUndeclaredTests {
  static let rows = [
    CheckRow("people", risk: .medium, [.warning], words: ["'CRM'"]) {
      $0.step("CRM", .connector) { $0.risks = [.personal] }
    },
    CheckRow("of class low", risk: .low, [.note]) { $0.step("CRM", .connector) { $0.risks = [.personal] } },
    CheckRow("declared", manifest: "data: [personal]") { $0.step("CRM", .connector) { $0.risks = [.personal] } },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(DataUndeclared.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: captured-data")
struct CapturedDataTests {
  static let rows = [
    CheckRow("pinned", [.error]) { $0.model.captured = [anySpot] },
    CheckRow("pinned, of class low", risk: .low, [.note]) { $0.model.captured = [anySpot] },
    CheckRow("pinned, with data about people", manifest: "data: [personal]", risk: .low, [.warning]) {
      $0.model.captured = [anySpot]
    },
    CheckRow("pinned, of class medium, with financial data", manifest: "data: [financial]", risk: .medium, [.error]) {
      $0.model.captured = [anySpot]
    },
    CheckRow("nothing") { $0.step("Pay") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(CapturedData.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: not-understood")
struct NotUnderstoodTests {
  static let rows = [
    CheckRow("two parts", [.warning], words: ["2 parts", "gadget"]) {
      $0.model.unknowns = [.init("gadget", spot: anySpot), .init("x", spot: anySpot)]
    },
    CheckRow("of class low", risk: .low, [.note]) { $0.model.unknowns = [.init("gadget", spot: anySpot)] },
    CheckRow("all understood") { $0.step("Pay") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(NotUnderstood.self) }
}

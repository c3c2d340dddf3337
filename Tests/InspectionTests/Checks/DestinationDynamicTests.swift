import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: destination-dynamic")
struct DestinationDynamicTests {
  static let rows = [
    CheckRow("an expression", [.warning], words: ["'Pay'", "an expression"]) {
      $0.calls("Pay", .unknown(because: "an expression decides"))
    },
    CheckRow("of class low", risk: .low, [.note]) { $0.calls("Pay", .unknown(because: "x")) },
    CheckRow("written out") { $0.calls("Pay", .known("a.example")) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(DestinationDynamic.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: destination-unused")
struct DestinationUnusedTests {
  static let rows = [
    CheckRow("nothing goes there", manifest: "destinations: [a.example, b.example]", [.warning], words: ["b.example"]) {
      $0.calls("Pay", .known("a.example"))
    },
    CheckRow("of class low", manifest: "destinations: [a.example]", risk: .low, [.note]) { $0.step("Set", .data) },
    CheckRow(
      "it cannot be told: a host of a run", manifest: "destinations: [b.example]", [.note], words: ["cannot be told"]
    ) { $0.calls("Pay", .unknown(because: "an expression")) },
    CheckRow("it cannot be told: code", manifest: "destinations: [b.example]", [.note], words: ["cannot be told"]) {
      $0.step("Run", .code)
    },
    CheckRow("it cannot be told: a part not understood", manifest: "destinations: [b.example]", [.note]) {
      $0.model.unknowns = [.init("x", spot: anySpot)]
    },
    CheckRow("used", manifest: "destinations: [a.example]") { $0.calls("Pay", .known("a.example")) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(DestinationUnused.self) }
}

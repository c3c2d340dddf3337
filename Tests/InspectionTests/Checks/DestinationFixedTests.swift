import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: destination-fixed")
struct DestinationFixedTests {
  static let rows = [
    CheckRow(
      "prod's host in every environment",
      manifest: "destinations: [bank.example]\nenvironments: { dev: { destinations: [mock.example] } }", [.warning],
      words: ["bank.example"]
    ) { $0.calls("Pay", .known("bank.example")) },
    CheckRow(
      "of class low", manifest: "destinations: [bank.example]\nenvironments: { dev: { destinations: [mock.example] } }",
      risk: .low, [.note]
    ) { $0.calls("Pay", .known("bank.example")) },
    CheckRow(
      "a setting decides",
      manifest: "destinations: [bank.example]\nenvironments: { dev: { destinations: [mock.example] } }"
    ) { $0.calls("Pay", .unknown(because: "x")) },
    CheckRow("only one setting names hosts", manifest: "destinations: [bank.example]") {
      $0.calls("Pay", .known("bank.example"))
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(DestinationFixed.self) }
}

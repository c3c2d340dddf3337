import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: destination-undeclared")
struct DestinationUndeclaredTests {
  static let rows = [
    CheckRow("another host", manifest: "destinations: [erp.acme.example]", [.error], words: ["api.bank.example"]) {
      $0.calls("Pay", .known("api.bank.example"))
    },
    CheckRow("of class low", risk: .low, [.warning]) { $0.calls("Pay", .known("api.bank.example")) },
    CheckRow("by its kind alone", [.warning]) { $0.calls("Pay", .known("api.stripe.com"), implied: true) },
    CheckRow("another port", manifest: "destinations: [\"erp.acme.example:8443\"]", [.error]) {
      $0.calls("Pay", .known("erp.acme.example"), port: 9000)
    },
    CheckRow("a longer name that ends alike", manifest: "destinations: [bank.example]", [.error]) {
      $0.calls("Pay", .known("evil-bank.example"))
    },
    CheckRow("listed", manifest: "destinations: [api.bank.example]") {
      $0.calls("Pay", .known("api.bank.example"), port: 8443)
    },
    CheckRow("listed with its port", manifest: "destinations: [\"erp.acme.example:8443\"]") {
      $0.calls("Pay", .known("erp.acme.example"), port: 8443)
    },
    CheckRow("listed for one environment", manifest: "environments: { dev: { destinations: [mock.bank.example] } }") {
      $0.calls("Pay", .known("mock.bank.example"))
    },
    CheckRow("the same machine") { $0.calls("Pay", .known("localhost")) },
    CheckRow("a step that is off") {
      $0.calls("Pay", .known("x.example"))
      $0.model.steps[0].isDisabled = true
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(DestinationUndeclared.self) }
}

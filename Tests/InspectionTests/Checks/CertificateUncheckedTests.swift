import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: certificate-unchecked")
struct CertificateUncheckedTests {
  static let rows = [
    CheckRow("off", risk: .medium, [.error]) { $0.calls("Pay", .known("bank.example"), verified: .known(false)) },
    CheckRow("off, of class low", risk: .low, [.warning]) {
      $0.calls("Pay", .known("bank.example"), verified: .known(false))
    },
    CheckRow("off, at a host that nobody knows", [.error]) {
      $0.calls("Pay", .unknown(because: "x"), verified: .known(false))
    },
    CheckRow("off, next door", [.warning]) { $0.calls("Pay", .known("erp.local"), verified: .known(false)) },
    CheckRow("not known", [.note]) { $0.calls("Pay", .known("bank.example"), verified: .unknown(because: "x")) },
    CheckRow("on") { $0.calls("Pay", .known("bank.example"), verified: .known(true)) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(CertificateUnchecked.self) }
}

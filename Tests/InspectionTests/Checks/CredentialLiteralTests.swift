import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: credential-literal")
struct CredentialLiteralTests {
  static let rows = [
    CheckRow("a value, whatever the class", risk: .low, [.error], words: ["Authorization"]) {
      $0.holds("Pay", .absent, title: "Authorization", literal: true)
    },
    CheckRow("a reference") { $0.holds("Pay", .known("BANK_TOKEN")) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(CredentialLiteral.self) }
}

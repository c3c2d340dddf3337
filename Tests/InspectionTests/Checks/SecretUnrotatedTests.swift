import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: secret-unrotated")
struct SecretUnrotatedTests {
  static let rows = [
    CheckRow(
      "without a limit", manifest: "secrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]",
      [.warning], words: ["BANK_TOKEN"]
    ) { _ in },
    CheckRow(
      "in one environment",
      manifest: "environments: { test: { secrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }] } }",
      [.warning], words: ["BANK_TOKEN"]
    ) { _ in },
    CheckRow(
      "of class low", manifest: "secrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]", risk: .low,
      [.note]
    ) { _ in },
    CheckRow(
      "with a limit",
      manifest: "secrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\", rotate: 90d }]"
    ) { _ in },
    CheckRow("no secrets") { _ in },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(SecretUnrotated.self) }
}

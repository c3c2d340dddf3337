import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: credential-undeclared")
struct CredentialUndeclaredTests {
  static let rows = [
    CheckRow(
      "not named",
      manifest: "identity: svc-pay\nsecrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]", [.error],
      words: ["OTHER"]
    ) { $0.holds("Pay", .known("OTHER")) },
    CheckRow("a connection that the platform keeps", [.warning]) {
      $0.holds("Pay", .known("mail"), type: "connection")
    },
    CheckRow("of class low", risk: .low, [.note]) { $0.holds("Pay", .known("OTHER")) },
    CheckRow("of class medium", risk: .medium, [.warning]) { $0.holds("Pay", .known("OTHER")) },
    CheckRow(
      "not known",
      manifest: "identity: svc-pay\nsecrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]", [.note]
    ) { $0.holds("Pay", .unknown(because: "x")) },
    CheckRow(
      "by its name",
      manifest: "identity: svc-pay\nsecrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]"
    ) { $0.holds("Pay", .known("bank_token")) },
    CheckRow(
      "by the place where it is kept",
      manifest: "identity: svc-pay\nsecrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]"
    ) { $0.holds("Pay", .known("12"), title: "finance/bank") },
    CheckRow(
      "named after the identity",
      manifest: "identity: svc-pay\nsecrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]"
    ) { $0.holds("Pay", .known("12"), title: "Bank as svc-pay") },
    CheckRow("made anew for each run", engine: .githubActions) {
      $0.holds("Pay", .known("GITHUB_TOKEN"), type: "secret")
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(CredentialUndeclared.self) }
}

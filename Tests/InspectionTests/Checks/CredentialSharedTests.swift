import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: credential-shared")
struct CredentialSharedTests {
  static let rows = [
    CheckRow("of another owner", [.error], words: ["other"], neighbour: "owner: jonas") {
      $0.holds("Pay", .known("12"))
    },
    CheckRow("of the same owner", [.warning], neighbour: "owner: maria") { $0.holds("Pay", .known("12")) },
    CheckRow("of class low", risk: .low, [.note], neighbour: "owner: jonas") { $0.holds("Pay", .known("12")) },
    CheckRow(
      "the same place in two manifests",
      manifest: "identity: svc-pay\nsecrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\" }]", [.error],
      neighbour: "owner: jonas\nsecrets: [{ name: B, from: \"vault://kv/finance/bank#token\" }]"
    ) { $0.step("Pay") },
    CheckRow("nobody looked at the others") { $0.holds("Pay", .known("12")) },
    CheckRow("which one is not known", neighbour: "owner: jonas") { $0.holds("Pay", .unknown(because: "x")) },
    CheckRow("the platform makes one for each", engine: .githubActions, neighbour: "owner: jonas") {
      $0.holds("Pay", .known("GITHUB_TOKEN"), type: "secret")
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(CredentialShared.self) }
}

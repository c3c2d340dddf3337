import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: limits-exceeded")
struct LimitsExceededTests {
  static let rows = [
    CheckRow("a longer call", manifest: "limits: { timeout: 30s, retries: 3 }", [.warning], words: ["60s", "30s"]) {
      $0.step("Post") { $0.timeout = .known(60) }
    },
    CheckRow("more tries", manifest: "limits: { timeout: 30s, retries: 3 }", risk: .low, [.note]) {
      $0.step("Post") { $0.retries = .times(5) }
    },
    CheckRow("both", manifest: "limits: { timeout: 30s, retries: 3 }", [.warning, .warning]) {
      $0.step("Post") {
        $0.timeout = .known(60)
        $0.retries = .times(5)
      }
    },
    CheckRow("a person has longer", manifest: "limits: { timeout: 30s, retries: 3 }") {
      $0.asks("Approve") { $0.timeout = .known(86400) }
    },
    CheckRow(
      "the step that the manifest names as human approval has longer",
      manifest: "human-approval: { step: Ask }\nlimits: { timeout: 30s }", engine: .stepFunctions
    ) { $0.step("Ask", .message) { $0.timeout = .known(86400) } },
    CheckRow("within", manifest: "limits: { timeout: 30s, retries: 3 }") {
      $0.step("Post") {
        $0.timeout = .known(30)
        $0.retries = .times(3)
      }
    },
    CheckRow("no limits") { $0.step("Post") { $0.timeout = .known(9000) } },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(LimitsExceeded.self) }
}

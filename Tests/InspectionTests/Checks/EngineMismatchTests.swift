import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: engine-mismatch")
struct EngineMismatchTests {
  static let rows = [
    CheckRow(
      "a flow that says it is a script", risk: .low, engine: .script, detected: .n8n, [.error],
      words: ["'script'", "'n8n'"]
    ) { _ in },
    CheckRow("a script", engine: .script, detected: .script) { _ in },
    CheckRow("nothing that looks like an engine", engine: .script) { _ in },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(EngineMismatch.self) }
}

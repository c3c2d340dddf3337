import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: never-runs")
struct NeverRunsTests {
  static let rows = [
    CheckRow("a drawing", [.note]) { $0.model.isExecutable = false },
    CheckRow("something that runs") { _ in },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(NeverRuns.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: workflow-undeclared")
struct WorkflowUndeclaredTests {
  static let rows = [
    CheckRow("not in uses", [.warning], words: ["a/b@v1"]) {
      $0.step("Use", .other) { $0.calls = [.init(.workflow, name: .known("a/b@v1"), isPinned: .absent, spot: anySpot)] }
    },
    CheckRow("of class low", risk: .low, [.note]) {
      $0.step("Use", .other) { $0.calls = [.init(.workflow, name: .known("a/b@v1"), isPinned: .absent, spot: anySpot)] }
    },
    CheckRow("not known", [.warning]) {
      $0.step("Use", .subworkflow) {
        $0.calls = [.init(.workflow, name: .unknown(because: "x"), isPinned: .absent, spot: anySpot)]
      }
    },
    CheckRow("in uses", manifest: "uses: [notify]") {
      $0.step("Use", .subworkflow) {
        $0.calls = [.init(.workflow, name: .known("notify"), isPinned: .absent, spot: anySpot)]
      }
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(WorkflowUndeclared.self) }
}

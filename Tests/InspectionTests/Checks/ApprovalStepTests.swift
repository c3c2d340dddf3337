import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: approval-step")
struct ApprovalStepTests {
  static let rows = [
    CheckRow(
      "no such step", manifest: "human-approval: { step: Approve }", [.error],
      words: ["'Approve'", "did you mean 'Aprove'"]
    ) { $0.asks("Aprove") },
    CheckRow("no such step, of class low", manifest: "human-approval: { step: Approve }", risk: .low, [.warning]) {
      $0.step("Pay")
    },
    CheckRow("switched off", manifest: "human-approval: { step: Approve }", [.error], words: ["switched off"]) {
      $0.asks("Approve") { $0.isDisabled = true }
    },
    CheckRow(
      "another kind of step in its place", manifest: "human-approval: { step: Approve }", [.error],
      words: ["does not wait"]
    ) { $0.step("Approve", .message) },
    CheckRow("a comment is no step", manifest: "human-approval: { step: Approve }", [.error]) {
      $0.step("Approve", .comment)
    },
    CheckRow(
      "an engine that has no word for it", manifest: "human-approval: { step: Approve }", engine: .nodeRed, [.note]
    ) { $0.step("Approve", .other) },
    CheckRow("a script without that word", manifest: "human-approval: { step: approve }", engine: .script, [.error]) {
      $0.step("run", .code) { $0.code = [.init(language: "python", text: "pay()", spot: anySpot)] }
    },
    CheckRow("a script with that word", manifest: "human-approval: { step: approve }", engine: .script, [.note]) {
      $0.step("run", .code) { $0.code = [.init(language: "python", text: "approve(); pay()", spot: anySpot)] }
    },
    CheckRow("it waits", manifest: "human-approval: { step: Approve }") { $0.asks("Approve") },
    CheckRow("none is named") { $0.step("Pay") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ApprovalStep.self) }
}

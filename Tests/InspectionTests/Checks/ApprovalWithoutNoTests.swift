import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: approval-without-no")
struct ApprovalWithoutNoTests {
  static let rows = [
    CheckRow("a no leads on", manifest: "human-approval: { step: Approve }", [.error], words: ["'Approve'"]) {
      $0.asks("Approve", no: .known(false))
    },
    CheckRow("of class low", manifest: "human-approval: { step: Approve }", risk: .low, [.warning]) {
      $0.asks("Approve", no: .known(false))
    },
    CheckRow("nothing grave follows", [.note]) { $0.asks("Approve", no: .known(false)) },
    CheckRow(
      "the question could not be sent", manifest: "human-approval: { step: Approve }", [.error], words: ["ask nobody"]
    ) { $0.asks("Approve") { $0.onError = .swallow } },
    CheckRow("not known", manifest: "human-approval: { step: Approve }", [.note]) {
      $0.asks("Approve", no: .unknown(because: "a setting decides"))
    },
    CheckRow("a no leads elsewhere", manifest: "human-approval: { step: Approve }") { $0.asks("Approve") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ApprovalWithoutNo.self) }
}

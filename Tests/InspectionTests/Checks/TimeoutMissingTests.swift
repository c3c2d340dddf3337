import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: timeout-missing")
struct TimeoutMissingTests {
  static let rows = [
    CheckRow("a call", [.note], words: ["'Call'"]) { $0.step("Call") { $0.canHang = true } },
    CheckRow("a payment", [.warning], words: ["'Pay'"]) {
      $0.step("Call") { $0.canHang = true }
      $0.pays("Pay") { $0.canHang = true }
    },
    CheckRow("a person", [.warning]) { $0.asks("Approve") { $0.canHang = true } },
    CheckRow("the run is limited") {
      $0.pays("Pay") { $0.canHang = true }
      $0.model.timeout = .known(60)
    },
    CheckRow("the call is limited") {
      $0.pays("Pay") {
        $0.canHang = true
        $0.timeout = .known(30)
      }
    },
    CheckRow("what it lies in is limited") {
      $0.step("Job", .scope) { $0.timeout = .known(30) }
      $0.pays("Pay") {
        $0.canHang = true
        $0.scope = "Job"
      }
    },
    CheckRow("it cannot hang") { $0.pays("Pay") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(TimeoutMissing.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: error-unheard")
struct ErrorUnheardTests {
  static let rows = [
    CheckRow("of a payment", [.warning]) { $0.pays("Pay") },
    CheckRow("of any call", [.note]) { $0.step("Post") },
    CheckRow("of class medium", risk: .medium) { $0.step("Post") },
    CheckRow("a handler") {
      $0.step("Post")
      $0.model.errorHandler = .known("notify-finance")
    },
    CheckRow("a way for errors") {
      $0.step("Post")
      $0.step("Tell", .message)
      $0.edge("Post", "Tell", .error)
    },
    CheckRow("it cannot be told") {
      $0.step("Post")
      $0.model.errorHandler = .unknown(because: "x")
    },
    CheckRow("nothing that could go wrong outside") { $0.step("Set", .data) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ErrorUnheard.self) }
}

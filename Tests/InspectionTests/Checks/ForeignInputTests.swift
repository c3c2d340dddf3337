import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: foreign-input")
struct ForeignInputTests {
  static let rows = [
    CheckRow("a title in a shell", risk: .medium, [.error], words: ["shell", "event.issue.title"]) {
      $0.step("Run", .command) {
        $0.code = [.init(language: "shell", text: "echo", foreignInput: ["github.event.issue.title"], spot: anySpot)]
      }
    },
    CheckRow("of class low", risk: .low, [.warning]) {
      $0.step("Run", .command) {
        $0.code = [.init(language: "shell", text: "echo", foreignInput: ["x"], spot: anySpot)]
      }
    },
    CheckRow("nothing of others") {
      $0.step("Run", .command) { $0.code = [.init(language: "shell", text: "echo", foreignInput: [], spot: anySpot)] }
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ForeignInput.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: loop-unbounded")
struct LoopUnboundedTests {
  static let rows = [
    CheckRow("no way out", [.error], words: ["'A', 'B'"]) {
      $0.step("A")
      $0.step("B")
      $0.chain("A", "B", "A")
    },
    CheckRow("no way out, of class low", risk: .low, [.warning]) {
      $0.step("A")
      $0.chain("A", "A")
    },
    CheckRow("data decides", [.warning], words: ["nothing is seen to bound"]) {
      $0.step("A")
      $0.step("B", .branch)
      $0.step("C")
      $0.chain("A", "B", "A")
      $0.chain("B", "C")
    },
    CheckRow("data decides, of class low", risk: .low, [.note]) {
      $0.step("A")
      $0.step("B", .branch)
      $0.step("C")
      $0.chain("A", "B", "A")
      $0.chain("B", "C")
    },
    CheckRow("it waits each time", [.note]) {
      $0.step("A")
      $0.step("W", .wait)
      $0.step("C")
      $0.chain("A", "W", "A")
      $0.chain("W", "C")
    },
    CheckRow("a loop that nothing ends", [.error]) { $0.step("L", .loop) { $0.isBounded = .known(false) } },
    CheckRow("a loop that nobody knows", [.note]) { $0.step("L", .loop) { $0.isBounded = .unknown(because: "x") } },
    CheckRow("batches") {
      $0.step("Batch", .loop) { $0.isBounded = .known(true) }
      $0.step("B")
      $0.step("C")
      $0.chain("Batch", "B", "Batch")
      $0.chain("Batch", "C")
    },
    CheckRow("the run is limited") {
      $0.step("A")
      $0.step("B", .branch)
      $0.step("C")
      $0.chain("A", "B", "A")
      $0.chain("B", "C")
      $0.model.timeout = .known(60)
    },
    CheckRow("two ways to one end") {
      $0.step("A", .branch)
      $0.step("B")
      $0.step("C")
      $0.chain("A", "B", "C")
      $0.chain("A", "C")
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(LoopUnbounded.self) }
}

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
      $0.edge("Batch", "B", .condition("loop"))
      $0.edge("Batch", "C", .condition("done"))
      $0.chain("B", "Batch")
    },
    CheckRow("batches in a circle that only data ends", [.warning], words: ["'Ask', 'Batch', 'B', 'Again?'"]) {
      $0.step("Ask")
      $0.step("Batch", .loop) { $0.isBounded = .known(true) }
      $0.step("B")
      $0.step("Again?", .branch)
      $0.step("End")
      $0.edge("Batch", "B", .condition("loop"))
      $0.edge("Batch", "Again?", .condition("done"))
      $0.chain("B", "Batch")
      $0.chain("Ask", "Batch")
      $0.chain("Again?", "Ask")
      $0.chain("Again?", "End")
    },
    CheckRow("a call that is tried three times in a circle that only data ends", [.warning], words: ["'Call', 'Check'"])
    {
      $0.step("Call") { $0.retries = .times(3) }
      $0.step("Check", .branch)
      $0.step("End")
      $0.chain("Call", "Check", "Call")
      $0.chain("Check", "End")
    },
    CheckRow("a list that is worked through in each round bounds none", [.warning]) {
      $0.step("Map", .loop) { $0.isBounded = .known(true) }
      $0.step("Check", .branch)
      $0.step("End")
      $0.chain("Map", "Check", "Map")
      $0.chain("Check", "End")
    },
    CheckRow("a step that repeats itself without an end is told once", [.error], words: ["nothing ends the loop"]) {
      $0.step("L", .code) { $0.isBounded = .known(false) }
      $0.step("End")
      $0.edge("L", "L", .condition("again"))
      $0.chain("L", "End")
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

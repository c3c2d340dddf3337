import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: retry-unbounded")
struct RetryUnboundedTests {
  static let rows = [
    CheckRow("until it works", risk: .medium, [.error]) { $0.step("Post") { $0.retries = .unbounded } },
    CheckRow("of class low", risk: .low, [.warning]) { $0.step("Post") { $0.retries = .unbounded } },
    CheckRow("not known", [.note]) { $0.step("Post") { $0.retries = .unknown(because: "x") } },
    CheckRow("three times") { $0.step("Post") { $0.retries = .times(3) } },
    CheckRow("as the engine does") { $0.step("Post") { $0.retries = .engineDefault(nil) } },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(RetryUnbounded.self) }
}

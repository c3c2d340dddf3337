import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: not-pinned")
struct NotPinnedTests {
  static let rows = [
    CheckRow("an action", [.error], words: ["a/b@v1", "'Use'"]) {
      $0.step("Use", .other) {
        $0.calls = [.init(.action, name: .known("a/b@v1"), isPinned: .known(false), spot: anySpot)]
      }
    },
    CheckRow("an action, of class medium", risk: .medium, [.warning]) {
      $0.step("Use", .other) {
        $0.calls = [.init(.action, name: .known("a/b@v1"), isPinned: .known(false), spot: anySpot)]
      }
    },
    CheckRow("an action, of class low", risk: .low, [.note]) {
      $0.step("Use", .other) {
        $0.calls = [.init(.action, name: .known("a/b@v1"), isPinned: .known(false), spot: anySpot)]
      }
    },
    CheckRow("an image", [.warning]) {
      $0.step("Use", .other) {
        $0.calls = [.init(.image, name: .known("a/b@v1"), isPinned: .known(false), spot: anySpot)]
      }
    },
    CheckRow("pinned") {
      $0.step("Use", .other) {
        $0.calls = [.init(.action, name: .known("a/b@v1"), isPinned: .known(true), spot: anySpot)]
      }
    },
    CheckRow("nothing to pin with") {
      $0.step("Use", .other) { $0.calls = [.init(.workflow, name: .known("a/b@v1"), isPinned: .absent, spot: anySpot)] }
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(NotPinned.self) }
}

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: permission-wide")
struct PermissionWideTests {
  static let rows = [
    CheckRow("everything", risk: .medium, [.error]) {
      $0.model.permissions = [.init("write-all", isWide: true, spot: anySpot)]
    },
    CheckRow("an administrator", [.error]) { $0.model.permissions = [.init("cluster-admin", spot: anySpot)] },
    CheckRow("of class low", risk: .low, [.warning]) { $0.model.permissions = [.init("s3:*", spot: anySpot)] },
    CheckRow("in the manifest", manifest: "permissions: [\"bank:*\"]", [.error], words: ["bank:*"]) { $0.step("Pay") },
    CheckRow("one by one", manifest: "permissions: [\"bank:payments:create\"]") {
      $0.model.permissions = [.init("contents: read", spot: anySpot)]
    },
    CheckRow("a word that holds one", manifest: "permissions: [\"badminton:courts:read\"]") { $0.step("Pay") },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(PermissionWide.self) }
}

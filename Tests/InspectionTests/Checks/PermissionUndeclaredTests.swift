import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: permission-undeclared")
struct PermissionUndeclaredTests {
  static let rows = [
    CheckRow("wider than declared", manifest: "permissions: [\"contents:read\"]", [.error], words: ["wider"]) {
      $0.model.permissions = [.init("contents: write", spot: anySpot)]
    },
    CheckRow("not declared", [.warning]) { $0.model.permissions = [.init("contents: write", spot: anySpot)] },
    CheckRow("not declared, and reads", [.note]) { $0.model.permissions = [.init("contents: read", spot: anySpot)] },
    CheckRow("declared", manifest: "permissions: [\"contents: write\"]") {
      $0.model.permissions = [.init("contents:write", spot: anySpot)]
    },
    CheckRow("its own account", manifest: "identity: svc-pay") {
      $0.model.permissions = [.init("svc-pay", spot: anySpot)]
    },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(PermissionUndeclared.self) }
}

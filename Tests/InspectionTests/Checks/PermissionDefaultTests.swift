import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: permission-default")
struct PermissionDefaultTests {
  static let rows = [
    CheckRow("the default", [.warning]) { $0.model.permissionsAreComplete = .absent },
    CheckRow("the default, of class low", risk: .low, [.note]) { $0.model.permissionsAreComplete = .absent },
    CheckRow("outside", [.note]) { $0.model.permissionsAreComplete = .unknown(because: "a role decides") },
    CheckRow("stated") { $0.model.permissionsAreComplete = .known(true) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(PermissionDefault.self) }
}

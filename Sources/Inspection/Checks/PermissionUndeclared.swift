package import Diagnostics
import Workflows

/// The definition takes more rights than the manifest declares.
package struct PermissionUndeclared: Check {
  package static let rules: [Rule] = [.inspectionPermissionUndeclared]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "identities: permissions are scoped to the need", cwe: [250], csf: ["PR.AA-05"], iso: ["5.15", "5.18"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let declared = Set(subject.manifest.permissions.map(Self.plain))
    let subjects = Set(declared.compactMap(Self.thing))
    let own =
      ([subject.manifest.workflow]
      + ([subject.manifest.general] + subject.manifest.environments.values)
      .compactMap(\.identity)).map(Self.plain)
    var told: Set<String> = []
    return subject.models.flatMap { model in
      model.permissions.compactMap { permission in
        let plain = Self.plain(permission.name)
        guard !permission.isWide, !PermissionWide.isWide(permission.name), !declared.contains(plain),
          !own.contains(where: { plain.contains($0) }), told.insert(plain).inserted
        else { return nil }
        let isRead = Self.isReading(plain)
        let isWider = !isRead && Self.thing(plain).map(subjects.contains) == true
        let level: Finding.Level
        if isWider {
          level = subject.level(low: .warning, medium: .error, high: .error)
        } else if isRead {
          level = .note
        } else {
          level = subject.level(low: .note, medium: .warning, high: .warning)
        }
        return Observation(
          .inspectionPermissionUndeclared, level,
          isWider
            ? "'\(visible(permission.name))' is wider than what the manifest declares"
            : "the definition takes '\(visible(permission.name))', which the manifest does not declare",
          at: permission.spot, in: subject, key: [model.name, permission.name],
          because: ["'permissions' in the manifest is what reviewers and access reviews go by"],
          next: ["declare it, or take it out of the definition"])
      }
    }
  }

  private static func plain(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }

  /// `contents` of `contents:write`, `erp:invoices` of `erp:invoices:read`.
  private static func thing(_ plain: String) -> String? {
    plain.lastIndex(of: ":").map { String(plain[..<$0]) }
  }

  private static func isReading(_ plain: String) -> Bool {
    let action = plain.split(separator: ":").last.map(String.init) ?? plain
    return ["read", "none", "get", "list", "describe", "view"].contains { action.hasPrefix($0) }
  }
}

extension Rule {
  static let inspectionPermissionUndeclared = Rule(
    "inspection.permission-undeclared", "The definition takes a permission that the manifest does not declare.",
    """
    The manifest declares what the workflow may do, and access reviews compare it with what the platform grants. It weighs most where \
    the manifest declares a smaller right to the same thing: 'contents:read' declared, 'contents: write' taken.
    """)
}

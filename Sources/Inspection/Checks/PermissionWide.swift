package import Diagnostics
import Workflows

/// Everything, or everything of a kind.
package struct PermissionWide: Check {
  package static let rules: [Rule] = [.inspectionPermissionWide]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "identities: least privilege, no shared admin", cwe: [250, 269], csf: ["PR.AA-05"], iso: ["5.15", "8.2"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let level = subject.level(low: Finding.Level.warning, medium: .error, high: .error)
    let declared = subject.manifest.permissions.filter(Self.isWide).map { name in
      Observation(
        .inspectionPermissionWide, level, "the manifest asks for '\(visible(name))'", inManifestOf: subject,
        key: ["manifest", name], because: ["it stands for everything, or for everything of a kind"],
        next: ["name what is needed, one by one"])
    }
    return declared
      + subject.models.flatMap { model in
        model.permissions.filter { $0.isWide || Self.isWide($0.name) }.map { permission in
          Observation(
            .inspectionPermissionWide,
            permission.name.lowercased().hasPrefix("read")
              ? subject.level(low: .note, medium: .warning, high: .warning) : level,
            "'\(visible(permission.name))' is allowed", at: permission.spot,
            in: subject,
            key: [model.name, permission.step ?? "", permission.name],
            because: ["it stands for everything, or for everything of a kind"],
            next: ["name what is needed, one by one"])
        }
      }
  }

  /// A star, or a word for someone who may do all.
  static func isWide(_ name: String) -> Bool {
    let words = name.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "*") }.map(String.init)
    return words.contains { ["*", "admin", "administrator", "root", "owner", "superuser", "all"].contains($0) }
      || name.lowercased() == "write-all"
  }
}

extension Rule {
  static let inspectionPermissionWide = Rule(
    "inspection.permission-wide", "The workflow may do everything, or everything of a kind.",
    """
    An identity with admin rights turns a small mistake into a large one, and a stolen token into all of them. Name the actions that the \
    workflow needs, one by one; where the platform has no smaller role, ask its owner for one.
    """)
}

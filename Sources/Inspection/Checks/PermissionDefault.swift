package import Diagnostics
import Vocabulary
import Workflows

/// The definition leaves its permissions to the platform's default.
package struct PermissionDefault: Check {
  package static let rules: [Rule] = [.inspectionPermissionDefault]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "identities: least privilege by default", cwe: [276, 250], csf: ["PR.AA-05", "PR.PS-01"], iso: ["5.15", "8.9"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.filter(\.isExecutable).compactMap { model in
      switch model.permissionsAreComplete {
      case .known: return nil
      case .absent:
        return Observation(
          .inspectionPermissionDefault, subject.level(low: .note, medium: .note, high: .warning),
          "'\(visible(model.name))' does not say what it may do", at: model.spot, in: subject, key: [model.name],
          because: [
            "the platform's default holds, which is often more than is needed and changes outside the repository"
          ],
          next: ["state the permissions, with none as a start"])
      case .unknown(let because):
        guard subject.risk >= .high, model.permissions.isEmpty else { return nil }
        return Observation(
          .inspectionPermissionDefault, .note,
          "what '\(visible(model.name))' may do cannot be told from the definition",
          at: model.spot, in: subject, key: [model.name, "untold"], because: [visible(because)],
          next: ["review it where it is granted: countersign record \(subject.manifest.workflow) access"])
      }
    }
  }
}

extension Rule {
  static let inspectionPermissionDefault = Rule(
    "inspection.permission-default", "The definition does not say what the workflow may do.",
    """
    Without a statement the platform's default holds, and whoever changes the default changes every workflow without a review. Where \
    permissions always lie outside the definition, a note says so: an access review is the evidence then.
    """)
}

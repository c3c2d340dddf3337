package import Diagnostics
import Workflows

/// A step does what the manifest's `actions` do not have.
package struct ActionUndeclared: Check {
  package static let rules: [Rule] = [.inspectionActionUndeclared]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "change management: high-risk automation is known as such and gated", csf: ["ID.AM-02", "ID.RA-04"],
    iso: ["5.9", "5.12"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let risks: [Model.Step.Risk] = [.payment, .access, .contract, .communication, .dataChange]
    return risks.filter { !subject.manifest.actions.contains($0.rawValue) }.compactMap { risk in
      // Asking a person is what the manifest's 'human-approval' is for.
      let steps = subject.steps.map(\.step).filter { $0.risks.contains(risk) && $0.approval == nil }
      let grave = steps.first { $0.graveRisks.contains(risk) }
      guard let first = grave ?? steps.first else { return nil }
      return Observation(
        .inspectionActionUndeclared,
        grave != nil ? .error : subject.level(low: .note, medium: .note, high: .warning),
        "\(named(steps.map(\.label))) \(steps.count == 1 ? "does" : "do") '\(risk.rawValue)', which the manifest does not declare",
        at: first.spot, in: subject, key: [risk.rawValue] + steps.marks,
        because: ["'actions' decides the class, and so which gate asks what: \(visible(first.type)) is of this kind"],
        next: ["add '\(risk.rawValue)' to 'actions' in the manifest"])
    }
  }
}

extension Rule {
  static let inspectionActionUndeclared = Rule(
    "inspection.action-undeclared", "A step does something that the manifest does not declare under 'actions'.",
    """
    The policy raises the class by what a workflow does: payment, access, contract, communication, data-change. A workflow that \
    pays and does not say so would be gated as something harmless. What a step does is told by its kind, so look before you declare.
    """)
}

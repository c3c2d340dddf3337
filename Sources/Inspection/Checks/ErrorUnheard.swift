package import Diagnostics
import Vocabulary

/// Nobody is told when a run fails.
package struct ErrorUnheard: Check {
  package static let rules: [Rule] = [.inspectionErrorUnheard]
  package static let confidence = Confidence.low
  package static let controls = Controls(
    "monitoring: owners are alerted when a run fails", cwe: [778], csf: ["DE.CM-09", "DE.AE-06"], iso: ["8.15", "8.16"])

  package init() {}

  /// Most workflows have no handler of their own, so nothing is said of those of class low and medium.
  package func look(at subject: Subject) -> [Observation] {
    guard subject.risk >= .high else { return [] }
    return subject.models.filter { $0.isExecutable && $0.errorHandler == .absent }.compactMap { model in
      let steps = model.steps.filter { $0.runs && ($0.canHang || $0.sends) }
      guard !steps.isEmpty, !steps.contains(where: { $0.onError == .branch }),
        !model.edges.contains(where: { !$0.kind.isRegular })
      else { return nil }
      return Observation(
        .inspectionErrorUnheard,
        steps.contains { !$0.graveRisks.isEmpty } ? .warning : .note,
        "nothing in '\(visible(model.name))' says who hears of a run that fails",
        at: model.spot, in: subject, key: [model.name], because: ["it has no handler for errors and no way for them"],
        next: ["give it an error handler that tells the owner; if the platform alerts, say so in a waiver"])
    }
  }
}

extension Rule {
  static let inspectionErrorUnheard = Rule(
    "inspection.error-unheard", "A workflow of class high or critical has nothing that tells anybody when it fails.",
    """
    An automation that stops in silence is noticed by those who wait for its result. Give it an error workflow, a handler or a way for \
    errors that reaches the owner. Alerts of the platform are not seen in the definition.
    """)
}

package import Diagnostics

/// A risky step whose failure looks like success.
package struct ErrorSwallowed: Check {
  package static let rules: [Rule] = [.inspectionErrorSwallowed]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: failures are seen", cwe: [390, 755], csf: ["DE.CM-09", "PR.PS-04"], iso: ["8.15", "8.16"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.steps.compactMap { model, step in
      // An approval that swallows its errors is told as what it is.
      guard step.onError == .swallow, step.approval == nil, let level = level(step, subject) else { return nil }
      return Observation(
        .inspectionErrorSwallowed, level, "the run goes on as if \(step.label) had worked when it did not",
        at: step.spot,
        in: subject, key: [model.name, step.name, step.mark],
        because: [
          "it is \(visible(step.type))\(step.graveRisks.first.map { ", '\($0.rawValue)'" } ?? ""), and its errors are passed over"
        ],
        next: ["let the run stop, or give the error a way of its own that tells somebody"])
    }
  }

  private func level(_ step: Model.Step, _ subject: Subject) -> Finding.Level? {
    if !step.graveRisks.isEmpty { return subject.level(low: .warning, medium: .warning, high: .error) }
    if step.risks.contains(.dataChange) || step.risks.contains(.command) {
      return subject.level(low: nil, medium: .note, high: .warning)
    }
    // Where the manifest declares what no step shows, any step that sends may be the one.
    if !subject.unseenActions.isEmpty, step.sends { return subject.level(low: .note, medium: .warning, high: .warning) }
    return nil
  }
}

extension Rule {
  static let inspectionErrorSwallowed = Rule(
    "inspection.error-swallowed", "A risky step goes wrong and the run goes on as if it had worked.",
    """
    A payment that was not made and looks made, or was made twice because nobody saw the first answer, costs more than a run that stops. \
    Let it stop, or give the error a way of its own.
    """)
}

package import Diagnostics

/// Calls that may wait for ever.
package struct TimeoutMissing: Check {
  package static let rules: [Rule] = [.inspectionTimeoutMissing]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "integrations: timeouts", cwe: [400, 772], csf: ["PR.IR-03", "PR.IR-04"], iso: ["8.6", "8.26"])

  package init() {}

  /// Most real definitions set none, so one finding stands for all steps of a model.
  package func look(at subject: Subject) -> [Observation] {
    subject.models.compactMap { model in
      guard model.isExecutable, model.timeout == .absent else { return nil }
      let byID = Dictionary(model.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      let steps = model.steps.filter { $0.runs && $0.canHang && !isLimited($0, byID) }
      guard let first = steps.first else { return nil }
      let grave = steps.filter { !$0.graveRisks.isEmpty || $0.kind == .approval || $0.kind == .wait }
      let level: Finding.Level = grave.isEmpty ? .note : subject.level(low: .note, medium: .note, high: .warning)
      return Observation(
        .inspectionTimeoutMissing, level,
        "\(named((grave + steps).map(\.label))) can wait for an answer without an end", at: (grave.first ?? first).spot,
        in: subject, key: [model.name] + Set(steps.map(\.name)).sorted(),
        because: ["neither the steps nor the whole run have a timeout"], next: ["limit the whole run, or each call"])
    }
  }

  /// Itself, or something that it lies in.
  private func isLimited(_ step: Model.Step, _ byID: [Model.Step.ID: Model.Step]) -> Bool {
    var at: Model.Step? = step
    // No nesting is deeper than there are steps.
    for _ in 0...byID.count {
      guard let here = at else { return false }
      if here.timeout != .absent { return true }
      at = here.scope.flatMap { byID[$0] }
    }
    return false
  }
}

extension Rule {
  static let inspectionTimeoutMissing = Rule(
    "inspection.timeout-missing", "A call can hang, and nothing ends it.",
    """
    A run that waits for ever holds its place, its lock and its half-done work, and nobody is told. Limit the whole run, or each call. \
    The engines' defaults differ: some wait for a year.
    """)
}

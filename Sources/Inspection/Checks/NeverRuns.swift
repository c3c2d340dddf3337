package import Diagnostics

/// A definition that is a drawing or a library.
package struct NeverRuns: Check {
  package static let rules: [Rule] = [.inspectionNeverRuns]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "change management: what is declared is what runs", csf: ["ID.AM-02"], iso: ["5.9"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.filter { !$0.isExecutable }.map { model in
      Observation(
        .inspectionNeverRuns, .note, "'\(visible(model.name))' is not marked as something that runs", at: model.spot,
        in: subject, key: [model.name],
        because: [
          "a drawing says what people mean, not what an engine does: what the checks say of it is only as good as that"
        ])
    }
  }
}

extension Rule {
  static let inspectionNeverRuns = Rule(
    "inspection.never-runs", "A definition is a drawing or a library: no engine runs it as it is.",
    """
    BPMN files are often drawings (isExecutable is not true). If an engine is to run it, mark it so; if not, ask whether it is the \
    definition that the manifest should name.
    """)
}

package import Diagnostics
import Workflows

/// Live data that an editor kept in the definition.
package struct CapturedData: Check {
  package static let rules: [Rule] = [.inspectionCapturedData]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "data exposure: no production data in tests and files", cwe: [540, 359], csf: ["PR.DS-01"], iso: ["8.11", "8.33"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.compactMap { model in
      guard let first = model.captured.first else { return nil }
      let isSensitive = !subject.manifest.data.isEmpty || subject.steps.contains { $0.step.risks.contains(.personal) }
      let count = model.captured.count
      return Observation(
        .inspectionCapturedData,
        subject.level(low: isSensitive ? .warning : .note, medium: isSensitive ? .error : .warning, high: .error),
        "the definition holds data of a run\(count == 1 ? "" : ", at \(count) places")", at: first, in: subject,
        key: [model.name] + Set(model.captured.map(\.pointer)).sorted(),
        because: ["an editor kept it for trying things out: it may be anybody's, and it stays in git"],
        next: ["remove it in the editor (n8n: unpin) and save again; if it was real, treat it as disclosed"])
    }
  }
}

extension Rule {
  static let inspectionCapturedData = Rule(
    "inspection.captured-data", "The definition holds data that was captured in a run.",
    """
    Editors pin the answer of a step so that its followers can be tried. What was pinned from a live system holds real names and amounts, \
    and everyone who can clone the repository has it. Unpin it; make test data up.
    """)
}

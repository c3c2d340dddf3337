package import Diagnostics
import Workflows

/// A definition of an engine that calls itself a script.
package struct EngineMismatch: Check {
  package static let rules: [Rule] = [.inspectionEngineMismatch]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "change management: what is declared is what runs", csf: ["ID.AM-02", "PR.PS-01"], iso: ["5.9", "8.9"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    // A file that another engine's name cannot read is a finding of its reading; a script is never read.
    guard subject.manifest.engine == .script, let detected = subject.detected, detected != .script else { return [] }
    return [
      Observation(
        .inspectionEngineMismatch, .error,
        "the manifest says 'script', and the definition is one of '\(detected.rawValue)'",
        place: Place(subject.definition), key: [detected.rawValue] + subject.steps.map(\.step).marks,
        because: ["a script is not read for what it does, so nothing of it would be seen"],
        next: ["write 'engine: \(detected.rawValue)', or name the definition that is meant"])
    ]
  }
}

extension Rule {
  static let inspectionEngineMismatch = Rule(
    "inspection.engine-mismatch", "A definition of a known engine is declared as a script.",
    """
    The engine decides how a definition is read. A definition that declares itself a script, and is a flow of n8n, would pass every \
    check by not being understood.
    """)
}

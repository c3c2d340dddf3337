package import Diagnostics
import Workflows

/// The definition is another engine's than the manifest says.
package struct EngineMismatch: Check {
  package static let rules: [Rule] = [.inspectionEngineMismatch]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "change management: what is declared is what runs", csf: ["ID.AM-02", "PR.PS-01"], iso: ["5.9", "8.9"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    guard let detected = subject.detected, detected != subject.manifest.engine else { return [] }
    return [
      Observation(
        .inspectionEngineMismatch, .error,
        "the manifest says '\(subject.manifest.engine.rawValue)', and the definition is one of '\(detected.rawValue)'",
        place: Place(subject.definition), key: [subject.manifest.engine.rawValue, detected.rawValue],
        because: ["it would be read by the rules of another engine, and what it does would not be seen"],
        next: ["write 'engine: \(detected.rawValue)', or name the definition that is meant"])
    ]
  }
}

extension Rule {
  static let inspectionEngineMismatch = Rule(
    "inspection.engine-mismatch", "The definition belongs to another engine than the manifest says.",
    """
    The engine decides how a definition is read. A definition that declares itself a script, and is a flow of n8n, would pass every \
    check by not being understood.
    """)
}

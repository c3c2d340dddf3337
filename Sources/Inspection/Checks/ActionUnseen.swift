package import Diagnostics
import Workflows

/// A declared payment, access or contract action that no step is known to do.
package struct ActionUnseen: Check {
  package static let rules: [Rule] = [.inspectionActionUnseen]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "change management: what is declared is what runs", csf: ["ID.AM-02"], iso: ["5.9"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.unseenActions.map { risk in
      Observation(
        .inspectionActionUnseen, .note, "which step does '\(risk.rawValue)' cannot be told from the definition",
        inManifestOf: subject, key: [risk.rawValue],
        because: [
          "the manifest declares it, and no step is of a kind that says so: a general call may be the one",
          "whether a person decides is judged on every step that sends",
        ])
    }
  }
}

extension Rule {
  static let inspectionActionUnseen = Rule(
    "inspection.action-unseen", "The manifest declares an action, and which step does it cannot be told.",
    """
    A call over HTTP may be a payment or a look at the weather. Where no step says what it is, the checks about human approval look \
    at every step that sends something, and a reviewer has to know which one matters.
    """)
}

package import Diagnostics

/// Certificate checking that is switched off.
package struct CertificateUnchecked: Check {
  package static let rules: [Rule] = [.inspectionCertificateUnchecked]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: strong TLS", cwe: [295], csf: ["PR.DS-02"], iso: ["8.20", "8.24"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.steps.flatMap { model, step in
      step.destinations.compactMap { destination in
        switch destination.isVerified {
        case .known(true), .absent: return nil
        case .unknown(let because):
          return Observation(
            .inspectionCertificateUnchecked, .note,
            "whether \(step.label) checks the other side's certificate cannot be told", at: destination.spot,
            in: subject,
            key: [model.name, step.name, destination.written, "untold"], because: [visible(because)])
        case .known(false):
          let isLocal = destination.host.value.map(Hosts.isLocal) ?? false
          return Observation(
            .inspectionCertificateUnchecked,
            isLocal
              ? subject.level(low: .note, medium: .warning, high: .warning)
              : subject.level(low: .warning, medium: .error, high: .error),
            "\(step.label) does not check the other side's certificate", at: destination.spot, in: subject,
            key: [model.name, step.name, destination.written],
            because: ["anyone on the way can be \(visible(Shown.cut(destination.written, at: 120)))"],
            next: ["switch the check on; give the engine the authority that signed the other side's certificate"])
        }
      }
    }
  }
}

extension Rule {
  static let inspectionCertificateUnchecked = Rule(
    "inspection.certificate-unchecked", "A step does not check who it talks to.",
    """
    Encryption without a checked certificate is a sealed letter to whoever takes it. It is switched off for a test and stays so. \
    A certificate of a private authority is made known to the engine instead.
    """)
}

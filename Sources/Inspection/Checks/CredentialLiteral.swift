package import Diagnostics

/// A value where a reference to a secret belongs.
package struct CredentialLiteral: Check {
  package static let rules: [Rule] = [.inspectionCredentialLiteral]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "secrets: none in code, all in a vault", cwe: [798], csf: ["PR.AA-01", "PR.DS-01"], iso: ["5.17", "8.24"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.steps.flatMap { model, step in
      step.credentials.filter(\.isLiteral).map { credential in
        Observation(
          .inspectionCredentialLiteral, .error,
          "\(step.label) holds the value of a credential (\(visible(credential.name ?? credential.type)))",
          at: credential.spot,
          in: subject, key: [model.name, step.name, credential.type, credential.name ?? "", step.mark],
          because: ["what is once in git stays in every clone"],
          next: ["refer to a secret that the engine keeps, and rotate this one if it was real"])
      }
    }
  }
}

extension Rule {
  static let inspectionCredentialLiteral = Rule(
    "inspection.credential-literal", "A credential's value stands in the definition, where a reference belongs.",
    """
    Every engine keeps credentials apart from definitions. A value in the definition is read by everyone who can read the repository, \
    for good. Refer to it by name, and rotate what was written down. The message never repeats the value.
    """)
}

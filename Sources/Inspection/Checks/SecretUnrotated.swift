package import Diagnostics
import Workflows

/// A secret of the manifest for which nothing says how old it may become.
package struct SecretUnrotated: Check {
  package static let rules: [Rule] = [.inspectionSecretUnrotated]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "secrets: known, kept in a vault, rotated", cwe: [324, 522], csf: ["PR.AA-01"], iso: ["5.17"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let manifest = subject.manifest
    let settings = [manifest.general] + manifest.environments.sorted { $0.key < $1.key }.map(\.value)
    let names = Set(settings.flatMap(\.secrets).filter { $0.rotate == nil }.map(\.name)).sorted()
    guard !names.isEmpty else { return [] }
    let these = names.count == 1 ? "is to be rotated" : "are to be rotated"
    return [
      Observation(
        .inspectionSecretUnrotated, subject.level(low: .note, medium: .warning, high: .warning),
        "the manifest does not say how often \(named(names.map { visible($0) })) \(these)", inManifestOf: subject,
        key: names, because: ["a secret without a limit is never asked for, and works for whoever has it until then"],
        next: ["give it one: rotate: 90d"])
    ]
  }
}

extension Rule {
  static let inspectionSecretUnrotated = Rule(
    "inspection.secret-unrotated", "The manifest does not say how often a secret is rotated.",
    """
    With 'rotate' the gate asks for a record that is not older; without it nobody is ever asked. A secret that leaked without \
    anybody's knowledge is good for as long as it is not replaced.
    """)
}

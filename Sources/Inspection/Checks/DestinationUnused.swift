package import Diagnostics
import Workflows

/// A host of the allowlist that nothing reaches.
package struct DestinationUnused: Check {
  package static let rules: [Rule] = [.inspectionDestinationUnused]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "integrations: allowlists hold only what is needed", cwe: [1188], csf: ["PR.IR-01", "PR.PS-01"],
    iso: ["8.22", "8.9"])

  package init() {}

  /// Hosts of single environments come from a setting, so that the definition does not hold them: only those at the top are looked for.
  package func look(at subject: Subject) -> [Observation] {
    guard !subject.models.isEmpty else { return [] }
    let reached = Set(subject.steps.flatMap { $0.step.destinations.compactMap(\.host.value) })
    let unused = subject.manifest.general.holdings.filter {
      $0.kind == .destination && !reached.contains(Hosts.name(of: $0.name))
    }
    guard let first = unused.first else { return [] }
    let names = unused.map { "'\(visible($0.name))'" }
    if let doubt = doubt(subject) {
      return [
        Observation(
          .inspectionDestinationUnused, .note,
          "whether \(named(names)) \(unused.count == 1 ? "is" : "are") used cannot be told",
          place: first.place, key: ["untold"] + unused.map(\.name).sorted(), because: [doubt])
      ]
    }
    return unused.map { holding in
      Observation(
        .inspectionDestinationUnused, subject.level(low: .note, medium: .warning, high: .warning),
        "the manifest lists '\(visible(holding.name))', and no step reaches it", place: holding.place,
        key: [holding.name],
        because: ["a list that is wider than the need lets a later change pass unseen"],
        next: ["take it out of 'destinations'"])
    }
  }

  private func doubt(_ subject: Subject) -> String? {
    if let first = subject.doubts.first { return first }
    let steps = subject.steps.map(\.step)
    if let step = steps.first(where: { $0.destinations.contains { $0.host.value == nil } }) {
      return "where \(step.label) goes is decided at run time"
    }
    // Code, programs and connections of the engine can reach anything.
    if let step = steps.first(where: {
      [.code, .command, .connector, .subworkflow, .message, .sql, .approval].contains($0.kind)
        && $0.destinations.isEmpty
    }) {
      return "\(step.label) may reach more than it shows"
    }
    return nil
  }
}

extension Rule {
  static let inspectionDestinationUnused = Rule(
    "inspection.destination-unused", "The manifest lists a host that no step is seen to reach.",
    """
    An allowlist is as good as it is short. A host that nothing needs any more is a way out that a later change can take without \
    touching the manifest. Where a step's host is decided at run time, or code could reach it, it cannot be told, and a note says so.
    """)
}

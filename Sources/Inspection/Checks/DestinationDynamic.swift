package import Diagnostics

/// Hosts that only a run decides.
package struct DestinationDynamic: Check {
  package static let rules: [Rule] = [.inspectionDestinationDynamic]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: allowlists of destinations", cwe: [918], csf: ["PR.IR-01"], iso: ["8.22", "8.23"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.compactMap { model in
      var found: [(step: Model.Step, destination: Model.Destination, because: String)] = []
      for step in model.steps where step.runs {
        for destination in step.destinations {
          if case .unknown(let because) = destination.host { found.append((step, destination, because)) }
        }
      }
      guard let first = found.first else { return nil }
      return Observation(
        .inspectionDestinationDynamic, subject.level(low: .note, medium: .note, high: .warning),
        "where \(named(found.map(\.step.label))) \(Set(found.map(\.step.label)).count == 1 ? "goes" : "go") is not known before it runs",
        at: first.destination.spot, in: subject,
        key: [model.name] + Set(found.map { "\($0.step.name)\u{0}\($0.destination.written)" }).sorted(),
        because: [visible(first.because), "so no list of destinations can be held against it"],
        next: ["write the host out where it never changes; where it comes from outside, let a proxy hold the list"])
    }
  }
}

extension Rule {
  static let inspectionDestinationDynamic = Rule(
    "inspection.destination-dynamic",
    "Where a step goes is decided at run time, so the allowlist cannot be held against it.",
    """
    A host that comes from a variable of the environment is often right: dev, test and prod differ. One that comes from data is a way \
    to send anything anywhere. The definition alone does not tell them apart, so this is told as not known, never as in order.
    """)
}

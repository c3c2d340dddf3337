package import Diagnostics
import Workflows

/// A host of one environment that stands in the definition of all.
package struct DestinationFixed: Check {
  package static let rules: [Rule] = [.inspectionDestinationFixed]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "environments: separate endpoints for dev, test and prod", cwe: [668], csf: ["PR.IR-01", "PR.PS-01"], iso: ["8.31"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let manifest = subject.manifest
    let settings =
      [("the general setting", manifest.general)]
      + manifest.environments.sorted { $0.key < $1.key }.map { ("environment '\($0.key)'", $0.value) }
    let naming = settings.filter { !$0.1.destinations.isEmpty }.map { ($0.0, Hosts.List($0.1.destinations)) }
    guard naming.count > 1 else { return [] }
    var told: Set<String> = []
    return subject.steps.flatMap { _, step in
      step.destinations.compactMap { destination in
        guard !destination.isImplied, let host = destination.host.value, !Hosts.isLoopback(host) else { return nil }
        let having = naming.filter { $0.1.allows(host, port: destination.port) }
        guard !having.isEmpty, having.count < naming.count, told.insert(host).inserted else { return nil }
        return Observation(
          .inspectionDestinationFixed, subject.level(low: .note, medium: .warning, high: .warning),
          "\(step.label) reaches \(visible(host)) in every environment, and the manifest gives it to \(having[0].0) alone",
          at: destination.spot, in: subject, key: [host], because: ["the same definition runs in all of them"],
          next: ["take the host from a setting of the environment"])
      }
    }
  }
}

extension Rule {
  static let inspectionDestinationFixed = Rule(
    "inspection.destination-fixed", "The host of one environment is written into the definition that runs in all.",
    """
    A test that reaches the real bank is not a test. The definition is the same in every environment, so the host comes from a setting \
    of the environment, and the manifest says which host that is.
    """)
}

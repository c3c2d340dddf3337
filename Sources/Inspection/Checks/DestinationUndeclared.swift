package import Diagnostics

/// A host that the manifest's `destinations` do not have.
package struct DestinationUndeclared: Check {
  package static let rules: [Rule] = [.inspectionDestinationUndeclared]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: allowlists of destinations", cwe: [918, 200], csf: ["PR.IR-01", "PR.DS-02"],
    iso: ["8.22", "8.23", "5.14"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let allowed = Hosts.List(subject.manifest.allDestinations)
    var order: [String] = []
    var users: [String: [(step: Model.Step, destination: Model.Destination)]] = [:]
    for (_, step) in subject.steps {
      for destination in step.destinations {
        guard let host = destination.host.value, !Hosts.isLoopback(host),
          !allowed.allows(host, port: destination.port)
        else { continue }
        if users[host] == nil { order.append(host) }
        users[host, default: []].append((step, destination))
      }
    }
    return order.compactMap { host in
      guard let found = users[host], let first = found.first else { return nil }
      let isImplied = found.allSatisfy(\.destination.isImplied)
      let level: Finding.Level =
        isImplied
        ? subject.level(low: .note, medium: .note, high: .warning)
        : subject.level(low: .warning, medium: .error, high: .error)
      return Observation(
        .inspectionDestinationUndeclared, level,
        "\(named(found.map(\.step.label))) \(Set(found.map(\.step.label)).count == 1 ? "reaches" : "reach") \(visible(host)), which the manifest does not list",
        at: first.destination.spot, in: subject, key: [host],
        because: [
          isImplied
            ? "\(visible(first.step.type)) goes there by its kind"
            : "it is written there: \(visible(Shown.cut(first.destination.written, at: 120)))"
        ], next: ["add '\(visible(host))' to 'destinations' if it belongs there, or take the call out"])
    }
  }
}

extension Rule {
  static let inspectionDestinationUndeclared = Rule(
    "inspection.destination-undeclared", "A step reaches a host that the manifest's 'destinations' do not have.",
    """
    The manifest lists the hosts that a workflow may reach, so that a reviewer, a proxy and an incident team know them. A new host is a \
    new place where data goes: it is added to the list on purpose, and reviewed there, or it does not belong. The list is that of all \
    environments together.
    """)
}

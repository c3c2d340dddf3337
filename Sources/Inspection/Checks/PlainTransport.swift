package import Diagnostics

/// Calls without encryption.
package struct PlainTransport: Check {
  package static let rules: [Rule] = [.inspectionPlainTransport]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: encryption in transit", cwe: [319], csf: ["PR.DS-02"], iso: ["8.20", "8.24"])
  private static let schemes: Set<String> = ["http", "ws", "ftp", "mqtt", "amqp", "ldap", "telnet"]

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.steps.flatMap { model, step in
      step.destinations.compactMap { destination in
        guard let scheme = destination.scheme, Self.schemes.contains(scheme) else { return nil }
        let (level, because) = Self.weight(destination, subject)
        return Observation(
          .inspectionPlainTransport, level, "\(step.label) speaks \(scheme) without encryption", at: destination.spot,
          in: subject, key: [model.name, step.name, destination.written],
          because: [visible(Shown.cut(destination.written, at: 120)), because],
          next: ["use the encrypted form: \(scheme == "telnet" ? "ssh" : scheme + "s")"])
      }
    }
  }

  private static func weight(_ destination: Model.Destination, _ subject: Subject) -> (Finding.Level, String) {
    guard let host = destination.host.value else {
      return (subject.level(low: .note, medium: .warning, high: .warning), "which host that is cannot be told")
    }
    if Hosts.isLocal(host) { return (.note, "\(visible(host)) is not reached over the internet") }
    return (
      subject.level(low: .warning, medium: .error, high: .error),
      "whoever is on the way to \(visible(host)) reads and changes what is sent"
    )
  }
}

extension Rule {
  static let inspectionPlainTransport = Rule(
    "inspection.plain-transport", "A step speaks to another host without encryption.",
    """
    Over http whoever is on the way reads tokens and data, and changes answers. To the same machine, a container next door or a private \
    network this is a note; to a public host it holds, save in a workflow of class low.
    """)
}

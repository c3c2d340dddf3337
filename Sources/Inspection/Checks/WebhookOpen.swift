package import Diagnostics

/// A trigger that anyone may call.
package struct WebhookOpen: Check {
  package static let rules: [Rule] = [.inspectionWebhookOpen]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "integrations: callers prove who they are", cwe: [306], csf: ["PR.AA-03", "PR.AA-05"], iso: ["5.15", "8.5"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.parts.flatMap { part in
      part.model.triggers.filter { !$0.isDisabled && ($0.kind == .webhook || $0.kind == .form) }
        .compactMap { observation($0, part, subject) }
    }
  }

  private func observation(_ trigger: Model.Trigger, _ part: Subject.Part, _ subject: Subject) -> Observation? {
    let name = part.model.steps.first { $0.id == trigger.step }?.name ?? trigger.type
    let shown = "'\(visible(String(name.prefix(80))))'"
    switch trigger.authentication {
    case .known: return nil
    case .unknown(let because):
      return Observation(
        .inspectionWebhookOpen, .note, "whether callers of \(shown) have to prove who they are cannot be told",
        at: trigger.spot, in: subject, key: [part.model.name, name, "untold"], because: [visible(because)])
    case .absent: break
    }
    let reached = trigger.step.map { part.graph.reachable(from: [$0]) }
    let risky = part.model.steps.filter {
      $0.runs && (reached?.contains($0.id) ?? true)
        && !$0.risks.isDisjoint(with: [.payment, .access, .contract, .command])
    }
    let kind = trigger.kind == .form ? "fill in" : "call"
    guard let first = risky.first else {
      return Observation(
        .inspectionWebhookOpen,
        subject.level(low: .note, medium: .note, high: trigger.kind == .form ? .note : .warning),
        "anyone can \(kind) \(shown)", at: trigger.spot, in: subject, key: [part.model.name, name],
        because: ["it asks for no authentication"],
        next: ["let callers prove who they are: a header, a signature, a login"])
    }
    return Observation(
      .inspectionWebhookOpen, subject.level(low: .warning, medium: .error, high: .error),
      "anyone can \(kind) \(shown), and the run comes to \(named(risky.map(\.label)))", at: trigger.spot, in: subject,
      key: [part.model.name, name, "risky"],
      because: ["it asks for no authentication, and \(first.label) is \(visible(first.type))"],
      next: ["let callers prove who they are: a header, a signature, a login"])
  }
}

extension Rule {
  static let inspectionWebhookOpen = Rule(
    "inspection.webhook-open", "Anyone who knows the address can start the workflow.",
    """
    An address is no secret: it stands in logs, in histories and in the other side's configuration. It weighs most where the run \
    comes to a payment, to access, to a contract or to a command. A human approval further on does not help against a flood of requests.
    """)
}

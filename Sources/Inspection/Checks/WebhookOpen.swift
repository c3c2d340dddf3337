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
      let open = part.model.triggers.filter { !$0.isDisabled && ($0.kind == .webhook || $0.kind == .form) }
      if open.isEmpty { return [Observation]() }
      let ahead = Ahead(part)
      var patience = Self.patience
      return open.compactMap { trigger in
        let risky = trigger.authentication == .absent ? ahead.of(trigger, &patience) : nil
        return observation(trigger, ahead.name(of: trigger), risky, part, subject)
      }
    }
  }

  /// How many steps and ways are looked at to tell which trigger comes to what; beyond it, each may come to all.
  private static let patience = 1_000_000

  /// The steps that are worth a caller's trouble, and which of them a trigger comes to.
  private struct Ahead {
    struct Risky {
      let first: Model.Step
      let names: String
      let marks: String

      init?(_ steps: [(step: Model.Step, mark: String)]) {
        guard let first = steps.first?.step else { return nil }
        self.first = first
        names = named(steps.map(\.step.label))
        marks = digest(steps.map(\.mark).joined(separator: "\n"))
      }
    }

    private let part: Subject.Part
    private let risky: [(place: Int, step: Model.Step, mark: String)]
    private let all: Risky?
    private let names: [Model.Step.ID: String]

    init(_ part: Subject.Part) {
      self.part = part
      let steps = part.model.steps
      risky = steps.indices.filter {
        steps[$0].runs && !steps[$0].risks.isDisjoint(with: [.payment, .access, .contract, .command])
      }.map { ($0, steps[$0], steps[$0].markedName) }
      all = Risky(risky.map { ($0.step, $0.mark) })
      names = Dictionary(steps.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    func name(of trigger: Model.Trigger) -> String { trigger.step.flatMap { names[$0] } ?? trigger.type }

    func of(_ trigger: Model.Trigger, _ patience: inout Int) -> Risky? {
      guard let step = trigger.step, all != nil, patience > 0 else { return all }
      patience -= part.model.steps.count + part.model.edges.count
      let reached = part.graph.reach(from: part.graph.places(of: [step]))
      return Risky(risky.filter { reached.contains($0.place) }.map { ($0.step, $0.mark) })
    }
  }

  private func observation(
    _ trigger: Model.Trigger, _ name: String, _ risky: Ahead.Risky?, _ part: Subject.Part, _ subject: Subject
  ) -> Observation? {
    let shown = "'\(visible(Shown.cut(name, at: 80)))'"
    switch trigger.authentication {
    case .known: return nil
    case .unknown(let because):
      return Observation(
        .inspectionWebhookOpen, .note, "whether callers of \(shown) have to prove who they are cannot be told",
        at: trigger.spot, in: subject, key: [part.model.name, name, "untold"], because: [visible(because)])
    case .absent: break
    }
    let kind = trigger.kind == .form ? "fill in" : "call"
    guard let risky else {
      return Observation(
        .inspectionWebhookOpen,
        subject.level(low: .note, medium: .note, high: trigger.kind == .form ? .note : .warning),
        "anyone can \(kind) \(shown)", at: trigger.spot, in: subject,
        key: [part.model.name, name, trigger.type, trigger.detail],
        because: ["it asks for no authentication"],
        next: ["let callers prove who they are: a header, a signature, a login"])
    }
    return Observation(
      .inspectionWebhookOpen, subject.level(low: .warning, medium: .error, high: .error),
      "anyone can \(kind) \(shown), and the run comes to \(risky.names)", at: trigger.spot, in: subject,
      key: [part.model.name, name, "risky", trigger.type, trigger.detail, risky.marks],
      because: ["it asks for no authentication, and \(risky.first.label) is \(visible(risky.first.type))"],
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

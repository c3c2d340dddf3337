import Diagnostics
import Workflows

extension ApprovalMissing {
  /// Steps that do the same as one that waits for a yes, and do not wait, or that another answer leads to.
  func twins(_ part: Subject.Part, _ subject: Subject) -> [Observation] {
    let steps = part.model.steps
    let isUnseen = !subject.unseenActions.isEmpty && subject.manifest.engine != .script
    let meant = steps.indices.filter {
      steps[$0].runs && (isUnseen ? Self.acts(steps[$0]) : !steps[$0].graveRisks.isEmpty)
    }
    let gates = Set(part.graph.places(of: Deciding(subject: subject).gates(part.model)))
    guard meant.count > 1, !gates.isEmpty else { return [] }
    let ids = Set(meant.map { steps[$0].id })
    let open = Set(self.open(part, subject) { ids.contains($0.id) }.map(\.id))
    let waiting = meant.filter { !open.contains(steps[$0].id) }
    let known = Dictionary(
      waiting.flatMap { step in Self.keys(steps[step]).map { ($0, step) } }, uniquingKeysWith: { first, _ in first })
    var found: [Observation] = []
    if isUnseen {
      for step in meant where open.contains(steps[step].id) {
        guard let twin = Self.keys(steps[step]).lazy.compactMap({ known[$0] }).first else { continue }
        found.append(
          observation(
            steps[step], as: steps[twin], subject, part.model,
            "a run can come to \(steps[step].label) without a person's yes, and it does the same as \(steps[twin].label), which waits for one"
          ))
      }
    }
    return found + answers(part, subject, waiting, gates)
  }

  /// Of two that do the same, one behind a yes and one behind a no.
  private func answers(_ part: Subject.Part, _ subject: Subject, _ meant: [Int], _ gates: Set<Int>) -> [Observation] {
    let model = part.model.asking(at: subject.manifest.humanApproval?.step)
    let ways = Routes(model, StepGraph(model))
    var patience = Self.patience
    var found: [Observation] = []
    for gate in gates.sorted() where patience > 0 {
      guard let fork = ways.fork(behind: gate, &patience) else { continue }
      patience -= (model.steps.count + model.edges.count) * fork.answers.count
      let led = ways.led(by: fork.answers)
      var known: [String: (step: Int, answers: Set<String>)] = [:]
      for place in meant {
        let answers = led.answers(to: place)
        if answers.isEmpty || answers.count == fork.answers.count { continue }
        let keys = Self.keys(model.steps[place])
        let twin = keys.lazy.compactMap { known[$0] }.first { $0.answers.isDisjoint(with: answers) }
        for key in keys where known[key] == nil { known[key] = (place, answers) }
        guard let twin else { continue }
        let (step, other) = (model.steps[place], model.steps[twin.step])
        found.append(
          observation(
            step, as: other, subject, model,
            "whatever the answer at \(model.steps[gate].label) is, the same is done: by \(other.label) or by \(step.label)"
          ))
      }
    }
    return found
  }

  private func observation(
    _ step: Model.Step, as twin: Model.Step, _ subject: Subject, _ model: Model, _ what: String
  ) -> Observation {
    Observation(
      .inspectionApprovalMissing, subject.level(low: .warning, medium: .warning, high: .error), what, at: step.spot,
      in: subject, key: [model.name, "twin"] + [step, twin].marks,
      because: [
        "both have the same address, method and credential, and one of them is what a person is asked for"
      ],
      next: ["put a step that waits for a person on every way to it, and name it under 'human-approval'"])
  }

  /// Whether it may be what an action of the manifest means: a message only tells about it.
  private static func acts(_ step: Model.Step) -> Bool {
    step.sends && step.kind != .message && step.risks != [.communication]
  }

  private static func isSent(_ setting: Model.Setting) -> Bool {
    let key = setting.key.lowercased()
    return ["body", "query", "data", "payload"].contains { key.hasSuffix($0) || key.contains("\($0)parameters") }
  }

  /// Two steps with one of these in common do the same under another name: the same content; of calls that say their address, the
  /// same address, method and credential will do, and what is sent where one address is for everything.
  private static func keys(_ step: Model.Step) -> [String] {
    let written = Set(step.destinations.filter { !$0.isImplied && !$0.written.isEmpty }.map(\.written)).sorted()
    guard step.kind == .http, !written.isEmpty else { return [step.mark] }
    let credentials = step.credentials.map { "\($0.type) \($0.reference.value ?? "?")" }.sorted()
    let method = step.settings.filter { $0.key.lowercased().hasSuffix("method") }.map { "\($0.key) \($0.value)" }
    // Where one address takes everything, what is sent says what is done.
    let isShared = ["graphql", "rpc", "soap"].contains { word in
      step.type.lowercased().contains(word) || written.contains { $0.lowercased().contains(word) }
    }
    let sent = isShared ? step.settings.filter(Self.isSent).map { "\($0.key) \($0.value)" } : []
    let parts = [[step.type], written, credentials, method, sent].map { $0.joined(separator: "\n") }
    return [step.mark, digest(parts.joined(separator: "\n\n"))]
  }
}

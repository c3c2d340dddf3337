import Vocabulary
import Workflows

/// What a step can be told by that does the same under another name or in another place: whom it sends to, what it proves itself
/// with, what it runs.
enum Trace: Hashable, Comparable {
  case destination(String)
  case credential(String)
  case call(String)
  /// Code, word for word.
  case code(String)

  var words: String {
    switch self {
    case .destination(let name): name
    case .credential(let name): "the credential \(name)"
    case .call(let name): "the call of \(name)"
    case .code: "the same code"
    }
  }
}

extension Comparing {
  /// By step; empty for what sends nothing: a read is not what people are asked for.
  func traces(_ model: Model) -> [Set<Trace>] {
    model.steps.map { step in
      guard !step.isDisabled, step.sends || step.approval != nil else { return [] }
      var traces: Set<Trace> = []
      for destination in step.destinations {
        if let host = destination.host.value {
          traces.insert(.destination(Shown.value(host)))
        } else if destination.host.isUnknown, !destination.written.isEmpty, !destination.isImplied {
          traces.insert(.destination(Shown.value(destination.written)))
        }
      }
      for credential in step.credentials where !credential.isLiteral {
        // GitHub makes this one anew for each run.
        guard let reference = credential.reference.value, reference.uppercased() != "GITHUB_TOKEN" else { continue }
        traces.insert(.credential(Shown.name(reference)))
      }
      for call in step.calls where call.kind == .workflow || call.kind == .function {
        if let name = call.name.value { traces.insert(.call(Shown.value(name))) }
      }
      // The same two lines stand in many jobs; what matters there goes by a secret.
      if model.engine != .githubActions {
        for code in step.code where code.text.utf8.count >= 12 { traces.insert(.code(code.text)) }
      }
      return traces
    }
  }

  /// What only a yes led to, or a branch that decides whether one is needed, and what can be had now without either.
  struct Guarded {
    /// Steps of the old side.
    let waiting: Set<Int>
    /// On the reviewed side.
    let free: Graph.Reach
    let old: [Set<Trace>]
    let new: [Set<Trace>]
    /// What nothing else used that ran without either.
    let alone: Set<Trace>
    /// Of that, what nothing used that ran without a yes, whatever was decided.
    let strict: Set<Trace>
  }

  /// Messages count where nothing else waits for a yes: beside a payment they only tell about it.
  func guarded(
    _ ways: (old: Routes, new: Routes), _ free: (old: Graph.Reach, new: Graph.Reach), _ reached: Graph.Reach
  ) -> Guarded {
    let deciding = (old: ways.old.deciding(free.old), new: ways.new.deciding(free.new))
    // A branch that is new decides nothing that was decided before.
    let kept = deciding.new.keys.filter { branch in matching.oldOf[branch].map { deciding.old[$0] != nil } ?? false }
    let undecided = ways.old.unapproved(undecided: Set(deciding.old.keys))
    let behind = ways.old.behindApprovals()
    let waiting = before.steps.indices.filter { step in
      acts(before.steps[step]) && reached.contains(step) && !undecided.contains(step)
        && (!free.old.contains(step) || behind.contains(step))
    }
    var old = traces(self.old)
    var new = traces(self.new)
    if waiting.contains(where: { !old[$0].isEmpty && !tells(before.steps[$0]) }) {
      for step in old.indices where tells(before.steps[step]) && before.steps[step].approval == nil { old[step] = [] }
      for step in new.indices where tells(after.steps[step]) { new[step] = [] }
    }
    var alone: Set<Trace> = []
    for step in waiting { alone.formUnion(old[step]) }
    let others = Set(waiting)
    for step in before.steps.indices where reached.contains(step) && !others.contains(step) {
      alone.subtract(old[step])
    }
    var strict: Set<Trace> = []
    for step in waiting where !free.old.contains(step) { strict.formUnion(old[step]) }
    for step in before.steps.indices where reached.contains(step) && free.old.contains(step) {
      strict.subtract(old[step])
    }
    return Guarded(
      waiting: others, free: ways.new.unapproved(undecided: Set(kept)), old: old, new: new, alone: alone,
      strict: strict)
  }

  private func tells(_ step: Model.Step) -> Bool {
    step.kind == .message || step.risks == [.communication]
  }

  func list(_ traces: Set<Trace>) -> String { Shown.list(traces.sorted().map(\.words)) }

  /// Steps that do without a yes what only a yes led to before. `known`: those that have a line of their own.
  mutating func compareTraces(
    _ guarded: Guarded, _ free: Graph.Reach, _ reached: Graph.Reach, besides known: Set<Int>
  ) {
    guard !guarded.alone.isEmpty else { return }
    for step in after.steps.indices where acts(after.steps[step]) && !known.contains(step) {
      guard free.contains(step), reached.contains(step) else { continue }
      let used = guarded.new[step].intersection(guarded.free.contains(step) ? guarded.alone : guarded.strict)
      if used.isEmpty { continue }
      tell(
        .approvalRemoved,
        "without anybody's yes can run now: \(named([step])[0]), with what only a yes led to before: \(list(used))",
        ["a way there: \(way(free.way(to: step)))"], step: after.label(step), after: after.steps[step].spot)
    }
  }

  /// The same for the answers to one approval: what one of them alone led to, and another leads to now.
  mutating func compareTraces(_ guarded: Guarded, _ answers: Answers, besides known: Set<Int>) {
    guard !guarded.alone.isEmpty else { return }
    var before: [Trace: Set<String>] = [:]
    for step in self.before.steps.indices where acts(self.before.steps[step]) {
      let traces = guarded.old[step].intersection(guarded.alone)
      if traces.isEmpty { continue }
      let labels = answers.led.old.answers(to: step)
      for trace in traces where !labels.isEmpty { before[trace, default: []].formUnion(labels) }
    }
    let all = answers.old.answers.count
    for step in after.steps.indices where acts(after.steps[step]) && !known.contains(step) {
      let traces = guarded.new[step].filter { (before[$0]?.count ?? all) < all }
      if traces.isEmpty { continue }
      let labels = answers.led.new.answers(to: step)
      let used = traces.filter { !answers.old(of: labels).subtracting(before[$0] ?? []).isEmpty }
      if used.isEmpty { continue }
      let more = labels.filter { label in
        used.contains { !(before[$0] ?? []).contains(answers.old(of: label)) }
      }
      tell(
        .approvalRemoved,
        "the answer \(Shown.list(more.sorted().map(Shown.value))) at \(answers.pair.name) leads to \(named([step])[0]) now, with what another answer alone led to before: \(list(used))",
        step: after.label(step), after: after.steps[step].spot)
    }
  }
}

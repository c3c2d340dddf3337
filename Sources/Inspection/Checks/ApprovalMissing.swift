package import Diagnostics
import Workflows

/// A way to a payment, access, contract or sensitive-data step on which nobody is asked.
package struct ApprovalMissing: Check {
  package static let rules: [Rule] = [.inspectionApprovalMissing]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "human in the loop: a person decides on high-risk actions", cwe: [862, 840], csf: ["GV.RR-02", "PR.AA-05"],
    iso: ["5.3", "8.25"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.parts.flatMap { part in grave(part, subject) + twins(part, subject) + sensitive(part, subject) }
      + unseen(subject)
  }

  /// Steps that are known to pay, to give access or to bind by contract.
  private func grave(_ part: Subject.Part, _ subject: Subject) -> [Observation] {
    let steps = open(part, subject) { !$0.graveRisks.isEmpty }
    let because = steps.isEmpty ? [] : because(part.model, subject)
    return steps.map { step in
      let risks = step.graveRisks.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      return Observation(
        .inspectionApprovalMissing, subject.level(low: .warning, medium: .warning, high: .error),
        "a run can come to \(step.label) (\(risks)) without a person's yes", at: step.spot, in: subject,
        key: [part.model.name, step.name, step.mark], because: because,
        next: ["put a step that waits for a person on every way to it, and name it under 'human-approval'"])
    }
  }

  /// Steps that send or change data about people.
  private func sensitive(_ part: Subject.Part, _ subject: Subject) -> [Observation] {
    let steps = open(part, subject) {
      $0.graveRisks.isEmpty && $0.risks.contains(.personal)
        && ($0.risks.contains(.communication) || $0.risks.contains(.dataChange))
    }
    guard let first = steps.first else { return [] }
    return [
      Observation(
        .inspectionApprovalMissing,
        steps.contains { $0.risks.contains(.dataChange) }
          ? subject.level(low: .note, medium: .note, high: .warning) : .note,
        "a run can come to \(named(steps.map(\.label))), which changes or sends data about people, without a person's yes",
        at: first.spot, in: subject, key: [part.model.name, "personal"] + steps.marks,
        because: because(part.model, subject))
    ]
  }

  /// Declared actions that no step shows: at least one step that sends has to wait for a person.
  private func unseen(_ subject: Subject) -> [Observation] {
    guard let action = subject.unseenActions.first, !subject.models.isEmpty else { return [] }
    let level = subject.level(low: Finding.Level.warning, medium: .warning, high: .error)
    if subject.manifest.engine == .script {
      guard subject.manifest.humanApproval == nil else { return [] }
      return [
        Observation(
          .inspectionApprovalMissing, level, "the manifest declares '\(action.rawValue)' and no human approval",
          inManifestOf: subject, key: ["script", action.rawValue] + subject.steps.map(\.step).marks,
          because: ["a script does not show where it asks a person, so the manifest has to name the place"],
          next: ["write 'human-approval: { step: … }' in the manifest"])
      ]
    }
    let sending = subject.parts.map { part in (part, part.model.steps.filter { $0.runs && $0.sends }) }
    let all = sending.flatMap(\.1)
    guard let first = all.first else { return [] }
    let open = sending.flatMap { part, steps in
      let ids = Set(steps.map(\.id))
      return self.open(part, subject) { ids.contains($0.id) }
    }
    guard open.count == all.count else { return [] }
    return [
      Observation(
        .inspectionApprovalMissing, level,
        "the manifest declares '\(action.rawValue)', and nobody is asked before any step that could do it",
        at: first.spot, in: subject, key: ["unseen", action.rawValue] + all.marks,
        because: ["a run comes to \(named(all.map(\.label))) without a person's yes"],
        next: ["put a step that waits for a person before it, and name it under 'human-approval'"])
    ]
  }

  private func because(_ model: Model, _ subject: Subject) -> [String] {
    let gates = Deciding(subject: subject).gates(model)
    let names = model.steps.filter { gates.contains($0.id) }.map(\.label)
    return [
      names.isEmpty ? "no step of '\(visible(model.name))' waits for a person" : "a way leads past \(named(names))"
    ]
  }

  /// Steps that a run may come to unasked. Where the manifest says when a person is asked, a branch may decide that instead.
  func open(_ part: Subject.Part, _ subject: Subject, _ isMeant: (Model.Step) -> Bool) -> [Model.Step] {
    let steps = part.model.steps
    let meant = steps.indices.filter { steps[$0].runs && isMeant(steps[$0]) }
    guard !meant.isEmpty else { return [] }
    let deciding = Deciding(subject: subject)
    let gates = Set(part.graph.places(of: deciding.gates(part.model)))
    let reached = part.graph.reach(from: part.graph.entries, passingNone: gates.contains)
    var open = meant.filter { reached.contains($0) && !gates.contains($0) }
    if deciding.isConditional, !open.isEmpty { removeDecided(&open, part, gates) }
    return open.map { steps[$0] }
  }

  /// The most branches that are tried, and the most steps and ways that are looked at for it: beyond it, a way past is taken as open.
  private static let mostBranches = 200
  static let patience = 500_000

  /// Takes out what only a branch leads to that also leads to a step that asks, and through that to what is meant.
  private func removeDecided(_ open: inout [Int], _ part: Subject.Part, _ gates: Set<Int>) {
    let steps = part.model.steps
    let branching = Set(
      part.model.edges.compactMap { edge in if case .condition = edge.kind { edge.from } else { nil } })
    let branches = steps.indices.filter {
      steps[$0].runs && (steps[$0].kind == .branch || branching.contains(steps[$0].id))
    }
    for branch in branches.prefix(min(Self.mostBranches, Self.patience / max(1, steps.count + part.model.edges.count)))
    where !open.isEmpty {
      let ahead = part.graph.reach(from: [branch])
      let asking = gates.filter(ahead.contains)
      if asking.isEmpty { continue }
      let approved = part.graph.reach(from: asking)
      let past = part.graph.reach(from: part.graph.entries) { gates.contains($0) || $0 == branch }
      open.removeAll { $0 != branch && approved.contains($0) && !past.contains($0) }
    }
  }
}

extension Rule {
  static let inspectionApprovalMissing = Rule(
    "inspection.approval-missing",
    "A run can pay, give access, bind by contract or touch sensitive data without a person's yes.",
    """
    On every way from a start of the workflow to such a step there has to be one that waits for a person. Where the manifest says when a \
    person is asked ('when: amount > 10000 EUR'), a branch may lead past it, if every way goes through that branch. Where no step shows \
    the declared action, at least one of those that send something has to wait, and none that does the same as one that waits may go without. Where a \
    person is asked elsewhere, before the workflow starts, say so in a waiver.
    """)
}

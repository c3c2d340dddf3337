package import Diagnostics
import Workflows

/// The step that the manifest's `human-approval` names: it has to be there, to run, and to wait for a person.
package struct ApprovalStep: Check {
  package static let rules: [Rule] = [.inspectionApprovalStep]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "human in the loop: a person decides on high-risk actions", cwe: [862], csf: ["GV.RR-02", "PR.AA-05"],
    iso: ["5.3", "8.25"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    guard let approval = subject.manifest.humanApproval, !subject.models.isEmpty else { return [] }
    let name = approval.step
    let steps = Deciding(subject: subject).declared
    let blocking = subject.level(low: Finding.Level.warning, medium: .error, high: .error)
    guard !steps.isEmpty else { return [missing(name, subject, blocking)].compactMap(\.self) }
    if steps.contains(where: { $0.step.runs && $0.step.approval != nil }) { return [] }
    let (model, step) = steps[0]
    guard step.runs else {
      return [
        Observation(
          .inspectionApprovalStep, blocking,
          "\(step.label), which the manifest names as human approval, is switched off",
          at: step.spot, in: subject, key: ["off", name, step.mark], because: ["a step that is off asks nobody"],
          next: ["switch it on"])
      ]
    }
    if Deciding.saysSo(model.engine) {
      return [
        Observation(
          .inspectionApprovalStep, blocking,
          "\(step.label), which the manifest names as human approval, does not wait for a person", at: step.spot,
          in: subject, key: ["no wait", name, step.mark], because: ["\(visible(step.type)) goes on by itself"],
          next: ["make it a step that waits for a yes, or name the step that does"])
      ]
    }
    return [
      Observation(
        .inspectionApprovalStep, .note, "whether \(step.label) waits for a person cannot be told from the definition",
        at: step.spot, in: subject, key: ["untold", name],
        because: ["the manifest says so, and \(model.engine.rawValue) has no kind of step that would show it"])
    ]
  }

  private func missing(_ name: String, _ subject: Subject, _ level: Finding.Level) -> Observation? {
    // A script has no steps that a manifest could name: a word of its own will do.
    let code = subject.steps.flatMap(\.step.code)
    if subject.manifest.engine == .script, code.isEmpty || code.contains(where: { $0.text.contains(name) }) {
      return Observation(
        .inspectionApprovalStep, .note, "whether '\(visible(name))' waits for a person cannot be told from the script",
        place: Place(subject.definition), key: ["untold", name])
    }
    let names = subject.models.flatMap { $0.steps.filter { $0.kind != .comment }.map(\.name) }
    return Observation(
      .inspectionApprovalStep, level,
      "the manifest names '\(visible(name))' as human approval, and no step is called so",
      inManifestOf: subject, key: ["missing", name],
      because: ["the definition has \(names.count == 1 ? "1 step" : "\(names.count) steps")"],
      next: [
        closest(to: name, among: names).map { "did you mean '\(visible($0))'?" }
          ?? "name the step that waits for a person"
      ])
  }
}

extension Rule {
  static let inspectionApprovalStep = Rule(
    "inspection.approval-step", "The step that should wait for a person is not there, is off, or does not wait.",
    """
    The manifest's 'human-approval' names the step at which a person decides in the run. A change that renames it, switches it off or \
    puts another kind of step in its place takes the decision away from them; a manifest that still names it would hide that.
    """)
}

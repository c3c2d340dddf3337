package import Diagnostics
import Workflows

/// Another workflow is called that the manifest's `uses` do not have.
package struct WorkflowUndeclared: Check {
  package static let rules: [Rule] = [.inspectionWorkflowUndeclared]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "change management: what a workflow depends on is released before it", csf: ["ID.AM-02", "GV.SC-05"],
    iso: ["5.9", "8.32"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let level = subject.level(low: Finding.Level.note, medium: .warning, high: .warning)
    var told: Set<String> = []
    // Reusable workflows of GitHub are named by repository and pinned like actions.
    return subject.steps.filter { $0.model.engine != .githubActions }.flatMap { model, step in
      step.calls.filter { $0.kind == .workflow }.compactMap { reference in
        guard let name = reference.name.value else {
          return Observation(
            .inspectionWorkflowUndeclared, level, "which workflow \(step.label) calls is not known before it runs",
            at: reference.spot, in: subject, key: [model.name, step.name],
            because: ["so it cannot be told whether it was released"])
        }
        guard !subject.manifest.uses.contains(name), name != subject.manifest.workflow, told.insert(name).inserted
        else {
          return nil
        }
        return Observation(
          .inspectionWorkflowUndeclared, level, "\(step.label) calls '\(visible(name))', which is not in 'uses'",
          at: reference.spot, in: subject, key: [name],
          because: ["a release asks whether the used workflows are there and not killed, by that list"],
          next: ["add it to 'uses', by the name of its directory"])
      }
    }
  }
}

extension Rule {
  static let inspectionWorkflowUndeclared = Rule(
    "inspection.workflow-undeclared", "The workflow calls another one that its manifest does not list.",
    """
    'uses' lists the workflows that this one calls; each is released on its own, and the gate asks that they are there. An engine may \
    call it by an id of its own: give the workflow the name of its directory where the engine allows it.
    """)
}

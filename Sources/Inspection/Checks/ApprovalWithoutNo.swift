package import Diagnostics
import Workflows

/// An approval whose no leads where its yes leads.
package struct ApprovalWithoutNo: Check {
  package static let rules: [Rule] = [.inspectionApprovalWithoutNo]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "human in the loop: a person decides on high-risk actions", cwe: [840, 636], csf: ["GV.RR-02", "PR.AA-05"],
    iso: ["5.3", "8.25"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    subject.models.flatMap { model in
      let asking = model.steps.filter { $0.runs && $0.approval != nil }
      let grave = asking.isEmpty ? [] : model.steps.filter { $0.runs && !$0.graveRisks.isEmpty }
      let matters = subject.manifest.humanApproval != nil || !subject.unseenActions.isEmpty || !grave.isEmpty
      // What it is asked for is part of what is found: another payment behind the same question is another finding.
      let behind = digest(grave.marks.joined(separator: "\n"))
      return asking.compactMap { step in
        step.approval.flatMap { observation(step, $0, model, subject, matters: matters, behind) }
      }
    }
  }

  private func observation(
    _ step: Model.Step, _ approval: Model.Approval, _ model: Model, _ subject: Subject, matters: Bool, _ behind: String
  ) -> Observation? {
    let level: Finding.Level = matters ? subject.level(low: .warning, medium: .warning, high: .error) : .note
    if step.onError == .swallow {
      return Observation(
        .inspectionApprovalWithoutNo, level, "the run goes on when \(step.label) could ask nobody", at: step.spot,
        in: subject, key: [model.name, step.name, "swallow", step.mark, behind],
        because: ["an error of the step counts like an answer"], next: ["let the run stop there, or lead to a safe end"]
      )
    }
    switch approval.hasRejectPath {
    case .known(true): return nil
    case .known(false):
      return Observation(
        .inspectionApprovalWithoutNo, level, "a no at \(step.label) leads where a yes leads", at: approval.spot,
        in: subject, key: [model.name, step.name, step.mark, behind],
        because: ["the person is asked, and the answer changes nothing"],
        next: ["branch on the answer, and let a no end the run or go another way"])
    case .absent, .unknown:
      return Observation(
        .inspectionApprovalWithoutNo, .note, "what a no at \(step.label) leads to cannot be told from the definition",
        at: approval.spot, in: subject, key: [model.name, step.name, "untold"])
    }
  }
}

extension Rule {
  static let inspectionApprovalWithoutNo = Rule(
    "inspection.approval-without-no", "A person is asked, and the run goes on whatever they answer.",
    """
    An approval is a decision only if a no leads elsewhere: the run ends, or takes a way that does not come to the step that was to be \
    approved. A reminder nobody can refuse is a message. The same holds when the question itself could not be sent.
    """)
}

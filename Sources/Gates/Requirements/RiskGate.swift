package import Diagnostics
import Facts
import PolicyModel
import Vocabulary

/// `class`: the policy has a gate for this target and risk class; none means held, never that nothing is required.
package struct RiskGate: Requirement {
  package static let id = "class"
  package static let asks = "The policy has a gate for this target and the change's risk class."
  package static let rules: [Rule] = [.classNoGate, .classNoEnvironment, .classClaimedTwice]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act != .commits }

  package func judge(_ matter: Matter) -> Answer {
    if case .environment(let name) = matter.question.target, matter.environment == nil {
      return .unmet([
        Finding(
          .classNoEnvironment, "the policy has no environment '\(visible(name))'",
          next: closest(to: name, among: matter.policy.environments.map(\.name)).map { ["did you mean '\($0)'?"] } ?? []
        )
      ])
    }
    guard matter.isMove else { return .met(matter.question.act.rawValue) }
    let areas = matter.policy.areas(claiming: matter.workflow)
    if areas.count > 1 { return .unmet([claimedTwice(areas, matter)]) }
    if !matter.question.isOfPolicy, let because = Classifying.unread(matter.facts, isAtDoor: matter.question.isAtDoor) {
      return .undecided([because])
    }
    if matter.gate != nil {
      let why = matter.raised.isEmpty ? "" : ", raised by: \(matter.raised.joined(separator: "; "))"
      return .met((matter.risk.map { $0.rawValue } ?? "policy") + why)
    }
    let table: GateTable? =
      if case .main = matter.question.target { matter.policy.main } else { matter.environment?.gates }
    let without = matter.classes.sorted(by: >).filter { table?.gate(for: $0) == nil }
    let what =
      without.isEmpty ? "a change of the policy" : "class " + without.map(\.rawValue).joined(separator: " and ")
    let key =
      switch matter.question.target {
      case .main: matter.question.isOfPolicy ? "policy" : "main"
      case .environment: "environments.\(matter.question.target.name)"
      }
    return .unmet([
      Finding(
        .classNoGate, "the policy has no gate for \(what) at \(matter.question.target.name)",
        at: Place(".countersign/policy.yaml"),
        because: ["a gate that is missing holds; it never means that nothing is required"]
          + matter.raised.map { "the class was raised: \($0)" },
        steps: [
          Step(
            .policyOwner, matter.policyOwners,
            "add it under '\(key)' (or '{}' where only what is always asked shall be asked)")
        ] + [matter.takingBack].compactMap(\.self))
    ])
  }

  private func claimedTwice(_ areas: [Area], _ matter: Matter) -> Finding {
    Finding(
      .classClaimedTwice, "\(areas.count) areas claim \(matter.workflow): \(areas.map(\.name).joined(separator: ", "))",
      at: Place(".countersign/policy.yaml"), because: ["it is open whose roles count, so nobody's do"],
      steps: [Step(.policyOwner, matter.policyOwners, "narrow the areas' 'workflows', so that one is left")])
  }
}

extension Rule {
  static let classNoGate = Rule(
    "class.no-gate", "The policy has no gate for this risk class.",
    """
    The class of a change is the highest that either end declares, that the policy's 'risk.raise' computes from the manifests and \
    from what the change means, or that a standing approval was given for. A class without a \
    gate is held. Teams leave 'critical' out on purpose, so that such a change needs a change of the policy first.
    """)
  package static let classNoEnvironment = Rule(
    "class.no-environment", "The policy has no such environment.",
    "Environments are named under 'environments' in the policy.")
  static let classClaimedTwice = Rule(
    "class.claimed-twice", "Two areas of the policy claim the workflow.",
    "In an area its roles stand in place of the general ones. With two it is open who may act, and everything is held.")
}

import Diagnostics
import Vocabulary

extension PolicyReview {
  /// What the policy provides for and nobody could do: acts in an area that takes their roles from everyone, and a resume where
  /// only services have the roles, as it is written by a person.
  func acts() -> [Finding] {
    policy.environments.flatMap { environment in
      var findings: [Finding] = []
      let writers = environment.release + environment.kill
      if environment.resume != nil, !isHeld(writers, in: nil, byServices: false), isHeldByServicesAlone(writers) {
        findings.append(nobody(environment, "resume", writers, nil, because: "a resume is written by a person"))
      }
      for area in policy.areas.values.sorted(by: { $0.name < $1.name }) {
        let acts = [
          ("release", environment.release, true), ("rollback", environment.rollback, true),
          ("kill", environment.kill, true), ("resume", environment.resume == nil ? [] : writers, false),
        ]
        for (act, roles, byServices) in acts where roles.contains(where: { area.roles[$0] != nil }) {
          if isHeld(roles, in: area, byServices: byServices) { continue }
          findings.append(
            nobody(environment, act, roles, area, because: "in an area its roles stand in place of the general ones"))
        }
      }
      return findings
    }
  }

  private func nobody(
    _ environment: Environment, _ act: String, _ roles: [String], _ area: Area?, because: String
  ) -> Finding {
    let names = Set(roles).sorted().map { "'\($0)'" }.joined(separator: " or ")
    let within = area.map { " in area '\($0.name)'" } ?? ""
    return warning(
      .policyNobodyCan,
      "nobody could \(act == "rollback" ? "roll back" : act) in environment '\(environment.name)'\(within)",
      at: area.map { ["areas", $0.name, "roles"] } ?? ["environments", environment.name, act],
      because: ["it takes \(names)", because], next: ["give one of these roles to somebody who is there"])
  }

  private func isHeld(_ roles: [String], in area: Area?, byServices: Bool) -> Bool {
    let people = policy.people.values.filter { !$0.roles.isEmpty }
    if people.contains(where: { !policy.roles(of: $0, in: area).isDisjoint(with: roles) }) { return true }
    guard byServices else { return false }
    return policy.services.values.contains { service in
      service.roles.contains { roles.contains($0) && area?.roles[$0] == nil }
    }
  }

  /// A role that nobody has is told by its own rule, and one that only areas give may be meant so.
  private func isHeldByServicesAlone(_ roles: [String]) -> Bool {
    policy.services.values.contains { !Set($0.roles).isDisjoint(with: roles) }
      && !policy.areas.values.contains { area in roles.contains { area.roles[$0]?.isEmpty == false } }
  }
}

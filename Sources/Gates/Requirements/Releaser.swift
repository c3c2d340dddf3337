package import Diagnostics
import Facts
import PolicyModel
import Vocabulary

/// `releaser`: whoever writes to the environment has a role that may.
package struct Releaser: Requirement {
  package static let id = "releaser"
  package static let asks =
    "Whoever signs the commit on the environment's branch has a role that the policy names for it."
  package static let rules: [Rule] = [.releaserRole, .releaserUnknown, .releaserUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act != .landing && matter.question.act != .commits }

  package func judge(_ matter: Matter) -> Answer {
    switch matter.facts.actor {
    case .absent:
      return .unmet([
        Finding(.releaserUnknown, "the \(matter.question.act.rawValue) is not signed", steps: [who(matter)])
      ])
    case .rejected(let because):
      return .unmet([
        Finding(
          .releaserUnknown, "the signature of the \(matter.question.act.rawValue) does not count", because: [because],
          steps: [who(matter)])
      ])
    case .undecided(let because):
      return .undecided([
        Finding(
          .releaserUndecided, "it cannot be told who signs the \(matter.question.act.rawValue)", because: [because])
      ])
    case .party(let party, _):
      guard may(party, matter) else {
        return .unmet([
          Finding(
            .releaserRole,
            "\(party.name) may not write \(matter.question.act == .adoption ? "an" : "a") \(matter.question.act.rawValue) in \(matter.question.target.name)",
            because: ["it takes \(wanted(matter))"], steps: [who(matter)])
        ])
      }
      return .met(party.name)
    }
  }

  private func roles(_ matter: Matter) -> [String] {
    guard let environment = matter.environment else { return [] }
    return switch matter.question.act {
    case .release: environment.release
    case .rollback: environment.rollback
    case .kill, .freeze: environment.kill
    case .resume: environment.release + environment.kill
    case .landing, .commits, .adoption: []
    }
  }

  private func may(_ party: Party, _ matter: Matter) -> Bool {
    switch (party, matter.question.act) {
    case (.person(let name), .adoption):
      return matter.approvals?.slots.contains { matter.mayFill($0, name) } ?? false
    case (.service, .adoption), (.service, .resume): return false
    case (.person(let name), .kill), (.person(let name), .rollback):
      // Two areas that claim the workflow hold its releases, and never what stops it.
      let held = matter.policy.anyRoles(of: name, for: matter.workflow)
      return roles(matter).contains { held.contains($0) }
    case (.person(let name), _):
      let held = matter.policy.roles(of: name, for: matter.workflow)
      return roles(matter).contains { held.contains($0) }
    case (.service(let name), _):
      let held = matter.policy.roles(ofService: name, for: matter.workflow)
      return roles(matter).contains { held.contains($0) }
    }
  }

  private func wanted(_ matter: Matter) -> String {
    if matter.question.act == .adoption { return "somebody who may approve a change of the policy" }
    let names = roles(matter).map { "'\($0)'" }
    return names.isEmpty ? "a role, and the policy names none" : "role " + names.joined(separator: " or ")
  }

  /// The people who may, sorted.
  func able(_ matter: Matter) -> [String] {
    matter.policy.people.values.map(\.name).filter { may(.person($0), matter) }.sorted()
  }

  private func who(_ matter: Matter) -> Step {
    let people = able(matter)
    guard !people.isEmpty else {
      return Step(.policyOwner, matter.policyOwners, "give somebody the role: nobody has it")
    }
    return Step(.releaseManager, people, matter.deed?.what ?? "write the \(matter.question.act.rawValue)")
  }
}

extension Rule {
  static let releaserRole = Rule(
    "releaser.role", "Somebody wrote to an environment without a role that may.",
    "The policy names, per environment, the roles for 'release', 'rollback' and 'kill'. An area's roles stand in place of the general ones."
  )
  static let releaserUnknown = Rule(
    "releaser.unknown", "Nobody can be told to have written to an environment.",
    "Commits on environment branches are always signed, by a key in .countersign/allowed_signers that was valid then and is now."
  )
  static let releaserUndecided = Rule(
    "releaser.undecided", "It cannot be decided who wrote to an environment.", "What cannot be decided blocks.")
}

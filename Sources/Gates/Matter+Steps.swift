import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary
import Workflows

/// Who can do what about a question: the names behind the parts, and the commands.
extension Matter {
  /// The people who play a part here, sorted; empty where the policy names nobody.
  func people(as part: Step.Part) -> [String] {
    switch part {
    case .author: authors
    case .owner: owner.map { [$0] } ?? []
    case .tester: testers
    case .reviewer:
      Set((approvals?.slots ?? []).flatMap { people(for: $0) }).sorted()
    case .policyOwner: policyOwners
    case .releaseManager: environment.map { releasers(of: $0) } ?? []
    case .anyone: []
    }
  }

  /// Who mends the change itself: its author, or whoever writes to the environment.
  var changer: Step.Part {
    switch question.act {
    case .landing, .commits: .author
    case .release, .rollback, .kill, .resume, .freeze: .releaseManager
    case .adoption: .policyOwner
    }
  }

  /// People with any of these roles here, sorted.
  func people(withAnyOf roles: [String]) -> [String] {
    policy.people.values.map(\.name).filter { name in
      let held = policy.roles(of: name, for: workflow)
      return roles.contains { held.contains($0) }
    }.sorted()
  }

  /// Who wrote the change, as far as the policy knows them.
  var authors: [String] {
    guard case .known(let contributions) = facts.contributions else { return [] }
    return Set(contributions.compactMap { $0.party?.name }).sorted()
  }

  /// Who answers for the workflow and is still there.
  var owner: String? {
    guard case .known(let manifest?) = question.version == nil ? facts.baseManifest : facts.manifest,
      let owner = manifest.owner, policy.people[owner]?.roles.isEmpty == false
    else { return nil }
    return owner
  }

  /// People and services whose runs count.
  var testers: [String] {
    policy.services.values.map(\.name).filter { Tests.isTester(.service($0), self) }.sorted()
      + policy.people.values.map(\.name).filter { Tests.isTester(.person($0), self) }.sorted()
  }

  /// Who could fill a slot of the gate of the policy itself.
  var policyOwners: [String] {
    let slots = policy.policyGate?.approvals?.slots ?? []
    return policy.people.values.map(\.name).filter { person in
      let roles = policy.roles(of: person, for: Naming.policy)
      return slots.contains { slot in
        switch slot {
        case .role(let role): roles.contains(role)
        case .person(let name): name == person && !roles.isEmpty
        case .any(let names): names.contains { roles.contains($0) }
        }
      }
    }.sorted()
  }

  /// People and services that may write a release there.
  func releasers(of environment: Environment) -> [String] {
    people(withAnyOf: environment.release)
      + policy.services.values.map(\.name).filter { name in
        let roles = policy.roles(ofService: name, for: workflow)
        return environment.release.contains { roles.contains($0) }
      }.sorted()
  }

  /// The command that releases a workflow, with all that it asks for.
  func promote(_ what: String, to environment: String) -> String {
    "countersign promote \(what) --env \(environment) -m WHY" + (policy.commits.ticket == nil ? "" : " --ticket TICKET")
  }

  /// What is asked about, as a command line names it.
  var label: String { question.version == nil ? workflow : question.label }

  /// Whether somebody asked for this version to be looked at, so that its name alone says which one is meant.
  var isSubmitted: Bool {
    guard case .known(let evidence) = facts.evidence else { return false }
    return evidence.contains { if case .submission = $0.statement.predicate { true } else { false } }
  }

  /// The version where its name alone is enough to find it; else the workflow.
  var named: String { isSubmitted || question.target != .main ? label : workflow }

  /// What is done once nothing holds it any more; nil where there is nothing to do.
  var deed: Step? {
    let there = question.target.name
    let what = workflow == Naming.all ? "--all" : workflow
    return switch question.act {
    case .landing: Step(.author, authors, "countersign land BRANCH")
    case .release: Step(.releaseManager, people(as: .releaseManager), promote(label, to: there))
    case .rollback:
      question.version.map {
        Step(
          .releaseManager, Releaser().able(self),
          "countersign rollback \(workflow) --env \(there) --version \($0.shortName) -m WHY --execute")
      }
    case .kill: Step(.releaseManager, Releaser().able(self), "countersign kill \(what) --env \(there) -m WHY")
    case .resume: Step(.releaseManager, Releaser().able(self), "countersign resume \(what) --env \(there) -m WHY")
    case .adoption: Step(.policyOwner, policyOwners, "countersign adopt --env \(there)")
    case .freeze: Step(.releaseManager, Releaser().able(self), "countersign freeze --env \(there) --until TIME -m WHY")
    case .commits: nil
    }
  }
}

package import Diagnostics
import Facts
import PolicyModel
import Workflows

/// `owner`: somebody answers for the workflow, and somebody stands behind them.
package struct Owner: Requirement {
  package static let id = "owner"
  package static let asks = "The manifest names an owner whom the policy knows, and people to escalate to."
  package static let rules: [Rule] = [.ownerUnknown, .ownerEscalation]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.isMove && !matter.question.isOfPolicy }

  package func judge(_ matter: Matter) -> Answer {
    // A workflow that is removed has no manifest any more: its base's gives the owner.
    let fact = matter.question.version == nil ? matter.facts.baseManifest : matter.facts.manifest
    guard case .known(let found) = fact else { return unknown(fact) }
    guard let manifest = found else {
      return .unmet([
        Finding(
          .ownerUnknown, "there is no manifest that names an owner", at: place(matter),
          steps: [Step(.author, matter.authors, "add \(Manifest.fileName) with 'owner: PERSON'")])
      ])
    }
    var findings: [Finding] = []
    if let owner = manifest.owner {
      if !isPresent(owner, matter.policy) { findings.append(stranger(owner, manifest, matter)) }
    } else {
      findings.append(
        Finding(
          .ownerUnknown, "\(matter.workflow) has no owner", at: place(matter),
          because: ["a workflow that nobody answers for is held" + escalates(manifest, matter)],
          steps: [Step(.author, matter.authors, "add 'owner: PERSON' to the manifest")]))
    }
    for name in manifest.escalation where matter.policy.people[name] == nil {
      findings.append(
        Finding(
          .ownerEscalation, "escalation names '\(visible(name))', whom the policy does not know", at: place(matter),
          next: didYouMean(name, matter.policy),
          steps: [Step(.author, matter.authors, "name people of the policy under 'escalation' in the manifest")]))
    }
    let isAnybodyLeft = manifest.escalation.contains { isPresent($0, matter.policy) }
    if findings.isEmpty, !manifest.escalation.isEmpty, !isAnybodyLeft {
      findings.append(
        Finding(
          .ownerEscalation, "everybody under 'escalation' has left: \(manifest.escalation.joined(separator: ", "))",
          at: place(matter), because: ["when the owner does not answer there is nobody to call"],
          next: ["the author names others in the manifest"]))
    }
    return findings.isEmpty ? .met(manifest.owner ?? "") : .unmet(findings)
  }

  private func isPresent(_ name: String, _ policy: Policy) -> Bool { !(policy.people[name]?.roles.isEmpty ?? true) }

  private func stranger(_ owner: String, _ manifest: Manifest, _ matter: Matter) -> Finding {
    let known = matter.policy.people[owner] != nil
    return Finding(
      .ownerUnknown,
      known ? "the owner \(visible(owner)) has left" : "the owner '\(visible(owner))' is nobody the policy knows",
      at: place(matter), because: ["a workflow that nobody answers for is held" + escalates(manifest, matter)],
      next: known ? [] : didYouMean(owner, matter.policy),
      steps: [Step(.author, matter.authors, "name another owner in the manifest")])
  }

  private func escalates(_ manifest: Manifest, _ matter: Matter) -> String {
    let people = manifest.escalation.filter { isPresent($0, matter.policy) }
    if !people.isEmpty { return "; it escalates to \(people.joined(separator: ", "))" }
    let others = policyOwners(matter.policy)
    return others.isEmpty
      ? ""
      : "; the manifest names nobody to escalate to: \(others.joined(separator: ", ")) decide, who may change the policy"
  }

  /// Who could approve a change of the policy: the last to ask who answers for something.
  private func policyOwners(_ policy: Policy) -> [String] {
    let slots = policy.policyGate?.approvals?.slots ?? []
    return policy.people.values.filter { person in
      slots.contains { slot in
        switch slot {
        case .role(let role): person.roles.contains(role)
        case .person(let name): name == person.name && !person.roles.isEmpty
        case .any(let names): names.contains { person.roles.contains($0) }
        }
      }
    }.map(\.name).sorted()
  }

  private func didYouMean(_ name: String, _ policy: Policy) -> [String] {
    closest(to: name, among: policy.people.keys.sorted()).map { ["did you mean '\($0)'?"] } ?? []
  }

  private func place(_ matter: Matter) -> Place { Place("\(matter.workflow)/\(Manifest.fileName)") }
}

extension Rule {
  static let ownerUnknown = Rule(
    "owner.unknown", "The workflow has no owner whom the policy knows.",
    "Default to escalation when ownership is unclear: a missing, unknown or departed owner holds every gate.")
  static let ownerEscalation = Rule(
    "owner.escalation", "The manifest escalates to somebody whom the policy does not know.",
    "The people in 'escalation' are called when the owner does not answer; each is a person of the policy.")
}

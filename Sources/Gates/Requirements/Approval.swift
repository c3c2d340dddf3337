package import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary

/// `approvals`: enough distinct people with the right roles said yes, none of them to their own change, and none said no.
package struct Approval: Requirement {
  package static let id = "approvals"
  package static let asks =
    "Distinct people who had no hand in the change approved this version, for this target and base."
  package static let rules: [Rule] = [
    .approvalsMissing, .approvalsRejected, .approvalsStale, .approvalsExpired, .approvalsSpent, .approvalsClass,
    .approvalsAdoption,
    .approvalsOwnChange, .approvalsUndecided,
  ]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool {
    matter.approvals != nil || matter.question.act == .resume || matter.question.act == .adoption
  }

  package func judge(_ matter: Matter) -> Answer {
    guard let approvals = matter.approvals else { return .unmet([notNamed(matter)]) }
    guard case .known(let evidence) = matter.facts.evidence else { return unknown(matter.facts.evidence) }
    if case .unknown(let because) = matter.facts.lastLeft, matter.question.act != .resume {
      return .undecided([because])
    }
    if case .unknown(let because) = matter.facts.kill, matter.question.act == .resume { return .undecided([because]) }
    if case .unknown(let because) = matter.facts.lastAdoption, matter.question.act == .adoption {
      return .undecided([because])
    }
    if case .undecided(let because) = matter.facts.actor, !matter.isMove {
      return .undecided([
        Finding(.approvalsUndecided, "it cannot be told who signs, and they count as one", because: [because])
      ])
    }
    let hands: [String: String]
    switch Hands.disqualified(matter) {
    case .known(let known): hands = known
    case .unknown(let because): return .undecided([because])
    }
    let reviews = Reviews(matter, evidence: evidence)
    if !reviews.undecided.isEmpty { return .undecided(reviews.undecided) }
    let rejections = rejections(reviews, approvals, matter)
    if !rejections.isEmpty { return .unmet(rejections) }

    let approvers = approvers(reviews, hands, matter)
    // Whoever resumes counts as one, by the role that lets them resume.
    let resumer = matter.question.act == .resume ? matter.facts.actor.person : nil
    let filled = Matching.fill(slots: approvals.slots.count, people: approvers.count) { slot, person in
      // A plain count asks for reviewers: one of them may be whoever resumes. Any other role is asked for itself.
      (approvers[person] == resumer && approvals.slots[slot] == .role("reviewer"))
        || matter.mayFill(approvals.slots[slot], approvers[person])
    }
    let open = approvals.slots.indices.filter { filled[$0] == nil }
    if open.isEmpty {
      if let alone = loneKiller(approvers, approvals, matter) { return alone }
      return .met(words(approvals, filled, approvers))
    }
    return .unmet([missing(open.map { approvals.slots[$0] }, of: approvals, approvers, reviews, hands, matter)])
  }

  /// People whose approval counts, sorted; whoever writes a resume or an adoption counts as one.
  private func approvers(_ reviews: Reviews, _ hands: [String: String], _ matter: Matter) -> [String] {
    var people = Set(reviews.standing.filter { $0.value == .approves && hands[$0.key] == nil }.keys)
    if !matter.isMove, let actor = matter.facts.actor.person { people.insert(actor) }
    return people.sorted()
  }

  private func rejections(_ reviews: Reviews, _ approvals: Approvals, _ matter: Matter) -> [Finding] {
    reviews.standing.sorted { $0.key < $1.key }.compactMap { person, standing in
      guard case .rejects(let comment) = standing, approvals.slots.contains(where: { matter.mayFill($0, person) })
      else { return nil }
      return Finding(
        .approvalsRejected, "\(person) rejected \(matter.question.label) for \(matter.question.target.name)",
        because: comment.isEmpty ? [] : ["\(person): \(comment)"],
        steps: [
          Step(.author, matter.authors, "answer it with another version"),
          Step(
            .reviewer, [person],
            "or take it back: countersign withdraw \(matter.label) \(matter.forTarget) -m TEXT"),
        ])
    }
  }

  /// The killer counts for a resume, but never as the only one who could fill a slot.
  private func loneKiller(_ approvers: [String], _ approvals: Approvals, _ matter: Matter) -> Answer? {
    guard matter.question.act == .resume, case .known(let kill?) = matter.facts.kill else { return nil }
    let able = approvers.filter { person in
      person == matter.facts.actor.person || approvals.slots.contains { matter.mayFill($0, person) }
    }
    let others = matter.people(as: .reviewer).filter { !approvers.contains($0) }
    let steps = [Step(.reviewer, others, ApproveCommand.text(matter))]
    switch kill.killer {
    case .party(let party, _):
      let killers = Hands.people(party, matter.policy)
      guard able.allSatisfy(killers.contains) else { return nil }
      return .unmet([
        Finding(
          .approvalsMissing, "\(able.joined(separator: " and ")) killed it and nobody else wants it resumed",
          because: ["whoever killed counts for a resume, but never alone"], steps: steps)
      ])
    case .absent, .rejected, .undecided:
      guard able.count < 2 else { return nil }
      return .undecided([
        Finding(
          .approvalsUndecided, "it cannot be told who killed it, so one person is not enough to resume it",
          at: Place("commit \(kill.commit.prefix(12))"),
          because: ["whoever killed counts for a resume, but never alone"], steps: steps)
      ])
    }
  }

  private func notNamed(_ matter: Matter) -> Finding {
    switch matter.question.act {
    case .resume:
      Finding(
        .approvalsMissing, "the policy names no approvals for a resume in \(matter.question.target.name)",
        because: ["an environment without 'resume' holds every resume"],
        steps: [
          Step(.policyOwner, matter.policyOwners, "add 'resume: { approvals: … }' to the environment")
        ])
    default:
      Finding(
        .approvalsMissing, "the policy names no approvals for a change of itself, so none can be enough here",
        steps: [Step(.policyOwner, [], "add 'policy: { approvals: … }'")])
    }
  }

  private func missing(
    _ open: [Slot], of approvals: Approvals, _ approvers: [String], _ reviews: Reviews, _ hands: [String: String],
    _ matter: Matter
  ) -> Finding {
    let rule = staleRule(open, reviews, hands, matter) ?? .approvalsMissing
    let wanted = Self.words(open)
    let given = approvals.slots.count - open.count
    var because = reviews.passedOver
    for (person, standing) in reviews.standing.sorted(by: { $0.key < $1.key }) {
      if case .doesNotCount(_, let reason) = standing { because.append("\(person): \(reason)") }
      if standing == .approves, hands[person] == nil, !approvals.slots.contains(where: { matter.mayFill($0, person) }) {
        because.append("\(person) approved and has none of the roles that are asked")
      }
    }
    let holders = Set(open.flatMap { matter.people(for: $0) })
    for person in holders.sorted() {
      if let hand = hands[person] { because.append("\(person) cannot: \(hand)") }
    }
    return Finding(
      rule, "\(given) of \(approvals.slots.count) approvals: \(wanted.joined(separator: " and ")) is missing",
      because: because,
      steps: steps(open, without: Set(hands.keys).union(approvers), matter)
        + (rule == .approvalsClass ? [matter.takingBack].compactMap(\.self) : []))
  }

  /// What each slot takes, said once for several that take the same.
  private static func words(_ slots: [Slot]) -> [String] {
    var labels: [String] = []
    for slot in slots where !labels.contains(slot.label) { labels.append(slot.label) }
    return labels.map { label in
      let count = slots.count { $0.label == label }
      return count == 1 ? label : "\(label) (\(count) people)"
    }
  }

  /// Who can fill each open slot; a slot that nobody is left for is one for the policy owners.
  private func steps(_ open: [Slot], without used: Set<String>, _ matter: Matter) -> [Step] {
    var steps: [Step] = []
    if matter.question.act == .landing, !matter.isSubmitted {
      steps.append(Step(.author, matter.authors, "countersign submit \(matter.workflow) -m WHY"))
    }
    for (label, slots) in open.map({ (label: $0.label, slot: $0) }).reduce(
      into: [(String, [Slot])](),
      { groups, one in
        if let index = groups.firstIndex(where: { $0.0 == one.label }) {
          groups[index].1.append(one.slot)
        } else {
          groups.append((one.label, [one.slot]))
        }
      })
    {
      guard let slot = slots.first else { continue }
      let able = matter.people(for: slot).filter { !used.contains($0) }
      if !able.isEmpty { steps.append(Step(.reviewer, able, ApproveCommand.text(matter))) }
      if able.count < slots.count {
        let most = able.isEmpty ? "nobody else" : "only \(able.joined(separator: " and "))"
        let remedy =
          if case .person = slot { "name somebody who is there in the gate" } else {
            "give the role to one more person, or let somebody else author the change"
          }
        steps.append(Step(.policyOwner, matter.policyOwners, "\(most) can fill \(label): \(remedy)"))
      }
    }
    return steps
  }

  /// The rule that says why what was given for an open slot does not count.
  private func staleRule(_ open: [Slot], _ reviews: Reviews, _ hands: [String: String], _ matter: Matter) -> Rule? {
    for (person, standing) in reviews.standing.sorted(by: { $0.key < $1.key })
    where open.contains(where: { matter.mayFill($0, person) }) {
      if case .doesNotCount(let rule, _) = standing { return rule }
      if standing == .approves, hands[person] != nil { return .approvalsOwnChange }
    }
    return nil
  }

  private func words(_ approvals: Approvals, _ filled: [Int?], _ approvers: [String]) -> String {
    let names = zip(approvals.slots, filled).compactMap { slot, person in
      person.map { "\(approvers[$0]) (\(slot.label))" }
    }
    return names.isEmpty ? "none asked" : names.joined(separator: ", ")
  }
}

/// The command that would give a missing approval.
enum ApproveCommand {
  static func text(_ matter: Matter) -> String {
    switch matter.question.act {
    case .resume:
      let kill = if case .known(let kill?) = matter.facts.kill { String(kill.commit.prefix(12)) } else { "KILL" }
      let what = matter.workflow == Naming.all ? "--all" : matter.workflow
      return "countersign approve \(what) --resume \(kill) --env \(matter.question.target.name)"
    case .adoption: return "countersign approve \(matter.workflow) --adoption \(matter.forTarget) --rev main"
    default: return "countersign approve \(matter.named) \(matter.forTarget)"
    }
  }
}

extension Rule {
  static let approvalsMissing = Rule(
    "approvals.missing", "An approval that the gate asks for is not there.",
    """
    The policy names slots, each to be filled by another person: a role, a person by name, or any of several roles. The finding \
    says which slots are open, who could fill them, and who cannot and why. An approval is given with \
    'countersign approve WORKFLOW --for TARGET'; it counts for this version, target and base only.
    """)
  static let approvalsRejected = Rule(
    "approvals.rejected", "Somebody who could approve said no, and has not taken it back.",
    """
    A standing reject by anyone who could fill a slot holds, however many others approve. Either the change is answered with \
    another version, or the same person withdraws the reject or approves.
    """)
  static let approvalsStale = Rule(
    "approvals.stale", "An approval was given against another base than the one there now.",
    """
    A review speaks of a change: from a base to a version. When the base has moved since, the same version would undo what came \
    in between, and nobody has looked at that. Bring the change up to date and ask for the review again.
    """)
  static let approvalsExpired = Rule(
    "approvals.expired", "An approval had an expiry, and it has passed.",
    "Whoever gave it can give it again: 'countersign approve WORKFLOW --for TARGET'.")
  static let approvalsSpent = Rule(
    "approvals.spent",
    "An approval was used already: the target held this version and left it, or adopted something since.",
    """
    A review serves one stay, and one of an adoption serves one adoption. When a version was reverted or replaced, an old approval must not bring it back; it needs to be \
    reviewed anew.
    """)
  static let approvalsClass = Rule(
    "approvals.class", "An approval was given for a lower risk class than the change has now.",
    "The class rises with the manifest and the policy; whoever approved a low-risk change has not agreed to a high-risk one."
  )
  static let approvalsAdoption = Rule(
    "approvals.adoption", "An approval is of a release where an adoption is asked about, or the other way round.",
    """
    An adoption takes what runs in an environment as it is, past the requirements of a release. Whoever approved a release has not \
    agreed to that: it is approved as such, with 'countersign approve WORKFLOW --adoption --for ENV'.
    """)
  static let approvalsOwnChange = Rule(
    "approvals.own-change", "An approval is by somebody who had a hand in the change.",
    """
    Nobody who authored, committed or co-authored a contributing commit counts as approver, and nobody who operates a service \
    that did. People are counted once, whatever their keys and addresses. A wrong 'Co-authored-by:' is mended by rewriting the \
    commit before it lands.
    """)
  static let approvalsUndecided = Rule(
    "approvals.undecided", "It cannot be told who signed a review.",
    "A key that speaks for two people, or a kind of signature that cannot be checked here. What cannot be decided blocks."
  )
}

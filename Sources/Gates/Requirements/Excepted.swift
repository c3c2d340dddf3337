package import Diagnostics
package import Evidence
package import Facts
package import PolicyModel
package import Vocabulary

/// `break-glass`: the exception that a release names lets this very release through, and was not used before.
package struct Excepted: Requirement {
  package static let id = "break-glass"
  package static let asks =
    "An exception that the release names was signed by those who may, for this very change, and was not used before."
  package static let rules: [Rule] = [
    .breakGlassNotAllowed, .breakGlassUnknown, .breakGlassSigner, .breakGlassUndecided, .breakGlassOtherChange,
    .breakGlassLifts, .breakGlassTime, .breakGlassWords, .breakGlassApprovals, .breakGlassUsed,
  ]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .release }

  package func judge(_ matter: Matter) -> Answer {
    switch Self.look(matter) {
    case .none: .met("no exception is named")
    case .counts(let found): .met("exception \(found.id.prefix(12)) of \(found.by.joined(separator: " and "))")
    case .fails(let findings): .unmet(findings)
    case .unsure(let finding): .undecided([finding])
    }
  }

  /// An exception that counts.
  struct Found {
    let id: String
    let exception: Exception
    /// Whoever signed it first, then whoever approved it.
    let by: [String]
  }

  enum Look {
    /// The release names none.
    case none
    case counts(Found)
    case fails([Finding])
    case unsure(Finding)
  }

  static func look(_ matter: Matter) -> Look {
    switch matter.facts.exception {
    case .unknown(let because): return .unsure(because)
    case .known(let use):
      guard let named = use.named else { return .none }
      return look(named, usedBy: use.usedBy[named], matter)
    }
  }

  private static func look(_ id: String, usedBy used: String?, _ matter: Matter) -> Look {
    guard let rule = matter.environment?.breakGlass else { return .fails([notAllowed(matter.question.target)]) }
    let evidence: [Testimony]
    switch matter.facts.evidence {
    case .unknown(let because): return .unsure(because)
    case .known(let known): evidence = known
    }
    guard let testimony = evidence.first(where: { $0.id == id }),
      case .exception(let exception) = testimony.statement.predicate
    else { return .fails([unknownHere(id, matter)]) }
    if case .undecided(let because) = testimony.signer {
      return .unsure(
        Finding(
          .breakGlassUndecided, "it cannot be told who signed the exception", at: place(id), because: [because]))
    }
    var findings = faults(
      exception, id: id, signed: testimony.statement.time, signer: testimony.signer, matter.question,
      matter.policy, rule, now: matter.now)
    if testimony.statement.time > matter.latestDate(isNo: false) {
      findings.append(
        Finding(
          .breakGlassTime, "the exception is dated \(testimony.statement.time), after the moment of judging",
          at: place(id)))
    }
    if let used {
      findings.append(
        Finding(
          .breakGlassUsed, "the exception was used up by commit \(used.prefix(12))", at: place(id),
          because: ["each exception lets one release through"], next: [command(matter.question)]))
    }
    guard let signer = testimony.signer.person, findings.isEmpty else { return .fails(findings) }
    let reviews = ExceptionReviews(
      evidence, of: id, workflow: matter.workflow, target: matter.question.target,
      yes: matter.latestDate(isNo: false), no: matter.latestDate(isNo: true), now: matter.now)
    if let undecided = reviews.undecided { return .unsure(undecided) }
    let no = reviews.reject.filter { person, _ in rule.approvals.slots.contains { matter.mayFill($0, person) } }
    if !no.isEmpty { return .fails(no.sorted { $0.key < $1.key }.map { rejected($0.key, $0.value, id) }) }
    // Whoever could fill no slot has no say in it, and so no part in it.
    let others = reviews.approve.subtracting([signer]).filter { person in
      rule.approvals.slots.contains { matter.mayFill($0, person) }
    }
    let people = [signer] + others.sorted()
    let filled = Matching.fill(slots: rule.approvals.slots.count, people: people.count) { slot, person in
      matter.mayFill(rule.approvals.slots[slot], people[person])
    }
    let open = rule.approvals.slots.indices.filter { filled[$0] == nil }.map { rule.approvals.slots[$0] }
    guard open.isEmpty else { return .fails([missing(open, id, people, matter)]) }
    return .counts(Found(id: id, exception: exception, by: people))
  }

  /// Everything about an exception itself that keeps it from lifting anything in this change, whoever else approves it.
  package static func faults(
    _ exception: Exception, id: String, signed: Timestamp, signer: Signatory, _ question: Question, _ policy: Policy,
    _ rule: BreakGlass, now: Timestamp
  ) -> [Finding] {
    let place = place(id)
    var findings: [Finding] = []
    if let finding = strange(signer, question, policy, rule, place) { findings.append(finding) }
    if exception.target != question.target || exception.base != question.base
      || exception.removes != (question.version == nil)
    {
      findings.append(otherChange(exception, question, place))
    }
    for lifted in exception.lifts where !Requirements.isLiftable(lifted) {
      findings.append(notLiftable(lifted, place))
    }
    findings += untimely(exception, signed: signed, rule, question, place, now: now)
    if let pattern = policy.commits.ticket, !policy.commits.matches(ticket: exception.ticket) {
      findings.append(
        Finding(
          .breakGlassWords,
          "the ticket '\(visible(exception.ticket))' of the exception does not match \(visible(pattern))", at: place,
          next: ["name the ticket in the form that the policy asks for"]))
    }
    let least = policy.commits.whyMinimum
    let length = Metadata.trimmed(exception.why).count
    if length < least {
      findings.append(
        Finding(
          .breakGlassWords, "the reason of the exception has \(length) characters, \(least) are asked", at: place,
          next: ["say why it cannot wait"]))
    }
    return findings
  }

  private static func strange(
    _ signer: Signatory, _ question: Question, _ policy: Policy, _ rule: BreakGlass, _ place: Place?
  ) -> Finding? {
    let because: String
    switch signer {
    case .party(.person(let name), _):
      if rule.approvals.slots.contains(where: { policy.may(name, fill: $0, for: question.workflow) }) { return nil }
      because = "\(name) has none of the roles that break-glass takes in \(question.target.name)"
    case .party(.service(let name), _): because = "\(name) is a service, and only people break glass"
    case .absent: because = "it is not signed"
    case .rejected(let reason), .undecided(let reason): because = reason
    }
    let people = policy.people.keys.filter { name in
      rule.approvals.slots.contains { policy.may(name, fill: $0, for: question.workflow) }
    }.sorted()
    return Finding(
      .breakGlassSigner, "the exception is signed by nobody who may", at: place,
      because: [because, "it takes \(rule.approvals.slots.map(\.label).joined(separator: " and "))"],
      next: people.isEmpty
        ? ["nobody has such a role: a policy owner gives it"]
        : ["\(people.joined(separator: " or ")): \(command(question))"])
  }

  private static func otherChange(_ exception: Exception, _ question: Question, _ place: Place?) -> Finding {
    func text(_ version: Version?) -> String { version.map { "\(question.workflow)@\($0.shortName)" } ?? "nothing" }
    let because =
      if exception.target != question.target {
        "it is for \(visible(exception.target.name)), and this is a release to \(question.target.name)"
      } else if exception.removes != (question.version == nil) {
        exception.removes
          ? "it is for the removal of the workflow" : "it is for a version, and this removes the workflow"
      } else {
        "it was signed against \(text(exception.base)), and \(question.target.name) holds \(text(question.base)) now"
      }
    return Finding(
      .breakGlassOtherChange, "the exception is for another change", at: place, because: [because],
      next: [command(question)])
  }

  private static func untimely(
    _ exception: Exception, signed: Timestamp, _ rule: BreakGlass, _ question: Question, _ place: Place?, now: Timestamp
  ) -> [Finding] {
    if exception.until - signed > rule.duration {
      return [
        Finding(
          .breakGlassTime, "the exception lasts for \(exception.until - signed)", at: place,
          because: ["\(question.target.name) allows \(rule.duration), from the moment that it is signed"],
          next: ["sign another with an earlier --until"])
      ]
    }
    guard exception.until <= now || exception.until <= signed else { return [] }
    return [
      Finding(
        .breakGlassTime, "the exception ended at \(exception.until)", at: place, because: ["it is \(now)"],
        next: [command(question)])
    ]
  }

  package static func notLiftable(_ requirement: String, _ place: Place? = nil) -> Finding {
    Finding(
      .breakGlassLifts, "an exception cannot lift '\(visible(requirement))'", at: place,
      because: [
        Requirements.all.contains { $0.id == requirement }
          ? "it is always asked, in an emergency more than ever" : "there is no such requirement",
        "what can be lifted: \(Requirements.liftable.map { $0.id }.joined(separator: ", "))",
      ], next: ["sign another without it"])
  }

  package static func notAllowed(_ target: Target) -> Finding {
    Finding(
      .breakGlassNotAllowed, "nobody may break the glass in \(target.name)", at: Place(".countersign/policy.yaml"),
      because: ["the environment has no 'break-glass'"],
      next: ["meet the gate; a rollback and a kill need no exception"])
  }

  private static func unknownHere(_ id: String, _ matter: Matter) -> Finding {
    Finding(
      .breakGlassUnknown,
      "the journal of \(matter.workflow) has no exception '\(visible(String(id.prefix(64))))' for \(matter.question.label)",
      because: ["an exception is for one version, and counts once it is in the journal that the release names"],
      next: ["countersign log \(matter.workflow) shows the exceptions that there are"])
  }

  private static func rejected(_ person: String, _ comment: String, _ id: String) -> Finding {
    Finding(
      .breakGlassApprovals, "\(person) rejects the exception", at: place(id),
      because: comment.isEmpty ? [] : ["\(person): \(comment)"], next: ["sign another one that \(person) agrees to"])
  }

  private static func missing(_ open: [Slot], _ id: String, _ people: [String], _ matter: Matter) -> Finding {
    let able = Set(open.flatMap { matter.people(for: $0) }).subtracting(people).sorted()
    let approve =
      "countersign approve \(matter.workflow) --exception \(id.prefix(12)) --env \(matter.question.target.name)"
    return Finding(
      .breakGlassApprovals, "the exception lacks \(open.map(\.label).joined(separator: " and "))", at: place(id),
      because: ["so far: \(people.joined(separator: ", "))"],
      next: able.isEmpty
        ? ["nobody else can fill this: a policy owner gives the role to one more person"]
        : ["\(able.joined(separator: " or ")): \(approve)"])
  }

  private static func place(_ id: String) -> Place? { id.isEmpty ? nil : Place("exception \(id.prefix(12))") }

  private static func command(_ question: Question) -> String {
    "countersign break-glass \(question.workflow) --env \(question.target.name) --lift REQUIREMENT --until TIME "
      + "--ticket TICKET -m WHY"
  }
}

extension Rule {
  package static let breakGlassNotAllowed = Rule(
    "break-glass.not-allowed", "The policy lets nobody break the glass in this environment.",
    "An environment's 'break-glass' says who may sign an exception and how long one may last. Where it is missing, nobody may."
  )
  package static let breakGlassUnknown = Rule(
    "break-glass.unknown", "A release names an exception that the journal does not have for it.",
    "'Exception:' is the whole id of an exception for the version that is released, in the journal that 'Journal:' names."
  )
  package static let breakGlassSigner = Rule(
    "break-glass.signer", "An exception is signed by nobody who may.",
    "The people who can fill a slot of the environment's 'break-glass: { approvals }' may; a service never may.")
  static let breakGlassUndecided = Rule(
    "break-glass.undecided", "It cannot be told who signed an exception, or a review of one.",
    "A key that speaks for two people is nobody's. What cannot be decided blocks.")
  static let breakGlassOtherChange = Rule(
    "break-glass.other-change", "An exception is for another environment or another base.",
    "It lifts requirements for one version, from one base, in one environment. When the environment has moved, sign another."
  )
  package static let breakGlassLifts = Rule(
    "break-glass.not-liftable", "An exception would lift what is always asked.",
    """
    Only what a gate asks of a version can be lifted. Signatures, metadata, the landing, the order, the owner, a recall, the \
    releaser's role and an open debt never are. An exception that names one of them counts for nothing.
    """)
  package static let breakGlassTime = Rule(
    "break-glass.time", "An exception is over, lasts too long, or is dated ahead.",
    "'for' in the policy bounds the time between the signature and 'until'; after that nothing is lifted any more.")
  package static let breakGlassWords = Rule(
    "break-glass.words", "An exception does not say why, or under which ticket.",
    "It carries a reason of the length that commits have, and a ticket of the form that they have.")
  static let breakGlassApprovals = Rule(
    "break-glass.approvals", "An exception lacks an approval, or somebody who could give one said no.",
    """
    Where 'break-glass' names several slots, whoever signs the exception fills one, and reviews that name it fill the others: \
    'countersign approve WORKFLOW --exception ID --env ENV'.
    """)
  static let breakGlassUsed = Rule(
    "break-glass.used", "An exception was used by an earlier release.",
    "Each exception lets one release through. What needs another one is another decision.")
}

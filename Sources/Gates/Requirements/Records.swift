package import Diagnostics
package import Evidence
import Facts
package import PolicyModel
package import Vocabulary
package import Workflows

/// `records`: secrets were rotated and access and security reviewed, as often as manifest and policy ask.
package struct Records: Requirement {
  package static let id = "records"
  package static let asks =
    "Secret rotations and access and security reviews of the workflow are on record and not overdue."
  package static let rules: [Rule] = [.recordsRotation, .recordsReview]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .release }

  package func judge(_ matter: Matter) -> Answer {
    if matter.question.version == nil { return .met("nothing to keep up: the workflow is removed") }
    guard case .known(let found) = matter.facts.manifest else { return unknown(matter.facts.manifest) }
    guard case .known(let evidence) = matter.facts.evidence else { return unknown(matter.facts.evidence) }
    var findings: [Finding] = []
    for (kind, interval) in Self.demanded(of: found, in: matter.question.target, matter.policy) {
      let last = last(kind, evidence, matter)
      if isOverdue(last, interval, matter) { findings.append(finding(kind, last, interval, matter)) }
    }
    return findings.isEmpty ? .met("up to date") : .unmet(findings)
  }

  /// Which records are asked for, and how old each may be.
  package static func demanded(
    of manifest: Manifest?, in target: Target, _ policy: Policy
  ) -> [(kind: Record.Kind, interval: Span)] {
    var demanded: [(kind: Record.Kind, interval: Span)] = []
    let setting = manifest.map { $0.environments[target.name] ?? $0.general }
    for secret in setting?.secrets ?? [] {
      if let rotate = secret.rotate { demanded.append((.rotation(secret: secret.name), rotate)) }
    }
    if let interval = policy.reviews.access { demanded.append((.accessReview, interval)) }
    if let interval = policy.reviews.security { demanded.append((.securityReview, interval)) }
    return demanded
  }

  private func finding(_ kind: Record.Kind, _ last: Timestamp?, _ interval: Span, _ matter: Matter) -> Finding {
    let owner = matter.people(as: .owner)
    let overdue = overdue(last, interval, matter)
    switch kind {
    case .rotation(let name):
      return Finding(
        .recordsRotation, "the rotation of \(visible(name)) is \(overdue)",
        steps: [
          Step(.owner, owner, "rotate it, then: countersign record \(matter.workflow) rotation \(visible(name))")
        ])
    case .accessReview, .securityReview:
      let word = kind == .accessReview ? "access" : "security"
      return Finding(
        .recordsReview, "the \(word) review is \(overdue)",
        steps: [Step(.owner, owner, "review it, then: countersign record \(matter.workflow) \(word)")])
    }
  }

  /// When it was last recorded by someone who may; a date ahead of the moment of judging counts as that moment.
  private func last(_ kind: Record.Kind, _ evidence: [Testimony], _ matter: Matter) -> Timestamp? {
    evidence.compactMap { testimony -> Timestamp? in
      guard case .record(let record) = testimony.statement.predicate, record.kind == kind,
        case .party(let party, _) = testimony.signer,
        Self.may(party, record: kind, of: matter.workflow, matter.policy),
        testimony.statement.time <= matter.latestDate(isNo: false)
      else { return nil }
      return min(testimony.statement.time, matter.now)
    }.max()
  }

  /// A machine may rotate a secret; a review is done by a person. Who left does neither.
  package static func may(_ party: Party, record kind: Record.Kind, of workflow: String, _ policy: Policy) -> Bool {
    switch party {
    case .person(let name): !policy.roles(of: name, for: workflow).isEmpty
    case .service(let name):
      if case .rotation = kind { policy.services[name] != nil } else { false }
    }
  }

  private func isOverdue(_ last: Timestamp?, _ interval: Span, _ matter: Matter) -> Bool {
    last.map { matter.now - $0 > interval } ?? true
  }

  private func overdue(_ last: Timestamp?, _ interval: Span, _ matter: Matter) -> String {
    last.map { "overdue: it was \(matter.now - $0) ago, and every \(interval) is asked" }
      ?? "not on record, and every \(interval) is asked"
  }
}

extension Rule {
  static let recordsRotation = Rule(
    "records.rotation", "A secret's rotation is overdue or was never recorded.",
    "The manifest says how often each secret is rotated; 'countersign record WORKFLOW rotation SECRET' records that it was."
  )
  static let recordsReview = Rule(
    "records.review", "An access or security review is overdue or was never recorded.",
    "The policy says how often; 'countersign record WORKFLOW access' or 'security' records that it was done.")
}

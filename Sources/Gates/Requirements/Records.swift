package import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary
import Workflows

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
    let setting = found.map { $0.environments[matter.question.target.name] ?? $0.general }
    for secret in setting?.secrets ?? [] {
      guard let rotate = secret.rotate else { continue }
      let last = last(.rotation(secret: secret.name), evidence, matter)
      if isOverdue(last, rotate, matter) {
        findings.append(
          Finding(
            .recordsRotation, "the rotation of \(visible(secret.name)) is \(overdue(last, rotate, matter))",
            steps: [
              Step(
                .owner, matter.people(as: .owner),
                "rotate it, then: countersign record \(matter.workflow) rotation \(visible(secret.name))")
            ]))
      }
    }
    for (kind, interval, word) in [
      (Record.Kind.accessReview, matter.policy.reviews.access, "access"),
      (Record.Kind.securityReview, matter.policy.reviews.security, "security"),
    ] {
      guard let interval else { continue }
      let last = last(kind, evidence, matter)
      if isOverdue(last, interval, matter) {
        findings.append(
          Finding(
            .recordsReview, "the \(word) review is \(overdue(last, interval, matter))",
            steps: [
              Step(.owner, matter.people(as: .owner), "review it, then: countersign record \(matter.workflow) \(word)")
            ]))
      }
    }
    return findings.isEmpty ? .met("up to date") : .unmet(findings)
  }

  /// When it was last recorded by someone who may; a date ahead of the moment of judging counts as that moment.
  private func last(_ kind: Record.Kind, _ evidence: [Testimony], _ matter: Matter) -> Timestamp? {
    evidence.compactMap { testimony -> Timestamp? in
      guard case .record(let record) = testimony.statement.predicate, record.kind == kind,
        case .party(let party, _) = testimony.signer, may(party, record: kind, matter),
        testimony.statement.time <= matter.latestDate(isNo: false)
      else { return nil }
      return min(testimony.statement.time, matter.now)
    }.max()
  }

  /// A machine may rotate a secret; a review is done by a person. Who left does neither.
  private func may(_ party: Party, record kind: Record.Kind, _ matter: Matter) -> Bool {
    switch party {
    case .person(let name): !matter.policy.roles(of: name, for: matter.workflow).isEmpty
    case .service(let name):
      if case .rotation = kind { matter.policy.services[name] != nil } else { false }
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

package import Diagnostics
import Evidence
package import Facts
package import PolicyModel
package import Vocabulary

/// `recall`: nobody who may has barred the version.
package struct Recalled: Requirement {
  package static let id = "recall"
  package static let asks = "The version is not recalled."
  package static let rules: [Rule] = [.recallBarred, .recallUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool {
    (matter.isMove || matter.question.act == .adoption) && !matter.question.isOfPolicy
  }

  package func judge(_ matter: Matter) -> Answer {
    if matter.question.version == nil { return .met("nothing to recall: the workflow is removed") }
    guard case .known(let evidence) = matter.facts.evidence else { return unknown(matter.facts.evidence) }
    let found = Self.recalls(
      evidence, policy: matter.policy, workflow: matter.workflow, now: matter.latestDate(isNo: true))
    if let undecided = found.undecided { return .undecided([undecided]) }
    guard let recall = found.standing.first else { return .met("not recalled") }
    return .unmet([
      Finding(
        .recallBarred, "\(matter.question.label) was recalled by \(recall.by) at \(recall.at)",
        because: [visible(recall.why)],
        steps: [Step(.author, matter.authors, "make another version: a recalled one passes no gate again")])
    ])
  }

  package struct Standing: Hashable, Sendable {
    package let by: String
    package let at: Timestamp
    package let why: String
  }

  /// The recalls signed up to `now` that count, by someone with a role that the policy names for it, oldest first.
  package static func recalls(
    _ evidence: [Testimony], policy: Policy, workflow: String, now: Timestamp
  ) -> (standing: [Standing], undecided: Finding?) {
    var standing: [Standing] = []
    for testimony in evidence {
      guard case .recall(let recall) = testimony.statement.predicate,
        testimony.statement.time <= now
      else { continue }
      switch testimony.signer {
      case .party(.person(let name), _):
        guard policy.recall.contains(where: { policy.roles(of: name, for: workflow).contains($0) }) else { continue }
        standing.append(Standing(by: name, at: testimony.statement.time, why: recall.why))
      case .undecided(let because):
        return (
          [],
          Finding(
            .recallUndecided, "it cannot be told who signed a recall of this version",
            at: Place("statement \(testimony.id.prefix(12))"), because: [because])
        )
      case .party, .absent, .rejected: continue
      }
    }
    return (standing.sorted { ($0.at, $0.by) < ($1.at, $1.by) }, nil)
  }
}

extension Rule {
  static let recallBarred = Rule(
    "recall.barred", "The version was recalled.",
    "A recall bars a version from every gate and from being rolled back to, whatever was approved before. It is not taken back."
  )
  static let recallUndecided = Rule(
    "recall.undecided", "It cannot be told who signed a recall.", "What cannot be decided blocks.")
}

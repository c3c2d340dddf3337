package import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary

/// `submission`: what a forge's button landed was submitted by a person.
package struct Submitted: Requirement {
  package static let id = "submission"
  package static let asks =
    "A landing that a service committed was submitted by a person, who counts as its contributor."
  package static let rules: [Rule] = [.submissionMissing, .submissionUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .landing }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let landing) = matter.facts.landedByService else { return unknown(matter.facts.landedByService) }
    guard let landing else { return .met("landed by a person") }
    guard case .known(let evidence) = matter.facts.evidence else { return unknown(matter.facts.evidence) }
    guard case .known(let submitters) = Self.submitters(evidence, matter, for: .main) else {
      return unknown(Self.submitters(evidence, matter, for: .main))
    }
    guard submitters.isEmpty else { return .met("submitted by \(submitters.joined(separator: ", "))") }
    return .unmet([
      Finding(
        .submissionMissing, "the service \(landing.service) landed \(matter.question.label), and nobody submitted it",
        at: Place("commit \(landing.commit.prefix(12))"),
        because: ["a forge's word on authorship is not proof: a person submits the version and counts as contributor"],
        steps: [
          Step(.author, matter.authors, "countersign submit \(matter.workflow) \(matter.forTarget) -m WHY")
        ])
    ])
  }

  /// People who submitted this version for a target in time, sorted.
  ///
  /// Unknown while it cannot be told who signed one of the submissions: it could be the author's.
  static func submitters(_ evidence: [Testimony], _ matter: Matter, for target: Target) -> Fact<[String]> {
    var people: Set<String> = []
    for testimony in evidence {
      guard case .submission(let submission) = testimony.statement.predicate, submission.target == target,
        testimony.statement.time <= matter.latestDate(isNo: false)
      else { continue }
      switch testimony.signer {
      case .party(.person(let name), _): people.insert(name)
      case .undecided(let because):
        return .unknown(
          because: Finding(
            .submissionUndecided, "it cannot be told who signed the submission of \(testimony.statement.time)",
            at: Place("statement \(testimony.id.prefix(12))"), because: [because]))
      case .party(.service, _), .absent, .rejected: continue
      }
    }
    return .known(people.sorted())
  }
}

extension Rule {
  static let submissionMissing = Rule(
    "submission.missing", "A service landed a change that no person submitted.",
    """
    A squash or merge button writes the commit itself, so its names are the forge's word. A submission signed by the author \
    says who asks for the change; 'countersign submit' makes one. A forge's rebase-merge drops signatures and is not supported.
    """)
  static let submissionUndecided = Rule(
    "submission.undecided", "It cannot be told who signed a submission.",
    "Whoever submitted what a service landed counts as its contributor, so nobody can be ruled out as approver until it is told."
  )
}

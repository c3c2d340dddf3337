import Diagnostics
import Facts
import PolicyModel
import Vocabulary

/// Who had a hand in a change, and so cannot be its second pair of eyes.
enum Hands {
  /// By person, why they are disqualified. Empty for what has no author: a resume, an adoption.
  static func disqualified(_ matter: Matter) -> Fact<[String: String]> {
    guard matter.isMove else { return .known([:]) }
    switch matter.facts.contributions {
    case .unknown(let because): return .unknown(because: because)
    case .known(let contributions):
      var hands: [String: String] = [:]
      for contribution in contributions {
        for (person, how) in people(behind: contribution, matter.policy) where hands[person] == nil {
          hands[person] = how
        }
      }
      switch submitters(matter, contributions) {
      case .unknown(let because): return .unknown(because: because)
      case .known(let people):
        for person in people where hands[person] == nil { hands[person] = "submitted what a service landed" }
      }
      return .known(hands)
    }
  }

  /// Where a service committed what lands or landed, its word on authorship is no proof: whoever submitted it for main
  /// stands for its author.
  private static func submitters(_ matter: Matter, _ contributions: [Contribution]) -> Fact<[String]> {
    switch (matter.question.act, matter.facts.landedByService, matter.facts.evidence) {
    case (.landing, .unknown(let because), _): return .unknown(because: because)
    case (.landing, .known(nil), _): return .known([])
    case (.release, _, _) where !contributions.contains(where: isByService): return .known([])
    case (_, _, .unknown(let because)): return .unknown(because: because)
    case (_, _, .known(let evidence)): return Submitted.submitters(evidence, matter, for: .main)
    }
  }

  private static func isByService(_ contribution: Contribution) -> Bool {
    if case .service? = contribution.party { true } else { false }
  }

  /// The people whose hand a contribution is; a service's are those of its operators.
  static func people(behind contribution: Contribution, _ policy: Policy) -> [(person: String, how: String)] {
    let place =
      contribution.role == .submitter
      ? "statement \(contribution.commit.prefix(12))" : "commit \(contribution.commit.prefix(12))"
    guard let party = contribution.party else { return [] }
    let how =
      switch party {
      case .person: "\(contribution.role.rawValue) of \(place)"
      case .service(let name): "operates the service \(name), \(contribution.role.rawValue) of \(place)"
      }
    return people(party, policy).map { ($0, how) }
  }

  /// Who stands behind a party: a person themselves, a service's operators.
  static func people(_ party: Party, _ policy: Policy) -> [String] {
    switch party {
    case .person(let name): [name]
    case .service(let name): policy.services[name]?.operatedBy ?? []
    }
  }
}

/// The answer that a fact which is not known forces.
func unknown<Value>(_ fact: Fact<Value>) -> Answer {
  switch fact {
  case .unknown(let because): .undecided([because])
  case .known: .undecided([])
  }
}

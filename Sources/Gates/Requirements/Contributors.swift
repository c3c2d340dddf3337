package import Diagnostics
import Facts

/// `contributors`: everyone who had a hand in the change is known, and there is someone.
package struct Contributors: Requirement {
  package static let id = "contributors"
  package static let asks = "Every author, committer and co-author of the change is known to the policy."
  package static let rules: [Rule] = [.contributorsUnknown, .contributorsNone]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.isMove }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let contributions) = matter.facts.contributions else {
      return unknown(matter.facts.contributions)
    }
    guard !contributions.isEmpty else {
      return .unmet([
        Finding(
          .contributorsNone, "no commit that changed \(matter.question.label) is left to say who did",
          because: ["a change without an author cannot be told from its reviewer's own"],
          steps: [Step(.author, matter.authors, "land it as a commit of whoever wrote it")])
      ])
    }
    let strangers = contributions.filter { $0.party == nil }
    guard strangers.isEmpty else { return .unmet(strangers.map { finding($0, matter) }) }
    let names = Set(contributions.compactMap { $0.party?.name }).sorted()
    return .met(names.joined(separator: ", "))
  }

  private func finding(_ contribution: Contribution, _ matter: Matter) -> Finding {
    Finding(
      .contributorsUnknown,
      "the \(contribution.role.rawValue) <\(visible(contribution.email))> is nobody the policy knows",
      at: Place("commit \(contribution.commit.prefix(12))"),
      because: ["an unknown contributor could be the approver under another address"],
      steps: [
        Step(.policyOwner, matter.policyOwners, "list the address with its person, if it is a colleague's"),
        Step(.author, matter.authors, "make the commit again under an address that the policy lists"),
      ])
  }
}

extension Rule {
  static let contributorsUnknown = Rule(
    "contributors.unknown", "Somebody had a hand in the change whom the policy does not know.",
    "Co-authors count. Unknown people hold the change, since anyone could leave the set of contributors by another address."
  )
  static let contributorsNone = Rule(
    "contributors.none", "No contributing commit is left.",
    "Contributing commits are those that changed the workflow's directory on the way to the target. None means nobody can be ruled out."
  )
}

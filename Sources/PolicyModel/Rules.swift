package import Diagnostics
import Documents

extension ShapeRules {
  static let policy = ShapeRules(prefix: "policy", document: "the policy", reference: "docs/policy.md")
}

extension Rule {
  package static let policyAmbiguousName = Rule(
    "policy.ambiguous-name", "One name stands for two things where only one can be meant.",
    """
    A slot of a gate names a role or a person by one word, so no person may bear the name of a role; and people and \
    services have one name each, so that a signature leads to one of them. Rename one of the two.
    """)
  package static let policyBranch = Rule(
    "policy.branch", "A protected branch's name cannot be used, or two branches are in each other's way.",
    """
    Each environment has one branch of its own, apart from the integration branch. git cannot hold 'env' and 'env/prod' \
    at the same time, and some file systems take 'env/Prod' and 'env/prod' for the same.
    """)
  package static let policyCircle = Rule(
    "policy.circle", "Environments follow each other in a circle.",
    "A version must have been in the 'after' environment first, so in a circle nothing could ever be released.")
  package static let policyFormat = Rule(
    "policy.format", "The policy is written in a format that this program does not read.",
    """
    'countersign:' is the number of the format. A program that guessed at a newer one could miss a requirement, so it \
    reads nothing of it. Install the version of Countersign that knows the format.
    """)
  package static let policyOverlap = Rule(
    "policy.overlap", "Two governed roots lie within each other.",
    "Each file under a governed root belongs to one workflow; with overlapping roots it would belong to two.")
  package static let policySharedAddress = Rule(
    "policy.shared-address", "One address belongs to two people or services.",
    """
    Who acted is told by the address, so it must lead to exactly one of them; case does not make a difference. Give the \
    address to the one whom it reaches.
    """)
  package static let policyTicketPattern = Rule(
    "policy.ticket-pattern", "The pattern for tickets cannot be used.",
    """
    It is a regular expression for the whole of `Ticket:`: characters, '.', classes such as [A-Z] and \\d, groups, '|', '?', \
    '*', '+' and {n,m}. What engines read in different ways is left out: look-around, back-references, inline options, '^' \
    and '$', which the whole ticket makes needless. Matching takes time in proportion to the ticket, whatever the pattern.
    """)
  package static let policyUnknownName = Rule(
    "policy.unknown-name", "The policy refers to a person, role, environment or window that it does not have.",
    """
    A requirement that names nobody could never be met, and one that was ignored would be met by everyone. The roles \
    that exist are those which some person, service or area holds; everything else is defined under its own key.
    """)
}

/// The rules about policies.
package enum PolicyRules {
  /// In the order of their ids.
  package static let all: [Rule] =
    (ShapeRules.policy.all + [
      .policyAmbiguousName, .policyBranch, .policyCircle, .policyFormat, .policyOverlap, .policySharedAddress,
      .policyTicketPattern, .policyUnknownName, .policyClaimedTwice, .policyFreezesOverlap, .policyLeftPerson,
      .policyLessForMore,
      .policyNoGate, .policyNobodyCan, .policyPlaceholder, .policyQuorum, .policySoakWithoutSource, .policyUnheldRole,
      .policyUnpayableDebt,
      .policyUnusedWindow,
    ]).sorted { $0.id < $1.id }
}

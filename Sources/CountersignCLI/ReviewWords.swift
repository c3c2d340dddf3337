import Diagnostics
import Evidence
import PolicyModel

extension Review.Decision {
  /// One word, for a line that also says what and by whom.
  var word: String {
    switch self {
    case .approve: "approved"
    case .reject: "rejected"
    case .withdraw: "withdrew"
    }
  }

  var past: String {
    switch self {
    case .approve: "approved"
    case .reject: "rejected"
    case .withdraw: "withdrew the review of"
    }
  }
}

extension Party {
  var label: String {
    switch self {
    case .person(let name): name
    case .service(let name): "the service \(name)"
    }
  }
}

extension Rule {
  static let reviewUndecided = Rule(
    "review.undecided", "It cannot be told whose key signs.",
    "A key that speaks for two people is nobody's: whatever it signs is undecided wherever it is met.")
  static let reviewStranger = Rule(
    "review.stranger", "The key that would sign is no person's whom the policy knows.",
    "A review counts only when a person's key in .countersign/allowed_signers signed it. Nothing was signed.")
  static let selectionMoved = Rule(
    "selection.moved", "What a name meant changed between the reviewer's look and the signature.",
    """
    A review signs one version. When the branch or the submission that was named moved with the fetch that the command itself \
    makes, nobody can have looked at what would be signed. Look again and run it again, or name the version: WORKFLOW@VERSION.
    """)
}

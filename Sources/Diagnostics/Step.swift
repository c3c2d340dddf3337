/// Something that somebody in particular can do next, so that a reader finds their own line among those of others.
package struct Step: Hashable, Sendable {
  /// The part that somebody plays in a change; in the order in which a change goes through their hands.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case author, owner, tester, reviewer
    case policyOwner = "policy owner"
    case releaseManager = "release manager"
    /// Whoever asks: it takes no role.
    case anyone
  }

  package let part: Part
  /// Names of the policy, any of whom will do; empty where it names nobody.
  package let people: [String]
  /// A whole command, or a sentence in the imperative; text from outside must have gone through `visible(_:)`.
  package let what: String

  package init(_ part: Part, _ people: [String], _ what: String) {
    self.part = part
    self.people = people
    self.what = what
  }

  /// Who and what in one line: `jonas or sofia: countersign approve …`.
  package var words: String {
    if !people.isEmpty { return "\(people.joined(separator: " or ")): \(what)" }
    return switch part {
    case .author, .owner: "the \(part.rawValue): \(what)"
    case .tester, .reviewer, .policyOwner, .releaseManager: "a \(part.rawValue): \(what)"
    case .anyone: what
    }
  }
}

/// How much of everything was looked at.
package struct Tally: Hashable, Sendable {
  /// In the order in which they are told; the words are plurals.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case landings, commits
    case policies = "changes of the policy"
    case journals
    case entries = "journal commits"
    case statements, attachments, environments, releases, rollbacks, kills, resumes, freezes, adoptions
    /// Commits of environments that are none of these.
    case others = "other commits on environments"
  }

  private var numbers: [Kind: Int] = [:]

  package init() {}

  package subscript(kind: Kind) -> Int {
    get { numbers[kind] ?? 0 }
    set { numbers[kind] = newValue }
  }

  package mutating func add(_ other: Tally) {
    for (kind, number) in other.numbers { self[kind] += number }
  }

  /// Whether anything at all was judged: a root alone is believed, and no environment without a step says anything.
  package var isEmpty: Bool {
    Kind.allCases.allSatisfy { $0 == .environments || $0 == .journals || self[$0] == 0 }
  }
}

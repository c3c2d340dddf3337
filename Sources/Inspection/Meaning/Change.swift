package import Vocabulary

/// One thing that is different in what a workflow does, told for a reviewer.
package struct Change: Hashable, Sendable {
  package let kind: Kind
  /// One line without a full stop; what comes from the repository has gone through `Shown`.
  package let what: String
  /// What a reader wants to know beside it, a line each.
  package let details: [String]
  /// The step that it is about, as the reviewed side calls it; nil where it is about the whole.
  package let step: String?
  /// Where it stood; nil for what is new.
  package let before: Spot?
  /// Where it stands; nil for what is gone.
  package let after: Spot?

  package init(
    _ kind: Kind, _ what: String, details: [String] = [], step: String? = nil, before: Spot? = nil, after: Spot? = nil
  ) {
    self.kind = kind
    self.what = what
    self.details = details
    self.step = step
    self.before = before
    self.after = after
  }
}

extension Change {
  package typealias Kind = ChangeKind
}

extension [Change] {
  /// The gravest first, each kind in the order in which it was found, nothing twice.
  var inOrder: [Change] {
    var seen: Set<Change> = []
    return enumerated().filter { seen.insert($0.element).inserted }
      .sorted { ($0.element.kind.rank, $0.offset) < ($1.element.kind.rank, $1.offset) }.map(\.element)
  }
}

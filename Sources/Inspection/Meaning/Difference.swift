import Vocabulary

/// What changed in what a workflow does.
package struct Difference: Hashable, Sendable {
  /// The gravest first.
  package let changes: [Change]
  /// What a reviewer has to know beside the changes: what was not looked into, and what differs without a meaning.
  package let notes: [String]

  /// - Parameter isUnderstood: no: something may have changed of which no change tells.
  package init(_ changes: [Change], notes: [String] = [], isUnderstood: Bool = true) {
    self.changes = changes.inOrder
    self.notes = notes
    self.isUnderstood = isUnderstood && !changes.contains { $0.kind == .notUnderstood }
  }

  /// Nothing that changed is without its meaning.
  package let isUnderstood: Bool

  /// Between two models of one workflow; empty where they do the same.
  package static func between(_ old: Model, _ new: Model) -> Difference {
    var comparing = Comparing(old, new)
    comparing.compare()
    return Difference(comparing.changes)
  }
}

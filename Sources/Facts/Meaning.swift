package import Vocabulary

/// What inspection found in a change at a door: what it changes in what the workflow does, and what the workflow does at all.
package struct Meaning: Hashable, Sendable {
  /// What was said of each kind of change, in the reader's order.
  package let changes: [ChangeKind: [String]]
  /// The steps, of either end, that do what can go wrong.
  package let deeds: [Deed: [String]]
  /// Why it cannot be told what one of the ends does; nil: it can.
  package let obstacle: String?

  package init(changes: [ChangeKind: [String]], deeds: [Deed: [String]], obstacle: String?) {
    self.changes = changes
    self.deeds = deeds
    self.obstacle = obstacle
  }
}

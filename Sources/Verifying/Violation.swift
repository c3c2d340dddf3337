package import Diagnostics
package import Vocabulary

/// One thing that is not as it should be, and what hangs on it.
package struct Violation: Hashable, Sendable {
  package enum Weight: String, Hashable, Sendable, CaseIterable {
    /// A rule was not met.
    case violation
    /// Nobody can tell: it blocks as a violation does.
    case undecided
    /// To know about; it holds nothing.
    case notice
  }

  package let weight: Weight
  /// What it is about: `landing 1a2b3c4d5e6f`, `release 9f3c2a1b04de of report to prod`, `journal of report`.
  package let subject: String
  /// What, where, because, next, as whoever judged said it; it always has a place.
  package let finding: Finding
  /// The date of the commit that brought it; nil where none did.
  package let since: Timestamp?
  /// The versions or workflows that it is about: `report@9f3c2a1b04de`, sorted.
  package internal(set) var touches: [String]
  /// What runs now and rests on it: `report@9f3c2a1b04de in prod`, sorted.
  package internal(set) var runs: [String]

  package init(
    _ weight: Weight, _ subject: String, _ finding: Finding, since: Timestamp?, touches: [String] = [],
    runs: [String] = []
  ) {
    self.weight = weight
    self.subject = subject
    self.finding = finding
    self.since = since
    self.touches = touches
    self.runs = runs
  }
}

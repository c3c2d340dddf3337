package import Diagnostics
package import Gates

/// What came of judging a whole history.
package struct Verification: Hashable, Sendable {
  /// Where trust starts: 40 hex digits.
  package let root: String
  /// The short name of the integration branch, and where it ends: 40 hex digits.
  package let branch: String
  package let tip: String
  /// What runs now and rests on one first; then in the order of history.
  package let violations: [Violation]
  /// What runs now and rests on something that does not hold, also where that is not told: `report@9f3c2a1b04de in prod`, sorted.
  package let runs: [String]
  package let tally: Tally
  /// What to know that is nobody's doing.
  package let notes: [Finding]

  package init(
    root: String, branch: String, tip: String, violations: [Violation], runs: [String], tally: Tally,
    notes: [Finding]
  ) {
    self.root = root
    self.branch = branch
    self.tip = tip
    self.violations = violations
    self.runs = runs
    self.tally = tally
    self.notes = notes
  }

  package func count(_ weight: Violation.Weight) -> Int { violations.count { $0.weight == weight } }

  /// Nothing looked at has passed nothing.
  package var outcome: Verdict.Outcome {
    if count(.violation) > 0 { return .held }
    return count(.undecided) > 0 || tally.isEmpty ? .undecided : .passed
  }
}

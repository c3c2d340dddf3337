package import Vocabulary

/// How far two honest clocks may be apart.
package enum Skew {
  package static let commits = Span(seconds: 300)
  /// How far ahead of its receipt a statement may be dated: later than this no server has taken one.
  package static let receipt = Span(seconds: 3600)
  /// What a policy may be behind main when a release is judged in history.
  package static let policyGrace = Span(seconds: 3600)
}

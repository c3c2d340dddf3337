package import Vocabulary

/// Break-glass: for one change of one environment, some requirements are lifted for a while.
package struct Exception: Hashable, Sendable {
  /// An environment, never main.
  package let target: Target
  /// The change is the removal of the workflow; the subject is then its base version.
  package let removes: Bool
  /// The version that would be replaced; nil when there is none.
  package let base: Version?
  /// Ids of the requirements that it lifts: at least one, each once.
  package let lifts: [String]
  package let why: String
  package let ticket: String
  /// From this moment on nothing is lifted any more.
  package let until: Timestamp

  package init(
    target: Target, removes: Bool, base: Version?, lifts: [String], why: String, ticket: String, until: Timestamp
  ) {
    self.target = target
    self.removes = removes
    self.base = base
    self.lifts = lifts
    self.why = why
    self.ticket = ticket
    self.until = until
  }
}

package import Vocabulary

/// A freeze for the middle of an incident, as its marker on the environment's branch says it.
package struct StandingFreeze: Hashable, Sendable {
  /// The commit that froze: 40 hex digits.
  package let commit: String
  package let by: Signatory
  package let since: Timestamp
  /// It ends by itself at this moment.
  package let until: Timestamp
  package let why: String

  package init(commit: String, by: Signatory, since: Timestamp, until: Timestamp, why: String) {
    self.commit = commit
    self.by = by
    self.since = since
    self.until = until
    self.why = why
  }
}

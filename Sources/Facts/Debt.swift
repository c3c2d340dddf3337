package import Vocabulary

/// Which exception a release names, and which are used up.
package struct ExceptionUse: Hashable, Sendable {
  /// As the trailer has it; nil: the release names none.
  package let named: String?
  /// By the id of an exception for this version, the commit of the earlier release that named it: 40 hex digits.
  package let usedBy: [String: String]

  package init(named: String?, usedBy: [String: String] = [:]) {
    self.named = named
    self.usedBy = usedBy
  }
}

/// What a release that used an exception left behind: somebody else is to look at it.
package struct Debt: Hashable, Sendable {
  /// The exception's id: 64 hex digits.
  package let exception: String
  /// The release: 40 hex digits.
  package let commit: String
  package let date: Timestamp
  /// What was released; nil: the workflow was removed.
  package let version: Version?
  /// Who cannot pay it, and why.
  package let barred: [String: String]
  /// Every statement about what was released, the reviews that pay among them.
  package let evidence: [Testimony]

  package init(
    exception: String, commit: String, date: Timestamp, version: Version?, barred: [String: String],
    evidence: [Testimony]
  ) {
    self.exception = exception
    self.commit = commit
    self.date = date
    self.version = version
    self.barred = barred
    self.evidence = evidence
  }
}

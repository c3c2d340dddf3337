package import Diagnostics

/// What a look for secrets gave, and how much was looked at: nothing looked at is never a yes.
package struct SecretLook: Hashable, Sendable {
  /// A secret each, none of them with its bytes.
  package var findings: [Finding] = []
  /// What could not be looked at, and why.
  package var undecided: [Finding] = []
  /// Files and messages that were looked at.
  package var texts = 0
  /// Their bytes.
  package var bytes = 0

  package init() {}

  package static func += (sum: inout SecretLook, other: SecretLook) {
    sum.findings += other.findings.filter { !sum.findings.contains($0) }
    sum.undecided += other.undecided.filter { !sum.undecided.contains($0) }
    sum.texts += other.texts
    sum.bytes += other.bytes
  }
}

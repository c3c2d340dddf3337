package import Diagnostics

/// What a look for secrets gave, and how much was looked at: nothing looked at is never a yes.
package struct SecretLook: Hashable, Sendable {
  /// A secret each, none of them with its bytes.
  package var findings: [Finding] = []
  /// What a comment, a waiver or an allowlist of the team lets be, as notes that say which.
  package var allowed: [Finding] = []
  /// What could not be looked at, and why.
  package var undecided: [Finding] = []
  /// Files and messages that were looked at.
  package var texts = 0
  /// Their bytes.
  package var bytes = 0

  /// Objects that an earlier run looked at, by the same rules and without a find.
  package var known = 0

  /// So much of what is let be is told; what is found is told whole.
  private static let mostAllowed = 500

  package init() {}

  package static func += (sum: inout SecretLook, other: SecretLook) {
    sum.findings += other.findings.filter { !sum.findings.contains($0) }
    for finding in other.allowed where sum.allowed.count < mostAllowed && !sum.allowed.contains(finding) {
      sum.allowed.append(finding)
    }
    sum.known += other.known
    sum.undecided += other.undecided.filter { !sum.undecided.contains($0) }
    sum.texts += other.texts
    sum.bytes += other.bytes
  }
}

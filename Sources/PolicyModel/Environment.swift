package import Vocabulary

/// A deployment target, with the branch that holds exactly what is released there.
package struct Environment: Hashable, Sendable {
  package let name: String
  /// The short name of its branch: `env/prod`.
  package let branch: String
  /// The environment that must hold or have held a version before this one.
  package let after: String?
  /// Roles that may write a release.
  package let release: [String]
  /// Roles that may roll back; the `release` roles where the policy does not say.
  package let rollback: [String]
  /// Roles that may kill; the `release` roles where the policy does not say.
  package let kill: [String]
  /// The approvals of a resume; nil holds every resume.
  package let resume: Approvals?
  /// nil: nobody may.
  package let breakGlass: BreakGlass?
  package let gates: GateTable

  /// The full name of its branch.
  package var ref: String { "refs/heads/" + branch }
}

package struct BreakGlass: Hashable, Sendable {
  package let approvals: Approvals
  /// How long an exception may last.
  package let duration: Span
}

package import Diagnostics

/// What is not in order in the journal of one workflow at a remote.
package struct JournalFinding: Hashable, Sendable {
  package let workflow: String
  package let finding: Finding
}

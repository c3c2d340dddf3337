/// The content of one workflow's directory, named by its digests and never by a commit.
package struct Version: Hashable, Sendable {
  /// SHA-256 as the in-toto digest set defines `dirHash`: 64 lower-case hex digits.
  package let dirHash: String
  /// The id of the git tree, which also covers file modes: 40 lower-case hex digits.
  package let gitTree: String

  package init(dirHash: String, gitTree: String) {
    self.dirHash = dirHash
    self.gitTree = gitTree
  }

  /// The first 12 hex digits of the dirHash.
  package var shortName: String { String(dirHash.prefix(12)) }
}

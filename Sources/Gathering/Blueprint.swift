import Evidence
package import Git
import Programs
import Signatures
package import Vocabulary

/// Refs by their full names, as they stood at one moment.
package struct StandingRefs: Hashable, Sendable {
  package let ids: [String: ObjectID]
  /// Those of which it cannot be told where they stand, and why.
  package var unread: [String: GitError]

  package init(_ ids: [String: ObjectID], unread: [String: GitError] = [:]) {
    self.ids = ids
    self.unread = unread
  }
}

/// What another collector of the same repository is made of: one for each thread.
package struct Blueprint: Sendable {
  package let gitDirectory: String
  package let view: View
  let programs: Programs
  let zoneFolder: String
  package let clock: Timestamp
  /// What collectors of this blueprint share.
  let signatures = SignatureMemory(most: 500_000)
  let statements = StatementMemory(most: 8_000)

  /// Opens the repository once more. Whether it is trusted was asked when it was opened first.
  package func open(
    standing: StandingRefs? = nil, chronicles: [Chronicle] = [], landed: LandedVersions? = nil
  ) throws(GitError) -> Collector {
    Collector(
      try Repository.open(gitDirectory, trusting: { _ in true }), view: view, programs: programs,
      zoneFolder: zoneFolder, clock: clock, standing: standing, chronicles: chronicles,
      landed: landed, common: CommonMemory(signatures: signatures, statements: statements))
  }
}

extension Collector {
  package var blueprint: Blueprint {
    Blueprint(
      gitDirectory: repository.gitDirectory, view: view, programs: programs, zoneFolder: zoneFolder, clock: clock)
  }

  /// What a ref names, now or as it stood when this look began; nil when there is none.
  package func reference(_ fullName: String) throws(GitError) -> ObjectID? {
    guard let standing else { return try repository.reference(fullName) }
    if let error = standing.unread[fullName] { throw error }
    return standing.ids[fullName]
  }

  /// Every ref that protected branches and journals are read from, as they stand now.
  package func standingRefs() throws(GitError) -> StandingRefs {
    var ids: [String: ObjectID] = [:]
    var unread: [String: GitError] = [:]
    for prefix in ["refs/heads/", "refs/remotes/", "refs/countersign/"] {
      let (known, broken) = try repository.readableReferences(under: prefix)
      for (name, id) in known { ids[name] = id }
      for (name, error) in broken { unread[name] = error }
    }
    return StandingRefs(ids, unread: unread)
  }

  /// Forgets what was read of single commits, files and steps, so that a long look stays small.
  package func forget() {
    memo.forget()
    common.forget()
    repository.shrink()
  }
}

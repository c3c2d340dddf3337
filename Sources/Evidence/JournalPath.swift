import Vocabulary

/// Where things lie in a journal.
package enum JournalPath {
  package static let prefix = "refs/countersign/journal/"

  /// The ref of a workflow's journal.
  package static func ref(of workflow: String) -> String { prefix + workflow }

  /// What `sync` last fetched of it from a remote.
  package static func remoteRef(of workflow: String, remote: String) -> String { remotePrefix(remote) + workflow }

  package static func remotePrefix(_ remote: String) -> String { "refs/countersign/remotes/\(remote)/journal/" }

  /// The directory of the statements about one version.
  package static func directory(of dirHash: String) -> String { "\(dirHash.prefix(2))/\(dirHash)" }

  package static let records = "records"

  package static func attachment(_ sha256: String) -> String { "attachments/\(sha256.prefix(2))/\(sha256)" }

  /// Where a statement lies in the journal of one of its workflows; nil when it does not name that workflow.
  package static func path(of statement: Statement, id: String, in workflow: String) -> String? {
    folder(of: statement, in: workflow).map { "\($0)/\(id).json" }
  }

  /// The directory that it lies in.
  package static func folder(of statement: Statement, in workflow: String) -> String? {
    for subject in statement.subjects where subject.workflow == workflow {
      switch (statement.predicate, subject.digest) {
      case (.record, _), (_, .commit): return records
      case (_, .version(let version)): return directory(of: version.dirHash)
      }
    }
    return nil
  }
}

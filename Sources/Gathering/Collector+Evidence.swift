import Diagnostics
package import Evidence
package import Facts
package import Git
import PolicyModel
import Signatures
package import Vocabulary

/// Where a journal is read.
package enum JournalPoint: Hashable, Sendable {
  /// As it is here now.
  case tip
  /// As a release knew it, who named it; nil: it knew none.
  case commit(ObjectID?)
}

extension Collector {
  /// The journal commit that is meant; nil where there is none.
  func journal(_ point: JournalPoint, of workflow: String) throws(GitError) -> ObjectID? {
    switch point {
    case .tip: try journalTip(of: workflow)
    case .commit(let id): id
    }
  }

  /// The tip of a workflow's journal here; nil when there is none.
  package func journalTip(of workflow: String) throws(GitError) -> ObjectID? {
    try asOf(try reference(JournalPath.ref(of: workflow)))
  }

  /// Everything said about a version of a workflow (and the workflow's records), as known in the journal at `tip`.
  ///
  /// Signatures are checked under `snapshot`: valid when signed and as of `now`. Statements of another repository are left out.
  package func evidence(
    on workflow: String, dirHash: String?, at tip: ObjectID?, snapshot: PolicySnapshot, now: Timestamp
  ) -> Fact<[Testimony]> {
    guard case .known(let policy) = snapshot.policy else {
      if case .unknown(let because) = snapshot.policy { return .unknown(because: because) }
      return .known([])
    }
    let reading: JournalReading
    do throws(GitError) {
      reading = try Journal.read(workflow, at: tip, dirHash: dirHash, memory: memo.statements, in: repository)
    } catch {
      return .unknown(because: error.finding)
    }
    if let unread = reading.findings.first { return .unknown(because: unread) }
    return .known(
      reading.statements.filter { $0.statement.repository == policy.repository }
        .map { testimony($0, snapshot: snapshot, now: now) }
        .sorted { ($0.statement.time, $0.id) < ($1.statement.time, $1.id) })
  }

  /// A statement with who signed it.
  package func testimony(_ stored: StoredStatement, snapshot: PolicySnapshot, now: Timestamp) -> Testimony {
    let status = snapshot.keyring.check(
      blob: stored.envelope.signature, message: Envelope.preAuthentication(stored.envelope.payload),
      namespace: Envelope.namespace, signedAt: stored.statement.time,
      judgedAt: isNo(stored.statement) ? stored.statement.time : now, memory: .init(memo.signatures, stored.id))
    return Testimony(id: stored.id, statement: stored.statement, signer: snapshot.signer(status))
  }

  /// A no outlives the key that signed it: a retired key barred what it barred. A revoked one never counts.
  private func isNo(_ statement: Statement) -> Bool {
    switch statement.predicate {
    case .recall: true
    case .review(let review): review.decision == .reject
    case .submission, .testResult, .record, .exception: false
    }
  }
}

import Diagnostics
package import Evidence
package import Facts
import Gates
package import Git
import PolicyModel
import Signatures
package import Vocabulary

/// Which records of a workflow an answer rests on.
package enum RecordsNeeded: Hashable, Sendable {
  /// Nothing that is asked rests on one.
  case none
  /// The latest of each of these kinds that counts: what came before it says nothing more.
  case latest([Record.Kind])
  /// What is said of a commit lies among them.
  case all
}

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

  /// Everything said about a version of a workflow (and what is needed of the workflow's records), as known in the journal at `tip`.
  ///
  /// Signatures are checked under `snapshot`: valid when signed and as of `now`. Statements of another repository are left out.
  /// - Parameter until: what is dated later has no bearing, even where it cannot be read.
  package func evidence(
    on workflow: String, dirHash: String?, at tip: ObjectID?, snapshot: PolicySnapshot, now: Timestamp,
    records: RecordsNeeded = .none, until: Timestamp? = nil
  ) -> Fact<[Testimony]> {
    guard case .known(let policy) = snapshot.policy else {
      if case .unknown(let because) = snapshot.policy { return .unknown(because: because) }
      return .known([])
    }
    let reading: JournalReading
    do throws(GitError) {
      reading = try Journal.read(
        workflow, at: tip, dirHash: dirHash, withRecords: records != .none, memory: statements, in: repository)
    } catch {
      return .unknown(because: error.finding)
    }
    if let unread = inTheWay(reading.findings) { return .unknown(because: unread) }
    for unread in reading.unread where until.map({ unread.mayBear(by: $0) }) ?? true {
      guard let signer = signer(of: unread, snapshot: snapshot, now: now) else { continue }
      return .unknown(because: finding(on: unread, by: signer, in: workflow, at: tip))
    }
    let said = reading.statements.filter { $0.statement.repository == policy.repository }
    var known: [Testimony] = []
    for stored in said where !isRecord(stored) || records == .all {
      known.append(testimony(stored, snapshot: snapshot, now: now))
    }
    if case .latest(let kinds) = records {
      for kind in kinds {
        known += latest(kind, among: said, of: workflow, snapshot: snapshot, policy: policy, now: now)
      }
    }
    return .known(known.sorted { ($0.statement.time, $0.id) < ($1.statement.time, $1.id) })
  }

  /// What leaves open what was said, of all that lies in a journal and is no statement. What nobody can read counts for nobody, and
  /// is told of the journal; what git cannot read here may be somebody's no. A server lets nothing pass on top of either.
  func inTheWay(_ findings: [Finding]) -> Finding? {
    view.isServer ? findings.first : findings.first { $0.isUnread }
  }

  private func isRecord(_ stored: StoredStatement) -> Bool {
    if case .record = stored.statement.predicate { true } else { false }
  }

  /// The records of one kind from the newest back to the first that counts: thousands of older ones are nobody's question.
  private func latest(
    _ kind: Record.Kind, among said: [StoredStatement], of workflow: String, snapshot: PolicySnapshot, policy: Policy,
    now: Timestamp
  ) -> [Testimony] {
    let records = said.filter { stored in
      guard case .record(let record) = stored.statement.predicate else { return false }
      return record.kind == kind && stored.statement.time <= now + Skew.commits
    }
    var found: [Testimony] = []
    for stored in records.sorted(by: { ($0.statement.time, $0.id) > ($1.statement.time, $1.id) }) {
      let testimony = testimony(stored, snapshot: snapshot, now: now)
      found.append(testimony)
      guard case .party(let party, _) = testimony.signer else { continue }
      if Records.may(party, record: kind, of: workflow, policy) { break }
    }
    return found
  }

  /// A statement with who signed it.
  package func testimony(_ stored: StoredStatement, snapshot: PolicySnapshot, now: Timestamp) -> Testimony {
    // One statement may speak of a thousand workflows, and each asks who signed it.
    let key = Judged(stored.id, snapshot, now)
    if let known = memo.signers[key] { return Testimony(id: stored.id, statement: stored.statement, signer: known) }
    let status = snapshot.keyring.check(
      blob: stored.envelope.signature, message: Envelope.preAuthentication(stored.envelope.payload),
      namespace: Envelope.namespace, signedAt: stored.statement.time,
      judgedAt: isNo(stored.statement) ? stored.statement.time : now, memory: .init(common.signatures, stored.id))
    let signer = signer(of: status, snapshot)
    memo.signers[key] = signer
    return Testimony(id: stored.id, statement: stored.statement, signer: signer)
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

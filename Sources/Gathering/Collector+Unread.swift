package import Diagnostics
package import Evidence
import Facts
package import Git
import PolicyModel
import Signatures
package import Vocabulary

extension Collector {
  /// Who signed what does not read here, by a key that a policy knows; nil: nobody whom it knows, and then it counts for nobody.
  ///
  /// The date of signing is enough: it may be a no, and a no outlives its key.
  package func signer(of unread: UnreadStatement, snapshot: PolicySnapshot, now: Timestamp?) -> String? {
    if case .known(let policy) = snapshot.policy, let repository = unread.repository, repository != policy.repository {
      return nil
    }
    guard let signedAt = unread.time ?? now else { return nil }
    let status = snapshot.keyring.check(
      blob: unread.envelope.signature, message: Envelope.preAuthentication(unread.envelope.payload),
      namespace: Envelope.namespace, signedAt: signedAt, judgedAt: signedAt,
      memory: .init(common.signatures, unread.id))
    guard case .good(let signer) = status else { return nil }
    return signer.principals.sorted().joined(separator: ", ")
  }

  /// What nobody whom the policy in force knows signed; all of it, where that policy cannot be told.
  package func strangers(among unread: [UnreadStatement], now: Timestamp?) -> [Finding] {
    guard !unread.isEmpty else { return [] }
    let current: PolicySnapshot?
    do throws(Finding) { current = try mainLine(mayDoubt: true).current } catch { current = nil }
    var findings: [Finding] = []
    for one in unread {
      if let current, signer(of: one, snapshot: current, now: now) != nil { continue }
      findings.append(one.finding)
    }
    return findings
  }

  /// What is said of it, as it lies in the journal at `tip`.
  package func finding(
    on unread: UnreadStatement, by signer: String, in workflow: String, at tip: ObjectID?
  ) -> Finding {
    let commit = tip.map { ", commit \($0.short)" } ?? ""
    return Finding(
      .statementUnread, "\(visible(signer)) signed a statement that this Countersign cannot read",
      at: Place("journal \(workflow)\(commit): \(unread.path)"),
      because: [unread.finding.what, "it may be a no"],
      next: ["update Countersign here to the one that it was signed with, then: countersign sync"])
  }
}

extension UnreadStatement {
  /// Whether it may have been said by a moment.
  func mayBear(by moment: Timestamp) -> Bool { time.map { $0 <= moment } ?? true }
}

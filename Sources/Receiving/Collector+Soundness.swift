import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary

extension Collector {
  /// What of a landing's new commits is out of order by itself, where it is so much that what they do is not judged.
  ///
  /// Whoever has no key that the policy knows gets no further than this: a history can be made that takes hours to judge, and
  /// needs commits that nobody signed, or dates that run backwards. A few are judged and told with all the rest.
  func unsound(
    _ landing: Commit, on parent: ObjectID, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    let ids = try newIDs(to: landing.id, from: parent, limit: PushLimits.commits)
    var faults: [Finding] = []
    var merges = 0
    var openPGP = 0
    for start in stride(from: 0, to: ids.count, by: Self.lot) {
      let lot = Array(ids[start..<min(start + Self.lot, ids.count)])
      for id in lot {
        let commit = try repository.commit(id)
        if commit.parents.count > 1 { merges += 1 }
        if let armor = commit.signature, armor.starts(with: Array("-----BEGIN PGP".utf8)) { openPGP += 1 }
      }
      if merges > PushLimits.merges || openPGP > PushLimits.openPGP {
        return [tooMany(merges > PushLimits.merges, landing)]
      }
      let answers = share(lot) { collector, id in
        Result { () throws(GitError) in try collector.fault(of: id, snapshot, policy) }
      }
      for answer in answers {
        if let fault = try answer.get() { faults.append(fault) }
        guard faults.count < PushLimits.unsound else { return told(faults, of: ids.count) }
      }
    }
    return []
  }

  /// So many commits are looked at before it is asked whether too many are out of order.
  private static let lot = 100

  private func fault(of id: ObjectID, _ snapshot: PolicySnapshot, _ policy: Policy) throws(GitError) -> Finding? {
    let commit = try repository.commit(id)
    let place = Place("commit \(commit.id.short)")
    for parent in commit.parents {
      let before = try repository.commit(parent).committer.seconds
      if commit.committer.seconds + Skew.commits.seconds < before {
        return Finding(
          .metadataBackdated, "\(place) is dated before its parent \(parent.short)", at: place,
          next: ["git rebase --force-rebase BASE"])
      }
    }
    switch signer(of: commit, snapshot: snapshot, now: clock) {
    case .party: return nil
    case .absent:
      guard policy.commits.signed else { return nil }
      return Finding(
        .metadataUnsigned, "\(place) is not signed", at: place, next: ["git rebase --force-rebase --gpg-sign BASE"])
    case .rejected(let because):
      return Finding(.metadataSignature, "the signature of \(place) does not count", at: place, because: [because])
    case .undecided(let because):
      return Finding(.metadataUndecided, "it cannot be told who signed \(place)", at: place, because: [because])
    }
  }

  private func told(_ faults: [Finding], of count: Int) -> [Finding] {
    faults.prefix(5) + [
      Finding(
        .pushNotJudged, "\(faults.count) of the landing's \(count) commits are out of order by themselves",
        because: ["so many that what they do was not judged"], next: ["mend those first, and push again"])
    ]
  }

  private func tooMany(_ isMerges: Bool, _ landing: Commit) -> Finding {
    Finding.inParts(
      isMerges
        ? "the landing brings more than \(PushLimits.merges) merges"
        : "the landing brings more than \(PushLimits.openPGP) OpenPGP signatures",
      isMerges ? "each is held against its merge bases" : "gpg is run for each",
      at: Place("commit \(landing.id.short)"))
  }
}

import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

extension Workplace {
  /// Whether `--local` goes on from this clone's own branches, because one of the protected ones is ahead of the remote's.
  ///
  /// One view serves all protected branches, since a release names its landing: where one is ahead here, the others follow what
  /// the remote was last seen to have, and one that cannot is named and nothing is done.
  func standsAlone() throws(Finding) -> Bool {
    guard let remote = collector.view.remote else { return true }
    // A remote that shows no policy yet decides nothing: all there is lies here.
    guard let branches = knownBranches() else { return true }
    var ahead: String?
    var others: [(branch: String, tip: ObjectID)] = []
    do throws(GitError) {
      for branch in branches {
        let here = try repository.reference("refs/heads/\(branch)")
        let there = try collector.tip(ofBranch: branch)
        if here == there { continue }
        var isAhead = here != nil && there == nil
        if let here, let there { isAhead = try collector.goesOn(here, from: there) }
        if isAhead { ahead = branch } else if let there { others.append((branch, there)) }
      }
    } catch {
      throw error.finding
    }
    guard let ahead else { return false }
    for other in others {
      let ref = "refs/heads/\(other.branch)"
      try CarryingOut.mirror(ref, to: other.tip, collector: collector)
      let here: ObjectID?
      do throws(GitError) { here = try repository.reference(ref) } catch { throw error.finding }
      if here == other.tip { continue }
      throw Finding(
        .localParted,
        "\(visible(ahead)) here is ahead of '\(visible(remote))', and \(visible(other.branch)) here does not have what '\(visible(remote))' has",
        because: ["what is kept here alone rests on this clone's own branches, all of them"],
        next: [
          "git checkout \(visible(other.branch)) && git merge --ff-only \(visible(remote))/\(visible(other.branch))"
        ])
    }
    return true
  }

  /// The protected branches by the policy that the remote shows; nil: it shows none.
  private func knownBranches() -> [String]? {
    do throws(Finding) {
      let main = try mainLine()
      guard case .known(let policy)? = main.current?.policy else { return nil }
      return [policy.integrationBranch] + policy.environments.map(\.branch)
    } catch {
      return nil
    }
  }
}

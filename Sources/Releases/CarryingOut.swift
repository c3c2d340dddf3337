package import Diagnostics
package import Gathering
package import Git
import PolicyModel
package import Vocabulary

/// Where a step went.
package struct Written: Hashable, Sendable {
  package let commit: ObjectID
  /// The remote that has it; nil: it is only here.
  package let remote: String?
}

/// How carrying out a plan ended.
package enum CarryingOut: Hashable, Sendable {
  case written(Written)
  /// The branch moved: judge again.
  case lostRace

  /// Signs a plan's commit and moves the environment's branch to it: by a push without force, or by compare-and-swap here.
  package static func perform(
    _ plan: EnvironmentPlan, desk: Desk, remote: Remote?, now: Timestamp, collector: borrowing Collector
  ) throws(Finding) -> CarryingOut {
    let commit = try desk.commit(
      tree: plan.tree, parents: plan.parent.map { [$0] } ?? [], message: plan.message, at: now,
      in: collector.repository)
    return try move(
      branch: plan.environment.branch, from: plan.parent, to: commit, remote: remote, collector: collector)
  }

  /// Moves a branch from one commit to the next, at the remote or here.
  package static func move(
    branch: String, from old: ObjectID?, to commit: ObjectID, remote: Remote?, collector: borrowing Collector
  ) throws(Finding) -> CarryingOut {
    let ref = "refs/heads/\(branch)"
    if let remote {
      switch try remote.push(["\(commit.hex):\(ref)"]) {
      case .done:
        try mirror(ref, to: commit, collector: collector)
        return .written(Written(commit: commit, remote: remote.name))
      case .lostRace: return .lostRace
      case .refused(let words): throw remote.refusal(words)
      }
    }
    // The remote is what was judged, and the branch here may lie behind it: it goes on from there in the same step.
    var expected = old
    var parted: ObjectID?
    do throws(GitError) {
      let here = try collector.repository.reference(ref)
      if collector.view.remote != nil, here != old {
        expected = here
        if let here, let old, try !collector.goesOn(old, from: here) { parted = here }
      }
      if parted == nil {
        try collector.repository.update(ref, to: commit, expecting: expected, message: "countersign: \(branch)")
        return .written(Written(commit: commit, remote: nil))
      }
    } catch .lostRace {
      return .lostRace
    } catch {
      throw error.finding
    }
    throw Self.parted(branch, parted, old)
  }

  private static func parted(_ branch: String, _ here: ObjectID?, _ there: ObjectID?) -> Finding {
    Finding(
      .localParted,
      "\(visible(branch)) here is at \(here?.short ?? "nothing"), which what was judged does not go on from",
      because: ["it would go on from \(there?.short ?? "nothing"), where the remote was last seen"],
      next: [
        "run the command again if another one ran here meanwhile",
        "else move your \(visible(branch)) away: git branch -m",
      ])
  }

  /// Lets the local branch follow what the remote took, unless it is checked out or has something of its own.
  package static func mirror(_ ref: String, to commit: ObjectID, collector: borrowing Collector) throws(Finding) {
    do throws(GitError) {
      if case .branch(ref, _) = try collector.repository.head() { return }
      let here = try collector.repository.reference(ref)
      if here == commit { return }
      if let here, !(try collector.repository.isAncestor(here, of: commit)) { return }
      try collector.repository.update(ref, to: commit, expecting: here, message: "countersign: follow the remote")
    } catch .lostRace {
      // Another process moved it: it will follow with the next sync.
    } catch {
      throw error.finding
    }
  }
}

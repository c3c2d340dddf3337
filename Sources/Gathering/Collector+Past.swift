import Diagnostics
package import Facts
import Gates
package import Git
package import PolicyModel
package import Vocabulary
import Workflows

extension Collector {
  /// What was released of a workflow in an environment, newest first, and whether each can be rolled back to.
  ///
  /// - Parameter version: looks at the stays of this version alone; nil looks at all of them.
  package func past(
    of workflow: String, path: String, in environment: Environment, tip: ObjectID?, main: MainLine, now: Timestamp,
    only version: Version? = nil
  ) throws(GitError) -> [PastRelease] {
    var past: [PastRelease] = []
    let wanted = version.flatMap { ObjectID(hex: $0.gitTree) }
    // What is no id lay nowhere.
    guard version == nil || wanted != nil else { return [] }
    let steps =
      if let wanted {
        try bringing(wanted, to: path, from: tip).map { (commit: $0, tree: wanted) }
      } else {
        try transitions(of: path, from: tip).compactMap { step in step.new.map { (commit: step.commit, tree: $0) } }
      }
    // Oldest first: each finds the ones before it looked at.
    for (commit, tree) in steps.reversed() {
      do throws(GitError) {
        let moves = try moves(of: commit, in: environment, main: main, only: workflow)
        guard let move = moves.first, move.act == .release || move.act == .adoption else { continue }
        let version = try self.version(ofTree: tree)
        past.append(
          PastRelease(
            commit: commit.id.hex, version: version, date: Timestamp(seconds: commit.committer.seconds),
            health: try health(of: move, commit, version, environment, tip: tip, main: main, now: now)))
      } catch {
        // One step that cannot be read is no target, and stands in nobody's way.
        continue
      }
    }
    return past.reversed()
  }

  private func health(
    of move: EnvironmentMove, _ commit: Commit, _ version: Version, _ environment: Environment,
    tip: ObjectID?, main: MainLine, now: Timestamp
  ) throws(GitError) -> PastRelease.Health {
    if let snapshot = main.current, case .known(let policy) = snapshot.policy {
      let known = evidence(
        on: move.workflow, dirHash: version.dirHash, at: try journalTip(of: move.workflow), snapshot: snapshot, now: now
      )
      guard case .known(let evidence) = known else {
        if case .unknown(let because) = known { return .undecided(because: because) }
        return .doubtful(because: "what was said about it cannot be read")
      }
      let recalls = Recalled.recalls(evidence, policy: policy, workflow: move.workflow, now: now)
      if let undecided = recalls.undecided { return .undecided(because: undecided) }
      if let recall = recalls.standing.first { return .recalled(by: recall.by, why: recall.why) }
    }
    if try passed(commit, of: move.workflow, in: environment, main: main) {
      guard move.exception != nil else { return .healthy }
      var laterPassed = false
      try eachTransition(of: move.path, from: tip) { step throws(GitError) in
        guard step.commit.id != commit.id else { return false }
        guard trailers(of: step.commit)[ReleaseTrailer.release] != nil else { return true }
        laterPassed = try passed(step.commit, of: move.workflow, in: environment, main: main)
        return !laterPassed
      }
      let owed = try owed(
        commit, of: move.workflow, in: environment, laterPassed: laterPassed, main: main, now: now)
      return owed.map { .doubtful(because: $0) } ?? .healthy
    }
    let verdict = judge(move, main: main)
    if verdict.outcome == .undecided { return .undecided(because: doubt(about: commit)) }
    return .doubtful(because: verdict.findings.first?.what ?? "its release did not pass")
  }
}

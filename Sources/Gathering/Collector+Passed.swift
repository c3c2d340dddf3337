import Facts
import Gates
package import Git
package import PolicyModel
import Vocabulary

extension Collector {
  /// Whether the step of an environment that moved a workflow would have passed its gate then.
  package func passed(
    _ commit: Commit, of workflow: String, in environment: Environment, main: MainLine
  ) throws(GitError) -> Bool {
    let key = outcomeKey(commit, workflow, environment, main)
    if let known = memo.outcomes[key] { return known == .passed }
    let steps = try moves(of: commit, in: environment, main: main).filter { $0.workflow == workflow }
    var outcome = Verdict.Outcome.held
    if let step = steps.first, steps.count == 1, [.release, .rollback, .adoption].contains(step.act) {
      outcome = judge(step, main: main).outcome
    }
    memo.outcomes[key] = outcome
    return outcome == .passed
  }

  private func outcomeKey(_ commit: Commit, _ workflow: String, _ environment: Environment, _ main: MainLine) -> String {
    "\(environment.name) \(workflow) \(commit.id.hex) \(main.tip.hex)"
  }

  /// The `Source:` of the last step below `tip` that passed: what a release brings since then is what others had a hand in.
  ///
  /// A step that did not pass may name whatever it likes. nil: no step passed, or the last that did names none. Steps that
  /// nobody has judged yet are judged oldest first, so that each finds the ones before it settled.
  func lastSource(
    of workflow: String, path: String, tip: ObjectID?, in environment: Environment, main: MainLine
  ) throws(GitError) -> ObjectID? {
    var unsettled: [Commit] = []
    var standing: Commit?
    try eachTransition(of: path, from: tip) { step throws(GitError) in
      switch memo.outcomes[outcomeKey(step.commit, workflow, environment, main)] {
      case .passed?: standing = step.commit
      case .held?, .undecided?: break
      case nil: unsettled.append(step.commit)
      }
      return standing == nil
    }
    for commit in unsettled.reversed() where try passed(commit, of: workflow, in: environment, main: main) {
      standing = commit
    }
    return standing.flatMap { Trailers.read($0.message)[ReleaseTrailer.source] }.flatMap { ObjectID(hex: $0) }
  }

  /// Whether the landing that brought a step's version to main passed its gate then. The root counts as landed.
  func passedMain(
    _ move: EnvironmentMove, from source: ObjectID, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> Bool {
    var landing: ObjectID?
    var later: (id: ObjectID, holds: Bool)?
    try repository.firstParents(from: source) { commit throws(GitError) in
      let holds = try GovernedUnits.id(move.path, commit.tree, repository)?.hex == move.version?.gitTree
      if let later, later.holds, !holds {
        landing = later.id
        return false
      }
      later = (commit.id, holds)
      return commit.id != main.root
    }
    // Nothing before the root is judged.
    guard let landing, let place = main.position[landing], place > 0 else { return later?.holds ?? false }
    let parent = main.landings[place - 1]
    let key = "main \(move.workflow) \(landing.hex)"
    if let known = memo.outcomes[key] { return known == .passed }
    guard let base = main.policyLanding(at: parent), let snapshot = main.policy(at: parent) else { return false }
    let commit = try repository.commit(landing)
    let verdict = judgeLanding(
      of: move.workflow,
      LandingCase(
        candidate: landing, parent: parent, policyLanding: base, snapshot: snapshot, now: moment(of: commit),
        isLanded: true))
    memo.outcomes[key] = verdict.outcome
    return verdict.outcome == .passed
  }
}

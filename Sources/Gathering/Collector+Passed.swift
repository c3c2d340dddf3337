import Diagnostics
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
    outcome(of: commit, workflow, in: environment, main: main) == .passed
  }

  /// What the gate says of a step as of its own moment; what cannot be read is undecided, for this step alone.
  func outcome(
    of commit: Commit, _ workflow: String, in environment: Environment, main: MainLine
  ) -> Verdict.Outcome {
    let key = "\(environment.name) \(workflow) \(commit.id.hex) \(main.tip.hex)"
    if let known = memo.outcomes[key] { return known }
    if memo.steps.doubts[key] != nil { return .undecided }
    var outcome = Verdict.Outcome.held
    do throws(GitError) {
      let steps = try moves(of: commit, in: environment, main: main, only: workflow)
      if let step = steps.first, steps.count == 1, [.release, .rollback, .adoption].contains(step.act) {
        outcome = judge(step, main: main).outcome
      }
    } catch {
      outcome = .undecided
    }
    // What could not be decided may be later, when more was fetched.
    if outcome == .undecided {
      memo.steps.doubts[key] = .some(nil)
    } else {
      memo.outcomes[key] = outcome
    }
    return outcome
  }

  /// Where the next release of a workflow goes on from.
  struct LastSource: Hashable, Sendable {
    /// The `Source:` of the last step that passed: what a release brings since then is what others had a hand in. nil: no
    /// step passed, or the last that did names none.
    var passed: ObjectID?
    /// The newest of it and of what later steps name that somebody known signed: going back behind it is a rollback.
    var newest: ObjectID?
  }

  /// The `Source:` of the last step below `tip` that passed. A step that did not pass may name whatever it likes.
  ///
  /// Steps that nobody has judged yet are judged oldest first, so that each finds the ones before it settled. One that
  /// cannot be decided makes it all undecided.
  func lastSource(
    of workflow: String, path: String, tip: ObjectID?, in environment: Environment, main: MainLine
  ) throws(GitError) -> Fact<LastSource> {
    var steps: [Commit] = []
    var before = Fact.known(LastSource())
    func key(_ step: Commit) -> String { "\(environment.name) \(workflow) \(step.id.hex) \(main.tip.hex)" }
    try eachTransition(of: path, from: tip) { step throws(GitError) in
      let key = key(step.commit)
      // A step that passed says by itself where the next one goes on from.
      let isPassed = memo.outcomes[key] == .passed
      if !isPassed, let known = memo.steps.sources[key] {
        before = known
        return false
      }
      steps.append(step.commit)
      return !isPassed
    }
    guard case .known(var last) = before else { return before }
    for commit in steps.reversed() {
      let named = trailers(of: commit)[ReleaseTrailer.source].flatMap { ObjectID(hex: $0) }
      switch outcome(of: commit, workflow, in: environment, main: main) {
      case .passed: last = LastSource(passed: named, newest: named)
      case .held:
        if let named, let place = try position(of: named, in: main), let current = main.current,
          case .party = signer(of: commit, snapshot: current, now: moment(of: commit)),
          place > (try last.newest.flatMap { id throws(GitError) in try position(of: id, in: main) } ?? -1)
        {
          last.newest = named
        }
      case .undecided:
        let unknown = Fact<LastSource>.unknown(because: doubt(about: commit))
        if let newest = steps.first { memo.steps.sources[key(newest)] = unknown }
        return unknown
      }
      memo.steps.sources[key(commit)] = .known(last)
    }
    return .known(last)
  }

  /// What is said of an earlier step of which it cannot be told whether it passed.
  func doubt(about commit: Commit) -> Finding {
    Finding(
      .evidenceUnreadable, "it cannot be told whether an earlier step passed", at: Place("commit \(commit.id.short)"),
      next: ["countersign sync fetches what was said about it"])
  }

  /// Whether the landing that brought a step's version to main passed its gate then. The root counts as landed.
  func passedMain(
    _ move: EnvironmentMove, from source: ObjectID, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> Fact<Bool> {
    let held = try GovernedUnits.id(move.path, try repository.commit(source).tree, repository)
    guard held?.hex == move.version?.gitTree else { return .known(false) }
    // The landing that made the directory what the source holds. Nothing before the root is judged.
    let brought = try landings(changing: move.path, from: source, downTo: main.root, main, most: 1).first
    guard let (landing, parent) = brought else { return .known(true) }
    let journal: JournalPoint
    switch try self.journal(of: move) {
    case .unknown(let because): return .unknown(because: because)
    case .known(let id): journal = .commit(id)
    }
    let key = "main \(move.workflow) \(landing.hex) \(journal)"
    if let known = memo.outcomes[key] { return .known(known == .passed) }
    if case .some(.some(let doubt)) = memo.steps.doubts[key] { return .unknown(because: doubt) }
    guard let base = try policyLanding(at: parent, in: main), let snapshot = try self.policy(at: parent, in: main)
    else {
      return .known(false)
    }
    let commit = try repository.commit(landing)
    let verdict = judgeLanding(
      of: move.workflow,
      LandingCase(
        candidate: landing, parent: parent, policyLanding: base, snapshot: snapshot, now: moment(of: commit),
        isLanded: true, journal: journal))
    guard verdict.outcome == .undecided else {
      memo.outcomes[key] = verdict.outcome
      return .known(verdict.outcome == .passed)
    }
    let doubt = Finding(
      .evidenceUnreadable, "it cannot be told whether landing \(landing.short) passed its gate",
      at: Place("commit \(landing.short)"), because: verdict.findings.map(\.what),
      next: ["countersign sync fetches what was said about it"])
    memo.steps.doubts[key] = doubt
    return .unknown(because: doubt)
  }
}

import Diagnostics
import Evidence
package import Facts
import Gates
package import Git
package import PolicyModel
package import Vocabulary

extension Collector {
  /// Which exception a release names, and which of those for its version earlier releases there have named.
  func exceptionUse(_ move: EnvironmentMove, _ evidence: Fact<[Testimony]>) -> Fact<ExceptionUse> {
    guard case .known(let known) = evidence else {
      if case .unknown(let because) = evidence { return .unknown(because: because) }
      return .known(ExceptionUse(named: move.exception))
    }
    let exceptions = known.filter { if case .exception = $0.statement.predicate { true } else { false } }
    guard !exceptions.isEmpty else { return .known(ExceptionUse(named: move.exception)) }
    return fact { () throws(GitError) in
      var usedBy: [String: String] = [:]
      // Oldest first: the first that named it used it up, whether it passed or not.
      for step in try transitions(of: move.path, from: move.parent).reversed() {
        guard let named = trailers(of: step.commit)[ReleaseTrailer.exception],
          let used = exceptions.first(where: { $0.id == named })
        else { continue }
        // A second signature over the same statement makes another file of it, and no other exception.
        for same in exceptions where same.statement == used.statement && usedBy[same.id] == nil {
          usedBy[same.id] = step.commit.id.hex
        }
      }
      return ExceptionUse(named: move.exception, usedBy: usedBy)
    }
  }

  /// The debt that the last release of a workflow left in an environment; none where it used no exception.
  ///
  /// A release that passed shows that whatever was owed before it was paid. One that did not pass was let through by nobody,
  /// so that it owes nothing and settles nothing.
  package func debts(
    of workflow: String, path: String, in environment: Environment, tip: ObjectID?, journal: JournalPoint,
    main: MainLine,
    _ snapshot: PolicySnapshot, now: Timestamp
  ) -> Fact<[Debt]> {
    var undecided: Finding?
    var found: [Debt] = []
    do throws(GitError) {
      try eachTransition(of: path, from: tip) { step throws(GitError) in
        guard trailers(of: step.commit)[ReleaseTrailer.release] != nil else { return true }
        switch outcome(of: step.commit, workflow, in: environment, main: main) {
        case .held: return true
        case .undecided:
          undecided = Finding(
            .evidenceUnreadable, "it cannot be told whether an earlier release passed, and what it owes",
            at: Place("commit \(step.commit.id.short)"), next: ["countersign sync fetches what was said about it"])
        case .passed:
          switch try debt(of: step.commit, workflow, in: environment, journal: journal, main: main, snapshot, now: now)
          {
          case .known(let debt): if let debt { found = [debt] }
          case .unknown(let because): undecided = because
          }
        }
        return false
      }
    } catch {
      return .unknown(because: error.finding)
    }
    if let undecided { return .unknown(because: undecided) }
    return .known(found)
  }

  /// What a release that passed owes; nil when it used no exception.
  func debt(
    of commit: Commit, _ workflow: String, in environment: Environment, journal: JournalPoint, main: MainLine,
    _ snapshot: PolicySnapshot, now: Timestamp
  ) throws(GitError) -> Fact<Debt?> {
    guard
      let move = try moves(of: commit, in: environment, main: main, only: workflow).first,
      let exception = move.exception
    else { return .known(nil) }
    let (question, facts) = facts(about: move, main: main)
    guard case .known(let policy) = facts.policy else {
      if case .unknown(let because) = facts.policy { return .unknown(because: because) }
      return .known(nil)
    }
    let said = evidence(
      on: workflow, dirHash: (question.version ?? question.base)?.dirHash, at: try self.journal(journal, of: workflow),
      snapshot: snapshot, now: now)
    switch (Debts.barred(question, facts, policy, now: move.now), said) {
    case (.unknown(let because), _), (_, .unknown(let because)): return .unknown(because: because)
    case (.known(let barred), .known(let evidence)):
      return .known(
        Debt(
          exception: exception, commit: commit.id.hex, date: Timestamp(seconds: commit.committer.seconds),
          version: question.version, barred: barred, evidence: evidence))
    }
  }

  /// Why what a release left is owed still, as of a moment; nil when it owes nothing, or it was paid.
  func owed(
    _ commit: Commit, of workflow: String, in environment: Environment, laterPassed: Bool, main: MainLine,
    now: Timestamp
  ) throws(GitError) -> String? {
    guard trailers(of: commit)[ReleaseTrailer.exception] != nil else { return nil }
    // Nothing passes while a debt is open.
    if laterPassed { return nil }
    guard let snapshot = main.current, case .known(let policy) = snapshot.policy else {
      return "it cannot be told whether its debt is paid"
    }
    switch try debt(of: commit, workflow, in: environment, journal: .tip, main: main, snapshot, now: now) {
    case .known(nil): return nil
    case .unknown(let because): return because.what
    case .known(let debt?):
      switch Debts.standing(
        debt, of: workflow, at: .environment(environment.name), policy, yes: now, no: now, now: now)
      {
      case .paid: return nil
      case .open(let finding), .undecided(let finding): return finding.what
      }
    }
  }
}

import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary

extension Collector {
  /// Judges each new commit of an environment's branch by its content, as of now and as of its own date.
  func judgeEnvironment(
    _ update: RefUpdate, _ environment: Environment, main: MainLine, _ policy: Policy, _ extent: PushExtent
  ) -> PushReport.Part {
    var part = PushReport.Part(update, "branch of \(environment.name)")
    var looked = PushReport.Step("its history")
    do throws(GitError) {
      switch try growth(update, root: nil, most: PushLimits.environmentSteps) {
      case .refused(let finding): part.steps = [PushReport.Step("its history", held: [finding])]
      case .steps(let commits):
        for (index, commit) in commits.enumerated() {
          guard part.goesOn(before: commits.count - index) else { break }
          part.steps.append(try step(commit, environment, main, policy, extent))
        }
      }
    } catch {
      looked.undecided = [error.finding]
      part.steps.append(looked)
    }
    return part
  }

  private func step(
    _ commit: Commit, _ environment: Environment, _ main: MainLine, _ policy: Policy, _ extent: PushExtent
  ) throws(GitError) -> PushReport.Step {
    var step = PushReport.Step("commit \(commit.id.short) \(visible(String(commit.subject.prefix(60))))")
    // What an environment goes back to passed the limits of its day.
    step.held += try oversized(commit, policy, nil, extent)
    if !step.held.isEmpty { return step }
    // A merge is no step, and may bring a history that takes long to look at.
    if commit.parents.count > 1 {
      step.held.append(
        Finding(
          .releaseForm, "it has \(commit.parents.count) parents, and nothing is merged into an environment",
          at: Place("commit \(commit.id.short)")))
      return step
    }
    for move in try moves(of: commit, in: environment, main: main) {
      // What is no step at all has nothing that a gate could look at.
      if move.isNoStep {
        step.held += move.form
        continue
      }
      let asked = move.judged(at: clock)
      let now = judge(extent.isAtDoor ? asked.atDoor : asked, main: main)
      // Whoever judges it later does so as of its own date, which may lie ahead.
      let dated = Timestamp(seconds: commit.committer.seconds)
      step.verdicts.append(now.outcome == .passed ? judge(move.judged(at: dated), main: main) : now)
      step.held += try receipt(move, commit, main)
    }
    return step
  }

  /// What only the server can ask: that the step knew what the server knows.
  private func receipt(_ move: EnvironmentMove, _ commit: Commit, _ main: MainLine) throws(GitError) -> [Finding] {
    let place = Place("commit \(commit.id.short)")
    let again = ["git fetch and run the command again: it judges on what is there now"]
    var findings: [Finding] = []
    let dated = Timestamp(seconds: commit.committer.seconds)
    if Span.between(dated, clock) > Skew.commits {
      findings.append(
        Finding(
          .pushDated, "the commit is dated \(dated), and it is \(clock)", at: place,
          because: ["a step of an environment reaches the server within five minutes"], next: again))
    }
    if let named = move.policyLanding, let landing = try policyLanding(at: named, in: main),
      landing != main.policyLanding
    {
      findings.append(
        Finding(
          .releaseOlderPolicy, "it was judged by the policy of \(named.short)", at: place,
          because: ["the policy of \(main.policyLanding.short) is in force"], next: again))
    }
    // One that names no workflow is held for its form, and there is no journal to look at.
    if move.act == .release || move.act == .resume, Naming.isName(move.workflow) {
      let tip = try journalTip(of: move.workflow)
      if move.journal != tip {
        findings.append(
          Finding(
            .releaseOlderJournal, "'Journal:' is not the tip of the journal of \(visible(move.workflow)) here",
            at: place,
            because: [
              tip.map { "it is at \($0.short), and the commit names \(move.journal?.short ?? "none")" }
                ?? "there is no such journal here"
            ], next: ["journals go first: countersign sync"] + again))
      }
    }
    return findings
  }
}

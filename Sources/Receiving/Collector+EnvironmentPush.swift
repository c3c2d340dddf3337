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
    _ update: RefUpdate, _ environment: Environment, main: MainLine
  ) -> PushReport.Part {
    var part = PushReport.Part(update, "branch of \(environment.name)")
    var looked = PushReport.Step("its history")
    do throws(GitError) {
      switch try growth(update, root: nil) {
      case .refused(let finding): part.steps = [PushReport.Step("its history", held: [finding])]
      case .steps(let commits):
        for commit in commits { part.steps.append(try step(commit, environment, main)) }
      }
    } catch {
      looked.undecided = [error.finding]
      part.steps.append(looked)
    }
    return part
  }

  private func step(
    _ commit: Commit, _ environment: Environment, _ main: MainLine
  ) throws(GitError) -> PushReport.Step {
    var step = PushReport.Step("commit \(commit.id.short) \(visible(String(commit.subject.prefix(60))))")
    for move in try moves(of: commit, in: environment, main: main) {
      let now = judge(move.judged(at: clock), main: main)
      step.verdicts.append(now.outcome == .passed ? judge(move, main: main) : now)
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
    if let named = move.policyLanding, main.position[named] != nil, main.policyLanding(at: named) != main.policyLanding
    {
      findings.append(
        Finding(
          .releaseOlderPolicy, "it was judged by the policy of \(named.short)", at: place,
          because: ["the policy of \(main.policyLanding.short) is in force"], next: again))
    }
    // A commit that names no workflow has no journal to ask for; its form holds it.
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
            ], next: ["journals go first: git push REMOTE '\(Self.journals)'"] + again))
      }
    }
    return findings
  }
}

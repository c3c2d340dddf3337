import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct Promote: Command {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Release versions to an environment, if their gates pass.",
    discussion: """
      Takes what the environment before holds, or main; judges; writes one signed commit per workflow and pushes them. The work \
      tree is not touched. Whoever loses a race judges again.

      EXAMPLES
        countersign promote vendor-payment --env test -m "OPS-142 for the test bank" --ticket OPS-142
        countersign promote vendor-payment --env prod --exception 1a2b3c4d5e6f -m "Bank is closed at five" --ticket OPS-150
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("Workflows, or globs.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflows: [String]
  @Option(
    help: ArgumentHelp("The environment.", valueName: "environment"), completion: .custom(Completing.environments))
  var env: String
  @Option(help: ArgumentHelp("The landing to release from.", valueName: "rev"))
  var rev: String?
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Option(help: ArgumentHelp("The ticket.", valueName: "ticket"))
  var ticket: String?
  @Option(
    help: ArgumentHelp("The exception that lets it through: 'countersign break-glass' signs one.", valueName: "id"))
  var exception: String?
  @Flag(help: "Keep it in this clone.")
  var local = false

  func perform(_ console: Console) throws(Finding) -> Ending {
    let named = try NamedWorkflows(workflows, beside: rev == nil ? nil : "--rev")
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let names: [String]
    do {
      let main = try place.fresh(desk)
      let (_, policy) = try place.policy(main)
      names = try place.workflows(named.words, at: [main.tip] + (try Promoting.tips(place, policy)), policy)
    }
    if let exception, names.count > 1 { throw BreakingGlass.oneWorkflow(exception, names) }
    return try Stepping(console, desk, env).perform(place, names) {
      name, place, main, policy, environment throws(Finding) in
      do throws(Finding) {
        let used = try exception.map { short throws(Finding) in
          try BreakingGlass.find(short, of: name, in: environment, place).id
        }
        return try Promoting.wish(
          name, to: environment, revision: named.revision(of: name) ?? rev, why: why, ticket: ticket, exception: used,
          place: place, main: main, policy: policy)
      } catch {
        // What a glob matches and is there already is nobody's question.
        if error.rule == .promoteNothing, !named.words.contains(name) { return nil }
        throw error
      }
    }
  }
}

extension Rule {
  static let promoteNothing = Rule(
    "promote.nothing", "The environment holds what would be promoted or adopted.",
    "Without --rev, promote takes what the environment before holds, or main where none comes before.")
}

/// Puts what promote does into a wish.
enum Promoting {
  static func wish(
    _ workflow: String, to environment: PolicyModel.Environment, revision: String?, why: String, ticket: String?,
    exception: String? = nil, place: borrowing Workplace, main: MainLine, policy: Policy
  ) throws(Finding) -> EnvironmentWish {
    let here = try place.held(workflow, at: .environment(environment.name), main: main, policy)
    var placed: Placed?
    var source: ObjectID
    if let revision {
      placed = try place.placed(workflow, revision: revision, main: main, policy)
      source = main.tip
      if let found = placed?.commit {
        source = found
      } else if let placed {
        if let found = try landing(of: placed, place, main) { source = found }
      } else if !NamedWorkflows.isVersion(revision) {
        source = try place.commit(revision)
      }
    } else {
      do throws(GitError) {
        (placed, source) = try place.promoted(workflow, to: environment, main: main, policy)
      } catch {
        throw error.finding
      }
    }
    if placed?.version == here?.version { throw nothing(workflow, here, environment, place) }
    let path = placed?.path ?? here?.path ?? "\(policy.roots.first ?? "workflows")/\(workflow)"
    return EnvironmentWish(
      act: .release, workflow: workflow, path: path, version: placed?.version, source: source, why: why, ticket: ticket,
      exception: exception)
  }

  /// What would be promoted is there: it says where something newer waits.
  private static func nothing(
    _ workflow: String, _ here: Placed?, _ environment: PolicyModel.Environment, _ place: borrowing Workplace
  ) -> Finding {
    let held = here.map { "\(workflow)@\($0.version.shortName)" } ?? "no \(workflow)"
    let before = environment.after.map { "\($0), which comes before it, holds nothing else" }
    return Finding(
      .promoteNothing, "\(environment.name) holds \(held) already",
      because: before.map { [$0] } ?? ["main holds nothing else"],
      next: [
        environment.after.map { "countersign promote \(workflow) --env \($0) -m WHY, if main has a newer one" }
          ?? "land something newer first: countersign land BRANCH"
      ])
  }

  /// The newest landing that holds a version.
  private static func landing(of placed: Placed, _ place: borrowing Workplace, _ main: MainLine) throws(Finding)
    -> ObjectID?
  {
    do throws(GitError) {
      var landing: ObjectID?
      try place.collector.eachTransition(of: placed.path, from: main.tip) { step throws(GitError) in
        if step.new?.hex == placed.version.gitTree { landing = step.commit.id }
        return landing == nil
      }
      return landing
    } catch {
      throw error.finding
    }
  }

  static func tip(of environment: PolicyModel.Environment, _ place: borrowing Workplace) throws(Finding) -> ObjectID? {
    do throws(GitError) {
      return try place.collector.tip(ofEnvironmentBranch: environment.branch)
    } catch {
      throw error.finding
    }
  }

  /// The tips of all environments that have one.
  static func tips(_ place: borrowing Workplace, _ policy: Policy) throws(Finding) -> [ObjectID] {
    var tips: [ObjectID] = []
    for environment in policy.environments {
      if let tip = try tip(of: environment, place) { tips.append(tip) }
    }
    return tips
  }

  /// What the gate would say of a release that nobody has written yet, by whoever may write it. Nothing is written for it.
  ///
  /// A forecast is about the version, not about who asks: one of those who may, if there is one, whom `separate` lets release.
  static func forecast(
    _ wish: EnvironmentWish, to environment: PolicyModel.Environment, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy, at now: Timestamp, isAtDoor: Bool = false
  ) throws(Finding) -> Verdict {
    let people = policy.people.values.map(\.name).sorted().filter { person in
      environment.release.contains { policy.roles(of: person, for: wish.workflow).contains($0) }
    }
    let somebody: [Signatory] = people.map { .party(.person($0), key: "") }
    let nobody = Signatory.rejected(because: "nobody has a role that may release")
    var verdict = try forecast(wish, environment, by: somebody.first ?? nobody, place, main, at: now, isAtDoor)
    for other in somebody.dropFirst() where isTwice(verdict) {
      let next = try forecast(wish, environment, by: other, place, main, at: now, isAtDoor)
      if !isTwice(next) { verdict = next }
    }
    return verdict
  }

  /// Whoever would release did something else of the change, too.
  private static func isTwice(_ verdict: Verdict) -> Bool {
    verdict.items.contains { item in
      if case .unmet = item.answer { item.requirement == Separate.id } else { false }
    }
  }

  private static func forecast(
    _ wish: EnvironmentWish, _ environment: PolicyModel.Environment, by releaser: Signatory,
    _ place: borrowing Workplace, _ main: MainLine, at now: Timestamp, _ isAtDoor: Bool
  ) throws(Finding) -> Verdict {
    let journal: ObjectID?
    do throws(GitError) { journal = try place.collector.journalTip(of: wish.workflow) } catch { throw error.finding }
    let stamp = CommitFacts.Stamp(name: "", email: "", date: now)
    let unwritten = CommitFacts(
      id: "", subject: "", author: stamp, committer: stamp, parentDates: [], trailers: [], problems: [],
      signer: releaser, isCleanMerge: false, touches: [wish.workflow])
    let move = EnvironmentMove(
      act: .release, environment: environment.name, workflow: wish.workflow, path: wish.path, version: wish.version,
      source: wish.source, policyLanding: main.tip, journal: journal, parent: try tip(of: environment, place),
      actor: releaser, commit: unwritten, form: [], now: now)
    // The message is not written yet: what it will say is asked when it is.
    return place.collector.judge(isAtDoor ? move.atDoor : move, main: main).without(Metadata.id)
  }
}

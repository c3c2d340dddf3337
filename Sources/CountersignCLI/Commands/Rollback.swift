import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Reporting
import Vocabulary

struct Rollback: Command {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Put back a version that was released there before and is healthy.",
    discussion: """
      Without --version it lists what can be chosen. With it, it prints plain git commands that restore it, and the one Countersign \
      command that does the same. With --execute it does it. Reviews, tests, soak, windows and freezes never hold a rollback.

      EXAMPLES
        countersign rollback vendor-payment --env prod
        countersign rollback vendor-payment --env prod --version 9f3c2a1b04de
        countersign rollback vendor-payment --env prod --version 9f3c2a1b04de -m "Pays twice, OPS-150" --execute
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String
  @Option(
    help: ArgumentHelp("The environment.", valueName: "environment"), completion: .custom(Completing.environments))
  var env: String
  @Option(
    help: ArgumentHelp(
      "The version to put back; 'previous' for the newest healthy one before this.", valueName: "version"),
    completion: .custom(Completing.versions))
  var version: String?
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String?
  @Flag(help: "Do it: sign, write, push.")
  var execute = false
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if execute, version == nil && !workflow.contains("@") || why == nil {
      throw ValidationError("--execute needs --version and -m.")
    }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let (workflow, named) = try NamedWorkflows.one(workflow, beside: version == nil ? nil : "--version")
    let version = named ?? version
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try Marking.start(place, desk)
    let (_, policy) = try place.policy(main)
    let environment = try place.environment(env, policy)
    // What was removed everywhere is on no tip, and has a past all the same.
    let gone = Naming.isName(workflow) ? try past(workflow, environment, place, main, policy) : []
    let name = try gone.isEmpty ? Marking.name(workflow, place, main, policy) : workflow
    let past = try gone.isEmpty ? past(name, environment, place, main, policy) : gone
    guard let version else { return list(past, name, environment, console) }
    let chosen = try choose(version, past, name, environment, place, main, policy)
    if execute, let why {
      return try Stepping(console, desk, env).perform(place, [name]) {
        name, place, main, policy, environment throws(Finding) in
        try wish(name, chosen, why, place, main, policy)
      }
    }
    return try show(name, chosen, environment, place, desk, main, policy)
  }

  private func past(
    _ name: String, _ environment: PolicyModel.Environment, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy
  ) throws(Finding) -> [PastRelease] {
    do throws(GitError) {
      return try place.collector.past(
        of: name, path: try path(name, environment, place, main, policy), in: environment,
        tip: try place.collector.tip(ofEnvironmentBranch: environment.branch), main: main, now: Workplace.now())
    } catch {
      throw error.finding
    }
  }

  private func path(
    _ name: String, _ environment: PolicyModel.Environment, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy
  ) throws(GitError) -> String {
    for target in [Target.environment(environment.name), .main] {
      if let held = try place.collector.held(name, at: target, main: main, policy) { return held.path }
    }
    return "\(policy.roots.first ?? "workflows")/\(name)"
  }

  private func list(
    _ past: [PastRelease], _ name: String, _ environment: PolicyModel.Environment, _ console: Console
  ) -> Ending {
    guard !past.isEmpty else {
      console.line("\(name) was never released to \(environment.name)")
      return .held
    }
    console.line("\(name) in \(environment.name), newest first:")
    for release in past {
      let health =
        switch release.health {
        case .healthy: "healthy"
        case .doubtful(let because): "cannot be chosen: \(because)"
        case .undecided(let because): "cannot be chosen: \(because.what)"
        case .recalled(let by, let why): "recalled by \(by): \(visible(why))"
        }
      console.line("  \(release.version.shortName)  released \(release.date)  \(health)")
    }
    console.line("next: countersign rollback \(name) --env \(environment.name) --version VERSION")
    return .done
  }

  private func choose(
    _ version: String, _ past: [PastRelease], _ name: String, _ environment: PolicyModel.Environment,
    _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(Finding) -> PastRelease {
    let here = try place.held(name, at: .environment(environment.name), main: main, policy)?.version
    if version == "previous" {
      if let release = past.first(where: { $0.version != here && $0.health == .healthy }) { return release }
    } else {
      let short = version.hasPrefix(name + "@") ? String(version.dropFirst(name.count + 1)) : version
      let matches = past.filter { $0.version.dirHash.hasPrefix(short) && short.count >= 4 }
      if Set(matches.map(\.version)).count == 1 {
        return matches.first { $0.health == .healthy } ?? matches[0]
      }
    }
    if version == "previous" {
      throw Finding(
        .healthyNever, "\(environment.name) held no healthy version of \(name) before this one",
        next: [
          "countersign rollback \(name) --env \(environment.name) lists what was there",
          "to stop it: countersign kill \(name) --env \(environment.name) -m WHY",
        ])
    }
    throw Finding(
      .healthyNever, "\(environment.name) never held '\(visible(version))' of \(name)",
      next: ["countersign rollback \(name) --env \(environment.name) lists what can be chosen"])
  }

  private func wish(
    _ name: String, _ chosen: PastRelease, _ why: String, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy
  ) throws(Finding) -> EnvironmentWish {
    do throws(GitError) {
      let commit = try chosen.commit.objectID()
      let trailers = Trailers.read(try place.repository.commit(commit).message)
      let source = trailers[ReleaseTrailer.source].flatMap { ObjectID(hex: $0) } ?? main.root
      let path = try place.collector.placed(name, at: commit, policy)?.path ?? name
      return EnvironmentWish(
        act: .rollback, workflow: name, path: path, version: chosen.version, source: source, why: why, ticket: nil)
    } catch {
      throw error.finding
    }
  }

  private func show(
    _ name: String, _ chosen: PastRelease, _ environment: PolicyModel.Environment, _ place: borrowing Workplace,
    _ desk: Desk, _ main: MainLine, _ policy: Policy
  ) throws(Finding) -> Ending {
    let reason = why ?? "say here why you roll back, in a sentence"
    let wish = try wish(name, chosen, reason, place, main, policy)
    let now = Workplace.now()
    let parent = try Promoting.tip(of: environment, place)
    let (snapshot, _) = try place.policy(main)
    let plan = try Planning(desk: desk, main: main, now: now).plan(
      wish, in: environment, on: parent, by: try place.actor(desk, snapshot, at: now), collector: place.collector)
    guard let parent else { return .held }
    let console = place.console
    if plan.outcome != .passed {
      console.talk("as it stands the gate would not take this rollback from you:")
      console.talk(plan.verdicts.map { console.report.text($0) }.joined())
    }
    let held: ObjectID
    do throws(GitError) { held = try chosen.commit.objectID() } catch { throw error.finding }
    console.line("# Plain git, in any clone; signs with git's own key. Replace the Why: line if it is not yours.")
    console.line(
      RollbackCommands.text(
        branch: environment.branch, remote: place.remoteName, path: wish.path, message: plan.message, tip: parent,
        held: held, tree: plan.tree))
    console.line("")
    console.line("# The same with Countersign:")
    console.line(
      "# countersign rollback \(name) --env \(environment.name) --version \(chosen.version.shortName) "
        + "-m \(RollbackCommands.quoted(reason)) --execute")
    return Telling.ending(plan.outcome)
  }
}

extension String {
  /// A commit id that was printed from one.
  func objectID() throws(GitError) -> ObjectID {
    guard let id = ObjectID(hex: self) else { throw GitError.notFound(self) }
    return id
  }
}

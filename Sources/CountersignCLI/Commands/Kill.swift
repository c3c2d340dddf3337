import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct Kill: Command {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "Stop a workflow, or everything, at once.",
    discussion: """
      One signed commit puts a marker on the environment's branch; 'countersign admit' then says no. Neither reviews nor tests nor \
      a freeze nor a window hold a kill.

      EXAMPLES
        countersign kill vendor-payment --env prod -m "Pays twice, see OPS-150"
        countersign kill --all --env prod -m "Key of the ERP leaked"
        countersign kill vendor-payment --env all -m "Stop it everywhere"
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String?
  @Flag(help: "Everything in the environment, also what is released later.")
  var all = false
  @Option(
    help: ArgumentHelp("The environment, or all.", valueName: "environment"),
    completion: .custom(Completing.environmentsOrAll))
  var env: String
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if all == (workflow != nil) { throw ValidationError("Name a workflow, or --all.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try Marking.start(place, desk, isKill: true)
    let (_, policy) = try place.policy(main)
    let name = try Marking.name(workflow, place, main, policy)
    var worst = Ending.done
    for environment in try Marking.environments(env, place, policy) {
      let ending = stop(name, environment, place, policy, desk)
      if ending != .done { console.line("NOT killed: \(name) in \(environment)") }
      worst = worst.worse(ending)
    }
    place.sayKeptLocal()
    return worst
  }

  /// One environment; what cannot be stopped there is still stopped in the others.
  private func stop(
    _ name: String, _ environment: String, _ place: borrowing Workplace, _ policy: Policy, _ desk: Desk
  ) -> Ending {
    do throws(Finding) {
      if env == Naming.all, try Promoting.tip(of: try place.environment(environment, policy), place) == nil {
        place.console.line("nothing to kill in \(environment): nothing was ever released there")
        return .done
      }
      if try Marking.isKilled(name, try place.environment(environment, policy), place) {
        place.console.line("\(name) is killed in \(environment) already: nothing to do there")
        return .done
      }
      return try Stepping(place.console, desk, environment, isOneOfMany: true, isKill: true).perform(place, [name]) {
        name, place, main, policy, environment throws(Finding) in
        guard try !Marking.isKilled(name, environment, place) else { return nil }
        return try Marking.wish(.kill, name, environment, why, place, main, policy)
      }
    } catch {
      place.console.tell(error)
      return Ending.after(error)
    }
  }
}

struct Resume: Command {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "End a kill, with the approvals that the policy names for it.",
    discussion: """
      EXAMPLES
        countersign resume vendor-payment --env prod -m "Fixed by OPS-151"
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String?
  @Flag(help: "The kill of everything in the environment.")
  var all = false
  @Option(
    help: ArgumentHelp("The environment.", valueName: "environment"), completion: .custom(Completing.environments))
  var env: String
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if all == (workflow != nil) { throw ValidationError("Name a workflow, or --all.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try place.fresh(desk)
    let (_, policy) = try place.policy(main)
    let name = try Marking.name(workflow, place, main, policy)
    return try Stepping(console, desk, env).perform(place, [name]) {
      name, place, main, policy, environment throws(Finding) in
      try Marking.wish(.resume, name, environment, why, place, main, policy)
    }
  }
}

/// What kill and resume share.
enum Marking {
  /// A kill does not wait for a remote that does not answer a fetch: its push decides.
  static func start(_ place: borrowing Workplace, _ desk: Desk, isKill: Bool = false) throws(Finding) -> MainLine {
    do throws(Finding) {
      return try place.fresh(desk, mayDoubt: isKill)
    } catch {
      place.console.tell(error)
      place.console.talk("going on with what was last fetched")
      return try place.mainLine(mayDoubt: isKill)
    }
  }

  /// The workflow as the policy's environments or main know it; `all` for everything.
  static func name(
    _ workflow: String?, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy, also revision: String? = nil
  ) throws(Finding) -> String {
    guard let workflow else { return Naming.all }
    var commits: [ObjectID] = []
    var unread: Finding?
    // Where nobody can read what main holds, what an environment holds is still known by its name there.
    do throws(GitError) {
      _ = try place.collector.names(at: main.tip, policy)
      commits.append(main.tip)
    } catch {
      unread = error.finding
      place.console.tell(error.finding)
    }
    for environment in policy.environments {
      // A branch that cannot be looked at stands in the way of what is done there, and nowhere else.
      do throws(Finding) {
        if let tip = try Promoting.tip(of: environment, place) { commits.append(tip) }
      } catch {
        place.console.tell(error)
      }
    }
    if let revision, !NamedWorkflows.isVersion(revision) { commits.append(try place.commit(revision)) }
    let names: [String]
    do throws(Finding) { names = try place.workflows([workflow], at: commits, policy) } catch { throw unread ?? error }
    guard names.count == 1, let name = names.first, name != Naming.policy else {
      throw Finding(
        .selectionWorkflow, "'\(visible(workflow))' means \(names.count) workflows",
        next: ["name one, or --all for everything"])
    }
    return name
  }

  /// One environment, or every one of the policy; none at all is no answer.
  static func environments(_ name: String, _ place: borrowing Workplace, _ policy: Policy) throws(Finding) -> [String] {
    guard name == Naming.all else { return [try place.environment(name, policy).name] }
    let names = policy.environments.map(\.name)
    guard !names.isEmpty else {
      throw Finding(
        .selectionWorkflow, "the policy has no environment, so there is nothing to kill",
        next: ["countersign status shows what stands where"])
    }
    return names
  }

  /// Whether something lies where the marker of a freeze would, whatever it is.
  static func isFrozen(_ environment: PolicyModel.Environment, _ place: borrowing Workplace) throws(Finding) -> Bool {
    guard let tip = try Promoting.tip(of: environment, place) else { return false }
    do throws(GitError) {
      return try place.repository.entry(at: EnvironmentPath.freeze, in: try place.repository.commit(tip).tree) != nil
    } catch {
      throw error.finding
    }
  }

  /// Whether the marker is there: a second kill would be another one, which the approvals of a resume do not name.
  static func isKilled(
    _ workflow: String, _ environment: PolicyModel.Environment, _ place: borrowing Workplace
  ) throws(Finding) -> Bool {
    guard let tip = try Promoting.tip(of: environment, place) else { return false }
    do throws(GitError) {
      let tree = try place.repository.commit(tip).tree
      // Anything but a file stops nobody, and must not pass for a kill.
      return try place.repository.entry(at: EnvironmentPath.killed(workflow), in: tree)?.mode == .blob
    } catch {
      throw error.finding
    }
  }

  static func wish(
    _ act: Question.Act, _ workflow: String, _ environment: PolicyModel.Environment, _ why: String,
    _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(Finding) -> EnvironmentWish {
    let held =
      workflow == Naming.all
      ? nil : try place.held(workflow, at: .environment(environment.name), main: main, policy)
    return EnvironmentWish(
      act: act, workflow: workflow, path: held?.path ?? workflow, version: held?.version, source: nil, why: why,
      ticket: nil)
  }
}

import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Glibc
import PolicyModel
import Releases
import Vocabulary

/// Plans, judges, carries out, and judges again after a lost race: what promote, rollback, kill, freeze and resume share.
///
/// Several workflows are several commits in one push. Those that are held are told, and do not hold the others.
struct Stepping {
  static let tries = 8
  private let console: Console
  private let desk: Desk
  private let environmentName: String
  /// Whether more steps follow, so that what `--local` says last is not said yet.
  private let isOneOfMany: Bool
  /// A kill goes by the last policy of which it can be told that it is in force.
  private let isKill: Bool

  init(_ console: Console, _ desk: Desk, _ environmentName: String, isOneOfMany: Bool = false, isKill: Bool = false) {
    self.isKill = isKill
    self.isOneOfMany = isOneOfMany
    self.console = console
    self.desk = desk
    self.environmentName = environmentName
  }

  /// What is wanted for one workflow, given what main and the environment hold now; nil: nothing, it is so already.
  typealias Wishing = (String, borrowing Workplace, MainLine, Policy, PolicyModel.Environment) throws(Finding) ->
    EnvironmentWish?

  /// One step that passed, signed and written, on no branch yet.
  private typealias Step = (wish: EnvironmentWish, commit: ObjectID)

  func perform(_ place: borrowing Workplace, _ names: [String], _ wishing: Wishing) throws(Finding) -> Ending {
    for attempt in 0..<Self.tries {
      let main = attempt == 0 ? try place.mainLine(mayDoubt: isKill) : try place.fresh(desk, mayDoubt: isKill)
      let (snapshot, policy) = try place.policy(main)
      let environment = try place.environment(environmentName, policy)
      let now = desk.clock()
      let actor = try place.actor(desk, snapshot, at: now)
      let planning = Planning(desk: desk, main: main, now: now)
      let base = try Promoting.tip(of: environment, place)
      var wishes: [EnvironmentWish] = []
      var ending = Ending.done
      for name in names {
        do throws(Finding) {
          if let wish = try wishing(name, place, main, policy, environment) { wishes.append(wish) }
        } catch {
          console.tell(error)
          ending = ending.worse(Ending.after(error))
        }
      }
      // What is known here goes to the remote before what rests on it. A kill and a rollback rest on nothing.
      if wishes.contains(where: { $0.act == .release || $0.act == .resume }) {
        try place.publish(desk, for: wishes.map(\.workflow))
      }
      for wish in wishes {
        // A kill and a rollback stop what harms.
        let isStop = wish.act == .kill || wish.act == .rollback
        try place.requireNoSecret(
          in: [wish.why, wish.ticket].compactMap(\.self).joined(separator: "\n"), snapshot, policy,
          mayBeUndecided: isStop)
      }
      let (steps, held) = try plan(wishes, planning, environment, base, actor, place)
      if !held.isEmpty { ending = ending.worse(Telling.verdicts(held, format: .text, all: false, console)) }
      guard let last = steps.last else {
        if wishes.isEmpty, ending == .done { console.line("nothing to do in \(environmentName): all is so already") }
        return ending
      }
      let moved = try CarryingOut.move(
        branch: environment.branch, from: base, to: last.commit, remote: place.remote(desk), collector: place.collector)
      if case .written(let written) = moved {
        for step in steps { say(step, written) }
        if !isOneOfMany { place.sayKeptLocal() }
        return ending
      }
      console.talk("somebody else moved \(environment.branch) first: judging again")
      usleep(UInt32(20_000 * (attempt + 1)))
    }
    throw Finding(.raceLost, "\(environmentName) moved on \(Self.tries) times", next: ["run the command again"])
  }

  /// Judges each wish on top of those that passed; again while one more passes, since one may wait for another.
  private func plan(
    _ wishes: [EnvironmentWish], _ planning: Planning, _ environment: PolicyModel.Environment, _ base: ObjectID?,
    _ actor: Signatory, _ place: borrowing Workplace
  ) throws(Finding) -> (steps: [Step], held: [Verdict]) {
    var steps: [Step] = []
    var waiting = wishes
    var held: [Verdict] = []
    repeat {
      var rest: [EnvironmentWish] = []
      held = []
      for wish in waiting {
        let parent = steps.last?.commit ?? base
        let plan = try planning.plan(wish, in: environment, on: parent, by: actor, collector: place.collector)
        guard plan.outcome == .passed else {
          rest.append(wish)
          held += plan.verdicts
          continue
        }
        let commit = try desk.commit(
          tree: plan.tree, parents: parent.map { [$0] } ?? [], message: plan.message, at: planning.now,
          in: place.repository)
        steps.append((wish, commit))
      }
      if rest.count == waiting.count { break }
      waiting = rest
    } while !waiting.isEmpty
    return (steps, waiting.isEmpty ? [] : held)
  }

  private func say(_ step: Step, _ written: Written) {
    let wish = step.wish
    let what = wish.version.map { "\(wish.workflow)@\($0.shortName)" } ?? wish.workflow
    let there = written.remote.map { ", pushed to \(visible($0))" } ?? ""
    if wish.act == .freeze {
      let what = wish.until.map { "froze \(environmentName) until \($0)" } ?? "ended the freeze of \(environmentName)"
      return console.line("\(what): commit \(step.commit.short)\(there)")
    }
    let verb =
      switch wish.act {
      case .release: wish.version == nil ? "removed" : "released"
      case .rollback: "rolled back to"
      case .kill: "killed"
      case .resume: "resumed"
      default: "wrote"
      }
    let named = wish.act == .kill || wish.act == .resume ? wish.workflow : what
    console.line("\(verb) \(named) in \(environmentName): commit \(step.commit.short)\(there)")
    if let exception = wish.exception {
      console.talk(
        "exception \(exception.prefix(12)) is used up, and leaves a debt: somebody who had no part in it looks at it and runs "
          + "countersign approve \(wish.workflow) --debt \(exception.prefix(12)) --env \(environmentName)")
    }
  }
}

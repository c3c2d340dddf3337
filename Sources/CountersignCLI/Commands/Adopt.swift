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
import Workflows

struct Adopt: Command {
  static let configuration = CommandConfiguration(
    commandName: "adopt", abstract: "Give an environment its baseline: workflows as they run there today.",
    discussion: """
      One commit, signed by a policy owner. Each version was approved for the environment by as many policy owners as the policy's \
      own gate asks, whoever signs counting as one: 'countersign approve '*' --adoption --for ENV --rev REV'. Everything after it is gated.

      EXAMPLES
        countersign adopt --env prod
        countersign adopt --env prod --from ./export/workflows
      """)

  @OptionGroup var common: Common
  @Option(
    help: ArgumentHelp("The environment.", valueName: "environment"), completion: .custom(Completing.environments))
  var env: String
  @Option(
    help: ArgumentHelp(
      "A directory that holds one directory per workflow, as they run; main by default.", valueName: "dir"))
  var from: String?
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why = "Baseline: what ran here before changes were gated"
  @Flag(help: "Keep it in this clone.")
  var local = false

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    for _ in 0..<Stepping.tries {
      let main = try place.fresh(desk)
      let (snapshot, policy) = try place.policy(main)
      let environment = try place.environment(env, policy)
      let now = desk.clock()
      let parent = try Promoting.tip(of: environment, place)
      let running = try running(place, main, policy, parent)
      guard !running.isEmpty else {
        throw Finding(
          .promoteNothing, "there is nothing to adopt: \(environment.name) holds everything already",
          next: ["countersign promote WORKFLOW --env \(environment.name) -m WHY brings what is new"])
      }
      try place.publish(desk, for: running.map(\.name))
      let progress = Progress.whileRunning(
        console, "judging \(running.count) workflow\(running.count == 1 ? "" : "s")")
      let plan = try Planning(desk: desk, main: main, now: now).adoption(
        of: running, source: from == nil ? main.tip : nil, why: why, in: environment, on: parent,
        by: try place.actor(desk, snapshot, at: now), collector: place.collector)
      progress.finish()
      guard plan.outcome == .passed else {
        return Telling.verdicts(
          plan.verdicts.filter { $0.outcome != .passed }, format: .text, all: false, console)
      }
      try place.requireNoSecret(in: plan.message, snapshot, policy)
      let ending = try CarryingOut.perform(
        plan, desk: desk, remote: place.remote(desk), now: now, collector: place.collector)
      if case .written(let written) = ending {
        let there = written.remote.map { ", pushed to \(visible($0))" } ?? ""
        console.line(
          "adopted \(running.count) workflow\(running.count == 1 ? "" : "s") in \(environment.name): commit \(written.commit.short)\(there)"
        )
        place.sayKeptLocal()
        return .done
      }
      console.talk("somebody else moved \(environment.branch) first: judging again")
    }
    throw Finding(.raceLost, "\(env) moved on \(Stepping.tries) times", next: ["run the command again"])
  }

  /// What is to be adopted and is not in the environment yet.
  private func running(
    _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy, _ parent: ObjectID?
  ) throws(Finding) -> [RunningWorkflow] {
    do throws(GitError) {
      var running: [RunningWorkflow] = []
      let tree: ObjectID
      if let from {
        tree = try DirectoryImport.write(from, below: policy.roots.first ?? "workflows", in: place.repository)
      } else {
        tree = try place.repository.commit(main.tip).tree
      }
      let there: ObjectID? = if let parent { try place.repository.commit(parent).tree } else { nil }
      for workflow in try Discovery.read(tree, roots: policy.roots, in: place.repository).workflows {
        if try place.collector.directory(of: workflow.name, inRootTree: there, roots: policy.roots) != nil { continue }
        running.append(
          RunningWorkflow(
            name: workflow.name, path: workflow.path, version: try place.collector.version(ofTree: workflow.tree)))
      }
      return running
    } catch {
      throw error.finding
    }
  }
}

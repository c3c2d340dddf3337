import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import StrictJSON
import Vocabulary

struct LogCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Tell the story of one workflow: submitted, reviewed, tested, landed, released, killed; who, when, why.",
    discussion: """
      Oldest first, as a story is told; --since leaves out its beginning.

      EXAMPLES
        countersign log vendor-payment
        countersign log vendor-payment --since 30d --format json
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("The workflow; 'policy' for .countersign.", valueName: "workflow"),
    completion: .custom(Completing.workflowsOrPolicy))
  var workflow: String
  @Option(help: ArgumentHelp("Only what happened since: a span such as 30d, or a time.", valueName: "age"))
  var since: String?
  @Option(help: "text or json.")
  var format: BoardFormat = .text

  func perform(_ console: Console) throws(Finding) -> Ending {
    let start = try since.map { text throws(Finding) in try Moment.past(text, now: Workplace.now()) }
    let place = try Workplace.open(common, console)
    let main = try place.mainLine()
    let (snapshot, policy) = try place.policy(main)
    let known = [main.tip] + (try Promoting.tips(place, policy))
    let names = try place.hasJournal(workflow) ? [workflow] : place.workflows([workflow], at: known, policy)
    guard names.count == 1, let name = names.first else {
      throw Finding(
        .selectionWorkflow, "'\(visible(workflow))' means \(names.count) workflows",
        next: ["name one: \(names.prefix(12).joined(separator: ", "))"])
    }
    var story: [Event]
    do throws(GitError) {
      story = try said(name, place, snapshot) + landed(name, place, main, policy) + steps(name, place, main, policy)
    } catch {
      throw error.finding
    }
    for item in try OpenDebts.read(place, main, snapshot, policy, at: Workplace.now()).only([name]).items {
      story.append(.owes(item))
    }
    if let start { story.removeAll { $0.at < start } }
    // Told where it happened in one second: in the order in which it goes through hands, signed before written.
    story.sort { ($0.at, $0.source.isCommit ? 1 : 0, $0.words) < ($1.at, $1.source.isCommit ? 1 : 0, $1.words) }
    switch format {
    case .text:
      for event in story { console.line("\(event.at)  \(event.words)") }
      if story.isEmpty { console.line("nothing is known of \(name)" + (start.map { " since \($0)" } ?? "")) }
    case .json:
      let story = JSON.object([
        .init("schema", .string("urn:countersign:log:v1")), .init("workflow", .string(name)),
        .init("story", .array(story.map(\.json))),
      ])
      console.out(story.written(pretty: true) + "\n")
    }
    return .done
  }

  private func said(
    _ name: String, _ place: borrowing Workplace, _ snapshot: PolicySnapshot
  ) throws(GitError) -> [Event] {
    let now = Workplace.now()
    return try place.collector.recent(name, most: .max).flatMap { stored in
      Event.told(place.collector.testimony(stored, snapshot: snapshot, now: now), name)
    }
  }

  private func landed(
    _ name: String, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> [Event] {
    var events: [Event] = []
    for step in try place.collector.transitions(of: try path(name, place, main, policy), from: main.tip) {
      let version: Version? = if let tree = step.new { try place.collector.version(ofTree: tree) } else { nil }
      events.append(.landed(step.commit, version, policy))
    }
    return events
  }

  private func steps(
    _ name: String, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> [Event] {
    // The policy is released nowhere; its directory there holds the marks of kills.
    if name == Naming.policy { return [] }
    var events: [Event] = []
    let path = try path(name, place, main, policy)
    for environment in policy.environments {
      let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch)
      var commits: [ObjectID: Commit] = [:]
      for path in [path, EnvironmentPath.killed(name), EnvironmentPath.killed(Naming.all), EnvironmentPath.freeze] {
        for step in try place.collector.transitions(of: path, from: tip) { commits[step.commit.id] = step.commit }
      }
      for commit in commits.values {
        // Of an adoption the one part, of what concerns everything the whole.
        let own = try place.collector.moves(of: commit, in: environment, main: main, only: name)
        let moves = own.isEmpty ? try place.collector.moves(of: commit, in: environment, main: main) : own
        events.append(.step(moves, commit, in: environment.name, of: name, policy))
      }
    }
    return events
  }

  private func path(
    _ name: String, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> String {
    try place.collector.held(name, at: .main, main: main, policy)?.path
      ?? (name == Naming.policy ? PolicySnapshot.directory : "\(policy.roots.first ?? "workflows")/\(name)")
  }
}

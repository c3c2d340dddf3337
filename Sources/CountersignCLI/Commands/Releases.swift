import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import StrictJSON
import Vocabulary

struct ReleasesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "releases",
    abstract: "List every step of an environment: releases, rollbacks, kills; when, what, who, why.",
    discussion: """
      Newest first; the last hundred, unless --since or --last says how many. The newest are judged again as of their own \
      moment, and what the gate says of them is shown; judging all of a long history takes a while, so --judge says how many.

      EXAMPLES
        countersign releases --env prod
        countersign releases --env prod --since 30d --judge 0
        countersign releases --env prod --format json
      """)

  @OptionGroup var common: Common
  @Option(help: ArgumentHelp("The environment.", valueName: "environment"))
  var env: String
  @Option(help: ArgumentHelp("Only steps since: a span such as 30d, or a time.", valueName: "age"))
  var since: String?
  @Option(
    help: ArgumentHelp("How many of the newest steps are listed; 100 by default, all with --since.", valueName: "count")
  )
  var last: Int?
  @Option(help: ArgumentHelp("How many of the newest steps are judged again.", valueName: "count"))
  var judge = 20
  @Option(help: "text or json.")
  var format: BoardFormat = .text

  /// One step, and what the gate says of it; nil: nobody asked.
  private typealias Row = (event: Event, verdicts: [Verdict]?)

  func validate() throws {
    if judge < 0 { throw ValidationError("--judge takes a number from 0.") }
    if let last, last < 1 { throw ValidationError("--last takes a number from 1.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let start = try since.map { text throws(Finding) in try Moment.past(text, now: Workplace.now()) }
    let place = try Workplace.open(common, console)
    let main = try place.mainLine()
    let (_, policy) = try place.policy(main)
    let environment = try place.environment(env, policy)
    let rows: [Row]
    let isCut: Bool
    do throws(GitError) {
      (rows, isCut) = try self.rows(environment, start, place, main, policy)
    } catch {
      throw error.finding
    }
    switch format {
    case .text: tell(rows, isCut, environment, start, console)
    case .json: console.out(json(rows, isCut, environment))
    }
    return .done
  }

  private func rows(
    _ environment: PolicyModel.Environment, _ start: Timestamp?, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy
  ) throws(GitError) -> (rows: [Row], isCut: Bool) {
    guard let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch) else { return ([], false) }
    let most = last ?? (start == nil ? 100 : .max)
    var isCut = false
    var commits: [Commit] = []
    try place.repository.firstParents(from: tip) { commit throws(GitError) in
      let date = Timestamp(seconds: commit.committer.seconds)
      if let start, date + Skew.receipt < start { return false }
      isCut = commits.count == most
      if !isCut, start.map({ date >= $0 }) ?? true { commits.append(commit) }
      return !isCut
    }
    let progress = Progress(place.console, "reading", of: commits.count)
    var rows: [Row] = []
    // Oldest first: each step finds the ones before it judged.
    for (index, commit) in commits.enumerated().reversed() {
      let moves = try place.collector.moves(of: commit, in: environment, main: main)
      let verdicts = index < judge ? moves.map { place.collector.judge($0, main: main) } : nil
      rows.append((.step(moves, commit, in: environment.name, of: nil, policy), verdicts))
      progress.advance()
    }
    return (rows.reversed(), isCut)
  }

  private func tell(
    _ rows: [Row], _ isCut: Bool, _ environment: PolicyModel.Environment, _ start: Timestamp?, _ console: Console
  ) {
    for (event, verdicts) in rows {
      let id = if case .commit(let id) = event.source { id.short } else { "" }
      console.line("\(event.at)  \(id)  \(event.words)")
      guard let verdicts, Verdict.worst(verdicts) != .passed else { continue }
      let why = verdicts.flatMap(\.findings).first.map { ": \($0.what) [\($0.rule.id)]" } ?? ""
      console.line("    \(Verdict.worst(verdicts).rawValue) by its gate\(why)")
    }
    if rows.isEmpty {
      console.line("nothing was written to \(environment.name)" + (start.map { " since \($0)" } ?? " yet"))
      return
    }
    let judged = rows.compactMap(\.verdicts)
    let passed = judged.count { Verdict.worst($0) == .passed }
    let rest = rows.count - judged.count
    console.line(
      "\(rows.count) step\(rows.count == 1 ? "" : "s"); judged again \(judged.count), of which \(passed) passed"
        + (rest > 0 ? "; \(rest) older not judged: --judge \(rows.count)" : ""))
    if isCut { console.line("older steps are not listed: --last COUNT, or --since AGE") }
  }

  private func json(_ rows: [Row], _ isCut: Bool, _ environment: PolicyModel.Environment) -> String {
    let steps = rows.map { row in
      JSON.object([
        .init("step", row.event.json),
        .init("outcome", row.verdicts.map { .string(Verdict.worst($0).rawValue) } ?? .null),
      ])
    }
    return JSON.object([
      .init("schema", .string("urn:countersign:releases:v1")), .init("environment", .string(environment.name)),
      .init("steps", .array(steps)), .init("hasOlder", .bool(isCut)),
    ]).written(pretty: true) + "\n"
  }
}

import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct LogCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Tell the story of one workflow: submitted, reviewed, tested, landed, released, killed; who, when, why.",
    discussion: """
      EXAMPLES
        countersign log vendor-payment
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow; 'policy' for .countersign.", valueName: "workflow"))
  var workflow: String

  private typealias Line = (date: Timestamp, text: String)

  func perform(_ console: Console) throws(Finding) -> Ending {
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
    var lines: [Line] = []
    do throws(GitError) {
      for stored in try place.collector.recent(name) {
        lines += told(place.collector.testimony(stored, snapshot: snapshot, now: Workplace.now()), name)
      }
      let path =
        try place.collector.held(name, at: .main, main: main, policy)?.path
        ?? "\(policy.roots.first ?? "workflows")/\(name)"
      for step in try place.collector.transitions(of: path, from: main.tip) {
        lines.append(
          (
            step.date,
            "\(padded("landed")) \(try short(step.new, place)) by \(who(step.commit, policy)): \(visible(step.commit.subject))"
          ))
      }
      for environment in policy.environments {
        let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch)
        var commits: [ObjectID: Commit] = [:]
        for path in [path, EnvironmentPath.killed(name), EnvironmentPath.killed(Naming.all), EnvironmentPath.freeze] {
          for step in try place.collector.transitions(of: path, from: tip) { commits[step.commit.id] = step.commit }
        }
        for commit in commits.values { lines.append(written(commit, environment, policy)) }
      }
    } catch {
      throw error.finding
    }
    for line in lines.sorted(by: { ($0.date, $0.text) < ($1.date, $1.text) }) {
      console.line("\(line.date)  \(line.text)")
    }
    if lines.isEmpty { console.line("nothing is known of \(name)") }
    return .done
  }

  private func short(_ tree: ObjectID?, _ place: borrowing Workplace) throws(GitError) -> String {
    guard let tree else { return "removal     " }
    return try place.collector.version(ofTree: tree).shortName
  }

  private func who(_ commit: Commit, _ policy: Policy) -> String {
    policy.party(email: commit.committer.email)?.label ?? "<\(visible(commit.committer.email))>"
  }

  private func written(_ commit: Commit, _ environment: PolicyModel.Environment, _ policy: Policy) -> Line {
    let why = Trailers.read(commit.message)[ReleaseTrailer.why].map { ": " + visible($0) } ?? ""
    return (
      Timestamp(seconds: commit.committer.seconds), "\(visible(commit.subject)) by \(who(commit, policy))\(why)"
    )
  }

  private func told(_ testimony: Testimony, _ name: String) -> [Line] {
    let statement = testimony.statement
    let short = statement.version(of: name)?.shortName ?? ""
    let by =
      switch testimony.signer {
      case .party(let party, _): "by \(party.label)"
      case .absent: "by nobody (not signed)"
      case .rejected(let because), .undecided(let because): "by nobody who counts (\(because))"
      }
    let text: [String] =
      switch statement.predicate {
      case .submission(let submission):
        ["\(padded("submitted")) \(short) for \(submission.target.name) \(by): \(visible(submission.why))"]
      case .review(let review):
        review.entries.filter { $0.workflow == name }.map { entry in
          let comment = review.comment.isEmpty ? "" : ": " + visible(review.comment)
          let kill = entry.kill.map { " resuming \($0.prefix(12))" } ?? ""
          return "\(padded(review.decision.word)) \(short) for \(entry.target.name)\(kill) \(by)\(comment)"
        }
      case .testResult(let result):
        [
          "\(padded("tested")) \(short) \(visible(result.suite)): \(result.outcome.rawValue), \(result.passed.count) passed, \(result.failed.count) failed \(by)"
        ]
      case .record(let record): ["\(padded("recorded")) \(word(record.kind)) \(by)"]
      case .recall(let recall): ["\(padded("recalled")) \(short) \(by): \(visible(recall.why))"]
      }
    return text.map { (statement.time, $0) }
  }

  /// What happened, in a column of its own.
  private func padded(_ word: String) -> String { word + String(repeating: " ", count: max(0, 9 - word.utf8.count)) }

  private func word(_ kind: Record.Kind) -> String {
    switch kind {
    case .rotation(let secret): "rotation of \(visible(secret))"
    case .accessReview: "an access review"
    case .securityReview: "a security review"
    }
  }
}

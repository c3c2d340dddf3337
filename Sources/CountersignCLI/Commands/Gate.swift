import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Receiving
import Releases
import Reporting
import Vocabulary
import Workflows

struct GateCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Judge whether a version may land on main, or be released to an environment.",
    discussion: """
      Exit status: 0 passed, 1 held, 2 undecided. Judges what this clone has; 'countersign sync' fetches first.

      EXAMPLES
        countersign gate vendor-payment --for main --rev feature/limits
        countersign gate --changed origin/main..HEAD --for main --format markdown
        countersign gate vendor-payment --for prod --explain-all
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("Workflows, or globs; 'policy' for .countersign.", valueName: "workflow"),
    completion: .custom(Completing.workflowsOrPolicy))
  var workflows: [String] = []
  @Option(help: ArgumentHelp("Judge whatever differs between two revisions.", valueName: "a..b"))
  var changed: String?
  @Option(
    name: .customLong("for"), help: ArgumentHelp("main, or an environment.", valueName: "target"),
    completion: .custom(Completing.targets))
  var target: String
  @Option(help: ArgumentHelp("The revision that holds the version.", valueName: "rev"))
  var rev: String?
  @Flag(help: "Show the requirements that are met, too.")
  var explainAll = false
  @Option(help: ArgumentHelp("Forecast or look back: judge as of this moment, and say so.", valueName: "time"))
  var at: String?
  @Option(help: Format.help)
  var format: Format = .text

  func validate() throws {
    if (changed == nil) == workflows.isEmpty { throw ValidationError("Name workflows, or --changed A..B.") }
    if changed != nil, rev != nil { throw ValidationError("--changed names its revision itself.") }
  }

  var showsAll: Bool { explainAll }

  func report(_ console: Console) throws(Finding) -> Report {
    let named = try NamedWorkflows(workflows, beside: rev == nil ? nil : "--rev")
    let clock = Workplace.now()
    let now = try at.map { text throws(Finding) in try Moment.read(text, now: clock) } ?? clock
    let place = try Workplace.open(common, console, asOf: now < clock ? now : nil)
    if at != nil { console.talk(Self.notice(now, clock)) }
    // Of the past no more can be asked than what is recorded. Another look at the clock may be of the next second: this one decides.
    let isAtDoor = now >= clock
    let main = try place.mainLine()
    let (snapshot, policy) = try place.policy(main)
    let verdicts =
      switch try place.target(target, policy) {
      case .main: try landing(place, main, snapshot, policy, now, isAtDoor: isAtDoor)
      case .environment(let name):
        try release(
          named, place, main, snapshot, policy, try place.environment(name, policy), now, isAtDoor: isAtDoor)
      }
    return Telling.report("gate", verdicts)
  }

  /// What a judgement of another moment is worth.
  private static func notice(_ moment: Timestamp, _ clock: Timestamp) -> String {
    moment < clock
      ? "looking back to \(moment), as this clone has it; it decides nothing: the clock says \(clock)"
      : "forecast for \(moment), if nothing is said or changed until then; it decides nothing: the clock says \(clock)"
  }

  private func landing(
    _ place: borrowing Workplace, _ main: MainLine, _ snapshot: PolicySnapshot, _ policy: Policy, _ now: Timestamp,
    isAtDoor: Bool
  ) throws(Finding) -> [Report.Judged] {
    var revision = rev ?? "HEAD"
    var parent = main.tip
    if let changed {
      guard let ends = try Range.brought(changed, place) else { return [] }
      revision = ends.to.hex
      parent = ends.from
    }
    if let version = workflows.first(where: { $0.contains("@") }) { throw needsRevision(version) }
    let candidate = try place.commit(revision)
    let landing = LandingCase(
      candidate: candidate, parent: parent, policyLanding: main.policyLanding, snapshot: snapshot, now: now,
      isLanded: false, isAtDoor: isAtDoor)
    let verdicts =
      changed != nil
      ? place.collector.judgeLanding(landing)
      : try place.workflows(workflows, at: [candidate, parent], policy).map {
        place.collector.judgeLanding(of: $0, landing)
      }
    var judged: [Report.Judged] = []
    for verdict in verdicts {
      judged.append(Report.Judged(verdict, at: try file(of: verdict.question, [candidate, parent], place, policy)))
    }
    return judged
  }

  /// The file that stands for what was judged: the manifest at the first commit that has one, or the policy.
  private func file(
    of question: Question, _ commits: [ObjectID], _ place: borrowing Workplace, _ policy: Policy
  ) throws(Finding) -> Place? {
    if question.act == .commits { return nil }
    if question.isOfPolicy { return Place(PolicySnapshot.policyPath) }
    do throws(GitError) {
      for commit in commits {
        if let placed = try place.collector.placed(question.workflow, at: commit, policy) {
          return Place("\(placed.path)/\(Manifest.fileName)")
        }
      }
      return nil
    } catch {
      throw error.finding
    }
  }

  private func needsRevision(_ word: String) -> Finding {
    Finding(
      .selectionVersion, "a landing is judged with its commits, so \(visible(word)) is not enough",
      next: ["countersign gate WORKFLOW --for main --rev BRANCH"])
  }

  private func release(
    _ named: NamedWorkflows, _ place: borrowing Workplace, _ main: MainLine, _ snapshot: PolicySnapshot,
    _ policy: Policy,
    _ environment: PolicyModel.Environment, _ now: Timestamp, isAtDoor: Bool
  ) throws(Finding) -> [Report.Judged] {
    var revision = rev
    let names: [String]
    if let changed {
      guard let ends = try Range.brought(changed, place) else { return [] }
      // What is meant is what B holds, whatever came to main since, or lies in the environment before.
      revision = ends.to.hex
      let landing = LandingCase(
        candidate: ends.to, parent: ends.from, policyLanding: main.policyLanding, snapshot: snapshot, now: now,
        isLanded: true)
      do throws(GitError) { names = try place.collector.changedWorkflows(landing, policy) } catch {
        throw error.finding
      }
    } else {
      names = try place.workflows(named.words, at: [main.tip] + (try Promoting.tips(place, policy)), policy)
    }
    var verdicts: [Report.Judged] = []
    for name in names where name != Naming.policy {
      do throws(Finding) {
        let wish = try Promoting.wish(
          name, to: environment, revision: named.revision(of: name) ?? revision, why: "", ticket: nil, place: place,
          main: main, policy: policy)
        verdicts.append(
          Report.Judged(
            try Promoting.forecast(
              wish, to: environment, place, main, policy, at: now, isAtDoor: isAtDoor),
            at: Place("\(wish.path)/\(Manifest.fileName)")))
      } catch {
        // One that is there already is no question, and stands in the way of no other.
        guard error.rule == .promoteNothing, changed != nil || !named.words.contains(name) else { throw error }
        place.console.tell(error)
      }
    }
    return verdicts
  }
}

/// `A..B` on a command line.
enum Range {
  static func read(_ text: String, _ place: borrowing Workplace) throws(Finding) -> (from: ObjectID, to: ObjectID) {
    guard let dots = text.firstRange(of: "..") else {
      throw Finding(.usageRange, "'\(visible(text))' is no range", next: ["write A..B, for example origin/main..HEAD"])
    }
    let from = String(text[..<dots.lowerBound])
    let to = String(text[dots.upperBound...])
    guard !to.hasPrefix(".") else {
      throw Finding(
        .usageRange, "'\(visible(text))' has three dots",
        because: ["to git that means what either side has, and what is judged is what the second brings"],
        next: ["write A..B, for example origin/main..HEAD"])
    }
    return (try place.commit(from.isEmpty ? "HEAD" : from), try place.commit(to.isEmpty ? "HEAD" : to))
  }

  /// A range as a step from A to B; nil where B brings no new commit, so that there is nothing to judge.
  ///
  /// Whether A lies on B's first parents is not asked: a branch that has yet to be merged may have merged A.
  static func brought(_ text: String, _ place: borrowing Workplace) throws(Finding) -> (from: ObjectID, to: ObjectID)? {
    let ends = try read(text, place)
    do throws(GitError) {
      if ends.from == ends.to { return nil }
      guard try !place.repository.isAncestor(ends.from, of: ends.to) else { return ends }
    } catch {
      throw error.finding
    }
    throw Finding(
      .pushRewinds, "'\(visible(text))' does not go on from \(ends.from.short)",
      because: ["\(ends.to.short) does not have it: what it holds would be taken back"],
      next: ["merge or rebase onto \(ends.from.short) first, then judge again"])
  }
}

extension Rule {
  static let usageRange = Rule(
    "usage.range", "A range on the command line does not read.",
    "A range is A..B: what B has and A has not. Three dots mean another thing to git, and are refused.")
}

import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Glibc
import PolicyModel
import Releases
import Reporting
import Vocabulary
import Workflows

struct Admit: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "admit", abstract: "Ask whether a workflow may run in an environment now: the last door.",
    discussion: """
      Yes (0) only if the version that runs is the one released there, by a release that was valid, and neither it nor everything \
      is killed. Without --version or --dir the released version is meant. Does not fetch; --fresh says how old what was fetched may be.

      A remote can hold back what it knows. With several --remote each is asked, from what was last fetched of it, and all have to \
      say yes to the same version.

      EXAMPLES
        countersign admit vendor-payment --env prod
        countersign admit vendor-payment --env prod --dir /srv/flows/vendor-payment --fresh 5m
        countersign admit vendor-payment --env prod --fresh 5m --remote origin --remote mirror
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The workflow.", valueName: "workflow"), completion: .custom(Completing.workflows))
  var workflow: String
  @Option(
    help: ArgumentHelp("The environment.", valueName: "environment"), completion: .custom(Completing.environments))
  var env: String
  @Option(help: ArgumentHelp("The version that runs.", valueName: "version"), completion: .custom(Completing.versions))
  var version: String?
  @Option(help: ArgumentHelp("The directory that runs; its content is hashed.", valueName: "dir"))
  var dir: String?
  @Option(help: ArgumentHelp("How old the last successful fetch may be: 5m.", valueName: "age"))
  var fresh: String?
  @Option(help: Format.help)
  var format: Format = .text
  @Option(
    help: ArgumentHelp("A remote to ask; several are asked one by one, and all have to say yes.", valueName: "remote"))
  var remote: [String] = []

  func validate() throws {
    if version != nil, dir != nil { throw ValidationError("--version and --dir say the same thing; give one.") }
  }

  func report(_ console: Console) throws(Finding) -> Report {
    let option = version == nil ? dir == nil ? nil : "--dir" : "--version"
    var asked = self
    let (name, named) = try NamedWorkflows.one(workflow, beside: option)
    asked.workflow = name
    if let named { asked.version = named }
    return try asked.answer(console)
  }

  /// A yes is the result; a no is talk, so that a script that reads the result reads nothing.
  func tell(_ report: Report, _ console: Console) {
    if format == .text, report.outcome != .passed {
      for finding in report.findings + report.undecided { console.tell(finding) }
    } else {
      console.out(format.text(report, all: false, console))
    }
  }

  private func answer(_ console: Console) throws(Finding) -> Report {
    guard !remote.isEmpty else { return report(of: [try look(try Workplace.open(common, console))]) }
    var looks: [Look] = []
    for name in remote {
      do throws(Finding) {
        console.talk("asking what was last fetched of \(visible(name))")
        looks.append(try look(try Workplace.open(common, console, viewing: name)))
      } catch {
        // What one cannot say, another may deny.
        looks.append(.nobodyKnows(error))
      }
    }
    return report(of: looks)
  }

  /// What one remote, as it was last fetched, answers.
  private enum Look: Hashable {
    case admitted(Version, environment: String)
    case refused([Finding])
    case nobodyKnows(Finding)
  }

  /// The strictest answer holds: one no is a no, whoever else cannot tell; and a yes is one to the same version.
  private func report(of looks: [Look]) -> Report {
    var refusals: [Finding] = []
    var unknown: [Finding] = []
    for look in looks {
      switch look {
      case .admitted: continue
      case .refused(let findings): refusals += findings
      case .nobodyKnows(let finding): unknown.append(finding)
      }
    }
    if let last = refusals.last { return Report("admit", .held, last.what, findings: refusals, undecided: unknown) }
    guard let first = looks.first, case .admitted(let version, let environment) = first, unknown.isEmpty else {
      return Report("admit", .undecided, unknown.first?.what ?? "nobody was asked", undecided: unknown)
    }
    guard looks.allSatisfy({ $0 == first }) else {
      let other = Finding(
        .admitOtherVersion, "the remotes hold different versions of \(visible(workflow))",
        next: ["countersign sync REMOTE for each, then ask again"])
      return Report("admit", .held, other.what, findings: [other])
    }
    let by = remote.isEmpty ? "" : ", says \(remote.map { visible($0) }.joined(separator: " and "))"
    return Report("admit", .passed, "admitted: \(workflow)@\(version.shortName) in \(environment)\(by)")
  }

  private func look(_ place: borrowing Workplace) throws(Finding) -> Look {
    try checkFreshness(place)
    let main = try place.mainLine()
    let (_, policy) = try place.policy(main)
    let environment = try place.environment(env, policy)
    do throws(GitError) {
      guard let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch),
        let held = try place.collector.placed(workflow, at: tip, policy)
      else { return refuse(place, .admitNotReleased, "\(visible(workflow)) is not released to \(environment.name)") }
      if let asked = differing(held) {
        return refuse(
          place, .admitOtherVersion,
          "\(asked) runs, and \(environment.name) holds \(workflow)@\(held.version.shortName)")
      }
      for name in [workflow, Naming.all] {
        if let reason = try killed(name, tip, environment, place, main) {
          return refuse(place, reason.rule, reason.what, after: reason.findings)
        }
      }
      if let finding = try releaseFinding(held, tip, environment, place, main) {
        return refuse(
          place, .admitUnprovenRelease, "the release of \(workflow)@\(held.version.shortName) does not hold",
          after: [finding])
      }
      return .admitted(held.version, environment: environment.name)
    } catch {
      throw error.finding
    }
  }

  private func refuse(
    _ place: borrowing Workplace, _ rule: Rule, _ what: String, after reasons: [Finding] = []
  ) -> Look {
    let asked = remote.isEmpty ? nil : place.remoteName.map { Place("remote \($0)") }
    let finding = Finding(
      rule, what, at: asked, next: ["countersign status \(visible(workflow)) shows where it stands"])
    return .refused(reasons + [finding])
  }

  /// nil when the version asked about is the one that is released; else what was asked about.
  private func differing(_ held: Placed) -> String? {
    if let version {
      let short = version.hasPrefix(workflow + "@") ? String(version.dropFirst(workflow.count + 1)) : version
      let isSame = short.count >= 12 && held.version.dirHash.hasPrefix(short)
      return isSame ? nil : "version \(visible(version))"
    }
    if let dir {
      do throws(DirectoryError) {
        let running = try VersionReading.version(ofDirectory: dir)
        return running == held.version ? nil : "the content of \(visible(dir)), \(running.shortName),"
      } catch {
        return "what cannot be read (\(error.finding.what))"
      }
    }
    return nil
  }

  /// Whether a kill stands; or one was taken away by something that is no valid resume.
  private func killed(
    _ name: String, _ tip: ObjectID, _ environment: PolicyModel.Environment, _ place: borrowing Workplace,
    _ main: MainLine
  ) throws(GitError) -> (rule: Rule, what: String, findings: [Finding])? {
    let steps = try place.collector.transitions(of: EnvironmentPath.killed(name), from: tip, most: 1)
    guard let step = steps.first else { return nil }
    let what = name == Naming.all ? "everything" : workflow
    if step.new != nil {
      return (
        .admitKilled, "\(what) is killed in \(environment.name) since \(step.date)\(words(step.commit, main))", []
      )
    }
    let moves = try place.collector.moves(of: step.commit, in: environment, main: main)
    let verdicts = moves.map { place.collector.judge($0, main: main) }
    if let move = moves.first, moves.count == 1, move.act == .resume, verdicts.allSatisfy({ $0.outcome == .passed }) {
      return nil
    }
    return (
      .admitKilled, "the kill of \(what) was taken away by commit \(step.commit.id.short), which is no valid resume",
      verdicts.flatMap(\.findings)
    )
  }

  /// By whom and why, as a kill's commit says.
  private func words(_ commit: Commit, _ main: MainLine) -> String {
    guard case .known(let policy)? = main.current?.policy else { return "" }
    let why = Trailers.read(commit.message)[ReleaseTrailer.why].map { ": \(visible($0))" } ?? ""
    return " by \(Names.committer(of: commit, policy))\(why)"
  }

  /// Why the step that put the version there does not hold; nil when it does.
  private func releaseFinding(
    _ held: Placed, _ tip: ObjectID, _ environment: PolicyModel.Environment, _ place: borrowing Workplace,
    _ main: MainLine
  ) throws(GitError) -> Finding? {
    guard let step = try place.collector.transitions(of: held.path, from: tip, most: 1).first else {
      return Finding(.admitUnprovenRelease, "no commit of \(environment.name) brought \(workflow)")
    }
    let moves = try place.collector.moves(of: step.commit, in: environment, main: main, only: workflow)
    guard let move = moves.first, moves.count == 1, [.release, .rollback, .adoption].contains(move.act) else {
      return Finding(.admitUnprovenRelease, "commit \(step.commit.id.short) brought it and is no release")
    }
    let verdict = place.collector.judge(move, main: main)
    if verdict.outcome == .passed { return nil }
    return verdict.findings.first ?? Finding(.admitUnprovenRelease, "its release did not pass")
  }

  /// What was last fetched must be young enough; when that is not known, the answer is no.
  private func checkFreshness(_ place: borrowing Workplace) throws(Finding) {
    guard let fresh else { return }
    guard let age = Span(fresh) else {
      throw Finding(.usageTime, "'\(visible(fresh))' is no span of time", next: ["write 30s, 5m, 1h"])
    }
    let again = ["countersign sync\(remote.isEmpty ? "" : " \(visible(place.remoteName ?? ""))"), then ask again"]
    let what = "when this clone last fetched" + (place.remoteName.map { " from \(visible($0))" } ?? "")
    guard let name = place.remoteName, let last = LastFetch.read(place, of: name) else {
      throw Finding(.admitStale, "it is not known \(what)", next: again)
    }
    let old = Workplace.now() - last
    guard old.seconds >= -300, old <= age else {
      throw Finding(
        .admitStale, "this clone last fetched \(old) ago from \(visible(name)), and \(age) are allowed",
        because: ["a kill since then would not be seen"], next: again)
    }
  }
}

extension Rule {
  static let admitNotReleased = Rule(
    "admit.not-released", "The workflow is not released to the environment.",
    "Only what is released there may run there.")
  static let admitOtherVersion = Rule(
    "admit.other-version", "Another version runs than the one released.",
    "Deploy from the environment's branch; both digests of what runs must be those of what is released.")
  static let admitKilled = Rule(
    "admit.killed", "The workflow, or everything, is killed there.",
    "It runs again after 'countersign resume', which takes the approvals that the policy names.")
  static let admitUnprovenRelease = Rule(
    "admit.unproven-release", "What is there was not put there by a valid release.",
    "The release is judged again, as of its own moment. Roll back to a healthy version, or release through the gate.")
  static let admitStale = Rule(
    "admit.stale", "It is not known, or too long ago, when this clone last fetched.",
    "A kill that was not fetched cannot be seen; what cannot be known blocks. Run 'countersign sync' on a timer.")
}

import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Programs
import Releases
import Vocabulary

struct Land: Command {
  static let configuration = CommandConfiguration(
    commandName: "land", abstract: "Merge a branch into the integration branch, if every gate passes.",
    discussion: """
      Makes a merge commit (--no-ff) without touching the work tree, judges it as the server will, signs and pushes it.

      EXAMPLES
        countersign land feature/limits
        countersign land feature/limits -m "Raise the limit as agreed with finance" --ticket OPS-142
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The branch, or a commit.", valueName: "branch"))
  var branch: String
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String?
  @Option(help: ArgumentHelp("The ticket.", valueName: "ticket"))
  var ticket: String?
  @Flag(help: "Keep it in this clone.")
  var local = false

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    for _ in 0..<Stepping.tries {
      let main = try place.fresh(desk)
      let (snapshot, _) = try place.policy(main)
      try place.publish(desk, for: [])
      let head = try place.commit(branch)
      try refuseNothing(head, main, place)
      let now = desk.clock()
      let tree = try merge(main.tip, head, desk)
      let commit = try desk.commit(
        tree: tree, parents: [main.tip, head], message: message(main), at: now, in: place.repository)
      let landing = LandingCase(
        candidate: commit, parent: main.tip, policyLanding: main.policyLanding, snapshot: snapshot, now: now,
        isLanded: true, isAtDoor: true)
      let verdicts = place.collector.judgeLanding(landing)
      try place.requireJournals(of: verdicts.map(\.question.workflow))
      if Verdict.worst(verdicts) != .passed {
        return Telling.verdicts(verdicts.filter { $0.outcome != .passed }, format: .text, all: false, console)
      }
      let was = try here(main.branch, place)
      let ending = try CarryingOut.move(
        branch: main.branch, from: main.tip, to: commit, remote: place.remote(desk), collector: place.collector)
      guard case .written(let written) = ending else {
        console.talk("somebody else moved \(main.branch) first: judging again")
        continue
      }
      try follow(main.branch, from: was, commit, place)
      let there = written.remote.map { ", pushed to \(visible($0))" } ?? ""
      let names = verdicts.filter { $0.question.act == .landing }.map(\.question.label)
      console.line(
        "landed \(names.isEmpty ? "no workflow" : names.count > 5 ? "\(names.count) workflows" : names.joined(separator: ", ")): commit \(commit.short) on \(main.branch)\(there)"
      )
      place.sayKeptLocal()
      return .done
    }
    throw Finding(.raceLost, "the integration branch moved on \(Stepping.tries) times", next: ["run the command again"])
  }

  private func refuseNothing(_ head: ObjectID, _ main: MainLine, _ place: borrowing Workplace) throws(Finding) {
    do throws(GitError) {
      if head != main.tip, !(try place.repository.isAncestor(head, of: main.tip)) { return }
    } catch {
      throw error.finding
    }
    throw Finding(
      .landNothing, "\(visible(branch)) is on \(main.branch) already", next: ["commit something to it first"])
  }

  /// Merges with git's own machinery, in memory. Source: git-merge-tree(1), --write-tree, since git 2.38.
  private func merge(_ ours: ObjectID, _ theirs: ObjectID, _ desk: Desk) throws(Finding) -> ObjectID {
    let result = try desk.git(["merge-tree", "--write-tree", "--name-only", "--no-messages", ours.hex, theirs.hex])
    let lines = result.outputText.split(separator: "\n").map { String($0) }
    if result.succeeded, let first = lines.first, let tree = ObjectID(hex: first) { return tree }
    guard result.status == .exited(1) else {
      throw Finding(
        .landConflict, "git could not merge \(visible(branch))",
        because: result.errorText.split(separator: "\n").map { visible(String($0)) },
        next: ["git 2.38 or newer is needed"])
    }
    throw Finding(
      .landConflict, "\(visible(branch)) does not merge without a hand",
      because: lines.dropFirst().map { "conflict in \(visible($0))" },
      next: ["git checkout \(visible(branch)) && git merge MAIN, settle it there, and have the result reviewed"])
  }

  private func message(_ main: MainLine) -> String {
    var trailers: [String] = []
    if let why { trailers.append("\(ReleaseTrailer.why): \(Planning.line(why))") }
    if let ticket { trailers.append("\(ReleaseTrailer.ticket): \(Planning.line(ticket))") }
    let subject = "Land \(visible(branch)) on \(main.branch)\n"
    return trailers.isEmpty ? subject : subject + "\n" + trailers.joined(separator: "\n") + "\n"
  }

  private func here(_ branch: String, _ place: borrowing Workplace) throws(Finding) -> ObjectID? {
    do throws(GitError) { return try place.repository.reference("refs/heads/\(branch)") } catch { throw error.finding }
  }

  /// Lets the local branch follow; where it is checked out, git itself moves the work tree, or leaves it when that is not clean.
  private func follow(
    _ branch: String, from was: ObjectID?, _ commit: ObjectID, _ place: borrowing Workplace
  ) throws(Finding) {
    let ref = "refs/heads/\(branch)"
    let head: Head
    do throws(GitError) { head = try place.repository.head() } catch { throw error.finding }
    guard case .branch(ref, _) = head, let work = place.repository.workDirectory else {
      try CarryingOut.mirror(ref, to: commit, collector: place.collector)
      return
    }
    do throws(ProgramError) {
      // Landed here, the branch is there already, and only the work tree has yet to come from where the branch was.
      let arguments =
        place.remoteName == nil
        ? ["-C", work, "read-tree", "-m", "-u", (was ?? .emptyTree).hex, commit.hex]
        : ["-C", work, "merge", "--quiet", "--ff-only", commit.hex]
      let result = try place.programs.run("git", arguments)
      if !result.succeeded {
        place.console.talk(
          "your \(place.remoteName == nil ? "work tree" : branch) stays where it is: \(visible(result.errorText.split(separator: "\n").first.map(String.init) ?? ""))"
        )
      }
    } catch {
      place.console.talk("your \(branch) stays where it is: \(visible(error.message))")
    }
  }
}

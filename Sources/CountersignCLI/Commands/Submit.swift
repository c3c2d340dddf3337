import ArgumentParser
import Diagnostics
import Evidence
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct Submit: Command {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Ask for the review of a version, for a target.",
    discussion: """
      Signs a submission of the version at REV (HEAD by default) and puts it in the workflow's journal.

      EXAMPLES
        countersign submit vendor-payment -m "Raise the limit for OPS-142"
        countersign submit vendor-payment notify-finance --for prod -m "Release of OPS-142"
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("Workflows, or globs; 'policy' for .countersign.", valueName: "workflow"),
    completion: .custom(Completing.workflowsOrPolicy))
  var workflows: [String]
  @Option(
    name: .customLong("for"), help: ArgumentHelp("main, or an environment.", valueName: "target"),
    completion: .custom(Completing.targets))
  var target = "main"
  @Option(help: ArgumentHelp("The revision that holds the version.", valueName: "rev"))
  var rev: String?
  @Option(name: [.customShort("m"), .customLong("message")], help: ArgumentHelp("Why.", valueName: "why"))
  var why: String
  @Flag(help: "Keep it in this clone.")
  var local = false

  func validate() throws {
    if isBlank(why) { throw ValidationError("Say why, with -m.") }
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let named = try NamedWorkflows(workflows, beside: rev == nil ? nil : "--rev")
    let place = try Workplace.open(common, console, local: local)
    let desk = try place.desk()
    let main = try place.fresh(desk, mayDoubt: true)
    let (snapshot, policy) = try place.policy(main)
    let target = try place.target(target, policy)
    let (names, rest) = try names(named, place, main, policy)
    var subjects: [Subject] = []
    var lines: [String] = []
    for name in names {
      let revision = named.revision(of: name) ?? rest
      let new = try place.placed(name, revision: revision, main: main, policy)
      let base = try place.held(name, at: target, main: main, policy)
      // A removal is submitted as its base version.
      guard let subject = new ?? base else {
        throw Finding(.selectionVersion, "neither \(visible(revision)) nor \(target.name) holds \(name)")
      }
      console.talk(
        "\(name) for \(target.name): \(base?.version.shortName ?? "nothing") -> \(new?.version.shortName ?? "removed")")
      try place.showMeaning(from: base, to: new)
      subjects.append(Subject(path: subject.path, digest: .version(subject.version)))
      lines.append("submitted \(name)@\(subject.version.shortName) for \(target.name)\(new == nil ? " (removal)" : "")")
    }
    let statement = Statement(
      repository: policy.repository, time: desk.clock(), nonce: desk.nonce(), subjects: subjects,
      predicate: .submission(Submission(target: target, why: why)))
    try place.append(try place.signed(statement, by: desk, snapshot, policy), desk)
    for line in lines { console.line(line) }
    try place.sayHowToLand(names, target: target, main: main, rev: NamedWorkflows.isVersion(rest) ? nil : rest)
    place.sayKeptLocal()
    return .done
  }

  /// What is meant, and the revision of whatever names no version of its own.
  private func names(
    _ named: NamedWorkflows, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(Finding) -> (names: [String], revision: String) {
    let revision = rev ?? "HEAD"
    var tips = [main.tip]
    if !NamedWorkflows.isVersion(revision) { tips.append(try place.commit(revision)) }
    // What is on no tip is known by its journal, and a version of it by its digest.
    var words: [String] = []
    var new: [String] = []
    for word in named.words {
      let isNamed = named.revision(of: word) != nil || revision.hasPrefix(word + "@")
      if isNamed, try place.hasJournal(word) { new.append(word) } else { words.append(word) }
    }
    let found = words.isEmpty ? [] : try place.workflows(words, at: tips, policy)
    return (Set(found + new).sorted(), revision)
  }
}

extension Workplace {
  func held(_ workflow: String, at target: Target, main: MainLine, _ policy: Policy) throws(Finding) -> Placed? {
    do throws(GitError) {
      return try collector.held(workflow, at: target, main: main, policy)
    } catch {
      throw error.finding
    }
  }

  /// Appends a statement to the journals of all its workflows, and pushes them where there is a remote.
  func append(_ entry: JournalEntry, _ desk: Desk) throws(Finding) {
    do throws(GitError) {
      for workflow in Set(entry.statement.workflows).sorted() {
        _ = try Journal.append(entry, to: workflow, by: desk.ident(at: desk.clock()), in: repository)
      }
    } catch {
      throw error.finding
    }
    try publish(desk, for: entry.statement.workflows)
  }

  /// Several commits fast-forwarded are several landings; a merge makes them one.
  fileprivate func sayHowToLand(_ names: [String], target: Target, main: MainLine, rev: String?) throws(Finding) {
    guard target == .main else { return }
    console.talk("next: a reviewer: countersign approve \(names.joined(separator: " "))")
    guard let rev else { return }
    let commits: [ObjectID]
    do throws(GitError) {
      commits = try repository.commits(
        reachableFrom: [try repository.resolve(rev)], hiding: [main.tip], limit: 1000)
    } catch {
      throw error.finding
    }
    if commits.count > 1 {
      console.talk(
        "these are \(commits.count) commits: fast-forwarded they would be \(commits.count) landings, each judged; "
          + "'countersign land' merges them as one (git merge --no-ff)")
    }
  }
}

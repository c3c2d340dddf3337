import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Inspection
import PolicyModel
import Programs
import Releases
import Reporting
import Vocabulary

struct Check: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find what is not in order in content and metadata, before anybody else does.",
    discussion: """
      Looks at the policy and every workflow of one tree, at what its definition does, too: HEAD, REV, or the index with --staged. A..B looks at the tree of B and at \
      who, what, when and why of every commit that B has and A has not, by the policy of A. Reviews, tests and releases are the \
      gate's business. Exit status: 0 in order (warnings are shown), 1 something is not, 2 nothing to look at, or it cannot be read.

      EXAMPLES
        countersign check
        countersign check --staged
        countersign check --notes
        countersign check origin/main..HEAD --format markdown
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("A revision, or A..B; HEAD by default.", valueName: "rev"))
  var revision: String?
  @Flag(help: "Look at what is staged, as it would be committed.")
  var staged = false
  @Flag(help: "Tell notes, too: what cannot be told, and what is usual and could be better.")
  var notes = false
  @Option(help: Format.help)
  var format: Format = .text

  func validate() throws {
    if staged, revision != nil { throw ValidationError("--staged looks at the index, so no revision goes with it.") }
  }

  func report(_ console: Console) throws(Finding) -> Report {
    let place = try Workplace.open(common, console, threads: Workplace.processors)
    var report = CheckReport(tellsNotes: notes)
    if staged {
      report.add(try tree(Staging.tree(place), place))
    } else if let revision, revision.contains("..") {
      let ends = try Range.read(revision, place)
      try place.collector.unfit()
      report.add(try tree(try rootTree(ends.to, place), place))
      try metadata(ends, place, &report)
    } else {
      report.add(try tree(try rootTree(try commit(place), place), place))
    }
    return report.told
  }

  private func commit(_ place: borrowing Workplace) throws(Finding) -> ObjectID {
    let head: Head
    do throws(GitError) { head = try place.repository.head() } catch { throw error.finding }
    if revision == nil || revision == "HEAD", case .branch(let name, nil) = head {
      throw Finding(
        .gitNotFound, "there is no commit yet", at: Place(name),
        next: ["countersign check --staged looks at what is about to be committed"])
    }
    return try place.commit(revision ?? "HEAD")
  }

  private func rootTree(_ commit: ObjectID, _ place: borrowing Workplace) throws(Finding) -> ObjectID {
    do throws(GitError) { return try place.repository.commit(commit).tree } catch { throw error.finding }
  }

  private func tree(_ root: ObjectID, _ place: borrowing Workplace) throws(Finding) -> TreeCheck {
    do throws(GitError) {
      return try TreeCheck.read(root, in: place.collector, now: Workplace.now())
    } catch {
      throw error.finding
    }
  }

  /// No range has more commits than this: beyond it nothing is decided.
  private static let mostCommits = 100_000

  private func metadata(
    _ ends: (from: ObjectID, to: ObjectID), _ place: borrowing Workplace, _ report: inout CheckReport
  ) throws(Finding) {
    let now = Workplace.now()
    do throws(GitError) {
      let ids = try place.repository.commits(reachableFrom: [ends.to], hiding: [ends.from], limit: Self.mostCommits)
      report.commits = ids.count
      let snapshot = try place.collector.snapshot(inRootTree: try place.repository.commit(ends.from).tree)
      switch snapshot.policy {
      case .unknown(let because):
        guard !ids.isEmpty else { return }
        report.findings.append(
          Finding(
            because.rule, "the \(ids.count) new commits cannot be judged", at: Place("commit \(ends.from.short)"),
            because: ["they are judged by the policy there, and \(because.what)"], next: because.next))
      case .known(let policy):
        for id in ids.reversed() {
          let facts = try place.collector.commitFacts(
            try place.repository.commit(id), snapshot: snapshot, policy: policy, now: now)
          report.findings += Metadata.findings(facts, demands: .init(), policy: policy, now: now)
        }
      }
    } catch {
      throw error.finding
    }
  }
}

/// The tree that a commit would have now.
enum Staging {
  static func tree(_ place: borrowing Workplace) throws(Finding) -> ObjectID {
    guard !place.repository.isBare else {
      throw Finding(
        .worktreeMissing, "nothing can be staged here", at: Place(place.repository.gitDirectory),
        because: ["the repository is bare"], next: ["countersign check REV looks at a commit"])
    }
    // git commit with paths, or -a, stages in an index of its own and says so to its hooks.
    if place.console.environment["GIT_INDEX_FILE"] != nil { return try written(place) }
    do throws(GitError) {
      return try place.repository.indexTree()
    } catch .unsupported(.index, _) {
      return try written(place)
    } catch {
      throw error.finding
    }
  }

  /// git itself reads every kind of index.
  private static func written(_ place: borrowing Workplace) throws(Finding) -> ObjectID {
    let result: ProgramResult
    do throws(ProgramError) {
      result = try place.programs.run("git", ["--git-dir", place.repository.gitDirectory, "write-tree"])
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    let line = result.outputText.split(separator: "\n").first.map(String.init) ?? ""
    guard result.succeeded, let tree = ObjectID(hex: line) else {
      throw Finding(
        .checkIndex, "git could not make a tree of what is staged",
        because: result.errorText.split(separator: "\n").prefix(5).map { visible(String($0)) },
        next: ["git status shows what is unresolved"])
    }
    return tree
  }
}

/// What was looked at and what was found.
struct CheckReport {
  let tellsNotes: Bool
  var findings: [Finding] = []
  var workflows = 0
  var definitions = 0
  var policies = 0
  /// nil: no range was asked about.
  var commits: Int?

  mutating func add(_ tree: TreeCheck) {
    findings += tree.findings
    workflows += tree.workflows
    definitions += tree.definitions
    policies += tree.policies
  }

  /// Nothing looked at is never in order.
  var outcome: Verdict.Outcome {
    if workflows == 0 && policies == 0 { return .undecided }
    let errors = findings.filter { $0.level == .error }
    if errors.isEmpty { return .passed }
    return errors.allSatisfy(Self.leavesOpen) ? .undecided : .held
  }

  var told: Report {
    let counts =
      [
        Report.Count("workflows", workflows), Report.Count("definitions", definitions),
        Report.Count("policies", policies),
      ]
      + (commits.map { [Report.Count("commits", $0)] } ?? []) + [Report.Count("notes", noteCount)]
    return Report(
      "check", outcome, summary, counts: counts,
      findings: findings.filter { !Self.leavesOpen($0) && (tellsNotes || $0.level != .note) },
      undecided: findings.filter(Self.leavesOpen) + nothing)
  }

  private var noteCount: Int { findings.count { $0.level == .note } }

  /// Whether nobody can tell because of it: who signed, what a definition does.
  private static func leavesOpen(_ finding: Finding) -> Bool {
    finding.rule == .metadataUndecided || (finding.level == .error && DefinitionRules.all.contains(finding.rule))
  }

  /// Nothing looked at is a reason of its own.
  private var nothing: [Finding] {
    guard workflows == 0 && policies == 0 else { return [] }
    return [
      Finding(
        .checkNothing, "there is neither a policy nor a workflow",
        because: ["nothing that could be in order was looked at"],
        next: ["name the revision that has them: countersign check REV"])
    ]
  }

  private var summary: String {
    let parts =
      [count(workflows, "workflow"), count(definitions, "definition"), policies == 1 ? "1 policy" : "no policy"]
      + (commits.map { [count($0, "commit")] } ?? [])
    let looked = "checked \(parts.joined(separator: ", "))"
    if workflows == 0 && policies == 0 {
      return "\(looked): there was nothing to look at, so nothing is known to be in order"
    }
    let errors = findings.count { $0.level == .error }
    let warnings = findings.count { $0.level == .warning }
    let notes = noteCount == 0 ? "" : "; \(count(noteCount, "note"))\(tellsNotes ? "" : ", told with --notes")"
    if errors + warnings == 0 { return "\(looked): in order\(notes)" }
    return "\(looked): \(count(errors, "error")), \(count(warnings, "warning"))\(notes)"
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension Rule {
  static let checkNothing = Rule(
    "check.nothing", "There was nothing to look at, so nothing is known to be in order.",
    "The tree has neither .countersign/policy.yaml nor a workflow. Look at the revision that is meant, with its whole history."
  )
  static let checkIndex = Rule(
    "check.index", "What is staged makes no tree.", "The index holds a conflict, or is damaged. git status says which.")
}

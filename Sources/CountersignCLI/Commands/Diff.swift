import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import Inspection
import PolicyModel
import Programs
import Releases
import Vocabulary
import Workflows

struct Diff: Command {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what changed in what a workflow does between two revisions.",
    discussion: """
      First what changed in meaning, the gravest first: '!' is what somebody has to have agreed to, '*' what to look at, '-' what is \
      good to know. Layout, ids and positions are silent. What was not understood or not looked into is said, and never silent. Of a secret a hash is shown, which is equal for equal ones. \
      With --lines the lines follow, from the versions' own content: attributes, filters and replacements that could hide a \
      change have no say, and characters that a terminal would obey are shown. They follow by themselves where something is not \
      understood, and for 'policy'. Without A..B: from main, as this clone last saw it, to HEAD.

      EXAMPLES
        countersign diff vendor-payment
        countersign diff vendor-payment env/prod..main --lines
        countersign diff vendor-payment --format markdown
        countersign diff policy origin/main..HEAD
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("The workflow; 'policy' for .countersign.", valueName: "workflow"),
    completion: .custom(Completing.workflowsOrPolicy))
  var workflow: String
  @Argument(help: ArgumentHelp("Two revisions; main..HEAD by default.", valueName: "a..b"))
  var range: String?
  @Flag(help: "Show the lines, too.")
  var lines = false
  @Option(help: "text, json or markdown.")
  var format: DiffFormat = .text

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console)
    let ends = try ends(place)
    let roots = try roots([ends.from, ends.to], place)
    let old = try end(at: ends.from, roots, place)
    let new = try end(at: ends.to, roots, place)
    guard old != nil || new != nil else { throw try unknown([ends.from, ends.to], roots, place) }
    let isSame = old?.version == new?.version
    let hasMeaning = workflow != Naming.policy && !isSame
    let difference = hasMeaning ? try place.difference(from: old, to: new) : nil
    let isClear = difference.map { $0.isUnderstood } ?? false
    let text = isSame || !(lines || !isClear) ? [] : try safe(try shown(old, new, place), old, new, place)
    let report = MeaningReport(
      workflow: workflow, old: old?.version, new: new?.version, difference: difference, lines: text)
    switch format {
    case .json: console.out(report.json)
    case .markdown: console.out(report.markdown)
    case .text:
      console.line(report.headline)
      for line in difference?.lines ?? [] { console.line(MeaningReport.shown(line, colours: console.colours)) }
      if difference != nil, !text.isEmpty { console.line("") }
      for line in text { console.line(LineDiff.shown(line, colours: console.colours)) }
    }
    return .done
  }

  private func ends(_ place: borrowing Workplace) throws(Finding) -> (from: ObjectID, to: ObjectID) {
    if let range { return try Range.read(range, place) }
    let head = try place.commit("HEAD")
    let ref: String
    let main: ObjectID?
    do throws(GitError) {
      var branch = "main"
      if case .known(let policy) = try place.collector.snapshot(inRootTree: place.repository.commit(head).tree).policy {
        branch = policy.integrationBranch
      }
      ref = place.collector.view.ref(ofBranch: branch)
      main = try place.repository.reference(ref)
    } catch {
      throw error.finding
    }
    guard let main else {
      throw Finding(
        .gitNotFound, "there is no '\(visible(ref))' here", because: ["that is main, as this clone last saw it"],
        next: ["countersign sync", "or name two revisions: countersign diff \(workflow) A..B"])
    }
    return (main, head)
  }

  /// The governed roots of either end.
  private func roots(_ commits: [ObjectID], _ place: borrowing Workplace) throws(Finding) -> [String] {
    var roots: [String] = []
    do throws(GitError) {
      for commit in commits {
        let snapshot = try place.collector.snapshot(inRootTree: try place.repository.commit(commit).tree)
        if case .known(let policy) = snapshot.policy { roots += policy.roots.filter { !roots.contains($0) } }
      }
    } catch {
      throw error.finding
    }
    return roots.isEmpty ? [WorkTree.usualRoot] : roots
  }

  private func end(at commit: ObjectID, _ roots: [String], _ place: borrowing Workplace) throws(Finding) -> Placed? {
    do throws(GitError) {
      let root = try place.repository.commit(commit).tree
      guard let found = try place.collector.directory(of: workflow, inRootTree: root, roots: roots) else { return nil }
      return Placed(
        workflow: workflow, path: found.path, version: try place.collector.version(ofTree: found.tree), commit: commit)
    } catch {
      throw error.finding
    }
  }

  private func unknown(_ commits: [ObjectID], _ roots: [String], _ place: borrowing Workplace) throws(Finding)
    -> Finding
  {
    var known: Set<String> = []
    do throws(GitError) {
      for commit in commits {
        let found = try Discovery.read(try place.repository.commit(commit).tree, roots: roots, in: place.repository)
        known.formUnion(found.workflows.map(\.name))
      }
    } catch {
      throw error.finding
    }
    return Finding(
      .selectionWorkflow, "neither end holds a workflow '\(visible(workflow))'",
      next: closest(to: workflow, among: known.sorted()).map { ["did you mean '\($0)'?"] }
        ?? ["there are: \(known.isEmpty ? "none" : known.sorted().prefix(12).joined(separator: ", "))"])
  }

  /// Lines without the secrets in them.
  private func safe(
    _ lines: [ArraySlice<UInt8>], _ old: Placed?, _ new: Placed?, _ place: borrowing Workplace
  ) throws(Finding) -> [ArraySlice<UInt8>] {
    do throws(GitError) {
      var hiding = try place.collector.hiding(from: old, to: new)
      let safe = hiding.shown(lines)
      for note in hiding.note { place.console.talk(note) }
      return safe
    } catch {
      throw error.finding
    }
  }

  private func shown(
    _ old: Placed?, _ new: Placed?, _ place: borrowing Workplace
  ) throws(Finding) -> [ArraySlice<UInt8>] {
    let prefixes = ("a/\(old?.path ?? new?.path ?? "")/", "b/\(new?.path ?? old?.path ?? "")/")
    let ids = [old, new].map { $0?.version.gitTree ?? ObjectID.emptyTree.hex }
    let result: ProgramResult
    do throws(ProgramError) {
      result = try place.programs.run(
        "git",
        ["--git-dir", place.repository.gitDirectory, "--no-pager"] + LineDiff.arguments
          + ["--src-prefix=\(prefixes.0)", "--dst-prefix=\(prefixes.1)"] + ids + ["--"],
        extra: LineDiff.environment)
    } catch .outputTooLarge(_, let limit) {
      throw Finding(
        .diffTooLarge, "the difference is longer than \(limit) bytes",
        next: ["look at one file: git diff \(ids.map { String($0.prefix(12)) }.joined(separator: " ")) -- FILE"])
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    guard result.succeeded else {
      throw Finding(
        .diffFailed, "git could not show the difference",
        because: result.errorText.split(separator: "\n").prefix(5).map { visible(String($0)) },
        next: ["git fsck shows what is damaged"])
    }
    return result.output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
  }
}

/// git's own difference by lines, with nothing of anybody's configuration in it.
enum LineDiff {
  /// `--text`: no attribute turns a change into "binary files differ". Source of the options: git-diff(1).
  static let arguments = [
    "-c", "core.quotePath=true", "diff", "--text", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames",
    "--no-relative",
    "--unified=3", "--inter-hunk-context=0", "--diff-algorithm=histogram", "--ignore-submodules=none",
    "--submodule=short", "-O/dev/null",
  ]

  /// Replace refs show other objects than the ones that are judged.
  static let environment: [String: String?] = [
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_EXTERNAL_DIFF": nil, "GIT_DIFF_OPTS": nil, "GIT_PAGER": nil,
  ]

  /// A line safe for a terminal: control and bidi characters as `\u{…}`, the tab as it is, which does no harm.
  static func shown(_ line: ArraySlice<UInt8>, colours: Bool) -> String {
    let text = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { visible(bytes: $0) }
      .joined(separator: "\t")
    guard colours, let colour = colour(text) else { return text }
    return "\u{1b}[\(colour)m\(text)\u{1b}[0m"
  }

  private static func colour(_ line: String) -> Int? {
    if line.hasPrefix("diff --git ") || line.hasPrefix("--- ") || line.hasPrefix("+++ ") { return 1 }
    switch line.first {
    case "+": return 32
    case "-": return 31
    case "@": return 36
    default: return nil
    }
  }
}

extension Rule {
  static let diffTooLarge = Rule("diff.too-large", "A difference is too long to be shown.", "Look at it file by file.")
  static let diffFailed = Rule(
    "diff.failed", "git could not show a difference.",
    "An object is missing or damaged. git's own words stand beside it.")
}

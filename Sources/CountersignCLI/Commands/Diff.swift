import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Programs
import Releases
import Vocabulary
import Workflows

struct Diff: Command {
  static let configuration = CommandConfiguration(
    abstract: "Show what changed in a workflow between two revisions.",
    discussion: """
      By lines, from the versions' own content: attributes, filters and replacements that could hide a change have no say, and \
      characters that a terminal would obey are shown. Without A..B: from main, as this clone last saw it, to HEAD.

      EXAMPLES
        countersign diff vendor-payment
        countersign diff vendor-payment env/prod..main
        countersign diff policy origin/main..HEAD
      """)

  @OptionGroup var common: Common
  @Argument(
    help: ArgumentHelp("The workflow; 'policy' for .countersign.", valueName: "workflow"),
    completion: .custom(Completing.workflowsOrPolicy))
  var workflow: String
  @Argument(help: ArgumentHelp("Two revisions; main..HEAD by default.", valueName: "a..b"))
  var range: String?

  /// A workflow's directory at one end, with its version.
  private struct End {
    let path: String
    let tree: ObjectID
    let version: Version
  }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console)
    let ends = try ends(place)
    let roots = try roots([ends.from, ends.to], place)
    let old = try end(at: ends.from, roots, place)
    let new = try end(at: ends.to, roots, place)
    guard old != nil || new != nil else { throw try unknown([ends.from, ends.to], roots, place) }
    let lines = old?.version == new?.version ? [] : try lines(old, new, place)
    console.line(headline(old?.version, new?.version))
    for line in lines { console.line(LineDiff.shown(line, colours: console.colours)) }
    return .done
  }

  private func headline(_ old: Version?, _ new: Version?) -> String {
    if let new, old == new { return "\(workflow): \(new.shortName), the same version" }
    let modes = old?.dirHash == new?.dirHash ? ", only the modes of files differ" : ""
    return "\(workflow): \(old?.shortName ?? "nothing") -> \(new?.shortName ?? "removed")\(modes)"
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

  private func end(at commit: ObjectID, _ roots: [String], _ place: borrowing Workplace) throws(Finding) -> End? {
    do throws(GitError) {
      let root = try place.repository.commit(commit).tree
      guard let found = try place.collector.directory(of: workflow, inRootTree: root, roots: roots) else { return nil }
      return End(path: found.path, tree: found.tree, version: try place.collector.version(ofTree: found.tree))
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

  private func lines(_ old: End?, _ new: End?, _ place: borrowing Workplace) throws(Finding) -> [ArraySlice<UInt8>] {
    let prefixes = ("a/\(old?.path ?? new?.path ?? "")/", "b/\(new?.path ?? old?.path ?? "")/")
    let ids = [old, new].map { ($0?.tree ?? .emptyTree).hex }
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

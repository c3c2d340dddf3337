import Diagnostics
import Gathering
import Git
import PolicyModel
import Vocabulary

/// What the words on a command line mean: which workflows, which version, which target.
extension Workplace {
  /// `main`, or an environment of the policy.
  func target(_ name: String, _ policy: Policy) throws(Finding) -> Target {
    if name == Target.main.name { return .main }
    return .environment(try environment(name, policy).name)
  }

  /// The workflows that names and globs mean, among those at any of the commits; sorted, at least one.
  func workflows(_ words: [String], at commits: [ObjectID], _ policy: Policy) throws(Finding) -> [String] {
    var known: Set<String> = []
    do throws(GitError) {
      for commit in commits { known.formUnion(try collector.names(at: commit, policy)) }
    } catch {
      throw error.finding
    }
    var chosen: Set<String> = []
    for name in words {
      if name.contains("@") { throw noVersionHere(name) }
      if name == Naming.policy || known.contains(name) {
        chosen.insert(name)
        continue
      }
      let matches = name.contains("*") ? known.filter { glob(name, matches: $0) } : []
      guard !matches.isEmpty else { throw unknownWorkflow(name, known) }
      chosen.formUnion(matches)
    }
    return chosen.sorted()
  }

  /// Whether there are statements about a workflow: so it is with one that is new, or removed, and on no tip.
  func hasJournal(_ name: String) throws(Finding) -> Bool {
    guard Naming.isName(name) else { return false }
    do throws(GitError) { return try collector.journalTip(of: name) != nil } catch { throw error.finding }
  }

  /// A version that is named and then forgotten would be a lie.
  private func noVersionHere(_ word: String) -> Finding {
    Finding(
      .selectionVersion, "'\(visible(word))' names a version, and this is about the workflow whatever its version",
      next: ["name the workflow alone"])
  }

  private func unknownWorkflow(_ name: String, _ known: Set<String>) -> Finding {
    let near = closest(to: name, among: known.sorted())
    return Finding(
      .selectionWorkflow, "there is no workflow '\(visible(name))' here",
      next: near.map { ["did you mean '\($0)'?"] }
        ?? [
          known.isEmpty
            ? "no workflow has landed yet: countersign new NAME --engine ENGINE" : "countersign status lists them"
        ])
  }

  func commit(_ revision: String) throws(Finding) -> ObjectID {
    do throws(GitError) { return try repository.resolve(revision) } catch { throw error.finding }
  }

  /// The content that a workflow's argument, or `--rev`, means: a commit's, or `WORKFLOW@VERSION`'s. nil: the workflow is not there.
  func placed(
    _ workflow: String, revision: String, main: MainLine, _ policy: Policy
  ) throws(Finding) -> Placed? {
    do throws(GitError) {
      if revision.hasPrefix(workflow + "@") {
        let short = String(revision.dropFirst(workflow.count + 1))
        if let found = try collector.version(named: short, of: workflow, main: main, policy) { return found }
        throw GitError.notFound(revision)
      }
      return try collector.placed(workflow, at: try repository.resolve(revision), policy)
    } catch {
      throw error.finding
    }
  }

  /// What is meant where no revision is named: the open submission for the target, else what would be promoted there.
  func proposed(_ workflow: String, for target: Target, main: MainLine, _ policy: Policy) throws(Finding) -> Placed? {
    do throws(GitError) {
      guard let version = try collector.openSubmission(of: workflow, for: target, main: main)?.version else {
        guard case .environment(let name) = target, let environment = policy.environment(named: name) else {
          return nil
        }
        return try promoted(workflow, to: environment, main: main, policy).placed
      }
      if let tree = ObjectID(hex: version.gitTree), try repository.kind(of: tree) == .tree {
        let held = try collector.held(workflow, at: .main, main: main, policy)?.path
        let usual = "\(policy.roots.first ?? "workflows")/\(workflow)"
        let path = workflow == Naming.policy ? PolicySnapshot.directory : held ?? usual
        return Placed(workflow: workflow, path: path, version: version, commit: nil)
      }
      throw GitError.notFound(version.shortName)
    } catch .notFound(let name) {
      throw Finding(
        .gitNotFound, "the content of \(workflow)@\(visible(name)), which was submitted, is not here",
        because: ["a submission brings the name of a version, and a branch brings what is in it"],
        next: [
          "fetch the author's branch: git fetch \(visible(collector.view.remote ?? "REMOTE"))",
          "or name another version with --rev",
        ])
    } catch {
      throw error.finding
    }
  }

  /// What `promote` takes where no revision is named: what the environment before holds, or main.
  func promoted(
    _ workflow: String, to environment: PolicyModel.Environment, main: MainLine, _ policy: Policy
  ) throws(GitError) -> (placed: Placed?, source: ObjectID) {
    guard let name = environment.after, let before = policy.environment(named: name) else {
      return (try collector.placed(workflow, at: main.tip, policy), main.tip)
    }
    let held = try collector.held(workflow, at: .environment(name), main: main, policy)
    guard let held else { return (try collector.placed(workflow, at: main.tip, policy), main.tip) }
    let source = try collector.source(of: workflow, path: held.path, in: before, main: main)
    return (held, source ?? main.tip)
  }
}

extension Rule {
  static let selectionWorkflow = Rule(
    "selection.workflow", "No workflow has this name.",
    "A workflow is a directory below a governed root. Names may be globs with '*', quoted for the shell.")
  static let selectionVersion = Rule(
    "selection.version", "It is not clear which version is meant.",
    "Name one with --rev: a branch, a commit, or WORKFLOW@VERSION. Without it the open submission is taken.")
}

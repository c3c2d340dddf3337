import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Programs
import Releases

/// What a commit hook goes by: HEAD, what is staged, and the policy that HEAD holds. Advice needs no root of trust.
struct HookGround: ~Copyable {
  let repository: Repository
  let console: Console
  let programs: Programs
  /// nil: the branch has no commit yet.
  let head: Commit?
  /// HEAD's `.countersign`; nil: there is none, and nothing is governed.
  let snapshot: PolicySnapshot?
  /// False for a split or sparse index, which is left to git.
  private let readsIndex: Bool

  /// Opens what git names in the environment of its hooks: a linked work tree, a part of what is staged.
  static func open(_ common: Common, _ console: Console) throws(Finding) -> HookGround {
    let variables = HookEnvironment(console.environment)
    do throws(GitError) {
      var readsIndex = true
      let repository = try repository(variables, from: common.directory, console, &readsIndex)
      let head: Commit? = if let id = try repository.head().id { try repository.commit(id) } else { nil }
      let snapshot = try snapshot(inRootTree: head?.tree, repository)
      return HookGround(
        repository: repository, console: console, programs: Programs(environment: console.environment), head: head,
        snapshot: snapshot, readsIndex: readsIndex)
    } catch {
      throw error.finding
    }
  }

  /// The repository with the index that git names, or without it where that is one that libgit2 does not read.
  private static func repository(
    _ variables: HookEnvironment, from directory: String, _ console: Console, _ readsIndex: inout Bool
  ) throws(GitError) -> Repository {
    // Where git has named an index, it has also decided that it reads this repository.
    let isTrusted = variables.indexFile != nil
    do throws(GitError) {
      return try Repository.openFromEnvironment(variables, from: directory, trusting: { _ in isTrusted })
    } catch {
      guard isTrusted else { throw error }
      var rest = console.environment
      rest["GIT_INDEX_FILE"] = nil
      readsIndex = false
      return try Repository.openFromEnvironment(HookEnvironment(rest), from: directory, trusting: { _ in true })
    }
  }

  /// The policy of a root tree; nil when it holds none.
  static func snapshot(
    inRootTree tree: ObjectID?, _ repository: borrowing Repository
  ) throws(GitError) -> PolicySnapshot? {
    guard let tree, let entry = try repository.entry(at: PolicySnapshot.directory, in: tree), entry.mode == .tree,
      try repository.entry(at: "policy.yaml", in: entry.id) != nil
    else { return nil }
    return try PolicySnapshot.read(entry.id, version: nil, in: repository)
  }

  func settings() throws(Finding) -> GitSettings {
    try GitSettings.read(programs, ["--git-dir", repository.gitDirectory])
  }

  /// The tree of what is about to be committed.
  func stagedTree() throws(Finding) -> ObjectID {
    guard readsIndex else { return try writtenTree() }
    do throws(GitError) {
      return try repository.indexTree()
    } catch .unsupported(.index, _) {
      return try writtenTree()
    } catch {
      throw error.finding
    }
  }

  private func writtenTree() throws(Finding) -> ObjectID {
    let result: ProgramResult
    do throws(ProgramError) {
      result = try programs.run("git", ["--git-dir", repository.gitDirectory, "write-tree"])
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    guard result.succeeded, let line = result.outputText.split(separator: "\n").first,
      let id = ObjectID(hex: String(line))
    else {
      throw Finding(
        .hookNoTree, "git cannot write the tree of what is staged",
        because: result.errorText.split(separator: "\n").map { visible(String($0)) },
        next: ["git status shows what is in the way"])
    }
    return id
  }

  /// The policy to go by: HEAD's, and while that one does not read, the staged one, so that it can be mended. nil: not governed.
  func policy() throws(Finding) -> (policy: Policy, snapshot: PolicySnapshot)? {
    guard let snapshot else { return nil }
    guard case .unknown(let because) = snapshot.policy else {
      if case .known(let policy) = snapshot.policy { return (policy, snapshot) }
      return nil
    }
    let staged = try stagedTree()
    let mended: PolicySnapshot?
    do throws(GitError) { mended = try Self.snapshot(inRootTree: staged, repository) } catch { throw error.finding }
    guard let mended, case .known(let policy) = mended.policy else { throw because }
    return (policy, mended)
  }
}

extension Rule {
  static let hookNoTree = Rule(
    "hook.no-tree", "What is staged could not be made a tree.",
    "git's own words say why; 'git status' shows a conflict that is left.")
}

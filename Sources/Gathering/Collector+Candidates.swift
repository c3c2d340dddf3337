import Diagnostics
package import Evidence
import Facts
import Gates
package import Git
package import PolicyModel
package import Vocabulary
package import Workflows

/// A workflow's content somewhere: its directory and version.
package struct Placed: Hashable, Sendable {
  package let workflow: String
  /// `workflows/vendor-payment`; `.countersign` for the policy.
  package let path: String
  package let version: Version
  /// The commit that it was found in; nil when it is known by its digests alone.
  package let commit: ObjectID?

  package init(workflow: String, path: String, version: Version, commit: ObjectID?) {
    self.workflow = workflow
    self.path = path
    self.version = version
    self.commit = commit
  }
}

extension Collector {
  /// A workflow as a commit holds it; nil when it does not.
  package func placed(_ workflow: String, at commit: ObjectID, _ policy: Policy) throws(GitError) -> Placed? {
    let tree = try repository.commit(commit).tree
    guard let found = try directory(of: workflow, inRootTree: tree, roots: policy.roots) else { return nil }
    return Placed(workflow: workflow, path: found.path, version: try version(ofTree: found.tree), commit: commit)
  }

  /// What a target holds of a workflow now; nil when it holds nothing of it.
  package func held(_ workflow: String, at target: Target, main: MainLine, _ policy: Policy) throws(GitError) -> Placed?
  {
    switch target {
    // Of the policy that one is held which is in force, whatever landed since and is not.
    case .main: return try placed(workflow, at: workflow == Naming.policy ? main.policyLanding : main.tip, policy)
    case .environment(let name):
      guard let environment = policy.environment(named: name),
        let tip = try tip(ofEnvironmentBranch: environment.branch)
      else { return nil }
      return try placed(workflow, at: tip, policy)
    }
  }

  /// The landing that the environment took its version of a workflow from, as its last step that passed names it.
  package func source(
    of workflow: String, path: String, in environment: Environment, main: MainLine
  ) throws(GitError) -> ObjectID? {
    let tip = try tip(ofEnvironmentBranch: environment.branch)
    guard case .known(let last) = try lastSource(of: workflow, path: path, tip: tip, in: environment, main: main) else {
      return nil
    }
    return last.passed
  }

  /// The names of all workflows below a commit's governed roots, sorted.
  package func names(at commit: ObjectID, _ policy: Policy) throws(GitError) -> [String] {
    let tree = try repository.commit(commit).tree
    return try Discovery.read(tree, roots: policy.roots, in: repository).workflows.map(\.name).sorted()
  }

  /// The latest submission of a workflow for a target by a person whom the policy knows, and the version it asks for.
  package func openSubmission(
    of workflow: String, for target: Target, main: MainLine, most: Int = Collector.recentCommits
  ) throws(GitError) -> (statement: Statement, version: Version?)? {
    guard let snapshot = main.current, case .known(let policy) = snapshot.policy else { return nil }
    var latest: Statement?
    for stored in try recent(workflow, most: most) {
      guard case .submission(let submission) = stored.statement.predicate, submission.target == target,
        stored.statement.repository == policy.repository, stored.statement.time <= clock + Skew.receipt,
        testimony(stored, snapshot: snapshot, now: clock).signer.person != nil
      else { continue }
      if let latest, latest.time >= stored.statement.time { continue }
      latest = stored.statement
    }
    guard let latest else { return nil }
    return (latest, try latest.version(of: workflow).flatMap { named throws(GitError) in try proven(named) })
  }

  /// A version that is only named, if the tree here is what both digests say; as it is where there is no such tree.
  private func proven(_ named: Version) throws(GitError) -> Version? {
    guard let tree = ObjectID(hex: named.gitTree), try repository.kind(of: tree) == .tree else { return named }
    return try version(ofTree: tree) == named ? named : nil
  }

  /// How many commits of a journal are looked through for what is recent.
  package static let recentCommits = 2000

  /// The statements that a journal got last, newest first.
  package func recent(_ workflow: String, most: Int = Collector.recentCommits) throws(GitError) -> [StoredStatement] {
    var found: [StoredStatement] = []
    var seen = 0
    guard let tip = try journalTip(of: workflow) else { return [] }
    // A board asks for each target.
    let key = "\(workflow) \(tip.hex) \(most)"
    if let known = memo.recent[key] { return known }
    try repository.firstParents(from: tip) { commit throws(GitError) in
      let before: ObjectID? = if let parent = commit.parents.first { try repository.commit(parent).tree } else { nil }
      for change in try repository.changes(from: before, to: commit.tree) {
        guard let path = change.text, path.hasSuffix(".json"), let side = change.new,
          let slash = path.lastIndex(of: "/")
        else { continue }
        let file = TreeEntry(name: String(path[path.index(after: slash)...]), mode: side.mode, id: side.id)
        do throws(Finding) {
          found.append(
            try Journal.statement(
              file, directory: String(path[..<slash]), workflow: workflow, memory: statements, in: repository))
        } catch {
          // What does not read is named by the gate; a look at what is recent passes over it.
        }
      }
      seen += 1
      return seen < most
    }
    memo.recent[key] = found
    return found
  }

  /// A version of a workflow by its short name or dirHash: from the journal, main, or an environment. nil: nobody here knows it;
  /// two with one beginning are an error.
  package func version(named short: String, of workflow: String, main: MainLine, _ policy: Policy) throws(GitError)
    -> Placed?
  {
    var known: [Placed] = []
    let path = try placed(workflow, at: main.tip, policy)?.path ?? "\(policy.roots.first ?? "workflows")/\(workflow)"
    for stored in try recent(workflow) {
      if let named = stored.statement.version(of: workflow), let version = try proven(named) {
        known.append(Placed(workflow: workflow, path: path, version: version, commit: nil))
      }
    }
    var tips = [main.tip]
    for environment in policy.environments {
      if let tip = try tip(ofEnvironmentBranch: environment.branch) { tips.append(tip) }
    }
    for tip in tips {
      for step in try transitions(of: path, from: tip) {
        guard let tree = step.new else { continue }
        known.append(
          Placed(workflow: workflow, path: path, version: try version(ofTree: tree), commit: step.commit.id))
      }
    }
    let meant = known.filter { $0.version.dirHash.hasPrefix(short) && short.count >= 7 }
    guard Set(meant.map(\.version)).count <= 1 else {
      throw .ambiguous("\(workflow)@\(short)", candidates: Set(meant.map { $0.version.dirHash }).sorted())
    }
    return meant.first
  }

  /// The class of a move between two versions, as the gate computes it.
  package func risk(of workflow: String, from base: Placed?, to new: Placed?, _ policy: Policy) -> RiskClass {
    Classifying.risk(ends(of: workflow, base, new, policy), policy: policy)
  }

  /// All classes of such a move whose gates are asked.
  package func classes(of workflow: String, from base: Placed?, to new: Placed?, _ policy: Policy) -> Set<RiskClass> {
    Classifying.classes(ends(of: workflow, base, new, policy), policy: policy)
  }

  private func ends(of workflow: String, _ base: Placed?, _ new: Placed?, _ policy: Policy) -> Facts {
    var facts = Facts(nothingKnown: Finding(.evidenceUnreadable, "not asked"))
    facts.manifest = end(new)
    facts.baseManifest = end(base)
    facts.meaning = meaning(of: workflow, directory(base), directory(new), facts, policy)
    return facts
  }

  private func end(_ placed: Placed?) -> Fact<Manifest?> {
    guard let placed else { return .known(nil) }
    guard let tree = ObjectID(hex: placed.version.gitTree) else { return .known(nil) }
    do throws(GitError) {
      return try manifest(of: placed.workflow, tree: tree, path: placed.path).manifest
    } catch {
      return .unknown(because: error.finding)
    }
  }

  /// The manifest of a version; nil when it does not read.
  package func manifest(of placed: Placed) -> Manifest? {
    if case .known(let manifest) = end(placed) { return manifest }
    return nil
  }
}

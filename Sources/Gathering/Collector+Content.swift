import Diagnostics
import Evidence
package import Facts
package import Git
import PolicyModel
import Vocabulary
package import Workflows

extension Collector {
  typealias Directory = (path: String, tree: ObjectID)

  /// The manifests of both ends, what the change means, and what stands in the way in the new content.
  ///
  /// Only at a door is it inspected: in the past, what inspection found then is the class of the reviews. `unlooked`: why not there either.
  func collectContent(
    _ facts: inout Facts, _ workflow: String, new: Directory?, old: Directory?, _ policy: Policy,
    rootTree: ObjectID? = nil, isAtDoor: Bool, unlooked: Finding? = nil
  ) {
    facts.meaning = .known(nil)
    // A landing brings it, and has the tree that it lies in; what has landed is released as it is.
    let isNew = isAtDoor && rootTree != nil
    if workflow == Naming.policy {
      facts.manifest = .known(nil)
      facts.baseManifest = .known(nil)
      facts.runbook = .known(nil)
      facts.content = fact { () throws(GitError) in
        try policyContent(new, policy, rootTree, isNew: isNew) + (isAtDoor ? brokenSecretRules(new) : [])
      }
      return
    }
    facts.manifest = end(workflow, new)
    facts.baseManifest = end(workflow, old)
    if isAtDoor {
      facts.meaning =
        unlooked.map { .unknown(because: $0) } ?? meaning(of: workflow, old, new, facts, policy)
    }
    facts.runbook = runbook(facts.manifest, new)
    facts.content = fact { () throws(GitError) in
      guard let new else { return [] }
      var findings = try GovernedPaths.findings(
        inTree: new.tree, at: new.path, fileSize: policy.limits.fileSize, files: policy.limits.filesPerWorkflow,
        isNew: isNew, in: repository)
      findings += try manifest(of: workflow, tree: new.tree, path: new.path).findings
      if let old, old.path != new.path {
        findings.append(
          Finding(
            .workflowMoved, "\(workflow) moves from \(old.path) to \(new.path)", at: Place(new.path),
            because: ["the environments hold it at its old path, and would hold it twice"],
            next: ["give it another name there, release that, and remove the old one"]))
      }
      return findings
    }
  }

  /// The runbook that a manifest names; one without any part where the file is not there, which `content` tells.
  private func runbook(_ manifest: Fact<Manifest?>, _ directory: Directory?) -> Fact<Runbook?> {
    switch manifest {
    case .unknown(let because): .unknown(because: because)
    case .known(let manifest):
      fact { () throws(GitError) in
        guard let path = manifest?.runbook, let directory else { return nil }
        return try runbook(at: path, inTree: directory.tree)
      }
    }
  }

  /// What a runbook says, by its path in a workflow's tree.
  package func runbook(at path: String, inTree tree: ObjectID) throws(GitError) -> Runbook {
    guard let entry = try repository.entry(at: path, in: tree), entry.mode.isFile else {
      return Runbook(path: path, parts: [])
    }
    let key = "\(entry.id.hex) \(path)"
    if let known = memo.runbooks[key] { return known }
    let bytes = try repository.blob(entry.id, limit: Runbook.sizeLimit)
    let runbook = Runbook(path: path, text: String(decoding: bytes, as: UTF8.self))
    memo.runbooks[key] = runbook
    return runbook
  }

  private func end(_ workflow: String, _ directory: Directory?) -> Fact<Manifest?> {
    guard let directory else { return .known(nil) }
    do throws(GitError) {
      return try manifest(of: workflow, tree: directory.tree, path: directory.path).manifest
    } catch {
      return .unknown(because: error.finding)
    }
  }

  /// A policy that is brought must read, with its signers, and have no area or path out of order.
  private func policyContent(
    _ new: Directory?, _ old: Policy, _ rootTree: ObjectID?, isNew: Bool
  ) throws(GitError) -> [Finding] {
    guard let new else {
      return [
        Finding(
          .policyMissing, "the change removes .countersign", next: ["a repository that is governed keeps its policy"])
      ]
    }
    let snapshot = try PolicySnapshot.read(new.tree, version: nil, in: repository)
    var findings = snapshot.findings + (try Waivers.read(inPolicyTree: new.tree, of: repository).findings)
    if case .unknown(let because) = snapshot.policy, !findings.contains(because) { findings.append(because) }
    if case .known(let policy) = snapshot.policy {
      if let rootTree {
        let names = try Discovery.read(rootTree, roots: policy.roots, in: repository).workflows.map(\.name)
        findings += PolicyReading.concerns(of: policy, workflows: Set(names).sorted())
      }
      for root in Set(policy.roots).symmetricDifference(old.roots).sorted() {
        findings.append(contentsOf: try rootFindings(root, policy.roots.contains(root), rootTree))
      }
      if policy.repository != old.repository {
        findings.append(
          Finding(
            .policyNotInForce, "the change gives the repository another id", next: ["put the id back: it never changes"]
          ))
      }
      if policy.integrationBranch != old.integrationBranch {
        findings.append(
          Finding(
            .policyNotInForce, "the change gives the integration branch another name", next: ["put the name back"]))
      }
    }
    return findings
      + (try GovernedPaths.findings(
        inTree: new.tree, at: new.path, fileSize: old.limits.fileSize, files: old.limits.filesPerWorkflow,
        isNew: isNew, in: repository))
  }

  /// A root that begins or ends to be governed while files lie in it would take them in, or let them go, without a gate of theirs.
  private func rootFindings(_ root: String, _ begins: Bool, _ tree: ObjectID?) throws(GitError) -> [Finding] {
    guard let tree, try repository.entry(at: root, in: tree) != nil else { return [] }
    return [
      Finding(
        .policyNotInForce, "\(visible(root)) \(begins ? "begins" : "ends") to be governed while files lie in it",
        because: ["they would pass no gate of their own"],
        next: [begins ? "land the root empty, then its workflows" : "remove its workflows first, then drop the root"])
    ]
  }

  /// When a target, walking back from `tip`, last left `version`; looked for only where there is a review that it could spend.
  func departure(
    of version: Version?, path: String, tip: ObjectID?, evidence: Fact<[Testimony]>
  ) -> Fact<Departure?> {
    guard let tip else { return .known(nil) }
    guard case .known(let testimonies) = evidence else {
      if case .unknown(let because) = evidence { return .unknown(because: because) }
      return .known(nil)
    }
    // Without a review there is none to be spent. Dates do not end the search: whoever writes a commit chooses its date.
    let isReviewed = testimonies.contains { if case .review = $0.statement.predicate { true } else { false } }
    guard isReviewed else { return .known(nil) }
    return fact { () throws(GitError) in try departure(from: version?.gitTree, path: path, tip: tip) }
  }

  /// Through the whole stay: a departure that is dated back does not spare what was signed before the stay. Its date is the latest
  /// of any step of the stay and of the one that ended it.
  package func departure(from tree: String?, path: String, tip: ObjectID) throws(GitError) -> Departure? {
    if let (chronicle, position) = chronicle(of: path, upTo: tip) {
      return chronicle.departure(from: tree, of: path, upTo: position)
    }
    let key = Array(path.utf8)
    guard let history = try history(at: tip), history.covers(key), let position = history.position(of: tip) else {
      return try walkDeparture(from: tree, path: path, tip: tip)
    }
    let departure = try departure(from: tree, of: key, in: history, from: position)
    try history.keep(in: repository)
    return departure
  }

  private func departure(
    from tree: String?, of key: [UInt8], in history: BranchHistory, from start: Int
  ) throws(GitError) -> Departure? {
    var position = start
    var left: BranchHistory.Step?
    while true {
      let change = try history.change(of: key, atOrBelow: position, in: repository)
      // Where nothing changes down to the beginning, it was never there.
      let lowest = change?.position ?? history.oldest
      if change?.new?.hex == tree {
        // Nothing has left it since: what is there now is the first stay that is met.
        if let left {
          let stay = (lowest...position).map { history.step(at: $0).seconds }.max() ?? left.seconds
          return Departure(date: Timestamp(seconds: max(left.seconds, stay)), commit: left.id.hex)
        }
      } else {
        left = history.step(at: lowest)
      }
      guard change != nil, lowest > history.oldest else { return nil }
      position = lowest - 1
    }
  }

  /// The same from the objects alone.
  package func walkDeparture(from tree: String?, path: String, tip: ObjectID) throws(GitError) -> Departure? {
    var later: (id: ObjectID, date: Timestamp)?
    var found: Departure?
    try repository.firstParents(from: tip) { commit throws(GitError) in
      // Below it lies nothing that could be met.
      if commit.id == landed?.tip, found == nil, landed?.mayHave(tree, at: path) == false { return false }
      let date = Timestamp(seconds: commit.committer.seconds)
      guard try GovernedUnits.id(path, commit.tree, repository)?.hex == tree else {
        later = (commit.id, date)
        return found == nil
      }
      if let left = found {
        found = Departure(date: max(left.date, date), commit: left.commit)
      } else if let later {
        found = Departure(date: max(later.date, date), commit: later.id.hex)
      }
      return true
    }
    return found
  }

  /// Circles of `uses` that the landing would close, and who calls a workflow that it removes.
  func collectUses(
    _ facts: inout Facts, _ workflow: String, _ question: Question, _ landing: LandingCase, _ policy: Policy
  ) {
    facts.users = .known([])
    facts.circle = .known([])
    if workflow == Naming.policy { return }
    facts.users = fact { () throws(GitError) in
      guard question.version == nil else { return [] }
      return try users(of: workflow, inRootTree: try repository.commit(landing.candidate).tree, policy)
    }
    facts.circle = fact { () throws(GitError) in
      try circle(from: workflow, inRootTree: try repository.commit(landing.candidate).tree, policy)
    }
  }

  func uses(of workflow: String, inRootTree root: ObjectID, _ policy: Policy) throws(GitError) -> [String] {
    guard let found = try directory(of: workflow, inRootTree: root, roots: policy.roots),
      case .known(let manifest?) = try manifest(of: workflow, tree: found.tree, path: found.path).manifest
    else { return [] }
    return manifest.uses
  }

  /// The first circle that leads from a workflow back to itself; empty when there is none.
  func circle(from workflow: String, inRootTree root: ObjectID, _ policy: Policy) throws(GitError) -> [String] {
    var seen: Set<String> = []
    var paths: [[String]] = [[workflow]]
    while let path = paths.popLast() {
      guard let last = path.last else { continue }
      for next in try uses(of: last, inRootTree: root, policy) {
        if next == workflow { return path + [next] }
        if seen.insert(next).inserted { paths.append(path + [next]) }
      }
    }
    return []
  }

  /// The workflows in a root tree that call one, sorted.
  func users(of workflow: String, inRootTree root: ObjectID, _ policy: Policy) throws(GitError) -> [String] {
    var users: [String] = []
    for found in try Discovery.read(root, roots: policy.roots, in: repository).workflows {
      if try uses(of: found.name, inRootTree: root, policy).contains(workflow) { users.append(found.name) }
    }
    return users.sorted()
  }
}

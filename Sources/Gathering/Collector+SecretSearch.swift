package import Diagnostics
package import Facts
package import Git
package import PolicyModel
package import Secrets
import Synchronization

extension Collector {
  /// The search under one policy; made once, as compiling rules takes a moment.
  package func search(_ snapshot: PolicySnapshot, _ policy: Policy) throws(GitError) -> SecretSearch {
    let key = snapshot.tree ?? .emptyTree
    if let known = memo.searches[key] { return known }
    let search: SecretSearch
    if let ground = common.searches.withLock({ $0[key] }) {
      search = SecretSearch(on: ground)
    } else {
      let waivers = try Waivers.read(inPolicyTree: snapshot.tree, of: repository)
      search = SecretSearch(
        policy: policy, files: try Self.secretRules(in: snapshot.tree, repository),
        acceptance: .init(waivers, policy: policy, now: clock), cache: repository.derivedDirectory)
      if let ground = search.ground { common.searches.withLock { $0[key] = ground } }
    }
    memo.searches[key] = search
    return search
  }

  /// The search by the rules that come with Countersign, with hashes under the key of the policy's repository: for showing.
  func search(of policy: Policy) throws(GitError) -> SecretSearch {
    let key = "\(policy.secretComments) \(policy.repository)"
    if let known = memo.shownSearches[key] { return known }
    let search = SecretSearch(policy: policy, files: [], cache: repository.derivedDirectory)
    memo.shownSearches[key] = search
    return search
  }

  /// The search where no policy reads: the rules that come with Countersign.
  package func searchWithoutPolicy() -> SecretSearch {
    if let known = memo.shownSearches[""] { return known }
    let search = SecretSearch(policy: nil, files: [], cache: repository.derivedDirectory)
    memo.shownSearches[""] = search
    return search
  }

  /// A team's own rules, as one `.countersign` holds them.
  package static func secretRules(
    in tree: ObjectID?, _ repository: borrowing Repository
  ) throws(GitError) -> [SecretRules.File] {
    guard let tree, let entry = try repository.entry(at: "rules", in: tree), entry.mode == .tree else { return [] }
    var files: [SecretRules.File] = []
    for file in try repository.tree(entry.id) where file.mode.isFile {
      guard let name = file.text, name.hasSuffix(".toml") else { continue }
      files.append(
        SecretRules.File(
          path: "\(PolicySnapshot.directory)/rules/\(name)",
          bytes: try repository.blob(file.id, limit: PolicySnapshot.fileLimit)))
    }
    return files
  }

  /// Why a team's own rules, as one `.countersign` holds them, cannot be used, as far as reading them tells.
  package static func secretRuleProblems(
    in tree: ObjectID?, _ repository: borrowing Repository
  ) throws(GitError) -> [Finding] {
    SecretRules(files: try secretRules(in: tree, repository)).problems
  }

  /// Rules of the team that a change of the policy brings and that cannot be used: once in force nothing would count as looked at.
  func brokenSecretRules(_ new: Directory?) throws(GitError) -> [Finding] {
    let files = try Self.secretRules(in: new?.tree, repository)
    return files.isEmpty ? [] : SecretSearch(policy: nil, files: files, cache: repository.derivedDirectory).problems
  }

  /// What a directory holds of secrets.
  package func secrets(
    in directory: (path: String, tree: ObjectID), _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(GitError) -> SecretLook {
    let search = try search(snapshot, policy)
    var look = SecretLook()
    for change in try repository.changes(from: nil, to: directory.tree) {
      guard let side = change.new, side.mode.isFile || side.mode == .symlink else { continue }
      look += try search.look(
        blob: side.id, at: "\(directory.path)/\(visible(bytes: change.path))", in: repository)
    }
    return look
  }

  /// What commits bring of secrets: in what they say, and in every file of each of them, the last one's or not.
  package func secrets(broughtBy commits: [ObjectID], _ search: SecretSearch) throws(GitError) -> SecretLook {
    var look = SecretLook()
    for id in commits {
      guard look.findings.count < SecretSearch.mostInAll else { return look }
      let commit = try repository.commit(id)
      var brought = SecretLook()
      brought += search.look(commit: commit)
      try add(to: &brought, from: commit, search, besides: look)
      if !brought.findings.isEmpty {
        // Rare enough to ask only now.
        var hasMerges = false
        for id in commits where !hasMerges { hasMerges = try repository.commit(id).parents.count > 1 }
        let steps = ["commit \(commit.id.short) brings it: \(commit.rebase(hasMerges: hasMerges))"]
        brought.findings = brought.findings.map { $0.mended(by: steps, isWhole: false) }
      }
      look += brought
    }
    return look
  }

  /// What a commit's files hold that none of its parents has at the same place.
  ///
  /// - Parameter earlier: what was looked at already.
  private func add(
    to look: inout SecretLook, from commit: Commit, _ search: SecretSearch, besides earlier: SecretLook
  ) throws(GitError) {
    var before: [ObjectID] = []
    for parent in commit.parents { before.append(try repository.commit(parent).tree) }
    let changes = try repository.changes(from: before.first, to: commit.tree)
    for change in changes {
      guard let side = change.new, side.mode.isFile || side.mode == .symlink else { continue }
      guard earlier.findings.count + look.findings.count < SecretSearch.mostInAll else { return }
      guard earlier.bytes + look.bytes <= SecretSearch.bytesInAll else {
        look.undecided.append(
          Finding(
            .secretUndecided, "the new commits bring more than is looked at for secrets at once",
            because: ["\(SecretSearch.bytesInAll) bytes are looked at"], next: ["land it in parts"]))
        return
      }
      var isOfAnother = false
      for tree in before.dropFirst() where !isOfAnother {
        isOfAnother = try repository.entry(at: change.path, in: tree)?.id == side.id
      }
      if isOfAnother { continue }
      look += try search.look(blob: side.id, at: visible(bytes: change.path), in: repository)
    }
  }
}

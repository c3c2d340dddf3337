import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary
import Workflows

/// What is about to be committed, as far as it differs from HEAD: nothing else is read.
struct StagedCheck {
  let policy: Policy
  /// The root tree of HEAD; nil: there is no commit yet.
  let before: ObjectID?
  let after: ObjectID
  /// The clock, for waivers.
  let now: Timestamp
  /// What is not shown of definitions.
  let search: SecretSearch

  func findings(_ repository: borrowing Repository) throws(GitError) -> [Finding] {
    let changed = try GovernedUnits.changed(from: before, to: after, roots: policy.roots, in: repository)
    guard !changed.isEmpty else { return [] }
    var findings: [Finding] = []
    if let change = changed[PolicySnapshot.directory] { findings += try policyFindings(change.new, repository) }
    let paths = changed.filter { $0.key != PolicySnapshot.directory && $0.value.new != nil }.keys.sorted()
    guard !paths.isEmpty else { return findings }
    let waivers = try Waivers.read(
      inPolicyTree: try repository.entry(at: PolicySnapshot.directory, in: after)?.id, of: repository)
    // What lay there before is not this commit's to mend.
    findings += try Discovery.read(after, roots: policy.roots, among: Set(paths), in: repository).findings
      .filter { finding in
        paths.contains { finding.place?.source == $0 } || policy.roots.contains { finding.place?.source == $0 }
      }
    for path in paths {
      guard let entry = try repository.entry(at: path, in: after), entry.mode == .tree else { continue }
      findings += try GovernedPaths.findings(
        inTree: entry.id, at: path, fileSize: policy.limits.fileSize, files: policy.limits.filesPerWorkflow,
        isNew: true, in: repository)
      findings += try manifestFindings(entry.id, path, repository, waivers)
    }
    return findings + (try attributeFindings(repository))
  }

  private func policyFindings(_ tree: ObjectID?, _ repository: borrowing Repository) throws(GitError) -> [Finding] {
    guard let tree, let snapshot = try HookGround.snapshot(inRootTree: after, repository) else {
      return [
        Finding(
          .policyMissing, "the change removes \(PolicySnapshot.policyPath)",
          next: ["git restore --staged \(PolicySnapshot.directory)"])
      ]
    }
    var findings = snapshot.findings + (try Waivers.read(inPolicyTree: tree, of: repository).findings)
    findings += try Collector.secretRuleProblems(in: tree, repository)
    switch snapshot.policy {
    case .unknown(let because): if !findings.contains(because) { findings.append(because) }
    case .known(let new):
      findings += PolicyReading.concerns(of: new, text: try policyText(repository))
      if new.repository != policy.repository || new.integrationBranch != policy.integrationBranch {
        findings.append(
          Finding(
            .policyNotInForce, "the change gives the repository another id, or its integration branch another name",
            at: Place(PolicySnapshot.policyPath), because: ["both are fixed by the root of trust"],
            next: ["put them back"]))
      }
    }
    return findings
      + (try GovernedPaths.findings(
        inTree: tree, at: PolicySnapshot.directory, fileSize: policy.limits.fileSize,
        files: policy.limits.filesPerWorkflow,
        isNew: true, in: repository))
  }

  /// The policy's own words, so that what is found in them has a line.
  private func policyText(_ repository: borrowing Repository) throws(GitError) -> [UInt8]? {
    guard let entry = try repository.entry(at: PolicySnapshot.policyPath, in: after) else { return nil }
    return try repository.blob(entry.id, limit: PolicySnapshot.fileLimit)
  }

  private func manifestFindings(
    _ tree: ObjectID, _ path: String, _ repository: borrowing Repository, _ waivers: Waivers
  ) throws(GitError) -> [Finding] {
    let source = "\(path)/\(Manifest.fileName)"
    // One that is missing is told by discovery, one that is too large by the paths.
    guard let entry = try repository.entry(at: Manifest.fileName, in: tree), entry.mode.isFile,
      try repository.blobSize(entry.id) <= Manifest.sizeLimit
    else { return [] }
    let bytes = try repository.blob(entry.id, limit: Manifest.sizeLimit)
    switch ManifestReading.read(bytes, source: source, directory: Collector.name(ofUnit: path)) {
    case .failure(let errors): return errors.findings
    case .success(let manifest):
      var findings = Apart.shared(manifest)
      for (key, file) in [("definition", Optional(manifest.definition)), ("runbook", manifest.runbook)] {
        guard let file else { continue }
        if let found = try repository.entry(at: file, in: tree), found.mode.isFile { continue }
        findings.append(
          Finding(
            .manifestNoFile, "'\(key)' names \(visible(file)), which is not staged", at: Place(source),
            next: ["git add \(path)/\(visible(file)), or name the file that is meant"]))
      }
      if let read = try DefinitionRead.read(manifest, tree: tree, path: path, in: repository) {
        let found = try read.findings(
          risk: Classifying.risk(of: manifest, policy: policy), search, in: repository)
        // Notes are for who asks; a hook speaks when something is to be done.
        findings += waivers.applied(to: found, of: manifest.workflow, policy: policy, now: now).findings
          .filter { $0.level != .note }
      }
      return findings
    }
  }

  /// Attributes above the workflows that this change brings: they are no part of any version and change every checkout.
  private func attributeFindings(_ repository: borrowing Repository) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    for root in policy.roots {
      let there =
        before == nil
        ? [] : try GovernedPaths.attributeFindings(above: root, inRootTree: before ?? after, in: repository)
      for finding in try GovernedPaths.attributeFindings(above: root, inRootTree: after, in: repository)
      where !there.contains(finding) && !findings.contains(finding) {
        findings.append(finding)
      }
    }
    return findings
  }
}

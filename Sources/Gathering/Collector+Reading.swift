package import Calendars
import Diagnostics
package import Facts
package import Git
package import PolicyModel
package import Vocabulary
import Workflows

/// What reading a workflow's manifest gave.
struct ManifestReadingResult: Hashable, Sendable {
  let manifest: Fact<Manifest?>
  let findings: [Finding]
}

extension Collector {
  /// The digests of a directory's tree.
  package func version(ofTree tree: ObjectID) throws(GitError) -> Version {
    if let known = memo.versions[tree] { return known }
    let version = try VersionReading.version(ofTree: tree, in: repository, digests: memo.digests)
    memo.versions[tree] = version
    return version
  }

  /// The policy in one root tree. What nobody can read, whoever has it, is a policy that does not read.
  package func snapshot(inRootTree root: ObjectID) throws(GitError) -> PolicySnapshot {
    let entry: TreeEntry?
    do throws(GitError) { entry = try repository.entry(at: PolicySnapshot.directory, in: root) } catch {
      guard error.isOfContent else { throw error }
      return PolicySnapshot(unreadable: nil, because: error.finding)
    }
    guard let entry, entry.mode == .tree else {
      return try PolicySnapshot.read(nil, version: nil, in: repository)
    }
    if let known = memo.snapshots[entry.id] { return known }
    let snapshot: PolicySnapshot
    do throws(GitError) {
      snapshot = try PolicySnapshot.read(entry.id, version: try version(ofTree: entry.id), in: repository)
    } catch {
      guard error.isOfContent else { throw error }
      snapshot = PolicySnapshot(unreadable: entry.id, because: error.finding)
    }
    memo.snapshots[entry.id] = snapshot
    return snapshot
  }

  /// The tree of a workflow below a root tree: its path and id; nil when no governed root holds it.
  package func directory(
    of workflow: String, inRootTree root: ObjectID?, roots: [String]
  ) throws(GitError) -> (path: String, tree: ObjectID)? {
    guard let root else { return nil }
    if workflow == Naming.policy {
      let path = PolicySnapshot.directory
      guard let entry = try repository.entry(at: path, in: root), entry.mode == .tree else { return nil }
      return (path, entry.id)
    }
    for governed in roots {
      let path = "\(governed)/\(workflow)"
      if let entry = try repository.entry(at: path, in: root), entry.mode == .tree { return (path, entry.id) }
    }
    return nil
  }

  /// The manifest in a workflow's tree, and everything that is not in order in it.
  func manifest(of workflow: String, tree: ObjectID, path: String) throws(GitError) -> ManifestReadingResult {
    // The same tree elsewhere has another name than its manifest says.
    let key = "\(tree.hex) \(path)"
    if let known = memo.manifests[key] { return known }
    let result = try readManifest(of: workflow, tree: tree, path: path)
    memo.manifests[key] = result
    return result
  }

  private func readManifest(of workflow: String, tree: ObjectID, path: String) throws(GitError) -> ManifestReadingResult
  {
    let source = "\(path)/\(Manifest.fileName)"
    guard let entry = try repository.entry(at: Manifest.fileName, in: tree), entry.mode.isFile else {
      let missing = Finding(
        .workflowNoManifest, "\(workflow) has no manifest", at: Place(source),
        next: ["countersign new \(workflow) --engine ENGINE shows what belongs there"])
      return ManifestReadingResult(manifest: .unknown(because: missing), findings: [missing])
    }
    let read: Result<Manifest, ManifestErrors>
    do throws(GitError) {
      read = try self.read(entry.id, source: source, directory: workflow)
    } catch .tooLarge(_, let size, let limit) {
      let large = Finding(
        .manifestTooLarge, "the manifest has \(size) bytes, \(limit) are read", at: Place(source),
        next: ["keep the manifest to what it declares; the definition lies in a file of its own"])
      return ManifestReadingResult(manifest: .unknown(because: large), findings: [large])
    }
    switch read {
    case .success(let manifest):
      return ManifestReadingResult(
        manifest: .known(manifest), findings: try missingFiles(manifest, tree: tree, path: path))
    case .failure(let errors):
      let first = errors.findings.first ?? Finding(.workflowNoManifest, "\(workflow) has no manifest that reads")
      return ManifestReadingResult(manifest: .unknown(because: first), findings: errors.findings)
    }
  }

  /// A manifest's text: from one version to the next it seldom changes.
  private func read(
    _ blob: ObjectID, source: String, directory: String
  ) throws(GitError) -> Result<Manifest, ManifestErrors> {
    let key = "\(blob.hex) \(source)"
    if let known = memo.manifestTexts[key] { return known }
    let bytes = try repository.blob(blob, limit: Manifest.sizeLimit)
    let result = ManifestReading.read(bytes, source: source, directory: directory)
    memo.manifestTexts[key] = result
    return result
  }

  /// The files that a manifest names and that are not there.
  private func missingFiles(_ manifest: Manifest, tree: ObjectID, path: String) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    for (key, file) in [("definition", Optional(manifest.definition)), ("runbook", manifest.runbook)] {
      guard let file else { continue }
      if let entry = try repository.entry(at: file, in: tree), entry.mode.isFile { continue }
      findings.append(
        Finding(
          .manifestNoFile, "'\(key)' names \(visible(file)), which is not there",
          at: Place("\(path)/\(Manifest.fileName)"), next: ["add the file, or name the one that is meant"]))
    }
    return findings
  }

  /// The rules of the zones that a policy names.
  package func zones(of policy: Policy) -> [String: Fact<ZoneRules>] {
    var zones: [String: Fact<ZoneRules>] = [:]
    for name in policy.windows.values.map(\.zone) + policy.freezes.map(\.zone) where zones[name] == nil {
      if let known = memo.zones[name] {
        zones[name] = known
        continue
      }
      let read: Fact<ZoneRules>
      do throws(ZoneError) {
        read = .known(try ZoneFiles.load(name, from: zoneFolder))
      } catch {
        read = .unknown(
          because: Finding(
            .calendarZone, error.message, at: Place(PolicySnapshot.policyPath),
            next: (error.suggestion.map { ["did you mean '\($0)'?"] } ?? [])
              + ["install the time zone database (tzdata), or name a zone that it has"]))
      }
      memo.zones[name] = read
      zones[name] = read
    }
    return zones
  }
}

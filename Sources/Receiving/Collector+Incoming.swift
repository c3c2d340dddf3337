package import Diagnostics
package import Gathering
package import Git
import PolicyModel
import Workflows

extension Collector {
  /// Holds every object that a push brings against the size limits, from headers alone.
  package func sizeFindings(_ incoming: [ObjectID]) throws(GitError) -> [Finding] {
    guard incoming.count <= PushLimits.objects else {
      return [
        tooLarge("the push brings \(incoming.count) objects", "at most \(PushLimits.objects) are taken at once")
      ]
    }
    var findings: [Finding] = []
    for id in incoming {
      guard let header = try repository.header(of: id) else { throw .missingObject(id) }
      if header.size > limit(of: header.kind) {
        findings.append(
          tooLarge(
            "the \(header.kind.rawValue) \(id.short) has \(header.size) bytes",
            "at most \(limit(of: header.kind)) are taken"))
      } else if header.kind == .commit {
        let parents = try repository.parentCount(of: id)
        if parents > ReadingLimits.parents {
          findings.append(
            tooLarge("commit \(id.short) has \(parents) parents", "at most \(ReadingLimits.parents) are read"))
        }
      }
      if findings.count >= 20 { break }
    }
    return findings
  }

  /// What is too large in the governed directories that differ between two root trees.
  func oversized(from old: ObjectID, to new: ObjectID, _ policy: Policy) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    for (path, ids) in try GovernedUnits.changed(from: old, to: new, roots: policy.roots, in: repository) {
      guard let id = ids.new, try repository.kind(of: id) == .tree else { continue }
      findings += try GovernedPaths.findings(
        inTree: id, at: path, fileSize: policy.limits.fileSize, files: policy.limits.filesPerWorkflow, in: repository
      ).filter { [.pathTooLarge, .pathTooManyFiles, .pathTooDeep].contains($0.rule) }
    }
    return findings.sorted { ($0.place?.description ?? "") < ($1.place?.description ?? "") }
  }

  private func limit(of kind: ObjectKind) -> Int {
    switch kind {
    case .blob: PushLimits.blob
    case .tree: ReadingLimits.tree
    case .commit, .tag: ReadingLimits.commit
    }
  }

  private func tooLarge(_ what: String, _ because: String) -> Finding {
    Finding(
      .pushTooLarge, what, because: [because],
      next: ["take it out of every commit of the push: git log --all --find-object=ID names them"])
  }
}

package import Diagnostics
package import Gathering
package import Git
import PolicyModel
import Workflows

extension Collector {
  /// Holds every object that a push brings against the size limits, from headers alone.
  ///
  /// - Parameters:
  ///   - incoming: nil when there are more than are taken.
  ///   - chains: what reading them goes through, each by itself.
  package func sizeFindings(
    _ incoming: [ObjectID]?, _ chains: IncomingChains = IncomingChains()
  ) throws(GitError) -> [Finding] {
    guard let incoming else {
      return [
        Finding.inParts(
          "the push brings more than \(PushLimits.objects) objects", "at most \(PushLimits.objects) are taken at once")
      ]
    }
    // Before the first header: each goes through all of its chain.
    guard chains.links <= max(PushLimits.links, PushLimits.chain * incoming.count) else {
      return [
        Finding(
          .pushTooLarge, "the push brings \(incoming.count) objects in chains of \(chains.links) differences in all",
          because: ["git makes chains of \(PushLimits.chain) at most, unless pack.depth says otherwise"],
          next: ["git -c pack.depth=\(PushLimits.chain) push makes shorter ones"])
      ]
    }
    guard chains.bytes <= PushLimits.differences else {
      return [
        Finding(
          .pushTooLarge, "the push brings large objects in chains of \(chains.bytes) bytes of differences in all",
          because: ["at most \(PushLimits.differences) are gone through, once for each object that hangs on them"],
          next: ["push in parts, or: git -c pack.depth=1 push"])
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

  /// What is too large in the governed directories that a step changes, before any of it is judged.
  ///
  /// - Parameter limits: those of one directory; nil where what lies there passed them before, whatever they are now.
  func oversized(
    _ commit: Commit, _ policy: Policy, _ limits: Limits?, _ extent: PushExtent
  ) throws(GitError) -> [Finding] {
    let before: ObjectID? = if let parent = commit.parents.first { try repository.commit(parent).tree } else { nil }
    var findings: [Finding] = []
    for (path, id) in try governed(from: before, to: commit.tree, policy, extent) {
      // What is held for itself is not judged, and leaves the rest of the push its room.
      if let limits, let id {
        let large = try extent.findings(in: id, at: path, limits: limits, repository)
        findings += large
        if !large.isEmpty { continue }
      }
      try extent.count(id, in: repository)
      if extent.finding != nil { break }
    }
    return extent.finding.map { [$0] } ?? findings
  }

  /// What is too large in the governed directories of a branch to work on, held against the integration branch.
  func oversized(
    ordinary tree: ObjectID, besides main: ObjectID, _ policy: Policy, _ extent: PushExtent
  ) throws(GitError) -> [Finding] {
    guard extent.isNew(tree) else { return [] }
    var findings: [Finding] = []
    for (path, id) in try governed(from: main, to: tree, policy, extent) {
      guard let id else { continue }
      findings += try extent.findings(in: id, at: path, limits: policy.limits, repository)
      if extent.finding != nil { break }
    }
    return extent.finding.map { [$0] } ?? findings
  }

  /// The governed directories that differ, by path, with the tree that is there now; none once the push is too large.
  private func governed(
    from old: ObjectID?, to new: ObjectID, _ policy: Policy, _ extent: PushExtent
  ) throws(GitError) -> [(path: String, tree: ObjectID?)] {
    if extent.finding != nil { return [] }
    let changed = try GovernedUnits.changed(from: old, to: new, roots: policy.roots, in: repository)
    extent.look(atChanges: changed.count)
    if extent.finding != nil { return [] }
    var found: [(path: String, tree: ObjectID?)] = []
    for (path, ids) in changed.sorted(by: { $0.key < $1.key }) {
      let tree = try ids.new.flatMap { id throws(GitError) in try repository.kind(of: id) == .tree ? id : nil }
      found.append((path, tree))
    }
    return found
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

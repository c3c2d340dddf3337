import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Secrets

extension Collector {
  /// Looks for secrets in the names of the refs that a push makes or moves.
  func secrets(inNamesOf updates: [RefUpdate], _ search: SecretSearch) -> SecretLook {
    var look = SecretLook()
    for update in updates where update.new != nil {
      look += search.look(reference: update.ref) { _ in ["push it under another name"] }
    }
    return look
  }

  /// Looks for secrets in all that a push brings, whatever ref it goes to: files of every commit, what commits and tags say,
  /// notes, statements and attachments.
  ///
  /// - Parameter incoming: the objects of the push; what is here already was looked at when it came.
  func secrets(in incoming: [ObjectID], _ search: SecretSearch) throws(GitError) -> SecretLook {
    var left = Incoming()
    for id in incoming { try left.add(id, in: repository) }
    var look = SecretLook()
    var compared = 0
    var named = 0
    if left.bytes > PushLimits.searched {
      look.undecided.append(
        Finding.inParts(
          "the files of the push have \(left.bytes) bytes in all", "\(PushLimits.searched) are looked at for secrets"))
      return look
    }
    // With the commits go the paths: rules and waivers know files by them.
    for id in left.commits {
      guard !search.isSpent else { return look }
      let commit = try repository.commit(id)
      look += search.look(commit: commit, steps: Self.steps(mending: commit))
      // What is left to be found ends the look at trees: narrow commits between wide trees cost more than they bring.
      // The names in a tree that was here before were looked at when it came.
      if left.blobs.isEmpty, !left.trees.contains(commit.tree) { continue }
      let changes = try repository.changes(from: try firstTree(commit), to: commit.tree)
      compared += changes.count
      guard compared <= PushLimits.compared else {
        look.undecided.append(
          Finding.inParts(
            "the commits of the push change more than \(PushLimits.compared) files in all",
            "each is looked for in the trees"))
        return look
      }
      for change in changes {
        guard look.findings.count < PushLimits.findings, !search.isSpent else { return look }
        guard let side = change.new, side.mode.isFile || side.mode == .symlink else { continue }
        if change.old == nil {
          named += 1
          guard named <= PushLimits.named else {
            look.undecided.append(
              Finding.inParts(
                "the commits of the push bring more than \(PushLimits.named) names of files in all",
                "each is looked at for secrets"))
            return look
          }
          look += search.look(name: visible(bytes: change.path))
        }
        guard left.blobs.remove(side.id) != nil else { continue }
        look += try search.look(
          blob: side.id, at: visible(bytes: change.path), steps: Self.steps(mending: commit), in: repository)
      }
    }
    for id in left.tags {
      look += search.look(
        try repository.rawObject(id, limit: ReadingLimits.commit).bytes, as: .message, at: "tag \(id.short)",
        steps: ["git tag --delete NAME, and make it again without"])
    }
    // What no commit of the push holds: brought by itself, or by a commit that is not one.
    for id in left.blobs.sorted() {
      guard look.findings.count < PushLimits.findings, !search.isSpent else { return look }
      look += try search.look(blob: id, at: "object \(id.short)", in: repository)
    }
    look += try names(in: left, search)
    return look
  }

  /// Looks at the names in trees that no commit of the push holds, and at those of a commit's that no file has: of directories without
  /// files, and of other repositories.
  private func names(in left: Incoming, _ search: SecretSearch) throws(GitError) -> SecretLook {
    var look = SecretLook()
    var held: Set<ObjectID>?
    for id in left.trees.sorted() {
      guard !search.isSpent else { return look }
      let found = try search.look(namesIn: id, in: repository)
      look.undecided += found.undecided
      guard !found.findings.isEmpty || !found.allowed.isEmpty else { continue }
      // Rare enough to ask only now where the trees lie.
      let known: Set<ObjectID>
      if let held { known = held } else { known = try heldTrees(of: left) }
      held = known
      if known.contains(id) {
        for entry in try repository.tree(id) where entry.mode == .gitlink || entry.id == .emptyTree {
          look += search.look(name: entry.text ?? visible(bytes: entry.name))
        }
      } else {
        look += found
      }
    }
    return look
  }

  /// The new trees that commits of the push hold: the names of their files were looked at with the commits.
  private func heldTrees(of left: Incoming) throws(GitError) -> Set<ObjectID> {
    var held: Set<ObjectID> = []
    var open: [ObjectID] = []
    for id in left.commits { open.append(try repository.commit(id).tree) }
    while let id = open.popLast() {
      guard left.trees.contains(id), held.insert(id).inserted else { continue }
      for entry in try repository.tree(id) where entry.mode == .tree { open.append(entry.id) }
    }
    return held
  }

  private func firstTree(_ commit: Commit) throws(GitError) -> ObjectID? {
    guard let parent = commit.parents.first else { return nil }
    return try repository.commit(parent).tree
  }

  private static func steps(mending commit: Commit) -> [String] {
    [
      "take it out of commit \(commit.id.short), not only of the last one: git rebase -i \(commit.id.short)^, 'edit' that "
        + "commit, git commit --amend, git rebase --continue; then push again"
    ]
  }
}

/// The objects of a push that are looked at, by kind.
private struct Incoming {
  /// In the order of their ids.
  var commits: [ObjectID] = []
  var tags: [ObjectID] = []
  var trees: Set<ObjectID> = []
  var blobs: Set<ObjectID> = []
  /// Of all blobs, unpacked.
  var bytes = 0

  mutating func add(_ id: ObjectID, in repository: borrowing Repository) throws(GitError) {
    guard let header = try repository.header(of: id) else { throw .missingObject(id) }
    switch header.kind {
    case .commit: commits.append(id)
    case .tag: tags.append(id)
    case .tree: trees.insert(id)
    case .blob:
      blobs.insert(id)
      bytes += header.size
    }
  }
}

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
  func secrets(
    in incoming: [ObjectID], of updates: [RefUpdate], _ search: SecretSearch, _ snapshot: PolicySnapshot,
    _ policy: Policy
  ) throws(GitError) -> SecretLook {
    var left = Incoming()
    for id in incoming { try left.add(id, in: repository) }
    var look = SecretLook()
    if left.bytes > PushLimits.searched {
      look.undecided.append(
        Finding.inParts(
          "the files of the push have \(left.bytes) bytes in all", "\(PushLimits.searched) are looked at for secrets"))
      return look
    }
    search.prepay(bytes: left.bytes)
    left.looksAtPlaces = search.looksAtPlaces
    let commits = left.commits
    var open: [Searched] = []
    var origins: Origins?
    // Whether there is anything more to be looked for. What is found is told, whatever else cannot be read.
    func lookAtOpen() -> Bool {
      let looks = share(open) { collector, subject in
        Result { () throws(GitError) in try collector.look(at: subject, try collector.search(snapshot, policy)) }
      }
      let subjects = open
      open = []
      for (subject, one) in zip(subjects, looks) {
        do throws(GitError) {
          let found = try one.get()
          look += found.findings.isEmpty ? found : mended(found, subject, &origins, updates, commits)
        } catch {
          look.undecided.append(error.finding)
        }
        guard look.findings.count < PushLimits.findings else { return false }
      }
      return look.findings.count < PushLimits.findings && !search.isSpent
    }
    do throws(GitError) {
      let end = try eachSearched(&left, search) { subject in
        open.append(subject)
        return open.count < Self.lot ? true : lookAtOpen()
      }
      guard lookAtOpen(), end != .enough else { return look }
      if case .tooMuch(let finding) = end {
        look.undecided.append(finding)
      } else {
        look += names(in: left, search, snapshot, policy)
      }
    } catch {
      _ = lookAtOpen()
      look.undecided.append(error.finding)
    }
    return look
  }

  /// So much is looked at before it is asked whether enough was found.
  private static let lot = 512

  /// How going through a push ended.
  private enum Extent: Equatable {
    case whole
    case enough
    case tooMuch(Finding)
  }

  /// One thing of a push that is looked at.
  enum Searched: Sendable {
    case commit(ObjectID)
    case tag(ObjectID)
    /// The name of a file, as it is shown.
    case name(String)
    /// A file that a commit brings; nil: none of the push does.
    case file(ObjectID, path: String, by: ObjectID?)
  }

  /// Goes through what there is to be looked at, in the order in which it is told, until `body` answers false; files that were met are
  /// taken out of what is left.
  private func eachSearched(
    _ left: inout Incoming, _ search: SecretSearch, _ body: (Searched) -> Bool
  ) throws(GitError) -> Extent {
    var compared = 0
    var named = 0
    // With the commits go the paths: rules and waivers know files by them.
    for id in left.commits {
      let commit = try repository.commit(id)
      guard body(.commit(id)) else { return .enough }
      // What is left to be found ends the look at trees: narrow commits between wide trees cost more than they bring.
      // The names in a tree that was here before were looked at when it came.
      if left.blobs.isEmpty, !left.looksAtPlaces, !left.trees.contains(commit.tree) { continue }
      let changes = try repository.changes(from: try firstTree(commit), to: commit.tree)
      let others = left.looksAtPlaces ? try otherTrees(commit) : []
      compared += changes.count
      guard compared <= PushLimits.compared else {
        return .tooMuch(
          Finding.inParts(
            "the commits of the push change more than \(PushLimits.compared) files in all",
            "each is looked for in the trees"))
      }
      for change in changes {
        guard let side = change.new, side.mode.isFile || side.mode == .symlink else { continue }
        let path = visible(bytes: change.path)
        if change.old == nil {
          named += 1
          guard named <= PushLimits.named else {
            return .tooMuch(
              Finding.inParts(
                "the commits of the push bring more than \(PushLimits.named) names of files in all",
                "each is looked at for secrets"))
          }
          guard body(.name(path)) else { return .enough }
        }
        if try stands(side, at: change.text, inAny: others) { continue }
        switch try left.meet(side.id, at: change.path, in: repository) {
        case .known: continue
        case .again(let bytes):
          search.prepay(bytes: bytes)
          guard body(.file(side.id, path: path, by: id)) else { return .enough }
        case .tooMuch:
          return .tooMuch(
            Finding.inParts(
              "files that were here have more than \(PushLimits.searched) bytes where the push puts them",
              "rules and waivers of this repository are for places, so each is looked at wherever it lies"))
        case .new: guard body(.file(side.id, path: path, by: id)) else { return .enough }
        }
      }
    }
    for id in left.tags {
      guard body(.tag(id)) else { return .enough }
    }
    // What no commit of the push holds: brought by itself, or by a commit that is not one.
    for id in left.blobs.sorted() {
      guard body(.file(id, path: "object \(id.short)", by: nil)) else { return .enough }
    }
    return .whole
  }

  private func look(at subject: Searched, _ search: SecretSearch) throws(GitError) -> SecretLook {
    switch subject {
    case .commit(let id):
      return search.look(commit: try repository.commit(id))
    case .tag(let id):
      return search.look(
        try repository.rawObject(id, limit: ReadingLimits.commit).bytes, as: .message, at: "tag \(id.short)")
    case .name(let path): return search.look(name: path)
    case .file(let id, let path, _): return try search.look(blob: id, at: path, in: repository)
    }
  }

  /// Looks at the names in trees that no commit of the push holds, and at those of a commit's that no file has: of directories without
  /// files, and of other repositories.
  private func names(
    in left: Incoming, _ search: SecretSearch, _ snapshot: PolicySnapshot, _ policy: Policy
  ) -> SecretLook {
    var look = SecretLook()
    var held: Set<ObjectID>?
    let trees = left.trees.sorted()
    let looks = share(trees) { collector, id in
      Result { () throws(GitError) in
        let search = try collector.search(snapshot, policy)
        return search.isSpent ? nil : try search.look(namesIn: id, in: collector.repository)
      }
    }
    for (id, one) in zip(trees, looks) {
      let answer: SecretLook?
      do throws(GitError) { answer = try one.get() } catch {
        look.undecided.append(error.finding)
        continue
      }
      guard let found = answer else {
        if !look.undecided.contains(Self.unlooked) { look.undecided.append(Self.unlooked) }
        continue
      }
      look.undecided += found.undecided
      guard !found.findings.isEmpty || !found.allowed.isEmpty else { continue }
      do throws(GitError) {
        // Rare enough to ask only now where the trees lie.
        let known: Set<ObjectID>
        if let held { known = held } else { known = try heldTrees(of: left) }
        held = known
        guard known.contains(id) else {
          look += found
          continue
        }
        for entry in try repository.tree(id) where entry.mode == .gitlink || entry.id == .emptyTree {
          look += search.look(name: entry.text ?? visible(bytes: entry.name))
        }
      } catch {
        look += found
        look.undecided.append(error.finding)
      }
    }
    return look
  }

  private static let unlooked = Finding(
    .secretUndecided, "not every name could be looked at for secrets",
    because: ["what was looked at before took all the steps of matching that one push may take"],
    next: ["push in parts: git push REMOTE COMMIT:BRANCH"])

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

  private func otherTrees(_ commit: Commit) throws(GitError) -> [ObjectID] {
    var trees: [ObjectID] = []
    for parent in commit.parents.dropFirst() { trees.append(try repository.commit(parent).tree) }
    return trees
  }

  /// Whether a merge has a file from one of its other sides, where it was looked at.
  private func stands(_ side: TreeChange.Side, at path: String?, inAny trees: [ObjectID]) throws(GitError) -> Bool {
    guard let path else { return false }
    for tree in trees {
      if let entry = try repository.entry(at: path, in: tree), entry.id == side.id, entry.mode == side.mode {
        return true
      }
    }
    return false
  }

  private func firstTree(_ commit: Commit) throws(GitError) -> ObjectID? {
    guard let parent = commit.parents.first else { return nil }
    return try repository.commit(parent).tree
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
  /// Whether a file is looked at wherever it lies, and not once.
  var looksAtPlaces = false
  private var met: Set<Met> = []
  /// Bytes of files that are looked at at one more place, or that were here before.
  private var again = 0

  private struct Met: Hashable {
    let id: ObjectID
    let path: [UInt8]
  }

  enum Meeting {
    case new, known, tooMuch
    /// It was looked at at another place.
    case again(_ bytes: Int)
  }

  /// Whether a file that a commit brings is still to be looked at. It is met then.
  mutating func meet(
    _ id: ObjectID, at path: [UInt8], in repository: borrowing Repository
  ) throws(GitError) -> Meeting {
    guard looksAtPlaces else { return blobs.remove(id) == nil ? .known : .new }
    let isNew = blobs.remove(id) != nil
    guard met.insert(Met(id: id, path: path)).inserted else { return .known }
    if isNew { return .new }
    let bytes = try repository.header(of: id)?.size ?? 0
    again += bytes
    return again <= PushLimits.searched ? .again(bytes) : .tooMuch
  }

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

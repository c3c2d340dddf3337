package import Git
import Vocabulary

extension Journal {
  /// How a local journal stands to the one of a remote.
  package enum Merge: Hashable, Sendable {
    case same
    /// The remote has more: the local ref moves there.
    case forward(ObjectID)
    /// The local journal has more: it is pushed.
    case ahead(ObjectID)
    /// Both have something of their own: what only lies here was added on top of the remote's tip.
    case joined(ObjectID)
    /// Both have something of their own, and nobody is there who could join them.
    case parted

    /// The journal's tip afterwards.
    package var tip: ObjectID? {
      switch self {
      case .same, .parted: nil
      case .forward(let id), .ahead(let id), .joined(let id): id
      }
    }
  }

  /// Works out one journal that has everything of both, with the remote's history below it. Moves no ref.
  ///
  /// - Parameter ident: who writes a commit that joins; nil joins nothing.
  package static func merge(
    local: ObjectID?, remote: ObjectID?, by ident: Ident?, in repository: borrowing Repository
  ) throws(GitError) -> Merge {
    guard let remote else { return local.map { .ahead($0) } ?? .same }
    guard let local else { return .forward(remote) }
    if local == remote { return .same }
    if try repository.isAncestor(local, of: remote) { return .forward(remote) }
    if try repository.isAncestor(remote, of: local) { return .ahead(local) }
    guard let ident else { return .parted }
    let mine = try repository.commit(local).tree
    let theirs = try repository.commit(remote).tree
    var files: [(path: String, blob: ObjectID)] = []
    for change in try repository.changes(from: theirs, to: mine) {
      guard change.old == nil, let new = change.new, let path = change.text else { continue }
      files.append((path, new.id))
    }
    let joined = try add(
      files, to: remote, message: "join \(files.count) entries\n", by: ident, in: repository)
    return joined == remote ? .forward(remote) : .joined(joined)
  }
}

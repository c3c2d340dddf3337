package import Git
import Workflows

/// The directories that are governed as one thing each: every entry below a governed root, and `.countersign`.
package enum GovernedUnits {
  /// Path to tree or blob id, for one root tree.
  package typealias Units = [String: ObjectID]

  /// The units that differ between two root trees (nil: empty), keyed as in `Discovery.key`, with their ids at both ends. Equal
  /// subtrees are not opened.
  package static func changed(
    from old: ObjectID?, to new: ObjectID?, roots: [String], in repository: borrowing Repository
  ) throws(GitError) -> [String: (old: ObjectID?, new: ObjectID?)] {
    var changed: [String: (old: ObjectID?, new: ObjectID?)] = [:]
    if old == new { return changed }
    let policy = PolicySnapshot.directory
    let (before, after) = (try id(policy, old, repository), try id(policy, new, repository))
    if before != after { changed[policy] = (before, after) }
    for root in roots {
      for (key, ends) in try entries(root, from: old, to: new, in: repository) { changed[key] = ends }
    }
    return changed
  }

  /// The entries of one directory that differ between two root trees (nil: empty).
  static func entries(
    _ path: String, from old: ObjectID?, to new: ObjectID?, in repository: borrowing Repository
  ) throws(GitError) -> [String: (old: ObjectID?, new: ObjectID?)] {
    var changed: [String: (old: ObjectID?, new: ObjectID?)] = [:]
    let (mine, theirs) = (try entry(path, old, repository), try entry(path, new, repository))
    if mine?.id == theirs?.id, mine?.mode == theirs?.mode { return changed }
    for (gone, come) in try repository.differences(from: directory(mine), to: directory(theirs)) {
      guard let name = (gone ?? come)?.name else { continue }
      let key = Discovery.key(of: name, in: path)
      let was = try gone.map { entry throws(GitError) in try identity(entry) }
      let becomes = try come.map { entry throws(GitError) in try identity(entry) }
      // A name that was a file and is a directory stands twice: gone here, come there.
      let known = changed[key]
      changed[key] = (known?.old ?? was, known?.new ?? becomes)
    }
    return changed
  }

  static func entry(
    _ path: String, _ tree: ObjectID?, _ repository: borrowing Repository
  ) throws(GitError) -> TreeEntry? {
    guard let tree else { return nil }
    return try repository.entry(at: path, in: tree)
  }

  static func id(_ path: String, _ tree: ObjectID?, _ repository: borrowing Repository) throws(GitError) -> ObjectID? {
    guard let entry = try entry(path, tree, repository) else { return nil }
    return try identity(entry)
  }

  /// A directory or plain file is its id. Anything else is another thing even where it bears the same id: a gitlink to a tree's
  /// number, a symlink made of a file.
  static func identity(_ entry: TreeEntry) throws(GitError) -> ObjectID {
    switch entry.mode {
    case .tree, .blob: entry.id
    default: try ObjectID.hash(of: Array("\(entry.mode) \(entry.id.hex)".utf8), as: .blob)
    }
  }

  static func directory(_ entry: TreeEntry?) -> ObjectID? { entry?.mode == .tree ? entry?.id : nil }
}

/// What a git object is.
package enum ObjectKind: String, Hashable, Sendable, CaseIterable {
  case commit, tree, blob, tag
}

/// An object with all that it holds.
package enum WholeObject {
  case commit(Commit)
  case tree([TreeEntry])
  case blob([UInt8])
  /// A tag, as it is stored.
  case tag([UInt8])
  /// It has more bytes than are read.
  case larger(ObjectKind, size: Int)
}

/// The mode of a tree entry, as it stands in the raw tree.
package enum FileMode: Hashable, Sendable {
  /// 040000
  case tree
  /// 100644
  case blob
  /// 100755
  case executable
  /// 120000
  case symlink
  /// 160000: the commit of another repository
  case gitlink
  /// Any other value: git reads 100664 as a file, for example, and gives it another tree id.
  case other(UInt32)

  package init(_ bits: UInt32) {
    self =
      switch bits {
      case 0o040000: .tree
      case 0o100644: .blob
      case 0o100755: .executable
      case 0o120000: .symlink
      case 0o160000: .gitlink
      default: .other(bits)
      }
  }

  package var bits: UInt32 {
    switch self {
    case .tree: 0o040000
    case .blob: 0o100644
    case .executable: 0o100755
    case .symlink: 0o120000
    case .gitlink: 0o160000
    case .other(let bits): bits
    }
  }

  /// Whether it is a plain file: 100644 or 100755.
  package var isFile: Bool { self == .blob || self == .executable }
}

extension FileMode: CustomStringConvertible {
  /// Six octal digits: `100644`, `040000`.
  package var description: String {
    let digits = String(bits, radix: 8)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}

/// One line of a tree.
package struct TreeEntry: Hashable, Sendable {
  /// Any bytes but NUL and slash.
  package let name: [UInt8]
  package let mode: FileMode
  package let id: ObjectID

  package init(name: [UInt8], mode: FileMode, id: ObjectID) {
    self.name = name
    self.mode = mode
    self.id = id
  }

  package init(name: String, mode: FileMode, id: ObjectID) {
    self.init(name: Array(name.utf8), mode: mode, id: id)
  }

  /// The name as text; nil when it is not UTF-8.
  package var text: String? { String(validating: name, as: UTF8.self) }
}

/// One path that differs between two trees. Directories do not appear, only what lies in them.
package struct TreeChange: Hashable, Sendable {
  /// One side of a change.
  package struct Side: Hashable, Sendable {
    package let mode: FileMode
    package let id: ObjectID

    package init(mode: FileMode, id: ObjectID) {
      self.mode = mode
      self.id = id
    }
  }

  /// From the root, components joined by slashes.
  package let path: [UInt8]
  /// nil when the path was not there.
  package let old: Side?
  /// nil when the path is not there any more.
  package let new: Side?

  package init(path: [UInt8], old: Side?, new: Side?) {
    self.path = path
    self.old = old
    self.new = new
  }

  /// The path as text; nil when it is not UTF-8.
  package var text: String? { String(validating: path, as: UTF8.self) }
}

/// One line of the index.
package struct IndexEntry: Hashable, Sendable {
  /// From the root of the work tree, components joined by slashes.
  package let path: [UInt8]
  package let mode: FileMode
  package let id: ObjectID
  /// 0, or 1 to 3 for the sides of a conflict.
  package let stage: Int
  /// Promised with `git add -N`, without content: not part of what would be committed.
  package let intentToAdd: Bool
  package let skipWorktree: Bool

  /// The path as text; nil when it is not UTF-8.
  package var text: String? { String(validating: path, as: UTF8.self) }
}

/// Where HEAD stands.
package enum Head: Hashable, Sendable {
  /// On a branch, by its full name; the id is nil while the branch has no commit.
  case branch(String, ObjectID?)
  /// On a commit, without a branch.
  case detached(ObjectID)

  /// The commit; nil on a branch without one.
  package var id: ObjectID? {
    switch self {
    case .branch(_, let id): id
    case .detached(let id): id
    }
  }
}

/// What is read at most; larger is an error before it is read.
package enum ReadingLimits {
  /// Bytes of a commit or a tag.
  package static let commit = 1 << 20
  /// Bytes of a tree: about 400,000 entries.
  package static let tree = 16 << 20
  /// Directories inside each other.
  package static let treeDepth = 256
  /// Parents of a commit beyond which it is reported.
  package static let parents = 64
  /// Paths of one comparison.
  package static let changes = 200_000
}

/// Why something of git could not be read or written.
package enum GitError: Error, Hashable, Sendable {
  /// No repository at or above the path.
  case notARepository(path: String)
  /// The repository belongs to another user, and git's `safe.directory` does not name it.
  case notTrusted(path: String)
  case unsupported(Unsupported, path: String)
  /// A ref or revision that is not there, in the words of whoever asked.
  case notFound(String)
  /// A name that several things bear.
  case ambiguous(String, candidates: [String])
  /// A revision or ref name that git's rules do not allow, or that this tool does not read.
  case badName(String, because: String)
  /// A ref whose file cannot be read as one.
  case brokenReference(String, because: String)
  /// An object that is there and is not what it should be.
  case corrupt(ObjectID, because: String)
  /// An object whose bytes are those that its id names, and that no git could have written like that.
  case malformed(ObjectID, because: String)
  /// An object that something names and that is not there.
  case missingObject(ObjectID)
  case wrongKind(ObjectID, expected: ObjectKind, found: ObjectKind)
  /// Another program has held the ref's lock all the while, or left it behind.
  case lockedRef(String)
  /// The ref is no longer where the caller saw it.
  case lostRace(ref: String)
  /// A branch that only grows is behind, or beside, where it was seen before; `now` is nil where it is gone.
  case rewound(ref: String, seen: ObjectID, now: ObjectID?)
  /// The file system does not let us.
  case notAllowed(path: String, because: String)
  /// What we ourselves refuse to write.
  case refused(what: String, because: String)
  case tooLarge(what: String, size: Int, limit: Int)
  /// The index holds the sides of a conflict.
  case unmerged(path: String)
  /// Anything else libgit2 reports.
  case library(code: Int, message: String, during: String)

  /// What this tool, or libgit2, does not read.
  package enum Unsupported: Hashable, Sendable {
    /// `extensions.objectFormat`: `sha256`.
    case objectFormat(String)
    /// `extensions.refStorage`: `reftable`.
    case refStorage(String)
    /// Any other extension of the repository format.
    case other(String)
    /// A split or sparse index, by the name of its extension: `git write-tree` reads it.
    case index(String)
  }
}

extension GitError {
  /// What libgit2 reported, when none of its codes was expected there.
  init(_ failure: LibraryFailure, during step: String, path: String? = nil) {
    let forbidden = ["Permission denied", "Read-only file system", "Operation not permitted"]
    if let path, let why = forbidden.first(where: { failure.message.hasSuffix($0) }) {
      self = .notAllowed(path: path, because: why)
    } else {
      self = .library(code: Int(failure.code), message: failure.message, during: step)
    }
  }
}

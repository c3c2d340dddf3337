#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A ref that some program is about to move, or was when it was killed: the file `REF.lock` is there.
package struct ReferenceLock: Hashable, Sendable {
  package let name: String
  /// When the lock was last written to. git does so before it runs the hook of the transaction, and not after.
  package let seconds: Int64
  package let nanoseconds: Int64
}

extension ReferenceLock: Comparable {
  /// By age, the elder first; of two that are equally old, by name: whoever compares two locks comes to the same order.
  package static func < (one: ReferenceLock, other: ReferenceLock) -> Bool {
    if one.seconds != other.seconds { return one.seconds < other.seconds }
    if one.nanoseconds != other.nanoseconds { return one.nanoseconds < other.nanoseconds }
    return one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
  }
}

extension Repository {
  /// The lock of one ref; nil when nobody holds it.
  package func lock(of name: String) throws(GitError) -> ReferenceLock? {
    try checkName(name)
    return try LooseFiles.lock(of: name, in: commonDirectory)
  }

  /// The locks of all refs below a folder such as `refs/heads/`, in no order. One that is there throughout is not missed.
  package func locks(below folder: String) throws(GitError) -> [ReferenceLock] {
    var found: [ReferenceLock] = []
    for name in try LooseFiles.locked(below: folder, in: commonDirectory) {
      if let lock = try LooseFiles.lock(of: name, in: commonDirectory) { found.append(lock) }
    }
    return found
  }

  /// Whether git is only tidying up: the ref lies in `packed-refs` at this id and stays there when its own file goes.
  ///
  /// `git pack-refs` tells the hook of a deletion. One that really deletes a packed ref holds the lock of `packed-refs`.
  package func isPacked(_ name: String, at id: ObjectID) throws(GitError) -> Bool {
    let path = commonDirectory + "packed-refs"
    if LooseFiles.size(path + ".lock") != nil { return false }
    return try LooseFiles.holds("\n\(id.hex) \(name)\n", path)
  }
}

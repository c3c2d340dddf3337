import Clibgit2

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Repository {
  /// Moves a ref by compare-and-swap: only if it still is at `expected`; nil says that it must not exist.
  ///
  /// Errors: `.lostRace` when it is elsewhere, `.lockedRef` when its lock was held all the while (about a second).
  /// Branches and Countersign's own refs take commits only, and in a push that git has not accepted nothing is written.
  package func update(
    _ name: String, to id: ObjectID, expecting expected: ObjectID?, message: String
  ) throws(GitError) {
    try checkMovable(name)
    guard let kind = try kind(of: id) else { throw .missingObject(id) }
    if name.hasPrefix("refs/heads/") || name.hasPrefix("refs/countersign/"), kind != .commit {
      throw .wrongKind(id, expected: .commit, found: kind)
    }
    try retrying(name, during: "moving the ref \(name)") { () throws(LibraryFailure) in
      var new = id.raw
      var old = (expected ?? .zero).raw
      let log = String(message.map { $0.isNewline ? " " : $0 })
      _ = try handle.lend { raw throws(LibraryFailure) in
        try make(ReferenceKind.self) { out in
          unsafe git_reference_create_matching(out, raw, name, &new, 1, &old, log)
        }
      }
    }
  }

  /// Deletes a ref if it still is at `expected`; errors as in `update`.
  package func delete(_ name: String, expecting expected: ObjectID) throws(GitError) {
    try checkMovable(name)
    try retrying(name, during: "deleting the ref \(name)") { () throws(LibraryFailure) in
      let reference = try handle.lend { raw throws(LibraryFailure) in
        try make(ReferenceKind.self) { unsafe git_reference_lookup($0, raw, name) }
      }
      let found = reference.lend { raw in unsafe git_reference_target(raw).map { ObjectID(unsafe $0.pointee) } }
      guard found == expected else { throw LibraryFailure(code: GIT_EMODIFIED.rawValue) }
      try check { reference.lend { unsafe git_reference_delete($0) } }
    }
  }

  private func checkMovable(_ name: String) throws(GitError) {
    try checkName(name)
    guard name.hasPrefix("refs/") else { throw .badName(name, because: "only refs below 'refs/' are moved") }
    guard !isQuarantined else {
      throw .refused(what: "the ref \(name)", because: "the objects of this push are not accepted yet")
    }
    if case .reference(let target) = try target(of: name) {
      throw .refused(what: "the ref \(name)", because: "it is symbolic and stands for \(target)")
    }
  }

  /// A lock is held for moments by git and for ever by a program that was killed: tried again for about a second.
  private func retrying(
    _ name: String, during step: String, _ body: () throws(LibraryFailure) -> Void
  ) throws(GitError) {
    for attempt in 0..<10 {
      do {
        return try body()
      } catch {
        if error.isCode(GIT_EMODIFIED) || error.isCode(GIT_ENOTFOUND) { throw .lostRace(ref: name) }
        guard error.isCode(GIT_ELOCKED) else { throw GitError(error, during: step, path: commonDirectory + name) }
        usleep(UInt32(10_000 + attempt * 20_000))
      }
    }
    throw .lockedRef(name)
  }
}

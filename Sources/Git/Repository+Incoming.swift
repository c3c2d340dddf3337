import Clibgit2

extension Repository {
  /// The objects that a push has brought and git has not accepted yet: what lies in its quarantine. Empty outside of a push,
  /// and for one that brings none.
  package static func incoming(_ environment: HookEnvironment) throws(GitError) -> [ObjectID] {
    // Not every server hands on GIT_QUARANTINE_PATH; where objects are read from a place of their own, that is it.
    guard let directory = environment.objectDirectory else { return [] }
    try Library.start()
    let found = Found()
    do {
      let objects = try make(ObjectDatabaseKind.self) { unsafe git_odb_open($0, directory) }
      try check {
        objects.lend { odb in
          unsafe git_odb_foreach(
            odb,
            { id, payload in
              guard let id = unsafe id, let payload = unsafe payload else { return -1 }
              unsafe Unmanaged<Found>.fromOpaque(payload).takeUnretainedValue().ids.append(ObjectID(id.pointee))
              return 0
            }, unsafe Unmanaged.passUnretained(found).toOpaque())
        }
      }
    } catch {
      throw GitError(error, during: "looking at what the push brings", path: directory)
    }
    return found.ids
  }

  /// What the look has met, for the C function that calls back.
  private final class Found {
    var ids: [ObjectID] = []
  }
}

import Clibgit2

extension Repository {
  /// The objects that a push has brought and git has not accepted yet: what lies in its quarantine. Empty outside of a push,
  /// and for one that brings none; nil when there are more than `most`, of which no more are held in memory.
  package static func incoming(_ environment: HookEnvironment, most: Int) throws(GitError) -> [ObjectID]? {
    // Not every server hands on GIT_QUARANTINE_PATH; where objects are read from a place of their own, that is it.
    guard let directory = environment.objectDirectory else { return [] }
    return try objects(below: directory, most: most)
  }

  /// What reading the objects of a push goes through: for the kind of one object libgit2 goes through all of its chain.
  package static func incomingChains(_ environment: HookEnvironment) -> IncomingChains {
    var chains = IncomingChains()
    guard let directory = environment.objectDirectory else { return chains }
    for name in PackIndexes.names(below: directory + "/pack").sorted() {
      let path = "\(directory)/pack/\(name.dropLast(".idx".count))"
      guard let index = LooseFiles.bytes(of: path + ".idx", most: 1 << 28).flatMap(PackIndex.init) else { continue }
      let found = PackFamilies(index, pack: path + ".pack").chains
      chains.add(links: found.links, bytes: found.bytes)
    }
    return chains
  }

  /// The objects of one object directory; one may be named twice. nil when there are more than `most`.
  static func objects(below directory: String, most: Int) throws(GitError) -> [ObjectID]? {
    try Library.start()
    // libgit2 sorts the whole index of a pack before it names the first object.
    if PackIndexes.objects(below: directory + "/pack") > most { return nil }
    let found = Found(most: most)
    do {
      let objects = try make(ObjectDatabaseKind.self) { unsafe git_odb_open($0, directory) }
      try check {
        objects.lend { odb in
          unsafe git_odb_foreach(
            odb,
            { id, payload in
              guard let id = unsafe id, let payload = unsafe payload else { return -1 }
              let found = unsafe Unmanaged<Found>.fromOpaque(payload).takeUnretainedValue()
              guard found.ids.count < found.most else { return GIT_EUSER.rawValue }
              found.ids.append(unsafe ObjectID(id.pointee))
              return 0
            }, unsafe Unmanaged.passUnretained(found).toOpaque())
        }
      }
    } catch {
      if error.isCode(GIT_EUSER) { return nil }
      throw GitError(error, during: "looking at all objects", path: directory)
    }
    return found.ids
  }

  /// What the look has met, for the C function that calls back.
  private final class Found {
    let most: Int
    var ids: [ObjectID] = []

    init(most: Int) { self.most = most }
  }
}

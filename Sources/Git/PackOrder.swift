/// The order in which objects are read fastest. Source: git, gitformat-pack(5).
///
/// A pack holds most objects as differences from others, in chains of up to fifty. What hangs on one object is read together, the
/// ends of the chains first: to unpack an end unpacks all before it, and libgit2 keeps 16 MiB of that until it is asked for.
///
/// It orders and decides nothing: what no index names, or one that does not read, comes last, by its id.
enum PackOrder {
  /// An index of more bytes than this, about nine million objects, is not read.
  private static let mostBytes = 1 << 28

  /// The same objects, each once.
  static func ordered(_ ids: Set<ObjectID>, below directories: [String]) -> [ObjectID] {
    var left = ids
    var ordered: [ObjectID] = []
    ordered.reserveCapacity(ids.count)
    for directory in directories {
      for name in PackIndexes.names(below: directory + "/pack").sorted() {
        let path = "\(directory)/pack/\(name.dropLast(".idx".count))"
        guard let index = LooseFiles.bytes(of: path + ".idx", most: mostBytes).flatMap(PackIndex.init) else { continue }
        for object in PackFamilies(index, pack: path + ".pack").order {
          let id = index.id(object)
          if left.remove(id) != nil { ordered.append(id) }
        }
      }
    }
    return ordered + left.sorted()
  }
}

import Git

/// A directory that changes a little from commit to commit: its raw tree is patched, not made anew.
final class Folder {
  private var raw: [UInt8] = []
  /// Entries in git's order.
  private var names: [(key: String, name: String, start: Int)] = []
  private var children: [String: Folder] = [:]
  private var stale: Set<String> = []
  private var last: Pack.Base?
  private var isChanged = true

  /// Puts a blob at a path, making the directories on the way.
  func put(_ blob: ObjectID, at path: [String], mode: FileMode = .blob) {
    isChanged = true
    if path.count == 1 { return set(path[0], mode, blob) }
    child(path[0]).put(blob, at: Array(path.dropFirst()), mode: mode)
    stale.insert(path[0])
  }

  /// Puts a whole tree at a name of this directory or one below it.
  func put(tree: ObjectID, at path: [String]) { put(tree, at: path, mode: .tree) }

  /// The tree as it is now.
  func write(to pack: Pack) throws -> ObjectID {
    if !isChanged, let last { return last.id }
    for name in stale.sorted() { set(name, .tree, try child(name).write(to: pack)) }
    stale = []
    let (id, depth) = try pack.add(raw, .tree, against: last)
    last = Pack.Base(id: id, bytes: raw, depth: depth)
    isChanged = false
    return id
  }

  private func child(_ name: String) -> Folder {
    if let known = children[name] { return known }
    let made = Folder()
    children[name] = made
    return made
  }

  private func set(_ name: String, _ mode: FileMode, _ id: ObjectID) {
    let key = mode == .tree ? name + "/" : name
    let index = place(of: key)
    let digits = String(mode.bits, radix: 8)
    let line = Array("\(digits) \(name)".utf8) + [0] + id.bytes
    if index < names.count, names[index].key == key {
      let start = names[index].start + line.count - 20
      raw.replaceSubrange(start..<(start + 20), with: line.suffix(20))
      return
    }
    let start = index < names.count ? names[index].start : raw.count
    raw.insert(contentsOf: line, at: start)
    names.insert((key, name, start), at: index)
    for later in (index + 1)..<names.count where later < names.count { names[later].start += line.count }
  }

  /// Where a key stands, or would.
  private func place(of key: String) -> Int {
    var (low, high) = (0, names.count)
    while low < high {
      let middle = (low + high) / 2
      if names[middle].key.utf8.lexicographicallyPrecedes(key.utf8) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

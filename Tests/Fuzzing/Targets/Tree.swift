import Git

extension FuzzTarget {
  /// A tree is its entries and nothing else, in git's order, each name once.
  static let tree = FuzzTarget("tree") { raw in
    let tree: RawTree
    do throws(RawTree.Malformed) {
      tree = try RawTree(parsing: raw)
    } catch {
      return requireSafe(error.because)
    }
    var position = 0
    for entry in tree.entries {
      let name = tree.name(entry)
      let mode = raw[position..<(entry.start - 1)]
      precondition(UInt32(String(decoding: mode, as: UTF8.self), radix: 8) == entry.mode, "a mode is read as another")
      precondition(!name.isEmpty && !name.contains(0) && !name.contains(UInt8(ascii: "/")), "a name is none")
      precondition(
        raw[(entry.end + 1)..<(entry.end + 21)].elementsEqual(tree.id(entry).bytes), "an id is read as another")
      precondition(tree.entry(named: name).map(tree.value) == tree.value(entry), "a name leads to another entry")
      position = entry.end + 21
    }
    precondition(position == raw.count, "bytes of a tree are in no entry")
    let names = tree.entries.map { entry in
      Array(tree.name(entry)) + (entry.sortsAsDirectory ? [UInt8(ascii: "/")] : [])
    }
    precondition(
      zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }, "the names are not in git's order")
    precondition(Set(tree.entries.map { Array(tree.name($0)) }).count == names.count, "a name stands twice")
    // The same bytes with one bit turned over: whatever is known of the first must not be taken for the second.
    guard !raw.isEmpty else { return }
    var other = raw
    let place = Int(raw[raw.count - 1]) * 31 % raw.count
    other[place] ^= 1
    var (alone, beside): (RawTree?, RawTree?)
    do throws(RawTree.Malformed) { alone = try RawTree(parsing: other) } catch { alone = nil }
    do throws(RawTree.Malformed) { beside = try RawTree(parsing: other, like: tree) } catch { beside = nil }
    precondition(
      alone.map { tree in tree.entries.map(tree.value) } == beside.map { tree in tree.entries.map(tree.value) },
      "a tree is read as another beside one that is like it")
  }
}

/// A tree as it is stored, checked once: names lie in git's order and are unique.
package struct RawTree {
  /// One entry: its name is a range of the tree's bytes.
  package struct Entry {
    package let mode: UInt32
    package let start: Int
    package let end: Int
    package let id: ObjectID

    /// What git takes for a directory when it sorts.
    package var sortsAsDirectory: Bool { mode & 0o170000 == 0o040000 }
  }

  let bytes: [UInt8]
  package let entries: [Entry]

  static let empty = RawTree(bytes: [], entries: [])

  /// About how much memory it takes.
  var footprint: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride + 64 }

  package func name(_ entry: Entry) -> ArraySlice<UInt8> { bytes[entry.start..<entry.end] }

  package func value(_ entry: Entry) -> TreeEntry {
    TreeEntry(name: Array(name(entry)), mode: FileMode(entry.mode), id: entry.id)
  }

  /// The entry of that name; nil when there is none.
  package func entry(named wanted: ArraySlice<UInt8>) -> Entry? {
    // A name is there once: as a file or as a directory, which lie in different places.
    search(wanted, asDirectory: true) ?? search(wanted, asDirectory: false)
  }

  private func search(_ wanted: ArraySlice<UInt8>, asDirectory: Bool) -> Entry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      let order = compare(entries[middle], wanted, asDirectory)
      if order == 0 { return entries[middle] }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Whether an entry comes before, is, or comes after a name.
  private func compare(_ entry: Entry, _ wanted: ArraySlice<UInt8>, _ asDirectory: Bool) -> Int {
    let common = min(entry.end - entry.start, wanted.count)
    for offset in 0..<common {
      let difference = Int(bytes[entry.start + offset]) - Int(wanted[wanted.startIndex + offset])
      if difference != 0 { return difference }
    }
    let next = wanted.count > common ? wanted[wanted.startIndex + common] : asDirectory ? UInt8(ascii: "/") : 0
    return Int(following(entry, common)) - Int(next)
  }
}

extension RawTree {
  /// What is wrong with a tree, in words that follow "because".
  package struct Malformed: Error {
    package let because: String
  }

  /// Reads `MODE NAME NUL ID` over and over. Source of the form: git, tree-walk.c, decode_tree_entry.
  package init(parsing bytes: [UInt8]) throws(Malformed) {
    var entries: [Entry] = []
    entries.reserveCapacity(bytes.count / 36)
    var position = 0
    while position < bytes.count { entries.append(try Self.entry(in: bytes, at: &position)) }
    self.init(bytes: bytes, entries: entries)
    try checkOrder()
  }

  private static func entry(in bytes: [UInt8], at position: inout Int) throws(Malformed) -> Entry {
    var mode: UInt32 = 0
    let begin = position
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
      let digit = bytes[position]
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit), position - begin < 7 else {
        throw Malformed(because: "a mode in the tree is not an octal number")
      }
      mode = mode << 3 | UInt32(digit - UInt8(ascii: "0"))
      position += 1
    }
    guard position > begin, position < bytes.count else { throw Malformed(because: "the tree ends inside a mode") }
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != 0 {
      guard bytes[position] != UInt8(ascii: "/") else { throw Malformed(because: "a name in the tree holds a slash") }
      position += 1
    }
    guard position > start else { throw Malformed(because: "a name in the tree is empty") }
    let end = position
    position += 21
    guard position <= bytes.count else { throw Malformed(because: "the tree ends inside an entry") }
    return Entry(mode: mode, start: start, end: end, id: ObjectID(raw: bytes, at: end + 1))
  }

  /// git binary-searches trees and believes their order, so that a name out of place is seen by some and not by others.
  private func checkOrder() throws(Malformed) {
    // Files whose names the current name begins with: a directory of the same name need not be their neighbour.
    var files: [Entry] = []
    for (index, entry) in entries.enumerated() {
      if index > 0, compare(entries[index - 1], self, entry) >= 0 {
        throw Malformed(because: "the names in the tree are not in git's order, or one is there twice")
      }
      while let last = files.last, !name(entry).starts(with: name(last)) { files.removeLast() }
      if entry.sortsAsDirectory {
        if let last = files.last, last.end - last.start == entry.end - entry.start {
          throw Malformed(because: "a name in the tree is both a file and a directory")
        }
      } else {
        files.append(entry)
      }
    }
  }

  /// git's order: by bytes, a directory as if its name ended in a slash. Negative, zero or positive.
  /// Source: git, read-cache.c, base_name_compare.
  func compare(_ mine: Entry, _ other: RawTree, _ theirs: Entry) -> Int {
    let common = min(mine.end - mine.start, theirs.end - theirs.start)
    for offset in 0..<common {
      let difference = Int(bytes[mine.start + offset]) - Int(other.bytes[theirs.start + offset])
      if difference != 0 { return difference }
    }
    return Int(following(mine, common)) - Int(other.following(theirs, common))
  }

  private func following(_ entry: Entry, _ offset: Int) -> UInt8 {
    if entry.start + offset < entry.end { return bytes[entry.start + offset] }
    return entry.sortsAsDirectory ? UInt8(ascii: "/") : 0
  }
}

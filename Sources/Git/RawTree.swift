/// A tree as it is stored, checked once: names lie in git's order and are unique.
package struct RawTree {
  /// One entry: its name is a range of the tree's bytes, and its id follows behind a NUL.
  package struct Entry {
    package let mode: UInt32
    fileprivate let first: UInt32
    fileprivate let last: UInt32

    package var start: Int { Int(first) }
    package var end: Int { Int(last) }

    /// What git takes for a directory when it sorts.
    package var sortsAsDirectory: Bool { mode & 0o170000 == 0o040000 }
  }

  /// Where entries lie in the bytes. From one commit to the next a tree changes in its ids alone, and shares it.
  private final class Layout: Sendable {
    let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }
  }

  let bytes: [UInt8]
  private let layout: Layout
  /// About how much memory it takes.
  let footprint: Int

  package var entries: [Entry] { layout.entries }

  static let empty = RawTree(bytes: [], entries: [])

  private init(bytes: [UInt8], entries: [Entry]) {
    self.bytes = bytes
    layout = Layout(entries)
    footprint = bytes.count + entries.count * MemoryLayout<Entry>.stride + 64
  }

  /// A tree whose bytes differ from a known one's in ids and nothing else.
  private init(bytes: [UInt8], as known: RawTree) {
    self.bytes = bytes
    layout = known.layout
    footprint = bytes.count + 64
  }

  package func id(_ entry: Entry) -> ObjectID { ObjectID(raw: bytes, at: entry.end + 1) }

  package func name(_ entry: Entry) -> ArraySlice<UInt8> { bytes[entry.start..<entry.end] }

  package func value(_ entry: Entry) -> TreeEntry {
    TreeEntry(name: Array(name(entry)), mode: FileMode(entry.mode), id: id(entry))
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
  ///
  /// - Parameter known: a tree that was checked; where this one differs from it in ids alone, there is nothing more to check.
  package init(parsing bytes: [UInt8], like known: RawTree? = nil) throws(Malformed) {
    if let known, known.bytes.count == bytes.count {
      let other = RawTree(bytes: bytes, as: known)
      if known.changedIDs(in: other) != nil {
        self = other
        return
      }
    }
    // Places are kept in 32 bits.
    guard bytes.count <= ReadingLimits.tree else { throw Malformed(because: "it has \(bytes.count) bytes") }
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
    return Entry(mode: mode, first: UInt32(start), last: UInt32(end))
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

extension RawTree {
  /// The entries of two trees that differ, in git's order; a name is on one side alone, or on both.
  func eachDifference<Failure: Error>(
    to other: RawTree, _ body: (Entry?, Entry?) throws(Failure) -> Void
  ) throws(Failure) {
    if layout === other.layout, let changed = changedIDs(in: other) {
      for index in changed { try body(entries[index], entries[index]) }
      return
    }
    let (mine, theirs) = (entries, other.entries)
    var (left, right) = (0, 0)
    while left < mine.count || right < theirs.count {
      let order =
        left == mine.count ? 1 : right == theirs.count ? -1 : compare(mine[left], other, theirs[right])
      let gone = order <= 0 ? mine[left] : nil
      let come = order >= 0 ? theirs[right] : nil
      if gone != nil { left += 1 }
      if come != nil { right += 1 }
      if let gone, let come, gone.mode == come.mode, id(gone) == other.id(come) { continue }
      try body(gone, come)
    }
  }

  /// The indexes of entries whose ids differ from those of a tree of the same size; nil: something else differs, too.
  private func changedIDs(in other: RawTree) -> [Int]? {
    let entries = entries
    var changed: [Int] = []
    var position = 0
    while let place = difference(to: other, from: position) {
      // The last entry that begins at or before the place.
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].start <= place { low = middle + 1 } else { high = middle }
      }
      guard low > 0, place > entries[low - 1].end, place <= entries[low - 1].end + 20 else { return nil }
      changed.append(low - 1)
      position = entries[low - 1].end + 21
    }
    return changed
  }

  /// Where the bytes of two trees of the same size first differ.
  private func difference(to other: RawTree, from start: Int) -> Int? {
    let count = bytes.count
    return unsafe bytes.withUnsafeBytes { mine in
      unsafe other.bytes.withUnsafeBytes { theirs in
        var position = start
        while position + 8 <= count {
          let one = unsafe mine.loadUnaligned(fromByteOffset: position, as: UInt64.self)
          let two = unsafe theirs.loadUnaligned(fromByteOffset: position, as: UInt64.self)
          if one != two { break }
          position += 8
        }
        while position < count {
          if unsafe mine[position] != theirs[position] { return position }
          position += 1
        }
        return nil
      }
    }
  }
}

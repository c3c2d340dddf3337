/// The index of a pack, version 1 or 2: which objects it has, sorted by id, and where they lie. Source: git, gitformat-pack(5).
///
/// git writes version 1 where `pack.indexVersion` says so, on a server for what is pushed as well.
struct PackIndex {
  let count: Int
  private let bytes: [UInt8]
  /// Where the first id lies, and how far it is from one to the next.
  private let ids: (first: Int, step: Int)
  /// The same of the places, of four bytes each.
  private let places: (first: Int, step: Int)
  /// Where the places begin that need more; nil: there are none in this version.
  private let far: Int?

  /// Nil when it is none, or too short.
  init?(_ bytes: [UInt8]) {
    let isNew = bytes.starts(with: [0xff, 0x74, 0x4f, 0x63])
    if isNew, !bytes.dropFirst(4).starts(with: [0, 0, 0, 2]) { return nil }
    let start = (isNew ? 8 : 0) + 256 * 4
    guard bytes.count >= start else { return nil }
    self.bytes = bytes
    count = Self.number(bytes, at: start - 4)
    if isNew {
      // Ids, checksums, places, each in a table of its own.
      ids = (start, 20)
      places = (start + count * 24, 4)
      far = start + count * 28
    } else {
      // Each place before its id.
      ids = (start + 4, 24)
      places = (start, 24)
      far = nil
    }
    guard start + count * (isNew ? 28 : 24) <= bytes.count else { return nil }
  }

  func id(_ object: Int) -> ObjectID { ObjectID(raw: bytes, at: ids.first + object * ids.step) }

  /// Where in the pack an object begins; nil when the index does not say.
  func place(_ object: Int) -> Int? {
    let place = Self.number(bytes, at: places.first + object * places.step)
    guard let far, place >= 1 << 31 else { return place }
    let row = far + (place & 0x7fff_ffff) * 8
    guard row + 8 <= bytes.count else { return nil }
    let high = Self.number(bytes, at: row)
    return high < 1 << 31 ? high << 32 | Self.number(bytes, at: row + 4) : nil
  }

  /// Where an object stands in the index; nil when it does not.
  func position(of id: ObjectID) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let other = self.id(middle)
      if other == id { return middle }
      if other < id { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> Int {
    Int(bytes[offset]) << 24 | Int(bytes[offset + 1]) << 16 | Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
  }
}

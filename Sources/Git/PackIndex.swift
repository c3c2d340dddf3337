/// The index of a pack, version 2: which objects it has, sorted by id, and where they lie. Source: git, gitformat-pack(5).
struct PackIndex {
  let count: Int
  private let bytes: [UInt8]
  /// Ids, checksums, and places of four bytes; those that need more are in a table of their own.
  private static let ids = 8 + 1024
  private let places: Int
  private let far: Int

  /// Nil when it is none, or too short.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]), bytes.count >= Self.ids else { return nil }
    self.bytes = bytes
    count = Self.number(bytes, at: Self.ids - 4)
    places = Self.ids + count * 24
    far = places + count * 4
    guard far <= bytes.count else { return nil }
  }

  func id(_ object: Int) -> ObjectID { ObjectID(raw: bytes, at: Self.ids + object * 20) }

  /// Where in the pack an object begins; nil when the index does not say.
  func place(_ object: Int) -> Int? {
    let place = Self.number(bytes, at: places + object * 4)
    guard place >= 1 << 31 else { return place }
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

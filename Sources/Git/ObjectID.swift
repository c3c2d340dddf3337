/// The SHA-1 name of a git object: 20 bytes, kept inline.
package struct ObjectID: Hashable, Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt32

  /// The id that names nothing; git writes it for "does not exist".
  package static let zero = ObjectID(first: 0, second: 0, third: 0)

  /// The id of the tree without entries, which every repository has without storing it.
  package static let emptyTree = ObjectID(
    first: 0x4b82_5dc6_42cb_6eb9, second: 0xa060_e54b_f8d6_9288, third: 0xfbee_4904)
}

extension ObjectID {
  /// Reads exactly 40 lower-case hex digits; nil for anything else.
  package init?(hex: String) {
    self.init(hex: Array(hex.utf8)[...])
  }

  /// Reads exactly 40 lower-case hex digits; nil for anything else.
  package init?(hex: ArraySlice<UInt8>) {
    guard hex.count == 40 else { return nil }
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for (index, byte) in hex.enumerated() {
      guard let nibble = nibble(byte) else { return nil }
      switch index {
      case 0..<16: words.0 = words.0 << 4 | UInt64(nibble)
      case 16..<32: words.1 = words.1 << 4 | UInt64(nibble)
      default: words.2 = words.2 << 4 | UInt32(nibble)
      }
    }
    self.init(first: words.0, second: words.1, third: words.2)
  }

  /// The 20 bytes that begin at `offset`, which must lie in `bytes`.
  package init(raw bytes: [UInt8], at offset: Int) {
    self.init(
      first: bigEndian(bytes, at: offset, count: 8), second: bigEndian(bytes, at: offset + 8, count: 8),
      third: UInt32(truncatingIfNeeded: bigEndian(bytes, at: offset + 16, count: 4)))
  }

  /// The 20 bytes of the id.
  package var bytes: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 20) { bytes, count in
      for index in 0..<20 { unsafe bytes[index] = digit(at: 2 * index) << 4 | digit(at: 2 * index + 1) }
      count = 20
    }
  }

  /// 40 lower-case hex digits.
  package var hex: String { hex(digits: 40) }

  /// The first 12 hex digits, for people to read.
  package var short: String { hex(digits: 12) }

  /// Writes the 20 bytes to where there is room for them.
  @unsafe func write(to target: UnsafeMutableRawBufferPointer) {
    unsafe target.storeBytes(of: first.bigEndian, toByteOffset: 0, as: UInt64.self)
    unsafe target.storeBytes(of: second.bigEndian, toByteOffset: 8, as: UInt64.self)
    unsafe target.storeBytes(of: third.bigEndian, toByteOffset: 16, as: UInt32.self)
  }

  private func hex(digits: Int) -> String {
    unsafe String(unsafeUninitializedCapacity: digits) { text in
      for index in 0..<digits { unsafe text[index] = hexDigit(digit(at: index)) }
      return digits
    }
  }

  /// The value of one of the 40 hex digits.
  private func digit(at index: Int) -> UInt8 {
    let word = index < 16 ? first : index < 32 ? second : UInt64(third) << 32
    return UInt8(truncatingIfNeeded: word >> UInt64(60 - index % 16 * 4)) & 15
  }

  /// Eight of the bytes tell ids apart as well as twenty do; which are equal is asked of all.
  package func hash(into hasher: inout Hasher) { hasher.combine(first) }
}

extension ObjectID: Comparable {
  package static func < (earlier: ObjectID, later: ObjectID) -> Bool {
    (earlier.first, earlier.second, earlier.third) < (later.first, later.second, later.third)
  }
}

extension ObjectID: CustomStringConvertible {
  package var description: String { hex }
}

/// The value of a lower-case hex digit; nil for any other byte.
func nibble(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  default: nil
  }
}

private func hexDigit(_ nibble: UInt8) -> UInt8 {
  nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

private func bigEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
  var word: UInt64 = 0
  for index in offset..<offset + count { word = word << 8 | UInt64(bytes[index]) }
  return word
}

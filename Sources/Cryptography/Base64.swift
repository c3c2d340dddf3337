/// Base64 with the alphabet of RFC 4648, section 4.
package enum Base64 {
  /// One line, padded.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        for shift in [18, 12, 6, 0] as [UInt32] { text.append(alphabet[Int(group >> shift & 63)]) }
        (group, held) = (0, 0)
      }
    }
    if held > 0 {
      group <<= UInt32(8 * (3 - held))
      for place in 0..<4 {
        text.append(place <= held ? alphabet[Int(group >> UInt32(18 - 6 * place) & 63)] : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything that `encode` does not write: white space, missing padding, bits behind the end.
  ///
  /// So a text stands for its bytes alone, and no two texts for the same ones.
  package static func decode(_ text: [UInt8]) -> [UInt8]? { decode(text[...]) }

  /// As above, from a part of a text.
  package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var digits = 0
    var paddings = 0
    for letter in text {
      if letter == padding {
        paddings += 1
        guard digits >= 2, digits + paddings <= 4 else { return nil }
        continue
      }
      guard paddings == 0, let value = value(of: letter) else { return nil }
      group = group << 6 | UInt32(value)
      digits += 1
      if digits == 4 {
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        bytes.append(UInt8(truncatingIfNeeded: group >> 8))
        bytes.append(UInt8(truncatingIfNeeded: group))
        (group, digits) = (0, 0)
      }
    }
    switch (digits, paddings) {
    case (0, 0): return bytes
    case (3, 1) where group & 3 == 0: return bytes + [UInt8(group >> 10 & 255), UInt8(group >> 2 & 255)]
    case (2, 2) where group & 15 == 0: return bytes + [UInt8(group >> 4 & 255)]
    default: return nil
    }
  }

  /// As above, from a string.
  package static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  private static func value(of letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

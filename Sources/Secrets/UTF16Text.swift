/// Texts in UTF-16.
enum UTF16Text {
  /// Nothing larger is decoded, in bytes: as UTF-8 it may take half as much again.
  static let most = 32 << 20

  static func isMarked(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    // With two zeros it is a mark of UTF-32.
    if bytes[0] == 0xff && bytes[1] == 0xfe { return bytes[2] != 0 || bytes[3] != 0 }
    return bytes[0] == 0xfe && bytes[1] == 0xff
  }

  /// Whether the first or the second of two bytes of a marked text is the lower one, which a letter of ASCII is in.
  static func letters(of bytes: [UInt8]) -> Int { bytes[0] == 0xfe ? 1 : 0 }

  /// A text of ASCII in UTF-16, its bytes in the usual order, without the zeros.
  static func narrow(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count - 1, by: 2).map { bytes[$0 + 1] == 0 ? bytes[$0] : UInt8(ascii: "?") }
  }

  /// The UTF-8 of a marked text; what is none is replaced.
  static func text(of bytes: [UInt8]) -> [UInt8] {
    let high = 1 - letters(of: bytes)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 2)
    var decoder = UTF16()
    var units = stride(from: 2, to: bytes.count - 1, by: 2).lazy
      .map { UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high]) }.makeIterator()
    while true {
      switch decoder.decode(&units) {
      case .scalarValue(let scalar): text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      case .error: text += UTF8.encodedReplacementCharacter
      case .emptyInput: return text
      }
    }
  }
}

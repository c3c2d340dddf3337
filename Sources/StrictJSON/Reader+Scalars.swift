extension Reader {
  /// Reads a string from its opening to behind its closing quote.
  mutating func readString() throws(JSONError) -> String {
    let opening = place
    offset += 1
    let start = offset
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        let text = try text(start..<offset, from: opening)
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        return try readEscapedString(start, from: opening)
      case 0..<0x20:
        throw .controlCharacter(byte, at: place)
      default:
        step(over: byte)
      }
    }
    throw .truncated(expected: "the closing quote of a string", at: place)
  }

  /// Goes on with a string that has an escape here; `start` is behind the opening quote.
  private mutating func readEscapedString(_ start: Int, from opening: JSONPosition) throws(JSONError) -> String {
    var text = try text(start..<offset, from: opening)
    var pieceStart = offset
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        text += try self.text(pieceStart..<offset, from: opening)
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        text += try self.text(pieceStart..<offset, from: opening)
        text.unicodeScalars.append(try readEscape())
        pieceStart = offset
      case 0..<0x20:
        throw .controlCharacter(byte, at: place)
      default:
        step(over: byte)
      }
    }
    throw .truncated(expected: "the closing quote of a string", at: place)
  }

  private mutating func step(over byte: UInt8) {
    if byte & 0xc0 == 0x80 { continuations += 1 }
    offset += 1
  }

  private mutating func readEscape() throws(JSONError) -> Unicode.Scalar {
    let start = place
    offset += 1
    guard let kind = byte else { throw .truncated(expected: "the rest of an escape", at: place) }
    offset += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readCodePoint(from: start)
    default: throw .escape(at: start)
    }
  }

  /// Reads the digits behind `\u`, and the second half of a pair.
  private mutating func readCodePoint(from start: JSONPosition) throws(JSONError) -> Unicode.Scalar {
    let unit = try readUnit(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xdc00, byte == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "u")
    else { throw .loneSurrogate(at: start) }
    let second = place
    offset += 2
    let low = try readUnit(from: second)
    guard (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00))
    else { throw .loneSurrogate(at: start) }
    return scalar
  }

  private mutating func readUnit(from start: JSONPosition) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte else { throw .truncated(expected: "the rest of an escape", at: place) }
      guard let digit = hexadecimal(byte) else { throw .escape(at: start) }
      unit = unit << 4 | digit
      offset += 1
    }
    return unit
  }

  private func hexadecimal(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// The bytes of a string as text. `opening` is the place of its opening quote, on the same line.
  private func text(_ range: Range<Int>, from opening: JSONPosition) throws(JSONError) -> String {
    if let text = String(validating: bytes[range], as: UTF8.self) { return text }
    var decoder = UTF8()
    var source = bytes[range].makeIterator()
    var offset = range.lowerBound
    // What stands between the quote and the range is valid, so its columns can be counted by its lead bytes.
    var column = opening.column + bytes[opening.offset..<offset].count { $0 & 0xc0 != 0x80 }
    while case .scalarValue(let scalar) = decoder.decode(&source) {
      offset += scalar.utf8.count
      column += 1
    }
    throw .notUTF8(at: JSONPosition(offset: offset, line: opening.line, column: column))
  }

  /// Reads a number by the grammar of RFC 8259, section 6.
  mutating func readNumber() throws(JSONError) -> String {
    let start = place
    guard let end = endOfNumber(bytes, from: offset) else { throw .number(at: start) }
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    offset = end
    return text
  }
}

/// Where the number that starts at `start` ends; nil when it is not written as RFC 8259, section 6 asks.
private func endOfNumber(_ bytes: [UInt8], from start: Int) -> Int? {
  var offset = start
  func skipDigits() -> Bool {
    let first = offset
    while offset < bytes.count, isDigit(bytes[offset]) { offset += 1 }
    return offset > first
  }
  func take(_ characters: UInt8...) -> Bool {
    guard offset < bytes.count, characters.contains(bytes[offset]) else { return false }
    offset += 1
    return true
  }
  _ = take(UInt8(ascii: "-"))
  if take(UInt8(ascii: "0")) {
    if offset < bytes.count, isDigit(bytes[offset]) { return nil }
  } else if !skipDigits() {
    return nil
  }
  if take(UInt8(ascii: ".")), !skipDigits() { return nil }
  if take(UInt8(ascii: "e"), UInt8(ascii: "E")) {
    _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
    if !skipDigits() { return nil }
  }
  return offset
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Whether a text is one JSON number and nothing else.
func isJSONNumber(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return endOfNumber(bytes, from: 0) == bytes.count
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension SecretScanner {
  /// Words with a percent sign and two digits in them, the escapes resolved.
  func percentPieces(_ bytes: UnsafeBufferPointer<UInt8>, _ pieces: inout Pieces) {
    var from = 0
    while !pieces.isFull, let sign = unsafe firstPercent(bytes, from) {
      from = sign + 1
      guard unsafe Self.escape(bytes, sign) != nil else { continue }
      var start = sign
      while start > 0, sign - start < 2_000, unsafe Self.isWordPart(bytes[start - 1]) { start -= 1 }
      var end = sign
      while end < bytes.count, end - sign < 8_192, unsafe Self.isWordPart(bytes[end]) { end += 1 }
      var text: [UInt8] = []
      text.reserveCapacity(end - start)
      var index = start
      while index < end {
        if let value = unsafe Self.escape(bytes, index) {
          text.append(value)
          index += 3
        } else {
          text.append(unsafe bytes[index])
          index += 1
        }
      }
      from = end
      if text.count >= 12 {
        pieces.add(Piece(wrapping: .percent, range: start..<end, text: text))
      }
    }
  }

  private func firstPercent(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int? {
    guard from < bytes.count, let base = bytes.baseAddress,
      let found = unsafe memchr(base + from, Int32(UInt8(ascii: "%")), bytes.count - from)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt8? {
    guard index + 2 < bytes.count, unsafe bytes[index] == UInt8(ascii: "%") else { return nil }
    let (high, low) = unsafe (hexDigit(bytes[index + 1]), hexDigit(bytes[index + 2]))
    guard let high, let low else { return nil }
    return high << 4 | low
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7f && !"\"'<>`\\|".utf8.contains(byte)
  }
}

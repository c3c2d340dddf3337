#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// ASCII that is written with two or four bytes for each letter, wherever in a text it stands: UTF-16 and UTF-32 without a mark, and in
/// files that are no text.
enum WideRuns {
  /// So many letters one after the other are no chance.
  private static let least = 12

  static func find(in bytes: UnsafeBufferPointer<UInt8>, _ pieces: inout Pieces) {
    guard let base = bytes.baseAddress else { return }
    var from = 1
    while from < bytes.count, !pieces.isFull {
      guard let found = unsafe memchr(base + from, 0, bytes.count - from) else { return }
      let zero = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
      guard unsafe isLetter(bytes[zero - 1]) else {
        from = zero + 1
        continue
      }
      // The letter before the zero: in the other order of bytes the first one has no zero behind it, or is behind its own.
      let width = unsafe zero + 2 < bytes.count && bytes[zero + 1] == 0 && bytes[zero + 2] == 0 ? 4 : 2
      var end = zero - 1
      while unsafe isUnit(bytes, end, width) { end += width }
      let letters = (end - zero + 1) / width
      if letters >= least {
        var text: [UInt8] = []
        text.reserveCapacity(letters + 1)
        for index in stride(from: zero - 1, to: end, by: width) { text.append(unsafe bytes[index]) }
        // In the other order of bytes the last letter has no zero behind it.
        if unsafe end < bytes.count && isLetter(bytes[end]) { text.append(unsafe bytes[end]) }
        pieces.add(Piece(wrapping: .utf16, range: zero - 1..<min(end + 1, bytes.count), text: text))
      }
      from = max(zero + 1, end)
    }
  }

  /// A letter with nothing but zeros behind it.
  private static func isUnit(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ width: Int) -> Bool {
    guard index + width <= bytes.count, unsafe isLetter(bytes[index]) else { return false }
    for zero in index + 1..<index + width where unsafe bytes[zero] != 0 { return false }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7f || byte == 0x0a || byte == 0x0d || byte == 0x09
  }
}

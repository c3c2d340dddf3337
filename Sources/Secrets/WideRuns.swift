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

  /// So many letters at the end of a run are looked at again where it may be one letter too long.
  private static let edge = 1_024

  /// `decoded`: 0 or 1 for a text that was decoded from its mark on, by which of two bytes its letters are.
  static func find(in bytes: UnsafeBufferPointer<UInt8>, decoded: Int?, _ pieces: inout Pieces) {
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
      if (end - zero + 1) / width >= least {
        unsafe add(bytes, zero - 1, end, width, isDecoded: width == 2 && decoded == (zero - 1) & 1, &pieces)
      }
      from = max(zero + 1, end)
    }
  }

  /// Adds the letters from `start` on as they read in each order of bytes: in one the last of them has no zero of its own and is none of
  /// the text, in the other the first one.
  private static func add(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ width: Int, isDecoded: Bool, _ pieces: inout Pieces
  ) {
    let isOpen = unsafe end < bytes.count && isLetter(bytes[end])
    let isGlued = unsafe start > 0 && bytes[start - 1] != 0
    let isOdd = start & 1 == 1
    if isOpen, start > 0, !(isDecoded && isOdd) {
      unsafe addLetters(bytes, isGlued ? start + width : start, end, width, &pieces)
    }
    if isOpen, start > 0, !isGlued {
      // The zero before them is the first one's, or by chance there.
      if end + 1 < bytes.count {
        unsafe addLetters(bytes, max(start, end - edge * width), end - width, width, &pieces)
      }
    } else if !isDecoded || isOdd && isGlued {
      unsafe addLetters(bytes, start, end - width, width, &pieces)
    }
  }

  /// `last`: where the last letter is.
  private static func addLetters(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ last: Int, _ width: Int, _ pieces: inout Pieces
  ) {
    var text: [UInt8] = []
    text.reserveCapacity((last - start) / width + 1)
    for index in stride(from: start, through: last, by: width) { text.append(unsafe bytes[index]) }
    pieces.add(Piece(wrapping: .utf16, range: start..<min(last + 2, bytes.count), text: text))
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

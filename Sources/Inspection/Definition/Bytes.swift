/// Questions that are answered byte for byte. Characters as people see them cost a hundred times as much, and no shell, and no
/// engine, goes by them.
extension StringProtocol where SubSequence == Substring {
  /// Whether a text stands in it.
  func holds(_ word: String) -> Bool { place(of: word) != nil }

  /// What stands behind the first place of a text; nil: it is nowhere.
  func rest(behind word: String) -> Substring? {
    place(of: word).map { self[utf8.index(utf8.startIndex, offsetBy: $0 + word.utf8.count)...] }
  }

  /// The offset of the first place.
  private func place(of word: String) -> Int? {
    let bytes = Array(utf8)
    let word = Array(word.utf8)
    guard let first = word.first else { return 0 }
    var start = 0
    while start + word.count <= bytes.count {
      if bytes[start] == first, bytes[start..<start + word.count].elementsEqual(word) { return start }
      start += 1
    }
    return nil
  }

  /// Its lines, ended by LF or CRLF, empty ones too.
  var lines: [Substring] {
    pieces(omittingEmpty: false) { $0 == UInt8(ascii: "\n") }.map { line in
      line.utf8.last == UInt8(ascii: "\r") ? Substring(line.utf8.dropLast()) : line
    }
  }

  /// What stands between blanks and tabs.
  var words: [Substring] { split(at: Ascii.isBlank) }

  /// The parts between bytes, without empty ones.
  func split(at isBetween: (UInt8) -> Bool) -> [Substring] { pieces(omittingEmpty: true, isBetween) }

  private func pieces(omittingEmpty: Bool, _ isBetween: (UInt8) -> Bool) -> [Substring] {
    let whole = self[...]
    var ends: [Int] = []
    var count = 0
    // Offsets first: an index of a text costs more than a byte of it.
    for byte in whole.utf8 {
      if isBetween(byte) { ends.append(count) }
      count += 1
    }
    ends.append(count)
    var pieces: [Substring] = []
    pieces.reserveCapacity(omittingEmpty ? 8 : ends.count)
    var start = (offset: 0, index: whole.utf8.startIndex)
    for end in ends {
      let index = whole.utf8.index(start.index, offsetBy: end - start.offset)
      if end > start.offset || !omittingEmpty { pieces.append(whole[start.index..<index]) }
      if end < count { start = (end + 1, whole.utf8.index(after: index)) }
    }
    return pieces
  }

  /// Without the blanks before it.
  var unindented: Substring { Substring(self[...].utf8.drop { Ascii.isBlank($0) }) }

  /// Without some bytes.
  func without(_ bytes: String) -> String {
    String(decoding: utf8.filter { !bytes.utf8.contains($0) }, as: UTF8.self)
  }
}

enum Ascii {
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

  /// What names of variables are made of.
  static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5f }
}

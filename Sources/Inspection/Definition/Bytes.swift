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
    self[...].utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      Substring($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0)
    }
  }

  /// What stands between blanks and tabs.
  var words: [Substring] { split(at: Ascii.isBlank) }

  /// The parts between bytes, without empty ones.
  func split(at isBetween: (UInt8) -> Bool) -> [Substring] {
    self[...].utf8.split(whereSeparator: isBetween).map { Substring($0) }
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

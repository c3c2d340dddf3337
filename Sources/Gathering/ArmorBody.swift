/// Which lines of a signature's armor are base64 and nothing else.
struct ArmorBody {
  /// From 1.
  let lines: Set<Int>

  init(of armor: [UInt8]) {
    var lines: Set<Int> = []
    var number = 0
    for line in armor.split(separator: 0x0a, omittingEmptySubsequences: false) {
      number += 1
      if Self.isBody(line) { lines.insert(number) }
    }
    self.lines = lines
  }

  /// Letters, with at most two `=` at the end; or the checksum of OpenPGP, `=` and four letters.
  private static func isBody(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    if rest.first == UInt8(ascii: "="), rest.count == 5 {
      rest = rest.dropFirst()
    } else {
      while rest.last == UInt8(ascii: "="), line.count - rest.count < 2 { rest = rest.dropLast() }
    }
    return !rest.isEmpty && rest.allSatisfy(isLetter)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }
  }
}

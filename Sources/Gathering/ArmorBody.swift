/// Which lines of a signature's armor are base64 and nothing else.
struct ArmorBody {
  /// From 1.
  let lines: Set<Int>

  init(of armor: [UInt8]) {
    var lines: Set<Int> = []
    var number = 0
    for line in armor.split(separator: 0x0a, omittingEmptySubsequences: false) {
      number += 1
      if !line.isEmpty, line.allSatisfy(Self.isLetter) { lines.insert(number) }
    }
    self.lines = lines
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "+/=".utf8.contains(byte)
    }
  }
}

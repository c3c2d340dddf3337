/// The fields of one line of a key file, apart by spaces and tabs; those within double quotes do not part.
struct LineFields {
  private let line: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ line: ArraySlice<UInt8>) {
    self.line = line
    position = line.startIndex
  }

  /// The next field; nil at the end.
  mutating func next() -> ArraySlice<UInt8>? {
    skipSpace()
    let start = position
    var quoted = false
    while position < line.endIndex, quoted || !Self.isSpace(line[position]) {
      if line[position] == UInt8(ascii: "\"") { quoted.toggle() }
      position += 1
    }
    return start == position ? nil : line[start..<position]
  }

  mutating func skipSpace() {
    while position < line.endIndex, Self.isSpace(line[position]) { position += 1 }
  }

  /// From 1, in bytes.
  var column: Int { position - line.startIndex + 1 }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

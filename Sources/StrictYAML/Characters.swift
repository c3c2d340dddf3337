/// Checks that the text is UTF-8 of characters that every YAML reader takes alike, before libyaml sees it.
///
/// Beyond YAML 1.2, section 5.1, it refuses what libyaml takes as the end of a line and editors and git do not: a
/// carriage return without line feed, U+0085, U+2028 and U+2029. A line could otherwise hide behind a comment.
func checkCharacters(of bytes: [UInt8], passingByteOrderMark: Bool = false) throws(YAMLError) {
  var decoder = UTF8()
  var source = bytes.makeIterator()
  var place = YAMLPosition(line: 1, column: 1, offset: 0)
  var afterReturn: YAMLPosition?
  while true {
    switch decoder.decode(&source) {
    case .emptyInput:
      if let afterReturn { throw .controlCharacter(0x0d, at: afterReturn) }
      return
    case .error:
      throw .notUTF8(at: place)
    case .scalarValue(let scalar):
      if let afterReturn, scalar != "\n" { throw .controlCharacter(0x0d, at: afterReturn) }
      if scalar == "\u{feff}", !passingByteOrderMark || place.offset > 0 { throw .byteOrderMark(at: place) }
      if scalar != "\u{feff}", !isAccepted(scalar.value) { throw .controlCharacter(scalar.value, at: place) }
      afterReturn = scalar == "\r" ? place : nil
      place = following(place, scalar)
    }
  }
}

private func following(_ place: YAMLPosition, _ scalar: Unicode.Scalar) -> YAMLPosition {
  let offset = place.offset + scalar.utf8.count
  return scalar == "\n"
    ? YAMLPosition(line: place.line + 1, column: 1, offset: offset)
    : YAMLPosition(line: place.line, column: place.column + 1, offset: offset)
}

private func isAccepted(_ value: UInt32) -> Bool {
  switch value {
  case 0x09, 0x0a, 0x0d, 0x20...0x7e: true
  case 0x2028, 0x2029: false
  case 0xa0...0xd7ff, 0xe000...0xfffd, 0x10000...0x10ffff: true
  default: false
  }
}

/// The place in a JSON text, and the grammar of values; strings and numbers are read in `Reader+Scalars.swift`.
struct Reader {
  let bytes: [UInt8]
  let limits: JSONLimits
  var offset = 0
  private var line = 1
  private var lineStart = 0
  /// UTF-8 continuation bytes on this line so far: bytes that are no column.
  var continuations = 0
  private var nodes = 0

  init(_ bytes: [UInt8], _ limits: JSONLimits, from start: Int = 0) {
    self.bytes = bytes
    self.limits = limits
    offset = start
    lineStart = start
  }

  var atEnd: Bool { offset >= bytes.count }

  var place: JSONPosition {
    JSONPosition(offset: offset, line: line, column: offset - lineStart - continuations + 1)
  }

  /// The byte here; nil at the end.
  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func skipSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        lineStart = offset
        continuations = 0
      default:
        return
      }
    }
  }

  /// `depth` is the number of arrays and objects around the value.
  mutating func readValue(depth: Int) throws(JSONError) -> JSONNode {
    let start = place
    nodes += 1
    guard nodes <= limits.nodes else { throw .tooManyNodes(limit: limits.nodes, at: start) }
    guard let byte else { throw missing("a value") }
    switch byte {
    case UInt8(ascii: "\""): return JSONNode(.string(try readString()), at: start)
    case UInt8(ascii: "{"): return JSONNode(.object(try readMembers(depth: depth + 1)), at: start)
    case UInt8(ascii: "["): return JSONNode(.array(try readElements(depth: depth + 1)), at: start)
    case UInt8(ascii: "t"): return JSONNode(try readWord("true", .bool(true)), at: start)
    case UInt8(ascii: "f"): return JSONNode(try readWord("false", .bool(false)), at: start)
    case UInt8(ascii: "n"): return JSONNode(try readWord("null", .null), at: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSONNode(.number(try readNumber()), at: start)
    default: throw missing("a value")
    }
  }

  private mutating func readElements(depth: Int) throws(JSONError) -> [JSONNode] {
    guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth, at: place) }
    offset += 1
    skipSpace()
    var elements: [JSONNode] = []
    if take("]") { return elements }
    while true {
      elements.append(try readValue(depth: depth))
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw missing("',' or ']'") }
      skipSpace()
    }
  }

  private mutating func readMembers(depth: Int) throws(JSONError) -> [JSONMember] {
    guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth, at: place) }
    offset += 1
    skipSpace()
    var members: [JSONMember] = []
    var keys = Keys()
    if take("}") { return members }
    while true {
      let keyPlace = place
      guard byte == UInt8(ascii: "\"") else { throw missing("a key in quotes") }
      let key = try readString()
      if let first = keys.insert(key, at: keyPlace, among: members) {
        throw .duplicateKey(key, first: first, again: keyPlace)
      }
      skipSpace()
      guard take(":") else { throw missing("':'") }
      skipSpace()
      members.append(JSONMember(key: key, keyPosition: keyPlace, value: try readValue(depth: depth)))
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw missing("',' or '}'") }
      skipSpace()
    }
  }

  private mutating func readWord(_ word: String, _ meaning: JSONNode.Content) throws(JSONError) -> JSONNode.Content {
    let start = place
    for expected in word.utf8 {
      guard byte == expected else { throw .unexpected(expected: "a value", at: start) }
      offset += 1
    }
    return meaning
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  func missing(_ expected: String) -> JSONError {
    atEnd ? .truncated(expected: expected, at: place) : .unexpected(expected: expected, at: place)
  }
}

/// The keys of one object so far. Few are compared one by one, many are looked up.
private struct Keys {
  private var places: [String: JSONPosition] = [:]

  /// Where the key stood before; nil when it is new. `members` are those read so far.
  mutating func insert(_ key: String, at place: JSONPosition, among members: [JSONMember]) -> JSONPosition? {
    guard members.count >= 16 else {
      for member in members where member.key == key { return member.keyPosition }
      return nil
    }
    if places.isEmpty {
      for member in members { places[member.key] = member.keyPosition }
    }
    if let first = places[key] { return first }
    places[key] = place
    return nil
  }
}

/// Names that say what the value beside them is: both stand in one object, apart from each other.
extension Following {
  /// How a text is written, as far as it matters for where a value may stand.
  private enum Writing { case json, xml, lines }

  /// So far before a name and behind it a value is looked for; where the object goes on, there may be one.
  private static let far = 16_384
  private static let kinds = [SensitiveName.password, .token, .authorization]
  private static let valueKeys = Endings(StructureWalk.valueKeys.union(StructureWalk.ownValueKeys))

  /// `terminator`: the place of what ends the name's last word.
  static func isName(_ bytes: UnsafeBufferPointer<UInt8>, before terminator: Int) -> Bool {
    switch unsafe writing(of: bytes) {
    case .json: unsafe isNameInJSON(bytes, before: terminator)
    case .xml: unsafe isNameInXML(bytes, before: terminator)
    case .lines: unsafe isNameInLines(bytes, before: terminator)
    }
  }

  private static func writing(of bytes: UnsafeBufferPointer<UInt8>) -> Writing {
    var index = unsafe bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while index < bytes.count, unsafe bytes[index] <= 0x20 { index += 1 }
    guard index < bytes.count else { return .lines }
    if unsafe bytes[index] == UInt8(ascii: "<") { return .xml }
    guard unsafe bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") else { return .lines }
    index += 1
    while index < bytes.count, unsafe bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "{") { index += 1 }
    return unsafe index < bytes.count && bytes[index] == UInt8(ascii: "\"") ? .json : .lines
  }

  /// Only a whole string is a name there, where it is read strictly; loosely, quotes may be others or missing.
  private static func isNameInJSON(_ bytes: UnsafeBufferPointer<UInt8>, before terminator: Int) -> Bool {
    var start = terminator
    var isLoose = false
    while start > 0, unsafe bytes[start - 1] != UInt8(ascii: "\"") {
      start -= 1
      // Longer than any name.
      if terminator - start > 4_096 { return false }
      if unsafe bytes[start] == 0x0a { isLoose = true }
    }
    // A string has no line's end in it: what is seen stands between two of them.
    if isLoose { return true }
    // What opens a string stands behind a sign, or begins a line; what closes one does not.
    var before = start - 2
    while before >= 0, unsafe bytes[before] <= 0x20 { before -= 1 }
    guard before >= 0 else { return true }
    if unsafe !":,{[=(\\".utf8.contains(bytes[before]) { return true }
    var end = terminator
    while end < bytes.count, unsafe bytes[end] != UInt8(ascii: "\"") && bytes[end] != UInt8(ascii: "\\") {
      end += 1
      if end - start > 8_192 { return true }
    }
    // Written with escapes, or within a string of JSON.
    guard start > 1, end < bytes.count, unsafe bytes[end] != UInt8(ascii: "\\") else { return true }
    if unsafe bytes[start - 2] == UInt8(ascii: "\\") { return true }
    guard let name = unsafe sensitive(bytes, start..<end) else { return false }
    return unsafe hasValue(bytes, behind: end + 1, name) || hasValue(bytes, before: start - 1, name)
  }

  /// A whole attribute or a whole text.
  private static func isNameInXML(_ bytes: UnsafeBufferPointer<UInt8>, before terminator: Int) -> Bool {
    var start = terminator
    while start > 0, unsafe !"\"'>".utf8.contains(bytes[start - 1]) {
      start -= 1
      if terminator - start > 400 { return true }
    }
    var end = terminator
    while end < bytes.count, unsafe !"\"'<".utf8.contains(bytes[end]) {
      end += 1
      if end - terminator > 400 { return true }
    }
    return unsafe sensitive(bytes, start..<end) != nil
  }

  private static func sensitive(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> SensitiveName? {
    if let name = unsafe SensitiveName(UnsafeBufferPointer(rebasing: bytes[range])) { return name }
    guard range.count <= 30 else { return nil }
    let text = unsafe String(decoding: bytes[range], as: UTF8.self)
    return StructureWalk.queryNames.contains(text) ? .token : nil
  }

  private static func hasValue(
    _ bytes: UnsafeBufferPointer<UInt8>, behind start: Int, _ name: SensitiveName
  ) -> Bool {
    var depth = 0
    var index = start
    while index < bytes.count {
      if index - start > far { return true }
      switch unsafe bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return false }
      case UInt8(ascii: ":"): if depth == 0, unsafe isValue(bytes, at: index, name) { return true }
      case UInt8(ascii: "\""):
        index += 1
        while index < bytes.count, unsafe bytes[index] != UInt8(ascii: "\"") {
          index += unsafe bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      default: break
      }
      index += 1
    }
    return true
  }

  private static func hasValue(
    _ bytes: UnsafeBufferPointer<UInt8>, before end: Int, _ name: SensitiveName
  ) -> Bool {
    var depth = 0
    var index = end - 1
    while index >= 0 {
      if end - index > far { return true }
      switch unsafe bytes[index] {
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth -= 1
        if depth < 0 { return false }
      case UInt8(ascii: ":"): if depth == 0, unsafe isValue(bytes, at: index, name) { return true }
      case UInt8(ascii: "\""):
        index -= 1
        while index >= 0, unsafe bytes[index] != UInt8(ascii: "\"") || isEscaped(bytes, index) { index -= 1 }
      default: break
      }
      index -= 1
    }
    return true
  }

  private static func isEscaped(_ bytes: UnsafeBufferPointer<UInt8>, _ quote: Int) -> Bool {
    var first = quote
    while first > 0, unsafe bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
    return (quote - first) % 2 == 1
  }

  /// Whether behind this colon stands what such a name makes a secret.
  private static func isValue(_ bytes: UnsafeBufferPointer<UInt8>, at colon: Int, _ name: SensitiveName) -> Bool {
    guard unsafe isKey(valueKeys, bytes, from: 0, at: colon) else { return false }
    return unsafe isSecret(bytes, behind: colon, [name])
  }

  /// Whether behind this colon stands what one of these names makes a secret: all of them for a name that is not known.
  static func isSecret(
    _ bytes: UnsafeBufferPointer<UInt8>, behind colon: Int, _ names: [SensitiveName] = kinds
  ) -> Bool {
    var start = colon + 1
    while start < bytes.count, unsafe bytes[start] <= 0x20 { start += 1 }
    guard start < bytes.count, unsafe bytes[start] == UInt8(ascii: "\"") else { return true }
    guard let values = unsafe values(bytes, from: start + 1, UInt8(ascii: "\"")) else { return true }
    return values.contains { value in names.contains { !Placeholder.secrets(in: value, for: $0).isEmpty } }
  }

  /// A name in quotes is known whole, and of one without what follows each sign between. Its value is in a line of the same mapping.
  private static func isNameInLines(_ bytes: UnsafeBufferPointer<UInt8>, before terminator: Int) -> Bool {
    var start = terminator
    while start > 0, unsafe bytes[start - 1] != 0x0a {
      start -= 1
      if terminator - start > 400 { return true }
    }
    var end = terminator
    while end < bytes.count, unsafe !"\n,}<#\"'".utf8.contains(bytes[end]) {
      end += 1
      if end - terminator > 400 { return true }
    }
    // The key stands in a line before.
    guard (start..<terminator).contains(where: { unsafe ":=>".utf8.contains(bytes[$0]) }) else { return true }
    let isOne = (start..<terminator).contains { index in
      guard unsafe ":=>\"'".utf8.contains(bytes[index]) else { return false }
      return unsafe sensitive(bytes, (index + 1)..<terminator) != nil || sensitive(bytes, (index + 1)..<end) != nil
    }
    guard isOne else { return false }
    if unsafe isFlow(bytes, start..<terminator) || hasValue(bytes, beside: start) { return true }
    let depth = unsafe depth(bytes, start)
    return unsafe hasValue(bytes, below: start, at: depth) || hasValue(bytes, above: start, at: depth)
  }

  /// Whether the line has the key of a value itself, as in a mapping within braces.
  private static func hasValue(_ bytes: UnsafeBufferPointer<UInt8>, beside start: Int) -> Bool {
    var index = start
    while index < bytes.count, unsafe bytes[index] != 0x0a {
      if unsafe bytes[index] == UInt8(ascii: ":") && isKey(valueKeys, bytes, from: start, at: index) { return true }
      index += 1
      if index - start > 4_096 { return true }
    }
    return false
  }

  /// Whether a line opens a mapping within braces; those of expressions are none.
  private static func isFlow(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    range.contains { index in
      guard unsafe bytes[index] == UInt8(ascii: "{") else { return false }
      let isAfter = unsafe index > 0 && (bytes[index - 1] == UInt8(ascii: "{") || bytes[index - 1] == UInt8(ascii: "$"))
      return unsafe !isAfter && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "{"))
    }
  }

  /// Of the key of a line, those of lists counted in.
  private static func depth(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Int) -> Int {
    var depth = unsafe indentation(bytes, line)
    while unsafe line + depth + 1 < bytes.count && bytes[line + depth] == UInt8(ascii: "-")
      && bytes[line + depth + 1] <= 0x20
    {
      depth += 1
      while unsafe line + depth < bytes.count && bytes[line + depth] == 0x20 { depth += 1 }
    }
    return depth
  }

  private static func hasValue(_ bytes: UnsafeBufferPointer<UInt8>, below own: Int, at depth: Int) -> Bool {
    var line = unsafe nextLine(bytes, own)
    while line < bytes.count {
      if line - own > far { return true }
      let next = unsafe nextLine(bytes, line)
      let first = unsafe line + indentation(bytes, line)
      if unsafe first < next && !isEmpty(bytes, first) {
        if first - line < depth { return false }
        if first - line == depth, unsafe isValueLine(bytes, first..<next) { return true }
      }
      line = next
    }
    return false
  }

  private static func hasValue(_ bytes: UnsafeBufferPointer<UInt8>, above own: Int, at depth: Int) -> Bool {
    // The item that the name begins has nothing above.
    if unsafe indentation(bytes, own) < depth { return false }
    var line = own
    while line > 0 {
      var previous = line - 1
      while previous > 0, unsafe bytes[previous - 1] != 0x0a { previous -= 1 }
      if own - previous > far { return true }
      let first = unsafe previous + indentation(bytes, previous)
      if unsafe first < line && !isEmpty(bytes, first) {
        let key = unsafe Self.depth(bytes, previous)
        if key < depth { return false }
        if key == depth, unsafe isValueLine(bytes, (previous + key)..<line) { return true }
        if first - previous < depth { return false }
      }
      line = previous
    }
    return false
  }

  private static func isEmpty(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int) -> Bool {
    unsafe bytes[first] == 0x0a || bytes[first] == 0x0d || bytes[first] == UInt8(ascii: "#")
  }

  private static func isValueLine(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
    guard !line.isEmpty, let colon = unsafe keyEnd(bytes, line) else { return !line.isEmpty }
    return unsafe isKey(valueKeys, bytes, from: line.lowerBound, at: colon)
  }
}

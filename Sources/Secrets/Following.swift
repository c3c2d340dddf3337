/// What has to stand behind a trigger's match for it to be followed. It is looked for in the bytes, as vectorscan would need long for
/// it, and a look at the structure or a pattern longer. In doubt it is there.
enum Following {
  /// Raised with each change of what is passed over: what was found clean before is looked at again then.
  static let edition = 2

  case anything
  /// A quoted literal before the braces close in which the match ends: `${{ secrets.X || 'abc' }}`.
  case quoted
  /// In the object that the match opens a member that may be its own value: `"apiKey": {"type": "string", "default": "abc"}`.
  case ownValue
  /// A value that its name makes a secret: `"password": "abc…"`. The match ends behind so many of its bytes.
  case value(Int)
  /// A name that is one of secrets from end to end, with a value beside it: `"name": "Authorization", "value": "abc…"`. The match ends
  /// behind what ends its word.
  case name
  /// What YAML takes for the value of the key before it: the match ends behind the line's end, or with the sign of a comment.
  case below

  func holds(in bytes: UnsafeBufferPointer<UInt8>, at end: Int) -> Bool {
    switch self {
    case .anything: true
    case .quoted: unsafe Self.holdsQuote(bytes, from: end)
    case .ownValue: unsafe Self.holdsOwnValue(bytes, from: end)
    case .value(let seen): unsafe Self.isSecret(bytes, at: end - seen)
    case .name: unsafe Self.isName(bytes, before: end - 1)
    case .below: unsafe Self.holdsBelow(bytes, from: end)
    }
  }

  /// As far as the pattern of `variable-default` goes.
  private static func holdsQuote(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var wasBrace = false
    for index in start..<min(bytes.count, start + 3_700) {
      let byte = unsafe bytes[index]
      if byte == UInt8(ascii: "}") {
        if wasBrace { return false }
        wasBrace = true
        continue
      }
      wasBrace = false
      if isQuote(byte) { return true }
    }
    return true
  }

  /// Members of the object itself alone: what is nested deeper has a name of its own.
  private static func holdsOwnValue(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var depth = 1
    var index = start
    let end = min(bytes.count, start + 16_384)
    while index < end {
      let byte = unsafe bytes[index]
      switch byte {
      // Within a string the quotes are others.
      case UInt8(ascii: "\\"): return true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return false }
      case UInt8(ascii: ":"):
        if depth == 1, unsafe endsAsOwnValue(bytes, from: start, at: index) && isSecret(bytes, behind: index) {
          return true
        }
      // In plain text it is a letter.
      case UInt8(ascii: "'") where unsafe !opensString(bytes, at: index, from: start): break
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index += 1
        while index < end, unsafe bytes[index] != byte { index += unsafe bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
      default: break
      }
      index += 1
    }
    return true
  }

  private static func opensString(_ bytes: UnsafeBufferPointer<UInt8>, at quote: Int, from start: Int) -> Bool {
    var before = quote - 1
    while before >= start, unsafe bytes[before] <= 0x20 { before -= 1 }
    return unsafe before < start || ":,{[".utf8.contains(bytes[before])
  }

  /// Whether the key before a colon is one of `StructureWalk.ownValueKeys`.
  private static func endsAsOwnValue(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, at colon: Int) -> Bool {
    unsafe isKey(ownValueKeys, bytes, from: start, at: colon)
  }

  /// Whether the key before a colon ends as one of several.
  static func isKey(
    _ keys: Endings, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, at colon: Int
  ) -> Bool {
    var end = colon
    while end > start, unsafe bytes[end - 1] <= 0x20 || isQuote(bytes[end - 1]) { end -= 1 }
    return unsafe keys.endsIn(UnsafeBufferPointer(rebasing: bytes[start..<end]))
  }

  private static let ownValueKeys = Endings(StructureWalk.ownValueKeys)

  /// What stands before a value is read backwards: quotes, the sign between, and the name.
  private static func isSecret(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = start
    if index > 1, unsafe bytes[index - 1] == UInt8(ascii: "=") && isQuote(bytes[index - 2]) { index -= 1 }
    var quote: UInt8?
    if index > 0, unsafe isQuote(bytes[index - 1]) { quote = unsafe bytes[index - 1] }
    if quote != nil { index -= 1 }
    while index > 0, unsafe bytes[index - 1] == UInt8(ascii: "\\") { index -= 1 }
    // Quotes within quotes.
    if index > 0, unsafe isQuote(bytes[index - 1]) { return true }
    if quote != nil { index = unsafe beforePrefix(bytes, index) }
    while index > 0, unsafe bytes[index - 1] <= 0x20 || bytes[index - 1] == UInt8(ascii: "*") { index -= 1 }
    while index > 0, unsafe ":=>!".utf8.contains(bytes[index - 1]) { index -= 1 }
    while index > 0,
      unsafe bytes[index - 1] <= 0x20 || isQuote(bytes[index - 1]) || "\\])$*".utf8.contains(bytes[index - 1])
    {
      index -= 1
    }
    let names = unsafe names(bytes, before: index)
    guard !names.isEmpty else { return false }
    return unsafe values(bytes, from: start, quote).map { values in
      values.contains { value in names.contains { !Placeholder.secrets(in: value, for: $0).isEmpty } }
    } ?? true
  }

  /// Before the letters that say how a string is written: `r'…'`, `f"…"`, `@"…"`.
  private static func beforePrefix(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    var index = end
    while index > max(0, end - 2), unsafe "frbuFRBU@$".utf8.contains(bytes[index - 1]) { index -= 1 }
    return unsafe index > 0 && (bytes[index - 1] <= 0x20 || "*:=>(,".utf8.contains(bytes[index - 1])) ? index : end
  }

  /// What the name that ends there says, with what stands before it behind spaces and without.
  private static func names(_ bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Set<SensitiveName> {
    let first = max(0, end - NameWords.most)
    var start = end
    while start > first, unsafe isNamePart(bytes[start - 1]) { start -= 1 }
    var words = start
    while words > first, unsafe isNamePart(bytes[words - 1]) || bytes[words - 1] == 0x20 { words -= 1 }
    return Set(
      [start, words].compactMap { start in unsafe SensitiveName(UnsafeBufferPointer(rebasing: bytes[start..<end])) })
  }

  /// What the value may be, as whatever reads it takes it; nil where that is not to be told from here.
  static func values(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ quote: UInt8?
  ) -> [[UInt8]]? {
    let most = min(bytes.count, start + 8_192)
    if let quote {
      var end = start
      while end < most, unsafe bytes[end] != quote, unsafe bytes[end] != UInt8(ascii: "\\") { end += 1 }
      guard end < most else { return nil }
      // Written twice it is no end; folded over lines it is another text.
      if unsafe end + 1 < most && bytes[end + 1] == quote { return nil }
      if unsafe bytes[start..<end].contains(0x0a) { return nil }
      // An escape, unless it is that of the quote which ends a string within a string.
      if unsafe bytes[end] == UInt8(ascii: "\\") {
        guard end + 1 < most, unsafe bytes[end + 1] == quote, start > 1, unsafe bytes[start - 2] == UInt8(ascii: "\\")
        else {
          return nil
        }
      }
      // Patterns take any quote for the end of a value.
      let whole = unsafe Array(bytes[start..<end])
      let part = whole.prefix { !isQuote($0) }
      return part.count == whole.count ? [whole] : [whole, Array(part)]
    }
    var line = start
    while line < most, unsafe bytes[line] != 0x0a { line += 1 }
    guard line < most || line == bytes.count, unsafe !isContinued(bytes, from: start, at: line) else { return nil }
    let whole = unsafe Array(bytes[start..<line])
    let parts = [
      whole[...], whole.prefix { $0 > 0x20 && !",;}]<&".utf8.contains($0) }, whole.prefix { !",;}]".utf8.contains($0) },
      whole.prefix { $0 != UInt8(ascii: "<") }, uncommented(whole),
    ]
    // Each is a beginning of the line: most are all of it.
    return Set(parts.map { $0.count }).map { Array(whole.prefix($0)) }
  }

  /// Whether the line behind a value is indented more than its own: YAML folds it in.
  private static func isContinued(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, at line: Int) -> Bool {
    var own = start
    while own > 0, unsafe bytes[own - 1] != 0x0a {
      own -= 1
      if start - own > 4_096 { return true }
    }
    var next = line + 1
    // Empty lines are folded, too.
    while next < bytes.count, unsafe bytes[next] == 0x0a || bytes[next] == 0x0d { next += 1 }
    return unsafe indentation(bytes, next) > indentation(bytes, own)
  }

  static func indentation(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < bytes.count, unsafe bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index - start
  }

  private static func uncommented(_ line: [UInt8]) -> ArraySlice<UInt8> {
    for index in line.indices.dropFirst() where line[index] == UInt8(ascii: "#") && line[index - 1] <= 0x20 {
      return line[..<index]
    }
    return line[...]
  }

  /// A mapping below a key holds none unless one of its own keys says so.
  private static func holdsBelow(_ bytes: UnsafeBufferPointer<UInt8>, from end: Int) -> Bool {
    var line = unsafe nextLine(bytes, end - 1)
    var key = end - 1
    while key > 0, unsafe bytes[key - 1] != 0x0a {
      key -= 1
      if end - key > 4_096 { return true }
    }
    var own = unsafe indentation(bytes, key)
    while unsafe key + own + 1 < bytes.count && bytes[key + own] == UInt8(ascii: "-") && bytes[key + own + 1] == 0x20 {
      own += 2
    }
    var inner: Int?
    while line < bytes.count {
      if line - end > 16_384 { return true }
      let depth = unsafe indentation(bytes, line)
      let first = line + depth
      guard first < bytes.count else { return false }
      let next = unsafe nextLine(bytes, first)
      if unsafe bytes[first] == 0x0a || bytes[first] == 0x0d || bytes[first] == UInt8(ascii: "#") {
        line = next
        continue
      }
      if unsafe inner == nil && bytes[first] == UInt8(ascii: "-") { return true }
      guard depth >= inner ?? (own + 1) else { return false }
      if depth == inner ?? depth {
        guard let colon = unsafe keyEnd(bytes, first..<next) else { return true }
        if unsafe endsAsOwnValue(bytes, from: first, at: colon) { return true }
        inner = depth
      }
      line = next
    }
    return false
  }

  /// Behind the next end of a line.
  static func nextLine(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int {
    var index = from
    while index < bytes.count, unsafe bytes[index] != 0x0a { index += 1 }
    return min(bytes.count, index + 1)
  }

  /// The colon behind the key of a line; nil where it has none.
  static func keyEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Int? {
    guard unsafe !"{[&*!|>%@?".utf8.contains(bytes[line.lowerBound]) else { return nil }
    return line.first { index in
      guard unsafe bytes[index] == UInt8(ascii: ":") else { return false }
      return unsafe index + 1 == bytes.count || bytes[index + 1] <= 0x20
    }
  }

  static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "_.-/:".utf8.contains(byte)
    }
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A quick pass over JSON that says whether a walk through its structure could find anything, and builds nothing of it.
///
/// It may say yes for nothing, and never no where `StructureWalk` would find something: it looks for the same values under the same
/// names, without asking which name of an object goes with which value. It follows everything that `StrictJSON` takes, and more.
@safe struct JSONGlance: ~Copyable {
  enum Answer: Hashable {
    /// No literal stands where a secret belongs.
    case nothing
    case somethingMaybe
    /// It is no JSON.
    case unreadable
  }

  /// Why the pass ends before the end.
  private enum End: Error {
    case found
    case unreadable
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let count: Int
  private let names: NameMemory
  /// Whether the text is one of a string, in which no further one is looked into.
  private let isInner: Bool
  private var offset = 0
  /// Values of the pairs of all objects that are open.
  private var values: [Range<Int>] = []
  /// No text that `StrictJSON` takes is deeper.
  private static let deepest = 512

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ names: NameMemory, isInner: Bool) {
    unsafe self.bytes = bytes
    count = bytes.count
    self.names = names
    self.isInner = isInner
  }

  static func look(
    at bytes: UnsafeBufferPointer<UInt8>, _ names: NameMemory, isInner: Bool = false
  ) -> Answer {
    var glance = unsafe JSONGlance(bytes, names, isInner: isInner)
    do throws(End) {
      glance.skipSpace()
      try glance.value(depth: 0)
      glance.skipSpace()
      return glance.offset == glance.count ? .nothing : .unreadable
    } catch {
      return error == .found ? .somethingMaybe : .unreadable
    }
  }

  private var byte: UInt8? { offset < count ? unsafe bytes[offset] : nil }

  private mutating func skipSpace() {
    while offset < count, unsafe bytes[offset] <= 0x20 { offset += 1 }
  }

  /// Passes over one value; gives the bytes of a scalar, those of a string without its quotes. `key`: of the member that it is.
  @discardableResult
  private mutating func value(depth: Int, key: Range<Int>? = nil) throws(End) -> Range<Int>? {
    guard let byte, depth <= Self.deepest else { throw .unreadable }
    switch byte {
    case UInt8(ascii: "\""):
      let text = try string()
      try lookInto(text)
      return text
    case UInt8(ascii: "{"):
      try object(depth: depth + 1, key: key)
      return nil
    case UInt8(ascii: "["):
      try list(depth: depth + 1, key: key)
      return nil
    default:
      let start = offset
      while offset < count, unsafe Self.isBare(bytes[offset]) { offset += 1 }
      guard offset > start else { throw .unreadable }
      return start..<offset
    }
  }

  private mutating func list(depth: Int, key: Range<Int>?) throws(End) {
    offset += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return }
    let own = try key.flatMap { (key) throws(End) in try listMeaning(of: key) }
    var named = own
    while true {
      if let text = try value(depth: depth) {
        if let named { try judge(text, named) }
        named =
          mayBeOption(text) ? try meaning(of: text).sensitive : own
      }
      skipSpace()
      if take(UInt8(ascii: "]")) { return }
      guard take(UInt8(ascii: ",")) else { throw .unreadable }
      skipSpace()
    }
  }

  private mutating func object(depth: Int, key outer: Range<Int>?) throws(End) {
    offset += 1
    skipSpace()
    let base = values.count
    var named: SensitiveName?
    var isMixed = false
    if take(UInt8(ascii: "}")) { return }
    while true {
      guard byte == UInt8(ascii: "\"") else { throw .unreadable }
      let name = try string()
      let key = try meaning(of: name)
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw .unreadable }
      skipSpace()
      if let text = try value(depth: depth, key: name) {
        if let sensitive = key.sensitive { try judge(text, sensitive) }
        switch key.role {
        case .none: break
        case .value: values.append(text)
        case .name:
          var known = try meaning(of: text).sensitive
          if known == nil { known = try queryName(text) }
          guard let sensitive = known else { break }
          isMixed = isMixed || named != nil && named != sensitive
          named = sensitive
        case .type: if try saysSecret(text) { throw .found }
        }
      }
      skipSpace()
      if take(UInt8(ascii: "}")) { break }
      guard take(UInt8(ascii: ",")) else { throw .unreadable }
      skipSpace()
    }
    if let named, values.count > base {
      if isMixed { throw .found }
      for text in values[base...] { try judge(text, named) }
    }
    if values.count > base, let outer, let own = try meaning(of: outer).sensitive {
      for text in values[base...] { try judge(text, own) }
    }
    values.removeLast(values.count - base)
  }

  private mutating func take(_ expected: UInt8) -> Bool {
    guard byte == expected else { return false }
    offset += 1
    return true
  }

  /// Passes over a string; gives what stands between its quotes.
  private mutating func string() throws(End) -> Range<Int> {
    let start = offset + 1
    var index = start
    while index < count {
      let byte = unsafe bytes[index]
      if byte == UInt8(ascii: "\"") {
        offset = index + 1
        return start..<index
      }
      // YAML folds lines there; JSON has none.
      if byte < 0x20 { throw .unreadable }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    throw .unreadable
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x7a || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "E")
  }
}

/// What stands in strings.
extension JSONGlance {
  private func meaning(of text: Range<Int>) throws(End) -> NameMemory.Meaning {
    guard hasEscape(text) else { return unsafe names.meaning(of: UnsafeBufferPointer(rebasing: bytes[text])) }
    return unsafe try unescaped(text).withUnsafeBufferPointer { unsafe names.meaning(of: $0) }
  }

  /// What the name of a list says of what is in it: `api_tokens` are tokens.
  private func listMeaning(of name: Range<Int>) throws(End) -> SensitiveName? {
    if let known = try meaning(of: name).sensitive { return known }
    guard let last = name.last, unsafe bytes[last] == UInt8(ascii: "s") else { return nil }
    return try meaning(of: name.lowerBound..<last).sensitive
  }

  /// Whether it may begin with a dash, which an escape may stand for.
  private func mayBeOption(_ text: Range<Int>) -> Bool {
    guard text.count > 1 else { return false }
    let first = unsafe bytes[text.lowerBound]
    return first == UInt8(ascii: "-") || first == UInt8(ascii: "\\")
  }

  /// As `StructureWalk.queryNames`, wherever it stands.
  private func queryName(_ text: Range<Int>) throws(End) -> SensitiveName? {
    guard text.count <= 30 else { return nil }
    return StructureWalk.queryNames.contains(String(decoding: try unescaped(text), as: UTF8.self)) ? .token : nil
  }

  private func judge(_ text: Range<Int>, _ name: SensitiveName) throws(End) {
    // Shorter is none, and six letters of escapes are one.
    guard text.count >= 6, text.count <= 6 * 8_192 else { return }
    if !Placeholder.secrets(in: try unescaped(text), for: name).isEmpty { throw .found }
  }

  private func saysSecret(_ text: Range<Int>) throws(End) -> Bool {
    guard text.count >= 3, text.count <= 80 else { return false }
    let value = Placeholder.folded(try unescaped(text))
    return ["raw", "securestring", "secureobject", "secret"].contains { value.elementsEqual($0.utf8) }
  }

  /// JSON within a string, as `StructureWalk` looks for it.
  private func lookInto(_ text: Range<Int>) throws(End) {
    guard !isInner, text.count >= 12, mayHoldJSON(text) else { return }
    let inner = try unescaped(text)
    let start = inner.first == UInt8(ascii: "=") ? 1 : 0
    let answer = unsafe inner.withUnsafeBufferPointer { whole in
      unsafe JSONGlance.look(at: UnsafeBufferPointer(rebasing: whole[start...]), names, isInner: true)
    }
    // What cannot be read within a string is only text.
    if answer == .somethingMaybe { throw .found }
  }

  /// Whether a string begins as an object or a list does; `={{ … }}` is an expression.
  private func mayHoldJSON(_ text: Range<Int>) -> Bool {
    var index = text.lowerBound
    if unsafe bytes[index] == UInt8(ascii: "=") { index += 1 }
    guard let opening = passedSpace(&index, text.upperBound) else { return false }
    if opening == UInt8(ascii: "\\") { return true }
    guard opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else { return false }
    index += 1
    guard let next = passedSpace(&index, text.upperBound) else { return false }
    return next != UInt8(ascii: "{") || opening == UInt8(ascii: "[")
  }

  /// The first byte that is no white space, as it is written in a string; a backslash for any other escape.
  private func passedSpace(_ index: inout Int, _ end: Int) -> UInt8? {
    while index < end {
      let byte = unsafe bytes[index]
      if byte <= 0x20 {
        index += 1
      } else if byte == UInt8(ascii: "\\"), index + 1 < end, unsafe "nrt".utf8.contains(bytes[index + 1]) {
        index += 2
      } else {
        return byte
      }
    }
    return nil
  }

  private func hasEscape(_ text: Range<Int>) -> Bool {
    guard let base = unsafe bytes.baseAddress else { return false }
    return unsafe memchr(base + text.lowerBound, Int32(UInt8(ascii: "\\")), text.count) != nil
  }

  /// A string's text; what is no escape of JSON ends the pass, as it ends the reading.
  private func unescaped(_ text: Range<Int>) throws(End) -> [UInt8] {
    guard hasEscape(text) else { return unsafe Array(bytes[text]) }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var index = text.lowerBound
    while index < text.upperBound {
      let byte = unsafe bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      guard index < text.upperBound else { throw .unreadable }
      let kind = unsafe bytes[index]
      index += 1
      switch kind {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(kind)
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "f"): plain.append(0x0c)
      case UInt8(ascii: "n"): plain.append(0x0a)
      case UInt8(ascii: "r"): plain.append(0x0d)
      case UInt8(ascii: "t"): plain.append(0x09)
      case UInt8(ascii: "u"): plain += try codePoint(&index, text.upperBound)
      default: throw .unreadable
      }
    }
    return plain
  }

  private func codePoint(_ index: inout Int, _ end: Int) throws(End) -> [UInt8] {
    var code = UInt32(try unit(&index, end))
    if code & 0xfc00 == 0xd800 {
      guard index + 1 < end, unsafe bytes[index] == UInt8(ascii: "\\") && bytes[index + 1] == UInt8(ascii: "u") else {
        throw .unreadable
      }
      index += 2
      let low = UInt32(try unit(&index, end))
      guard low & 0xfc00 == 0xdc00 else { throw .unreadable }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw .unreadable }
    return Array(scalar.utf8)
  }

  private func unit(_ index: inout Int, _ end: Int) throws(End) -> UInt16 {
    guard index + 4 <= end else { throw .unreadable }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = unsafe Self.digit(bytes[index]) else { throw .unreadable }
      unit = unit << 4 | digit
      index += 1
    }
    return unit
  }

  private static func digit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46: UInt16(byte - 0x41 + 10)
    case 0x61...0x66: UInt16(byte - 0x61 + 10)
    default: nil
    }
  }
}

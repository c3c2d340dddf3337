/// The statements of a TOML text: tables, arrays of tables, keys.
struct TOMLReader {
  private let text: [UnicodeScalar]
  private var index = 0
  private(set) var line = 1
  private var root = TOMLTable()
  /// Of nested arrays and inline tables.
  private var depth = 0

  init(_ text: [UnicodeScalar]) { self.text = text }

  mutating func document() throws(TOMLError) -> TOMLTable {
    if peek == "\u{feff}" { index += 1 }
    var path: [String] = []
    while true {
      try skipBlank(lines: true)
      guard let next = peek else { return root }
      if next == "[" {
        path = try header()
      } else {
        let start = line
        let key = try dottedKey()
        try expect("=")
        skipSpace()
        let value = try value()
        try Self.insert(value, at: path[...], key[...], into: &root, start)
      }
      try endOfLine()
    }
  }

  /// `[a.b]` or `[[a.b]]`; gives the path.
  private mutating func header() throws(TOMLError) -> [String] {
    let start = line
    index += 1
    let isArray = peek == "["
    if isArray { index += 1 }
    skipSpace()
    let path = try dottedKey()
    try expect("]")
    if isArray {
      guard peek == "]" else { throw error("']]' closes the name of an array of tables") }
      index += 1
    }
    try Self.define(path[...], isArray: isArray, in: &root, start)
    return path
  }

  private static func define(
    _ path: ArraySlice<String>, isArray: Bool, in table: inout TOMLTable, _ line: Int
  ) throws(TOMLError) {
    guard let key = path.first else { return }
    let isLast = path.count == 1
    guard let place = table.members.firstIndex(where: { $0.key == key }) else {
      var inner = TOMLTable()
      inner.isDefined = isLast && !isArray
      if !isLast { try define(path.dropFirst(), isArray: isArray, in: &inner, line) }
      let value = TOMLValue(content: .table(inner), line: line)
      let content = isLast && isArray ? TOMLValue(content: .array([value]), line: line) : value
      table.members.append(TOMLTable.Member(key: key, value: content))
      return
    }
    switch table.members[place].value.content {
    case .table(var inner):
      if inner.isClosed || isLast && (isArray || inner.isDefined) {
        throw TOMLError(line: line, problem: "'\(key)' is there already")
      }
      if isLast {
        inner.isDefined = true
      } else {
        try define(path.dropFirst(), isArray: isArray, in: &inner, line)
      }
      table.members[place].value.content = .table(inner)
    case .array(var items):
      guard case .table(var inner)? = items.last?.content, !inner.isClosed, !isLast || isArray
      else {
        throw TOMLError(line: line, problem: "'\(key)' is there already, as an array")
      }
      if isLast {
        items.append(TOMLValue(content: .table(TOMLTable()), line: line))
      } else {
        try define(path.dropFirst(), isArray: isArray, in: &inner, line)
        items[items.count - 1].content = .table(inner)
      }
      table.members[place].value.content = .array(items)
    default: throw TOMLError(line: line, problem: "'\(key)' is there already, and is no table")
    }
  }

  /// Puts a value under `path` and the dotted `key`.
  private static func insert(
    _ value: TOMLValue, at path: ArraySlice<String>, _ key: ArraySlice<String>,
    into table: inout TOMLTable, _ line: Int
  ) throws(TOMLError) {
    let steps = path.isEmpty ? key : path
    guard let step = steps.first else { return }
    let place = table.members.firstIndex { $0.key == step }
    if path.isEmpty && key.count == 1 {
      if place != nil { throw TOMLError(line: line, problem: "the key '\(step)' stands twice") }
      table.members.append(TOMLTable.Member(key: step, value: value))
      return
    }
    let restOfPath = path.dropFirst()
    let restOfKey = path.isEmpty ? key.dropFirst() : key
    guard let place else {
      var inner = TOMLTable()
      try insert(value, at: restOfPath, restOfKey, into: &inner, line)
      table.members.append(
        TOMLTable.Member(key: step, value: TOMLValue(content: .table(inner), line: line)))
      return
    }
    switch table.members[place].value.content {
    case .table(var inner):
      if inner.isClosed {
        throw TOMLError(line: line, problem: "nothing can be added to the inline table '\(step)'")
      }
      try insert(value, at: restOfPath, restOfKey, into: &inner, line)
      table.members[place].value.content = .table(inner)
    case .array(var items):
      guard !path.isEmpty, case .table(var inner)? = items.last?.content else {
        throw TOMLError(line: line, problem: "'\(step)' is an array")
      }
      try insert(value, at: restOfPath, restOfKey, into: &inner, line)
      items[items.count - 1].content = .table(inner)
      table.members[place].value.content = .array(items)
    default: throw TOMLError(line: line, problem: "'\(step)' is no table")
    }
  }

  private mutating func dottedKey() throws(TOMLError) -> [String] {
    var keys: [String] = []
    while true {
      skipSpace()
      keys.append(try key())
      skipSpace()
      guard peek == "." else { return keys }
      guard keys.count < 16 else { throw error("a key has more than 16 parts") }
      index += 1
    }
  }

  private mutating func key() throws(TOMLError) -> String {
    if peek == "\"" || peek == "'" {
      let start = line
      let text = try string()
      guard line == start else { throw error("a key is on one line") }
      return text
    }
    var key = ""
    while let next = peek, Self.isBare(next) {
      key.unicodeScalars.append(next)
      index += 1
    }
    guard !key.isEmpty else { throw error("a key is expected here") }
    return key
  }

  private static func isBare(_ scalar: UnicodeScalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }

  private mutating func value() throws(TOMLError) -> TOMLValue {
    let start = line
    guard depth < 32 else { throw error("values lie deeper than 32 in each other") }
    switch peek {
    case "\"", "'": return TOMLValue(content: .string(try string()), line: start)
    case "[": return TOMLValue(content: .array(try array()), line: start)
    case "{": return TOMLValue(content: .table(try inlineTable()), line: start)
    default: return TOMLValue(content: try word(), line: start)
    }
  }

  private mutating func array() throws(TOMLError) -> [TOMLValue] {
    index += 1
    depth += 1
    defer { depth -= 1 }
    var items: [TOMLValue] = []
    while true {
      try skipBlank(lines: true)
      if peek == "]" { break }
      items.append(try value())
      try skipBlank(lines: true)
      if peek == "," {
        index += 1
      } else if peek != "]" {
        throw error("',' or ']' is expected in an array")
      }
    }
    index += 1
    return items
  }

  private mutating func inlineTable() throws(TOMLError) -> TOMLTable {
    index += 1
    depth += 1
    defer { depth -= 1 }
    var table = TOMLTable()
    skipSpace()
    while peek != "}" {
      let start = line
      let key = try dottedKey()
      try expect("=")
      skipSpace()
      let value = try value()
      try Self.insert(value, at: [], key[...], into: &table, start)
      skipSpace()
      if peek == "," {
        index += 1
        skipSpace()
        if peek == "}" { throw error("an inline table does not end in ','") }
      } else if peek != "}" {
        throw error("',' or '}' is expected in an inline table")
      }
    }
    index += 1
    table.isClosed = true
    return table
  }

  /// true, false, an integer or a float.
  private mutating func word() throws(TOMLError) -> TOMLValue.Content {
    var word = ""
    while let next = peek, Self.isBare(next) || next == "+" || next == "." || next == ":" {
      word.unicodeScalars.append(next)
      index += 1
    }
    if word == "true" { return .bool(true) }
    if word == "false" { return .bool(false) }
    let digits = word.filter { $0 != "_" }
    if let integer = Int(digits), !word.hasPrefix("_"), !word.hasSuffix("_") {
      return .integer(integer)
    }
    let isPlain = digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || "+-.eE".utf8.contains($0) }
    if isPlain, let float = Double(digits), float.isFinite { return .float(float) }
    throw error(
      word.isEmpty ? "a value is expected here" : "'\(word)' is no value that is read here")
  }

  private mutating func string() throws(TOMLError) -> String {
    guard let quote = peek else { throw error("a string is expected here") }
    let isLong = index + 2 < text.count && text[index + 1] == quote && text[index + 2] == quote
    index += isLong ? 3 : 1
    var value = String.UnicodeScalarView()
    if isLong {
      if peek == "\r" { index += 1 }
      if peek == "\n" { newline() }
    }
    while let next = peek {
      if next == quote {
        guard isLong else {
          index += 1
          return String(value)
        }
        var count = 0
        while index + count < text.count, text[index + count] == quote, count < 5 { count += 1 }
        if count >= 3 {
          // Up to two quotes may stand before the three that end it.
          for _ in 3..<max(3, count) { value.append(quote) }
          index += count
          return String(value)
        }
        value.append(quote)
        index += 1
      } else if next == "\\", quote == "\"" {
        try escape(into: &value, isLong)
      } else if next == "\n" {
        guard isLong else { throw error("a string does not end on its line") }
        value.append(next)
        newline()
      } else if next.value < 0x20 && next != "\t" && next != "\r" || next.value == 0x7f {
        throw error("a control character stands in a string")
      } else {
        value.append(next)
        index += 1
      }
    }
    throw error("a string does not end")
  }

  private mutating func escape(into value: inout String.UnicodeScalarView, _ isLong: Bool)
    throws(TOMLError)
  {
    index += 1
    guard let letter = peek else { throw error("a string does not end") }
    index += 1
    switch letter {
    case "b": value.append("\u{8}")
    case "t": value.append("\t")
    case "n": value.append("\n")
    case "f": value.append("\u{c}")
    case "r": value.append("\r")
    case "\"", "\\": value.append(letter)
    case "u", "U":
      let count = letter == "u" ? 4 : 8
      var code: UInt32 = 0
      for _ in 0..<count {
        guard let digit = peek, let nibble = digit.isASCII ? Character(digit).hexDigitValue : nil
        else {
          throw error("'\\\(letter)' takes \(count) hexadecimal digits")
        }
        code = code << 4 | UInt32(nibble)
        index += 1
      }
      guard let scalar = UnicodeScalar(code) else {
        throw error("an escape stands for no character")
      }
      value.append(scalar)
    case "\n" where isLong, "\r" where isLong, " " where isLong, "\t" where isLong:
      index -= 1
      var hasEnded = false
      while let next = peek, next == " " || next == "\t" || next == "\n" || next == "\r" {
        if next == "\n" {
          hasEnded = true
          newline()
        } else {
          index += 1
        }
      }
      if !hasEnded { throw error("'\\' before a space is no escape") }
    default: throw error("'\\\(letter)' is no escape; a regular expression stands best in '''…'''")
    }
  }

  private var peek: UnicodeScalar? { index < text.count ? text[index] : nil }

  private mutating func newline() {
    index += 1
    line += 1
  }

  private mutating func skipSpace() {
    while let next = peek, next == " " || next == "\t" { index += 1 }
  }

  private mutating func skipBlank(lines: Bool) throws(TOMLError) {
    while let next = peek {
      switch next {
      case " ", "\t": index += 1
      case "\r" where index + 1 < text.count && text[index + 1] == "\n": index += 1
      case "\n" where lines: newline()
      case "#":
        while let next = peek, next != "\n" {
          if next.value != 0 { index += 1 } else { throw error("a zero byte") }
        }
      default: return
      }
    }
  }

  private mutating func endOfLine() throws(TOMLError) {
    try skipBlank(lines: false)
    guard let next = peek else { return }
    guard next == "\n" else { throw error("more stands on the line than a value") }
    newline()
  }

  private mutating func expect(_ scalar: UnicodeScalar) throws(TOMLError) {
    skipSpace()
    guard peek == scalar else { throw error("'\(scalar)' is expected here") }
    index += 1
  }

  private func error(_ problem: String) -> TOMLError { TOMLError(line: line, problem: problem) }
}

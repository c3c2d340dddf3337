/// Expressions of the engines: `${{ secrets.X || 'literal' }}` of GitHub Actions, `={{ $env.X ?? "literal" }}` of n8n,
/// `@coalesce(parameters('x'), 'literal')` of Logic Apps, `States.Format('{} {}', 'Bearer', 'literal')` of Step Functions and
/// `${ $secret.x // "literal" }` of Serverless Workflow.
enum Expression {
  /// The literals that may be the value of an expression in `text`, without their quotes: what stands in for a variable that is not
  /// set, what is chosen, what is joined, what `format` puts in. Those that are compared or given to any other function are none.
  static func literals(in text: ArraySlice<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = text.startIndex
    while index + 1 < text.endIndex {
      guard let (start, form) = opening(text, index) else {
        index += 1
        continue
      }
      var reading = Reading(text, from: start, form: form)
      reading.read()
      found += reading.found
      index = max(reading.index, index + 1)
    }
    return found
  }

  /// Where an expression ends, and how it quotes.
  private enum Form {
    /// Up to `}}`.
    case actions
    case n8n
    /// Up to the bracket that closes the first one; quotes in texts are doubled, and a backslash is a letter like any other.
    case logicApps
    /// The same with backslashes.
    case bracketed

    var hasBackslash: Bool { self == .n8n || self == .bracketed }
    var isBraced: Bool { self == .actions || self == .n8n }
  }

  /// What begins at a place, and where it is read from.
  private static func opening(_ text: ArraySlice<UInt8>, _ index: Int) -> (Int, Form)? {
    switch (text[index], text[index + 1]) {
    case (UInt8(ascii: "{"), UInt8(ascii: "{")):
      return (index + 2, index > text.startIndex && text[index - 1] == UInt8(ascii: "$") ? .actions : .n8n)
    case (UInt8(ascii: "@"), UInt8(ascii: "{")): return (index + 1, .logicApps)
    case (UInt8(ascii: "@"), 0x61...0x7a):
      let name = text[(index + 1)...].prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a }
      let isCall = name.endIndex < text.endIndex && text[name.endIndex] == UInt8(ascii: "(")
      return isCall ? (name.endIndex, .logicApps) : nil
    case (UInt8(ascii: "$"), UInt8(ascii: "{")):
      let isActions = index + 2 < text.endIndex && text[index + 2] == UInt8(ascii: "{")
      return isActions ? nil : (index + 1, .bracketed)
    case (UInt8(ascii: "S"), UInt8(ascii: "t")) where text[index...].starts(with: "States.".utf8):
      let name = text[(index + 7)...].prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a }
      let isCall = name.endIndex < text.endIndex && text[name.endIndex] == UInt8(ascii: "(")
      return isCall ? (name.endIndex, .bracketed) : nil
    default: return nil
    }
  }

  private struct Reading {
    private let text: ArraySlice<UInt8>
    private let form: Form
    private(set) var index: Int
    private(set) var found: [Range<Int>] = []
    /// What each open bracket does with a literal that stands in it.
    private var open: [Use] = []
    /// The last byte that is no white space; nil at the beginning.
    private var before: UInt8?

    private enum Use {
      case passed
      /// All but the first, if that has places for the others in it.
      case formatted
      case other
    }

    init(_ text: ArraySlice<UInt8>, from index: Int, form: Form) {
      self.text = text
      self.index = index
      self.form = form
    }

    /// Up to the end of the expression, or of the text.
    mutating func read() {
      while index < text.endIndex {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "}") where form.isBraced && isNext(byte): return
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): readLiteral(byte)
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(use(of: byte))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
          _ = open.popLast()
          if !form.isBraced, open.isEmpty { return }
        default: break
        }
        if byte > 0x20, byte != UInt8(ascii: "\\") { before = byte }
        index += 1
      }
    }

    private func isNext(_ byte: UInt8) -> Bool { index + 1 < text.endIndex && text[index + 1] == byte }

    private func use(of bracket: UInt8) -> Use {
      let outer = open.last ?? .passed
      guard outer != .other, bracket != UInt8(ascii: "[") else { return .other }
      guard bracket == UInt8(ascii: "(") else { return .passed }
      let name = Placeholder.folded(text[..<index].reversed().prefix(while: Self.isNameLetter).reversed())
      if name.elementsEqual("format".utf8) { return .formatted }
      if ["case", "coalesce", "concat", "if", "iif", "fromjson"].contains(where: { name.elementsEqual($0.utf8) }) {
        return .passed
      }
      // What is called is no name: `(a || b)('c')`.
      let isCall = !name.isEmpty || before == UInt8(ascii: ")") || before == UInt8(ascii: "]")
      return isCall ? .other : .passed
    }

    /// From quote to quote; leaves `index` at the last byte of it.
    private mutating func readLiteral(_ quote: UInt8) {
      let slashes = text[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      // Within single quotes of YAML each of them is doubled.
      let isDoubled = isNext(quote) && index + 2 < text.endIndex && Self.isNameLetter(text[index + 2])
      let start = index + (isDoubled ? 2 : 1)
      var end = start
      while end < text.endIndex {
        if text[end] == UInt8(ascii: "\\"), form.hasBackslash, slashes == 0 {
          end += 2
          continue
        }
        if text[end] == quote {
          let isTwice = end + 1 < text.endIndex && text[end + 1] == quote
          if isDoubled ? isTwice : !(isTwice && !form.hasBackslash) { break }
          end += isDoubled ? 1 : 2
          continue
        }
        end += 1
      }
      guard end < text.endIndex else {
        index = text.endIndex
        return
      }
      index = end + (isDoubled ? 1 : 0)
      var last = end
      while last > start, slashes > 0, text[last - 1] == UInt8(ascii: "\\") { last -= 1 }
      if isValue(start..<last) { found.append(start..<last) }
    }

    private func isValue(_ literal: Range<Int>) -> Bool {
      let use = open.last ?? .passed
      guard use != .other, !literal.isEmpty else { return false }
      switch before {
      case nil, UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","): break
      case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "{"): break
      case UInt8(ascii: "("): if use == .formatted, hasPlace(literal) { return false }
      default: return false
      }
      let behind = text[(index + 1)...].first { $0 > 0x20 && $0 != UInt8(ascii: "\\") }
      // What is joined with more behind it is the beginning of something: `'Credential=' + x`.
      if behind == UInt8(ascii: "+"), let last = text[literal].last, "=:/?&,".utf8.contains(last) { return false }
      guard let behind else { return true }
      return "|&?:,)}+".utf8.contains(behind)
    }

    /// Whether it has `{0}` or `{}` in it.
    private func hasPlace(_ literal: Range<Int>) -> Bool {
      zip(text[literal], text[literal].dropFirst()).contains {
        $0 == UInt8(ascii: "{") && ($1 >= 0x30 && $1 <= 0x39 || $1 == UInt8(ascii: "}"))
      }
    }

    private static func isNameLetter(_ byte: UInt8) -> Bool {
      byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5a || byte >= 0x61 && byte <= 0x7a
        || byte == UInt8(ascii: "_")
    }
  }
}

extension Placeholder {
  /// What of a value that a name marks could be a secret: the value itself, or literals of an expression that stand in for one.
  static func secrets(in value: [UInt8], for name: SensitiveName) -> [[UInt8]] {
    guard value.count <= 8_192 else { return [] }
    if isPlausible(value, for: name) { return [value] }
    return literals(of: value).filter { isPlausible($0, for: name) }
  }

  /// The literals of an expression, or none.
  static func literals(of value: [UInt8]) -> [[UInt8]] {
    Expression.literals(in: value[...]).map { Array(value[$0]) }
  }
}

/// Expressions of GitHub Actions and n8n: `${{ secrets.X || 'literal' }}`, `={{ $env.X ?? "literal" }}`.
enum Expression {
  /// The literals that may be the value of an expression in `text`, without their quotes: what stands in for a variable that is not
  /// set, what is chosen, what `format` puts in. Those that are compared, joined, or given to any other function are none.
  static func literals(in text: ArraySlice<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = text.startIndex
    while index + 1 < text.endIndex {
      guard text[index] == UInt8(ascii: "{"), text[index + 1] == UInt8(ascii: "{") else {
        index += 1
        continue
      }
      let isActions = index > text.startIndex && text[index - 1] == UInt8(ascii: "$")
      var reading = Reading(text, from: index + 2, isActions: isActions)
      reading.read()
      found += reading.found
      index = reading.index
    }
    return found
  }

  private struct Reading {
    private let text: ArraySlice<UInt8>
    /// In GitHub Actions a backslash is a letter like any other.
    private let isActions: Bool
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

    init(_ text: ArraySlice<UInt8>, from index: Int, isActions: Bool) {
      self.text = text
      self.index = index
      self.isActions = isActions
    }

    /// Up to the end of the expression, or of the text.
    mutating func read() {
      while index < text.endIndex {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "}") where isNext(byte): return
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): readLiteral(byte)
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(use(of: byte))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = open.popLast()
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
      if name.elementsEqual("case".utf8) { return .passed }
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
        if text[end] == UInt8(ascii: "\\"), !isActions, slashes == 0 {
          end += 2
          continue
        }
        if text[end] == quote {
          let isTwice = end + 1 < text.endIndex && text[end + 1] == quote
          if isDoubled ? isTwice : !(isTwice && isActions) { break }
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
      case UInt8(ascii: "("): if use == .formatted, hasPlace(literal) { return false }
      default: return false
      }
      let behind = text[(index + 1)...].first { $0 > 0x20 && $0 != UInt8(ascii: "\\") }
      guard let behind else { return true }
      return "|&?:,)}".utf8.contains(behind)
    }

    /// Whether it has `{0}` in it.
    private func hasPlace(_ literal: Range<Int>) -> Bool {
      zip(text[literal], text[literal].dropFirst()).contains { $0 == UInt8(ascii: "{") && $1 >= 0x30 && $1 <= 0x39 }
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

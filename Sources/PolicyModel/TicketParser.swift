/// What a pattern is made of.
indirect enum PatternNode {
  case one(CharacterSet)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// No upper bound where `most` is nil.
  case repeated(PatternNode, least: Int, most: Int?)
}

/// Some characters, or all but some.
struct CharacterSet: Hashable, Sendable {
  var ranges: [ClosedRange<UInt32>]
  var isNegated = false

  func contains(_ character: UnicodeScalar) -> Bool {
    ranges.contains { $0.contains(character.value) } != isNegated
  }

  static let digit = CharacterSet(ranges: [0x30...0x39])
  static let word = CharacterSet(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
  static let space = CharacterSet(ranges: [0x09...0x0d, 0x20...0x20])
  /// All but the ends of lines.
  static let any = CharacterSet(ranges: [0x0a...0x0d, 0x85...0x85, 0x2028...0x2029], isNegated: true)
}

/// Reads the part of regular expressions that every engine takes alike: characters, `.`, classes, `\d \w \s`, escaped
/// punctuation, groups, `|`, `? * +` and `{n}`, `{n,}`, `{n,m}`; all ASCII-minded, the whole ticket being meant.
struct PatternParser {
  private let characters: [UnicodeScalar]
  private var index = 0
  private var depth = 0

  init(_ characters: [UnicodeScalar]) {
    self.characters = characters
  }

  mutating func pattern() throws(TicketPatternError) -> PatternNode {
    let node = try choice()
    guard peek == nil else { throw error(.strayParenthesis) }
    return node
  }

  private var peek: UnicodeScalar? { index < characters.count ? characters[index] : nil }

  private mutating func take(_ character: UnicodeScalar) -> Bool {
    guard peek == character else { return false }
    index += 1
    return true
  }

  private mutating func choice() throws(TicketPatternError) -> PatternNode {
    var alternatives = [try sequence()]
    while take("|") { alternatives.append(try sequence()) }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  private mutating func sequence() throws(TicketPatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let next = peek, next != "|", next != ")" { nodes.append(try repeated(try atom())) }
    return .sequence(nodes)
  }

  private mutating func atom() throws(TicketPatternError) -> PatternNode {
    let start = index
    let character = characters[index]
    index += 1
    switch character {
    case "(": return try group(start)
    case "[": return .one(try characterClass(start))
    case ".": return .one(.any)
    case "\\": return .one(try escape(start))
    case "*", "+", "?", "{": throw error(.nothingToRepeat, at: start)
    case "^", "$": throw error(.unsupported(String(character)), at: start)
    default: return .one(CharacterSet(ranges: [character.value...character.value]))
    }
  }

  private mutating func group(_ start: Int) throws(TicketPatternError) -> PatternNode {
    if take("?"), !take(":") { throw error(.unsupported("(?"), at: start) }
    depth += 1
    guard depth <= 20 else { throw error(.tooDeep, at: start) }
    let node = try choice()
    guard take(")") else { throw error(.unclosedGroup, at: start) }
    depth -= 1
    return node
  }

  private mutating func repeated(_ node: PatternNode) throws(TicketPatternError) -> PatternNode {
    let start = index
    let bounds: (least: Int, most: Int?)
    switch peek {
    case "?": bounds = (0, 1)
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "{": bounds = try braces()
    default: return node
    }
    index += 1
    // Lazy and possessive forms are for searching; a repetition of a repetition is a slip.
    if let next = peek, "?*+{".unicodeScalars.contains(next) {
      throw error(.unsupported(String(characters[start...index].map { Character($0) })), at: start)
    }
    return .repeated(node, least: bounds.least, most: bounds.most)
  }

  /// Leaves the closing brace to be taken.
  private mutating func braces() throws(TicketPatternError) -> (least: Int, most: Int?) {
    let start = index
    index += 1
    guard let least = number() else { throw error(.badRepetition, at: start) }
    var most: Int? = least
    if take(",") { most = number() }
    let isUnlimited = characters[index - 1] == ","
    guard peek == "}", isUnlimited || most != nil, (most ?? least) >= least else {
      throw error(.badRepetition, at: start)
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let next = peek, (0x30...0x39).contains(next.value) {
      let sum = (value ?? 0) * 10 + Int(next.value - 0x30)
      guard sum <= mostRepetitions else { return nil }
      value = sum
      index += 1
    }
    return value
  }

  private mutating func characterClass(_ start: Int) throws(TicketPatternError) -> CharacterSet {
    var set = CharacterSet(ranges: [], isNegated: take("^"))
    while let next = peek, next != "]" {
      let place = index
      let first = try classMember()
      guard peek == "-", index + 1 < characters.count, characters[index + 1] != "]" else {
        set.ranges += first.ranges
        continue
      }
      index += 1
      let last = try classMember()
      guard let low = first.single, let high = last.single, low <= high else { throw error(.badRange, at: place) }
      set.ranges.append(low...high)
    }
    guard take("]") else { throw error(.unclosedClass, at: start) }
    guard !set.ranges.isEmpty else { throw error(.unsupported("[]"), at: start) }
    return set
  }

  private mutating func classMember() throws(TicketPatternError) -> CharacterSet {
    let start = index
    let character = characters[index]
    index += 1
    switch character {
    case "\\":
      let set = try escape(start)
      guard !set.isNegated else { throw error(.unsupported("a negated class in a class"), at: start) }
      return set
    case "[": throw error(.unsupported("[ in a class"), at: start)
    case "&" where peek == "&", "~" where peek == "~": throw error(.unsupported("\(character)\(character)"), at: start)
    default: return CharacterSet(ranges: [character.value...character.value])
    }
  }

  private mutating func escape(_ start: Int) throws(TicketPatternError) -> CharacterSet {
    guard let character = peek else { throw error(.unsupported("\\"), at: start) }
    index += 1
    switch character {
    case "d": return .digit
    case "w": return .word
    case "s": return .space
    case "D": return CharacterSet(ranges: CharacterSet.digit.ranges, isNegated: true)
    case "W": return CharacterSet(ranges: CharacterSet.word.ranges, isNegated: true)
    case "S": return CharacterSet(ranges: CharacterSet.space.ranges, isNegated: true)
    case _ where character.isASCII && character.value > 0x20 && !CharacterSet.word.contains(character):
      return CharacterSet(ranges: [character.value...character.value])
    default: throw error(.unsupported("\\" + String(character)), at: start)
    }
  }

  private func error(_ problem: TicketPatternError.Problem, at offset: Int? = nil) -> TicketPatternError {
    TicketPatternError(problem: problem, offset: offset ?? index)
  }
}

extension CharacterSet {
  /// The only character, if there is one.
  fileprivate var single: UInt32? {
    guard !isNegated, ranges.count == 1, let range = ranges.first, range.count == 1 else { return nil }
    return range.lowerBound
  }
}

/// One word, string or punctuation mark of Swift source.
struct Token: Hashable {
  enum Kind: Hashable {
    case word(String)
    case string(String)
    case mark(Character)
  }

  let kind: Kind
  let line: Int
  /// Nothing stands between it and what comes before: `try!` and not `try !done`.
  var isGlued = false

  var word: String? { if case .word(let text) = kind { text } else { nil } }
  var string: String? { if case .string(let text) = kind { text } else { nil } }

  func isMark(_ mark: Character) -> Bool { kind == .mark(mark) }
}

extension Source {
  var tokens: [Token] {
    var tokens: [Token] = []
    for piece in pieces {
      switch piece.kind {
      case .comment: continue
      case .string: tokens.append(Token(kind: .string(piece.text), line: piece.line))
      case .code: tokens += Source.tokens(ofCode: piece.text, from: piece.line)
      }
    }
    return tokens
  }

  private static func tokens(ofCode text: String, from first: Int) -> [Token] {
    var tokens: [Token] = []
    var line = first
    var word = ""
    var isGlued = false
    for character in text + "\n" {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
        continue
      }
      if !word.isEmpty {
        tokens.append(Token(kind: .word(word), line: line))
        isGlued = true
      }
      word = ""
      if character.isNewline {
        line += 1
      } else if !character.isWhitespace {
        tokens.append(Token(kind: .mark(character), line: line, isGlued: isGlued))
      }
      isGlued = !character.isWhitespace
    }
    return tokens
  }
}

extension [Token] {
  /// The index behind the bracket that closes the one at `start`; the count when none does.
  func end(ofGroupAt start: Int) -> Int {
    var depth = 0
    for index in start..<count {
      if case .mark(let mark) = self[index].kind {
        if "([{".contains(mark) { depth += 1 }
        if ")]}".contains(mark) { depth -= 1 }
      }
      if depth == 0 { return index + 1 }
    }
    return count
  }
}

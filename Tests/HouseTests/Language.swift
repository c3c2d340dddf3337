/// Something that stands in a file and must not.
struct Offence: Hashable, CustomStringConvertible {
  let line: Int
  let what: String

  var description: String { "line \(line): \(what)" }
}

/// What no source may hold: whatever turns an error into nothing, or a doubt into a crash.
func forbidden(in text: String) -> [Offence] {
  let source = Source(text)
  let tokens = source.tokens
  var offences: [Offence] = []
  for (index, token) in tokens.enumerated() {
    guard let word = token.word else { continue }
    let next = tokens.dropFirst(index + 1).first
    let follows = { (mark: Character) in next?.isMark(mark) == true && next?.isGlued == true }
    let isAttribute = index > 0 && tokens[index - 1].isMark("@")
    switch word {
    case "try" where follows("?") || follows("!"):
      offences.append(Offence(line: token.line, what: "try without a catch"))
    case "as" where follows("!"): offences.append(Offence(line: token.line, what: "as!"))
    case "fatalError" where follows("("): offences.append(Offence(line: token.line, what: "fatalError"))
    case "unchecked" where isAttribute && next?.word == "Sendable":
      offences.append(Offence(line: token.line, what: "@unchecked Sendable"))
    case "testable" where isAttribute: offences.append(Offence(line: token.line, what: "@testable"))
    default: continue
    }
  }
  for comment in source.comments {
    for word in ["TO" + "DO", "FIX" + "ME"] where words(of: comment.text).contains(word.lowercased()) {
      offences.append(Offence(line: comment.line, what: word))
    }
  }
  return offences
}

/// Words that tell a reader nothing, in strings that a reader may see. Ids of rules are addresses, not words.
func emptyWords(in text: String) -> [Offence] {
  let tokens = Source(text).tokens
  var offences: [Offence] = []
  for (index, token) in tokens.enumerated() {
    guard let string = token.string, !quotedFromOthers.contains(string) else { continue }
    let isRuleID = index > 1 && tokens[index - 1].isMark("(") && tokens[index - 2].word == "Rule"
    if isRuleID { continue }
    let spoken = words(of: string)
    for word in ["invalid", "please", "oops"] where spoken.contains(word) {
      offences.append(Offence(line: token.line, what: "'\(word)' in \"\(string)\""))
    }
    for pair in zip(spoken, spoken.dropFirst()) where pair == ("failed", "to") {
      offences.append(Offence(line: token.line, what: "'failed to' in \"\(string)\""))
    }
  }
  return offences
}

/// What git says, held against its words and never shown as ours.
private let quotedFromOthers: Set<String> = ["failed to update ref"]

private func words(of text: String) -> [String] {
  text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
}

/// A `static let name = Rule("id", …)`.
struct DeclaredRule: Hashable {
  let name: String
  let id: String
}

/// The rules that a file declares, and places where one is made in any other way.
func rules(in text: String) -> (declared: [DeclaredRule], stray: [Offence]) {
  let tokens = Source(text).tokens
  var declared: [DeclaredRule] = []
  var stray: [Offence] = []
  for index in tokens.indices
  where tokens[index].word == "Rule" && tokens.dropFirst(index + 1).first?.isMark("(") == true {
    let before = tokens[..<index].suffix(4).map(\.kind)
    let id = tokens.dropFirst(index + 2).first?.string
    if before.count == 4, before[0] == .word("static"), before[1] == .word("let"), case .word(let name) = before[2],
      before[3] == .mark("="), let id
    {
      declared.append(DeclaredRule(name: name, id: id))
    } else {
      stray.append(Offence(line: tokens[index].line, what: "a rule without a name of its own"))
    }
  }
  return (declared, stray)
}

/// The ends of the ids that a template makes for each prefix, `Rule("\(prefix).unknown-key", …)`, and the prefixes it is used with.
func ruleTemplate(in text: String) -> (ends: [String], prefixes: [String]) {
  let tokens = Source(text).tokens
  var ends: [String] = []
  var prefixes: [String] = []
  for index in tokens.indices.dropLast(4) {
    let next = tokens[(index + 1)...(index + 4)].map(\.kind)
    if tokens[index].word == "Rule", next.starts(with: [.mark("("), .string(""), .word("prefix")]),
      case .string(let end) = next[3]
    {
      ends.append(end)
    }
    if next.starts(with: [.mark("("), .word("prefix"), .mark(":")]), case .string(let prefix) = next[3] {
      prefixes.append(prefix)
    }
  }
  return (ends, prefixes)
}

/// The members of every list of type `[Rule]` in a file: `[.one, .two] + [.three]`.
func listedRules(in text: String) -> Set<String> {
  let tokens = Source(text).tokens
  let type: [Token.Kind] = [.mark("["), .word("Rule"), .mark("]"), .mark("=")]
  let declarations: Set<String> = ["static", "package", "private", "extension", "func", "enum", "struct", "var", "let"]
  var names: Set<String> = []
  for start in tokens.indices where tokens[start...].prefix(type.count).map(\.kind) == type {
    var depth = 0
    for index in (start + type.count)..<tokens.count {
      if tokens[index].isMark("[") { depth += 1 }
      if tokens[index].isMark("]") { depth -= 1 }
      if tokens[index].isMark("}") || tokens[index].word.map(declarations.contains) == true { break }
      if depth > 0, tokens[index - 1].isMark("."), let name = tokens[index].word { names.insert(name) }
    }
  }
  return names
}

/// The enums that hold a module's list of rules: `enum GitRules { static let all: [Rule] = … }`.
func ruleLists(in text: String) -> [String] {
  let tokens = Source(text).tokens
  guard tokens.contains(where: { $0.word == "all" }) else { return [] }
  return tokens.indices.dropFirst().compactMap { index in
    guard tokens[index - 1].word == "enum", let name = tokens[index].word, name.hasSuffix("Rules") else { return nil }
    return name
  }
}

/// Whether a rule's id is `topic.what-is-wrong`: two or more parts in kebab-case.
func isRuleID(_ id: String) -> Bool {
  let parts = id.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count >= 2 else { return false }
  return parts.allSatisfy { part in
    let words = part.split(separator: "-", omittingEmptySubsequences: false)
    return words.allSatisfy { word in
      !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
    }
  }
}

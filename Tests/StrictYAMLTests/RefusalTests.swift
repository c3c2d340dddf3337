import StrictYAML
import Testing

/// A text that is refused, and exactly why and where.
struct Refusal: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: [UInt8]
  let error: YAMLError

  init(_ name: String, _ text: String, _ error: YAMLError) {
    self.init(name, bytes: Array(text.utf8), error)
  }

  init(_ name: String, bytes: [UInt8], _ error: YAMLError) {
    testDescription = name
    text = bytes
    self.error = error
  }
}

private func at(_ line: Int, _ column: Int, _ offset: Int) -> YAMLPosition {
  YAMLPosition(line: line, column: column, offset: offset)
}

@Suite struct RefusalTests {
  @Test(arguments: [
    Refusal("an anchor", "a: &x 1\n", .anchor("x", at: at(1, 4, 3))),
    Refusal("an anchor on a mapping", "a: &x\n  b: 1\n", .anchor("x", at: at(1, 4, 3))),
    Refusal("an anchor on a sequence", "a: &all [1]\n", .anchor("all", at: at(1, 4, 3))),
    Refusal("an anchor on a key", "&k a: 1\n", .anchor("k", at: at(1, 1, 0))),
    Refusal("an alias as value", "a: *x\n", .alias("x", at: at(1, 4, 3))),
    Refusal("an alias as key", "*x : 1\n", .alias("x", at: at(1, 1, 0))),
    Refusal("an alias behind characters of two bytes", "é: [ü, *x]\n", .alias("x", at: at(1, 8, 9))),
    Refusal("a tag", "a: !!str 1\n", .tag("tag:yaml.org,2002:str", at: at(1, 4, 3))),
    Refusal("a tag that means nothing", "a: ! 1\n", .tag("!", at: at(1, 4, 3))),
    Refusal("a tag of one's own on a mapping", "a: !danger {}\n", .tag("!danger", at: at(1, 4, 3))),
    Refusal("a merge key", "a: 1\n<<: {b: 1}\n", .mergeKey(at: at(2, 1, 5))),
    Refusal("a merge key that merges an alias", "<<: *x\n", .mergeKey(at: at(1, 1, 0))),
  ])
  func indirection(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictYAML.read(refusal.text) }
  }

  @Test(arguments: [
    Refusal("the same key twice", "a: 1\nb: 2\na: 3\n", .duplicateKey("a", first: at(1, 1, 0), again: at(3, 1, 10))),
    Refusal(
      "the same key twice in a flow mapping", "{a: 1, a: 1}", .duplicateKey("a", first: at(1, 2, 1), again: at(1, 8, 7))
    ),
    Refusal(
      "the same key plain and quoted", "on: 1\n'on': 2\n", .duplicateKey("on", first: at(1, 1, 0), again: at(2, 1, 6))),
    Refusal(
      "the same key with an escape", "ab: 1\n\"\\x61b\": 2\n",
      .duplicateKey("ab", first: at(1, 1, 0), again: at(2, 1, 6))),
    Refusal(
      "the same key composed and decomposed", "\u{e9}: 1\ne\u{301}: 2\n",
      .duplicateKey("é", first: at(1, 1, 0), again: at(2, 1, 6))),
    Refusal(
      "the same key deeper", "a:\n  - b: 1\n    c: 1\n    b: 2\n",
      .duplicateKey("b", first: at(2, 5, 7), again: at(4, 5, 25))),
    Refusal("a sequence as key", "[a]: 1\n", .keyNotScalar(at: at(1, 1, 0))),
    Refusal("a mapping as key", "? {a: 1}\n: 1\n", .keyNotScalar(at: at(1, 3, 2))),
    Refusal("no key in a flow mapping", "{? : 1}\n", .keyNotScalar(at: at(1, 4, 3))),
    Refusal("no key behind a mark", "?\n: 1\n", .keyNotScalar(at: at(1, 2, 1))),
  ])
  func keys(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictYAML.read(refusal.text) }
  }

  @Test(arguments: [
    Refusal("nothing", "", .empty),
    Refusal("a comment only", "# nothing\n", .empty),
    Refusal("a document mark only", "---\n", .empty),
    Refusal("two documents", "a: 1\n---\nb: 2\n", .severalDocuments(at: at(2, 1, 5))),
    Refusal("two documents, the second empty", "a: 1\n---\n", .severalDocuments(at: at(2, 1, 5))),
    Refusal("two documents behind an end mark", "a: 1\n...\n---\nb: 1\n", .severalDocuments(at: at(3, 1, 9))),
    Refusal("a version directive", "%YAML 1.1\n---\na: 1\n", .directive(at: at(1, 1, 0))),
    Refusal("a tag directive", "%TAG !e! tag:example,2000:\n---\na: 1\n", .directive(at: at(1, 1, 0))),
  ])
  func documents(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictYAML.read(refusal.text) }
  }

  @Test(arguments: [
    Refusal("a byte order mark", "\u{feff}a: 1\n", .byteOrderMark(at: at(1, 1, 0))),
    Refusal("a byte order mark inside", "a: \u{feff}1\n", .byteOrderMark(at: at(1, 4, 3))),
    Refusal("UTF-16", bytes: [0xff, 0xfe, 0x61, 0x00], .notUTF8(at: at(1, 1, 0))),
    Refusal("UTF-16 without a mark", bytes: [0x61, 0x00, 0x3a, 0x00], .controlCharacter(0, at: at(1, 2, 1))),
    Refusal("Latin-1", bytes: Array("a: 1\nb: ".utf8) + [0xe9, 0x0a], .notUTF8(at: at(2, 4, 8))),
    Refusal("a surrogate in UTF-8", bytes: Array("é: ".utf8) + [0xed, 0xa0, 0x80], .notUTF8(at: at(1, 4, 4))),
    Refusal("an overlong form", bytes: [0xc0, 0xaf], .notUTF8(at: at(1, 1, 0))),
    Refusal("a cut character", bytes: Array("a: ".utf8) + [0xe2, 0x82], .notUTF8(at: at(1, 4, 3))),
    Refusal("NUL", "a: \0\n", .controlCharacter(0, at: at(1, 4, 3))),
    Refusal("escape", "a: 'x\u{1b}[2J'\n", .controlCharacter(0x1b, at: at(1, 6, 5))),
    Refusal("delete", "a: \u{7f}\n", .controlCharacter(0x7f, at: at(1, 4, 3))),
    Refusal("a C1 control", "# \u{9b}\na: 1\n", .controlCharacter(0x9b, at: at(1, 3, 2))),
    Refusal("a line hidden behind a carriage return", "# x\rb: 2\n", .controlCharacter(0x0d, at: at(1, 4, 3))),
    Refusal("a carriage return at the end", "a: 1\r", .controlCharacter(0x0d, at: at(1, 5, 4))),
    Refusal("a line hidden behind NEL", "# x\u{85}b: 2\n", .controlCharacter(0x85, at: at(1, 4, 3))),
    Refusal("a line hidden behind U+2028", "# x\u{2028}b: 2\n", .controlCharacter(0x2028, at: at(1, 4, 3))),
    Refusal("a line hidden behind U+2029", "# x\u{2029}b: 2\n", .controlCharacter(0x2029, at: at(1, 4, 3))),
  ])
  func characters(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictYAML.read(refusal.text) }
  }

  @Test(arguments: [
    Refusal("a tab before a key", "a:\n\tb: 1\n", .tab(at: at(2, 1, 3))),
    Refusal("a tab before a nested key", "a:\n  b: 1\n\tc: 2\n", .tab(at: at(3, 1, 10))),
    Refusal("a tab before an item", "a:\n\t- 1\n", .tab(at: at(2, 1, 3))),
    Refusal(
      "an open flow sequence", "a: [1, 2\n",
      .syntax(problem: "did not find expected ',' or ']'", at: at(2, 1, 9))),
    Refusal(
      "a wrong indentation", "a: 1\n  b: 2\n",
      .syntax(problem: "mapping values are not allowed in this context", at: at(2, 4, 8))),
    Refusal(
      "an open quote", "a: \"x\n", .syntax(problem: "found unexpected end of stream", at: at(2, 1, 6))),
    Refusal(
      "an open flow mapping in an unended line", "a: 1\nb: {é",
      .syntax(problem: "did not find expected ',' or '}'", at: at(2, 6, 11))),
    Refusal(
      "a JSON surrogate escape", "a: \"\\ud83d\\ude00\"\n",
      .syntax(problem: "found invalid Unicode character escape code", at: at(1, 7, 6))),
    Refusal(
      "an unknown escape", "a: \"\\y\"\n", .syntax(problem: "found unknown escape character", at: at(1, 5, 4))),
  ])
  func syntax(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictYAML.read(refusal.text) }
  }

  @Test func positionsAndMessages() {
    let place = at(3, 7, 40)
    let errors: [YAMLError] = [
      .tooLarge(bytes: 2, limit: 1), .notUTF8(at: place), .byteOrderMark(at: place), .controlCharacter(7, at: place),
      .tab(at: place), .syntax(problem: "x", at: place), .anchor("x", at: place), .alias("x", at: place),
      .tag("x", at: place), .mergeKey(at: place), .duplicateKey("x", first: at(1, 1, 0), again: place),
      .keyNotScalar(at: place), .severalDocuments(at: place), .directive(at: place), .empty,
      .tooDeep(limit: 1, at: place), .tooManyNodes(limit: 1, at: place), .outOfMemory,
    ]
    for error in errors {
      #expect(!error.message.isEmpty && !error.message.contains("\n") && error.message.last != ".")
      switch error {
      case .tooLarge, .empty, .outOfMemory: #expect(error.position == nil)
      default: #expect(error.position == place)
      }
    }
    #expect(YAMLError.controlCharacter(7, at: place).message.contains("U+0007"))
    let duplicate = YAMLError.duplicateKey("x", first: at(1, 2, 1), again: place)
    #expect(duplicate.message.hasSuffix("'x' is already used at 1:2"))
  }

  @Test func messagesAreSafeForATerminal() {
    let place = at(1, 1, 0)
    let long = String(repeating: "k", count: 500)
    for name in ["\u{1b}[2J", "\u{202e}x", "a\nb", long] {
      for error in [
        YAMLError.anchor(name, at: place), .alias(name, at: place), .tag(name, at: place),
        .duplicateKey(name, first: place, again: place), .syntax(problem: name, at: place),
      ] {
        let message = error.message
        #expect(message.unicodeScalars.allSatisfy { !["\u{1b}", "\u{202e}", "\n"].contains($0) })
        #expect(message.utf8.count < 200)
      }
    }
  }
}

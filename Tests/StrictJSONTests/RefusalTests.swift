import StrictJSON
import Testing

/// A text that is refused, and exactly why and where.
struct Refusal: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: [UInt8]
  let error: JSONError

  init(_ name: String, _ text: String, _ error: JSONError) {
    self.init(name, bytes: Array(text.utf8), error)
  }

  init(_ name: String, bytes: [UInt8], _ error: JSONError) {
    testDescription = name
    text = bytes
    self.error = error
  }
}

private func at(_ line: Int, _ column: Int, _ offset: Int) -> JSONPosition {
  JSONPosition(offset: offset, line: line, column: column)
}

private let keys: [Refusal] = [
  Refusal("the same key twice", #"{"a":1,"b":2,"a":3}"#, .duplicateKey("a", first: at(1, 2, 1), again: at(1, 14, 13))),
  Refusal(
    "the same key with an escape", #"{"a":1,"\u0061":3}"#, .duplicateKey("a", first: at(1, 2, 1), again: at(1, 8, 7))),
  Refusal(
    "the same key composed and decomposed", "{\"\u{e9}\":1,\n\"e\u{301}\":3}",
    .duplicateKey("é", first: at(1, 2, 1), again: at(2, 1, 9))),
  Refusal("the same empty key", #"{"":1,"":3}"#, .duplicateKey("", first: at(1, 2, 1), again: at(1, 7, 6))),
  Refusal(
    "the same key deeper", #"[{"x":{"a":1,"a":3}}]"#, .duplicateKey("a", first: at(1, 8, 7), again: at(1, 14, 13))),
  Refusal(
    "the same key among many", "{" + (0..<40).map { "\"k\($0 + 10)\":0," }.joined() + "\"k20\":1}",
    .duplicateKey("k20", first: at(1, 82, 81), again: at(1, 322, 321))),
  Refusal("a key without quotes", "{a:1}", .unexpected(expected: "a key in quotes", at: at(1, 2, 1))),
  Refusal("a number as key", "{1:1}", .unexpected(expected: "a key in quotes", at: at(1, 2, 1))),
  Refusal("a comma behind the last member", #"{"a":1,}"#, .unexpected(expected: "a key in quotes", at: at(1, 8, 7))),
  Refusal("no colon", #"{"a" 1}"#, .unexpected(expected: "':'", at: at(1, 6, 5))),
  Refusal("no comma", #"{"a":1 "b":2}"#, .unexpected(expected: "',' or '}'", at: at(1, 8, 7))),
  Refusal("no value", #"{"a":}"#, .unexpected(expected: "a value", at: at(1, 6, 5))),
]

private let characters: [Refusal] = [
  Refusal("a byte order mark", "\u{feff}{}", .byteOrderMark),
  Refusal("UTF-16", bytes: [0xff, 0xfe, 0x7b, 0], .unexpected(expected: "a value", at: at(1, 1, 0))),
  Refusal("Latin-1 in a string", bytes: [0x22, 0x61, 0xe9, 0x22], .notUTF8(at: at(1, 3, 2))),
  Refusal(
    "a surrogate in UTF-8", bytes: Array("[\"é\",\"é".utf8) + [0xed, 0xa0, 0x80, 0x22, 0x5d], .notUTF8(at: at(1, 8, 9))),
  Refusal("an overlong form", bytes: [0x22, 0xc0, 0xaf, 0x22], .notUTF8(at: at(1, 2, 1))),
  Refusal(
    "bad bytes behind an escape", bytes: Array("\"\\n\\u00e9é".utf8) + [0xff, 0x22], .notUTF8(at: at(1, 11, 11))),
  Refusal("a cut character", bytes: [0x22, 0xe2, 0x82, 0x22], .notUTF8(at: at(1, 2, 1))),
  Refusal("a line feed in a string", "\"a\nb\"", .controlCharacter(10, at: at(1, 3, 2))),
  Refusal("a tab in a string", "[\"é\t\"]", .controlCharacter(9, at: at(1, 4, 4))),
  Refusal("NUL in a string with an escape", "\"\\n\0\"", .controlCharacter(0, at: at(1, 4, 3))),
  Refusal("a no-break space between values", "[1,\u{a0}2]", .unexpected(expected: "a value", at: at(1, 4, 3))),
  Refusal("a form feed between values", "[1,\u{c}2]", .unexpected(expected: "a value", at: at(1, 4, 3))),
]

private let escapes: [Refusal] = [
  Refusal("a high surrogate alone", #""\ud83d""#, .loneSurrogate(at: at(1, 2, 1))),
  Refusal("a low surrogate alone", #""x\ude00""#, .loneSurrogate(at: at(1, 3, 2))),
  Refusal("two high surrogates", #""\ud83d\ud83d""#, .loneSurrogate(at: at(1, 2, 1))),
  Refusal("a pair in the wrong order", #""\ude00\ud83d""#, .loneSurrogate(at: at(1, 2, 1))),
  Refusal("a high surrogate and a letter", #""\ud83dx""#, .loneSurrogate(at: at(1, 2, 1))),
  Refusal("a high surrogate and another escape", #""\ud83d\n""#, .loneSurrogate(at: at(1, 2, 1))),
  Refusal("an unknown escape", #""\x41""#, .escape(at: at(1, 2, 1))),
  Refusal("an apostrophe escaped", #""\'""#, .escape(at: at(1, 2, 1))),
  Refusal("three digits", #""\u004""#, .escape(at: at(1, 2, 1))),
  Refusal("a sign as digit", #""\u+041""#, .escape(at: at(1, 2, 1))),
  Refusal("a digit of another script", "\"\\u٠٠٤١\"", .escape(at: at(1, 2, 1))),
  Refusal("the end in an escape", "\"\\", .truncated(expected: "the rest of an escape", at: at(1, 3, 2))),
  Refusal("the end in a code point", "\"\\u00", .truncated(expected: "the rest of an escape", at: at(1, 6, 5))),
  Refusal("an open string", "\"abc", .truncated(expected: "the closing quote of a string", at: at(1, 5, 4))),
  Refusal(
    "an open string with an escape", "\"é\\n", .truncated(expected: "the closing quote of a string", at: at(1, 5, 5))),
]

private let numbers: [Refusal] = [
  Refusal("a leading zero", "[01]", .number(at: at(1, 2, 1))),
  Refusal("a negative leading zero", "-01", .number(at: at(1, 1, 0))),
  Refusal("a sign alone", "-", .number(at: at(1, 1, 0))),
  Refusal("a sign and a letter", "-a", .number(at: at(1, 1, 0))),
  Refusal("no digit behind the point", "1.", .number(at: at(1, 1, 0))),
  Refusal("no digit before the point", ".5", .unexpected(expected: "a value", at: at(1, 1, 0))),
  Refusal("a plus sign", "+1", .unexpected(expected: "a value", at: at(1, 1, 0))),
  Refusal("no digit in the exponent", "1e+", .number(at: at(1, 1, 0))),
  Refusal("hexadecimal", "0x10", .trailing(at: at(1, 2, 1))),
  Refusal("not a number", "NaN", .unexpected(expected: "a value", at: at(1, 1, 0))),
  Refusal("infinity", "-Infinity", .number(at: at(1, 1, 0))),
  Refusal("digits of another script", "١", .unexpected(expected: "a value", at: at(1, 1, 0))),
]

private let structure: [Refusal] = [
  Refusal("nothing", "", .empty),
  Refusal("white space", " \n\t\r", .empty),
  Refusal("two values", "{}\n{}", .trailing(at: at(2, 1, 3))),
  Refusal("text behind the value", "[] x", .trailing(at: at(1, 4, 3))),
  Refusal("NUL behind the value", "[]\0", .trailing(at: at(1, 3, 2))),
  Refusal("a comment", "[1, // one\n2]", .unexpected(expected: "a value", at: at(1, 5, 4))),
  Refusal("an open array", "[1,\n 2", .truncated(expected: "',' or ']'", at: at(2, 3, 6))),
  Refusal("an open object", "{", .truncated(expected: "a key in quotes", at: at(1, 2, 1))),
  Refusal("an array closed as object", "[1}", .unexpected(expected: "',' or ']'", at: at(1, 3, 2))),
  Refusal("a comma behind the last element", "[1,]", .unexpected(expected: "a value", at: at(1, 4, 3))),
  Refusal("a comma alone", "[,]", .unexpected(expected: "a value", at: at(1, 2, 1))),
  Refusal("a cut word", "[tru]", .unexpected(expected: "a value", at: at(1, 2, 1))),
  Refusal("a word in capitals", "True", .unexpected(expected: "a value", at: at(1, 1, 0))),
  Refusal("a word that goes on", "nullx", .trailing(at: at(1, 5, 4))),
  Refusal("single quotes", "['a']", .unexpected(expected: "a value", at: at(1, 2, 1))),
]

@Suite struct RefusalTests {
  @Test(arguments: keys + characters + escapes + numbers + structure)
  func isRefused(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictJSON.read(refusal.text) }
  }

  @Test func limitsHoldAtTheirEdge() throws {
    let limits = JSONLimits(bytes: 20, depth: 3, nodes: 4)
    #expect(throws: Never.self) { try StrictJSON.read(Array("[[[1]]]".utf8), limits: limits) }
    #expect(throws: JSONError.tooDeep(limit: 3, at: at(1, 4, 3))) {
      try StrictJSON.read(Array("[[[[]]]]".utf8), limits: limits)
    }
    #expect(throws: JSONError.tooDeep(limit: 3, at: at(1, 8, 7))) {
      try StrictJSON.read(Array(#"[{"a":[{}]}]"#.utf8), limits: limits)
    }
    #expect(throws: Never.self) { try StrictJSON.read(Array("[1,2,3]".utf8), limits: limits) }
    #expect(throws: JSONError.tooManyNodes(limit: 4, at: at(1, 8, 7))) {
      try StrictJSON.read(Array("[1,2,3,4]".utf8), limits: limits)
    }
    #expect(throws: Never.self) { try StrictJSON.read(Array("[                  ]".utf8), limits: limits) }
    #expect(throws: JSONError.tooLarge(bytes: 21, limit: 20)) {
      try StrictJSON.read(Array("[                   ]".utf8), limits: limits)
    }
    #expect(JSONLimits(depth: 1_000_000).depth == 512)
  }

  @Test func messagesSayWhatAndAreSafeForATerminal() {
    for refusal in keys + characters + escapes + numbers + structure {
      let message = refusal.error.message
      #expect(!message.isEmpty && message.last != ".")
    }
    for key in ["\u{1b}[2J", "\u{202e}x", "a\nb", String(repeating: "k", count: 500)] {
      let message = JSONError.duplicateKey(key, first: at(3, 4, 9), again: at(4, 1, 12)).message
      #expect(message.unicodeScalars.allSatisfy { !["\u{1b}", "\u{202e}", "\n"].contains($0) })
      #expect(message.utf8.count < 140 && message.hasSuffix("is already used at 3:4"))
    }
    #expect(JSONError.empty.position == nil)
    #expect(JSONError.duplicateKey("", first: at(3, 4, 9), again: at(4, 1, 12)).position == at(4, 1, 12))
  }
}

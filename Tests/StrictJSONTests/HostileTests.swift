import StrictJSON
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

private func repeated(_ text: String, _ count: Int) -> [UInt8] {
  Array(String(repeating: text, count: count).utf8)
}

/// A text that is meant to cost much more than it looks.
struct Bomb: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: [UInt8]

  init(_ name: String, _ unit: String, _ count: Int, before: String = "", after: String = "") {
    testDescription = name
    text = Array(before.utf8) + repeated(unit, count) + Array(after.utf8)
  }
}

private let manyMembers = (0..<50_000).map { "\"\($0)\":0," }.joined()

private let refusedBombs: [Bomb] = [
  Bomb("10,000 arrays", "[", 10_000),
  Bomb("10,000 arrays, closed", "[", 10_000, after: String(repeating: "]", count: 10_000)),
  Bomb("a million arrays", "[", 1_000_000),
  Bomb("200,000 objects", "{\"a\":", 200_000),
  Bomb("a mix of both", "[{\"a\":", 100_000),
  Bomb("2,100,000 elements", "0,", 2_100_000, before: "[", after: "0]"),
  Bomb("a key again behind 50,000 others", "", 0, before: "{" + manyMembers, after: "\"7\":0}"),
  Bomb("an open string of a million quotes", "\\\"", 1_000_000, before: "\""),
  Bomb("a million spaces", " ", 1_000_000),
  Bomb("17 MiB", " ", 17 << 20),
]

private let acceptedBombs: [Bomb] = [
  Bomb("a number of a million digits", "1", 1_000_000),
  Bomb("an exponent of a million digits", "9", 1_000_000, before: "1e"),
  Bomb("a string of a million letters in one line", "a", 1_000_000, before: "\"", after: "\""),
  Bomb("a string of 200,000 escapes", "\\u00e9", 200_000, before: "\"", after: "\""),
  Bomb("a string of 200,000 pairs", "\\ud83d\\ude00", 200_000, before: "\"", after: "\""),
  Bomb("50,000 keys", "", 0, before: "{" + manyMembers, after: "\"x\":0}"),
  Bomb("a million line feeds", "\n", 1_000_000, after: "1"),
]

@Suite struct HostileTests {
  @Test(.timeLimit(.minutes(1)), arguments: refusedBombs)
  func bombsAreRefusedInBoundedTime(_ bomb: Bomb) {
    let elapsed = ContinuousClock().measure {
      #expect(throws: JSONError.self) { try StrictJSON.read(bomb.text) }
    }
    #expect(elapsed < .seconds(20))
  }

  @Test(.timeLimit(.minutes(1)), arguments: acceptedBombs)
  func longTextsAreReadInBoundedTime(_ bomb: Bomb) {
    let elapsed = ContinuousClock().measure {
      #expect(throws: Never.self) { try StrictJSON.read(bomb.text) }
    }
    #expect(elapsed < .seconds(20))
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<8)
  func whatIsWrittenIsReadAgain(_ seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    for _ in 0..<150 {
      let value = randomValue(depth: 5, &random)
      let pretty = Bool.random(using: &random)
      let text = value.written(pretty: pretty)
      #expect(JSON(try StrictJSON.read(Array(text.utf8))) == value)
      #expect(text.unicodeScalars.allSatisfy { ($0.value >= 0x20 || (pretty && $0 == "\n")) && $0.value != 0x7f })
      let sorted = value.written(pretty: false, sortedKeys: true)
      #expect(JSON(try StrictJSON.read(Array(sorted.utf8))).written(pretty: false) == sorted)
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<8)
  func mutatedTextNeverStopsTheReader(_ seed: UInt64) {
    var random = SeededGenerator(state: seed &+ 100)
    let marks = Array("\"\\{}[]:,-+.eE0123 \n\tutfn/".utf8) + [0, 0x1f, 0x7f, 0x80, 0xc3, 0xed, 0xff]
    var read = 0
    for _ in 0..<300 {
      var text = Array(randomValue(depth: 4, &random).written(pretty: true).utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) where !text.isEmpty {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text.remove(at: place)
        case 1: text[place] = marks.randomElement(using: &random) ?? 0
        case 2: text.insert(marks.randomElement(using: &random) ?? 0, at: place)
        default: text.insert(contentsOf: text[place..<min(text.count, place + 30)], at: place)
        }
      }
      if holds(text) { read += 1 }
    }
    #expect(read > 0 && read < 300)
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<4)
  func randomBytesNeverStopTheReader(_ seed: UInt64) {
    var random = SeededGenerator(state: seed &+ 200)
    let marks = Array("\"\\{}[]:,-.e0 \nntu".utf8)
    for round in 0..<500 {
      let text = (0..<Int.random(in: 0..<100, using: &random)).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : marks.randomElement(using: &random) ?? 0
      }
      _ = holds(text)
    }
  }

  /// Reads; the place of an error must be one of the text, and what is read must be what is written. Whether it was read.
  private func holds(_ text: [UInt8]) -> Bool {
    do {
      let value = JSON(try StrictJSON.read(text))
      #expect(JSON(try StrictJSON.read(Array(value.written(pretty: false).utf8))) == value)
      return true
    } catch {
      guard let place = error.position else { return false }
      #expect(place.offset <= text.count)
      let lines = text[..<place.offset].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      #expect(place.line == lines.count, "\(error)")
      // Bytes that are not UTF-8 are no columns that could be counted.
      if String(validating: text, as: UTF8.self) != nil {
        #expect(place.column == (lines.last?.count { $0 & 0xc0 != 0x80 } ?? 0) + 1, "\(error)")
      }
      return false
    }
  }

  private let numbers = ["-0", "1.5", "1e400", "0.10", "-7E-2", "99999999999999999999"]

  private func randomValue(depth: Int, _ random: inout SeededGenerator) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...63, using: &random))
    case 3: return .number(numbers.randomElement(using: &random) ?? "-0")
    case 4, 5: return .string(randomText(&random))
    case 6, 7:
      let count = Int.random(in: 0..<6, using: &random)
      return .array((0..<count).map { _ in randomValue(depth: depth - 1, &random) })
    default:
      var keys: Set<String> = []
      var members: [JSON.Member] = []
      for _ in 0..<Int.random(in: 0..<24, using: &random) {
        let key = randomText(&random)
        if keys.insert(key).inserted { members.append(JSON.Member(key, randomValue(depth: depth - 2, &random))) }
      }
      return .object(members)
    }
  }

  /// Characters of every kind: any scalar, any of the first 256, or one that has to be escaped.
  private func randomText(_ random: inout SeededGenerator) -> String {
    let hiding: [Unicode.Scalar] = ["\"", "\\", "\n", "\u{2028}", "\u{202e}", "\u{feff}", "\0", "\u{10ffff}"]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<12, using: &random) {
      let value = UInt32.random(in: 0...(Bool.random(using: &random) ? 0xff : 0x10ffff), using: &random)
      text.append(Unicode.Scalar(value) ?? hiding.randomElement(using: &random) ?? " ")
      if let scalar = hiding.randomElement(using: &random), value % 3 == 0 { text.append(scalar) }
    }
    return String(text)
  }
}

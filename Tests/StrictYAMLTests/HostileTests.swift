import StrictYAML
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

private let good = """
  # who and what
  workflow: vendor-payment
  title: "Pay “approved” invoices\\n"
  escalation: [jonas, 'le''na', {x: y}]
  secrets:
    - { name: BANK_TOKEN, from: "vault://kv#token", rotate: 90d }
    - name: größe
      text: |
        two
         lines
      folded: >-
        one
        line
  ? explicit
  : value
  """

/// A text of about a megabyte that is meant to cost much more than it looks.
struct Bomb: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: [UInt8]

  init(_ name: String, _ unit: String, _ count: Int, before: String = "", after: String = "") {
    testDescription = name
    text = Array(before.utf8) + repeated(unit, count) + Array(after.utf8)
  }
}

private let bombs: [Bomb] = [
  Bomb("10,000 flow sequences", "[", 10_000),
  Bomb("a million flow sequences", "[", 1_000_000),
  Bomb("300,000 flow mappings", "{a:", 300_000),
  Bomb("10,000 block sequences", "- ", 10_000),
  Bomb("half a million block sequences", "- ", 500_000),
  Bomb("half a million explicit keys", "? ", 500_000),
  Bomb("flow sequences line by line", "[\n", 500_000),
  Bomb("a million tabs", "\t", 1_000_000, after: "a: b"),
  Bomb("half a million quotes in a sequence", "'',", 300_000, before: "["),
  Bomb("an open quote", "'", 999_999),
  Bomb("half a million colons", ": ", 500_000),
  Bomb("200,000 document marks", "---\n", 200_000),
  Bomb("200,000 open flow mappings as keys", "{[", 300_000),
  Bomb("250,000 items", "- a\n", 250_000),
  Bomb("500,000 values in a line", "a,", 500_000, before: "["),
  Bomb("a key of a million letters", "a", 1_000_000, after: ": 1"),
  Bomb("a tag of a million marks", "!", 1_000_000),
  Bomb("250,000 anchors", "&a ", 250_000),
  Bomb("a directive of a million marks", "%", 1_000_000),
]

private func repeated(_ text: String, _ count: Int) -> [UInt8] {
  Array(String(repeating: text, count: count).utf8)
}

@Suite struct HostileTests {
  @Test(.timeLimit(.minutes(1)), arguments: 0..<8)
  func mutatedTextNeverStopsTheReader(_ seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let seeds = Array(good.utf8)
    let marks = Array("\t\n\r -:?#&*!|>%@`'\"[]{},~<\\".utf8) + [0, 0x1b, 0x85, 0xc2, 0xe2, 0xff]
    var read = 0
    for _ in 0..<400 {
      var text = seeds
      for _ in 0..<Int.random(in: 1...6, using: &random) where !text.isEmpty {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: text.remove(at: place)
        case 1: text[place] = marks.randomElement(using: &random) ?? 0
        case 2: text.insert(marks.randomElement(using: &random) ?? 0, at: place)
        case 3: text.removeSubrange(place..<min(text.count, place + 20))
        default: text.insert(contentsOf: text[place..<min(text.count, place + 30)], at: place)
        }
      }
      if holds(text) { read += 1 }
    }
    #expect(read > 0 && read < 400)
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<4)
  func randomBytesNeverStopTheReader(_ seed: UInt64) {
    var random = SeededGenerator(state: seed &+ 1000)
    let marks = Array("\n  --::ab?#&*!|>%'\"[]{},\t".utf8)
    for round in 0..<500 {
      let count = Int.random(in: 0..<200, using: &random)
      let text = (0..<count).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : marks.randomElement(using: &random) ?? 0
      }
      _ = holds(text)
    }
  }

  private func places(_ node: YAMLNode) -> [YAMLPosition] {
    switch node.content {
    case .scalar: [node.position]
    case .sequence(let items): items.flatMap { places($0) } + [node.position]
    case .mapping(let entries): entries.flatMap { places($0.value) + [$0.keyPosition] } + [node.position]
    }
  }

  /// The place of a byte, counted anew.
  private func place(_ offset: Int, in text: [UInt8]) -> YAMLPosition? {
    guard offset >= 0, offset <= text.count else { return nil }
    let lines = text[..<offset].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let column = lines.last.map { line in line.count { $0 & 0xc0 != 0x80 } } ?? 0
    return YAMLPosition(line: lines.count, column: column + 1, offset: offset)
  }

  /// Reads; every place that comes back, of nodes and of errors, must be one of the text. Whether it was read.
  private func holds(_ text: [UInt8]) -> Bool {
    do {
      let root = try StrictYAML.read(text)
      #expect(places(root).allSatisfy { $0 == place($0.offset, in: text) })
      return true
    } catch {
      if let place = error.position {
        #expect(place == self.place(place.offset, in: text), "\(error)")
      }
      #expect(!error.message.isEmpty)
      return false
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: bombs)
  func bombsAreRefusedInBoundedTime(_ bomb: Bomb) {
    let elapsed = ContinuousClock().measure {
      #expect(throws: YAMLError.self) { try StrictYAML.read(bomb.text) }
    }
    #expect(elapsed < .seconds(10))
  }

  @Test func billionLaughsStopAtTheFirstAnchor() {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    #expect(throws: YAMLError.anchor("a", at: YAMLPosition(line: 1, column: 4, offset: 3))) {
      try StrictYAML.read(Array(text.utf8))
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func longButPlainTextsAreRead() throws {
    let line = repeated("a", 1_000_000)
    #expect(try StrictYAML.read(line).content == .scalar(String(decoding: line, as: UTF8.self), plain: true))
    let comment = Array("# ".utf8) + line + Array("\na: 1\n".utf8)
    #expect(try StrictYAML.read(comment).position == YAMLPosition(line: 2, column: 1, offset: 1_000_003))
    let keys = Array((0..<20_000).map { "key\($0): \($0)\n" }.joined().utf8)
    guard case .mapping(let entries) = try StrictYAML.read(keys).content else {
      Issue.record("another shape")
      return
    }
    #expect(entries.count == 20_000)
    #expect(entries.last?.key == "key19999")
  }
}

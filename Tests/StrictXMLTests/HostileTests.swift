import StrictXML
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
  <?xml version="1.0" encoding="UTF-8"?>
  <testsuites name="größe"><testsuite tests="2" failures="1">
    <properties><property name="a" value="b &amp; c"/></properties>
    <testcase classname="a.b" name="c"><failure message="1 &lt; 2"><![CDATA[<x> & y]]></failure></testcase>
    <!-- none --><testcase name="日本"/>
  </testsuite></testsuites>
  """

/// A text that is meant to cost much more than it looks.
struct Bomb: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: [UInt8]

  init(_ name: String, _ unit: String, _ count: Int, before: String = "", after: String = "") {
    testDescription = name
    text = Array(before.utf8) + Array(String(repeating: unit, count: count).utf8) + Array(after.utf8)
  }
}

private let manyAttributes = (0..<50_000).map { " a\($0)=''" }.joined()

private let refusedBombs: [Bomb] = [
  Bomb("10,000 open elements", "<a>", 10_000),
  Bomb("a million open elements", "<a>", 1_000_000),
  Bomb("600,000 elements", "<a/>", 600_000, before: "<r>", after: "</r>"),
  Bomb("50,000 attributes", "", 0, before: "<a" + manyAttributes, after: "/>"),
  Bomb("the same attribute 50,000 times", " a=''", 50_000, before: "<a", after: "/>"),
  Bomb("an attribute of two million letters", "x", 2_000_000, before: "<a b='", after: "'/>"),
  Bomb("a million opening brackets", "<", 1_000_000),
  Bomb("a million ampersands", "&", 1_000_000, before: "<a>", after: "</a>"),
  Bomb("a comment without an end", "-", 1_000_000, before: "<!-- "),
  Bomb("a CDATA section without an end", "]", 1_000_000, before: "<a><![CDATA["),
  Bomb("17 MiB", " ", 17 << 20),
]

private let acceptedBombs: [Bomb] = [
  Bomb("a text of a million letters in one line", "x", 1_000_000, before: "<a>", after: "</a>"),
  Bomb("200,000 predefined entities", "&amp;", 200_000, before: "<a>", after: "</a>"),
  Bomb("200,000 character references", "&#65;", 200_000, before: "<a>", after: "</a>"),
  Bomb("a name of a million letters", "x", 1_000_000, before: "<a", after: "/>"),
  Bomb("100,000 CDATA sections", "<![CDATA[x]]>", 100_000, before: "<a>", after: "</a>"),
  Bomb(
    "a million line feeds and 1,000 elements", "<b/>\n", 1000,
    before: "<a>" + String(repeating: "\n", count: 1_000_000), after: "</a>"),
]

@Suite struct HostileTests {
  @Test(.timeLimit(.minutes(1)), arguments: refusedBombs)
  func bombsAreRefusedInBoundedTime(_ bomb: Bomb) {
    let elapsed = ContinuousClock().measure {
      #expect(throws: XMLError.self) { try StrictXML.read(bomb.text) }
    }
    #expect(elapsed < .seconds(20))
  }

  @Test(.timeLimit(.minutes(1)), arguments: acceptedBombs)
  func longTextsAreReadInBoundedTime(_ bomb: Bomb) {
    let elapsed = ContinuousClock().measure {
      #expect(throws: Never.self) { try StrictXML.read(bomb.text) }
    }
    #expect(elapsed < .seconds(20))
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<8)
  func mutatedTextNeverStopsTheReader(_ seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let seeds = Array(good.utf8)
    let marks = Array("<>&;'\"/!?-[] =\n%x#".utf8) + [0, 0x1b, 0x80, 0xc3, 0xff, 0xfe]
    var read = 0
    for _ in 0..<400 {
      var text = seeds
      for _ in 0..<Int.random(in: 0...4, using: &random) where !text.isEmpty {
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
    let marks = Array("<<>>&;'\"/!?-[] =\nab".utf8)
    for round in 0..<500 {
      let text = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : marks.randomElement(using: &random) ?? 0
      }
      _ = holds(text)
    }
  }

  /// Reads; the place of an error must lie in the text. Whether it was read.
  private func holds(_ text: [UInt8]) -> Bool {
    do {
      let root = try StrictXML.read(text)
      #expect(root.position.offset < text.count)
      return true
    } catch {
      if let place = error.position {
        #expect((0...text.count).contains(place.offset) && place.line >= 1 && place.column >= 1, "\(error)")
      }
      return false
    }
  }
}

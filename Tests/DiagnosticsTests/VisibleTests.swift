import Diagnostics
import Testing

@Suite("text from outside")
struct VisibleTests {
  @Test(
    "what moves, colours, reorders or hides is shown and not sent",
    arguments: [
      ("\u{0}", "\\u{0}"), ("\u{7}", "\\u{7}"), ("\u{8}", "\\u{8}"), ("a\tb", "a\\u{9}b"), ("a\nb", "a\\u{a}b"),
      ("a\r\nb", "a\\u{d}\\u{a}b"), ("\u{1b}[31mred\u{1b}[0m", "\\u{1b}[31mred\\u{1b}[0m"),
      ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"), ("\u{7f}", "\\u{7f}"), ("\u{85}", "\\u{85}"),
      ("\u{9b}31m", "\\u{9b}31m"), ("\u{ad}", "\\u{ad}"), ("\u{61c}", "\\u{61c}"), ("\u{180e}", "\\u{180e}"),
      ("\u{200b}", "\\u{200b}"), ("\u{200d}", "\\u{200d}"), ("\u{200f}", "\\u{200f}"), ("\u{2028}", "\\u{2028}"),
      ("\u{2029}", "\\u{2029}"), ("\u{202e}evil\u{202c}", "\\u{202e}evil\\u{202c}"),
      ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
      ("\u{2060}", "\\u{2060}"), ("\u{e000}", "\\u{e000}"), ("\u{f8ff}", "\\u{f8ff}"), ("\u{feff}", "\\u{feff}"),
      ("\u{fff9}", "\\u{fff9}"), ("\u{378}", "\\u{378}"), ("\u{ffff}", "\\u{ffff}"), ("\u{e0041}", "\\u{e0041}"),
      ("\u{f0000}", "\\u{f0000}"), ("\u{10fffd}", "\\u{10fffd}"),
    ])
  func hidden(text: String, shown: String) {
    #expect(visible(text) == shown)
  }

  @Test("text stays text", arguments: ["", "plain 'text' ~", "äöü €", "日本語", "🙂", "a\u{301}", "\\u{1b}", "नमस्ते"])
  func kept(text: String) {
    #expect(Array(visible(text).utf8) == Array(text.utf8))
  }

  @Test("whatever comes in, one line without control characters goes out")
  func everyScalar() {
    let all = (0...0x10ffff).lazy.compactMap { UnicodeScalar($0 as Int) }
    let leaking = all.filter { scalar in visible(String(scalar)).unicodeScalars.contains(where: hides) }
    #expect(leaking.isEmpty)
  }

  @Test(
    "bytes that are not UTF-8 are shown one by one",
    arguments: [
      ([0x61, 0xff, 0x62], "a\\xffb"), ([0xc0, 0xaf], "\\xc0\\xaf"), ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"),
      ([0xe2, 0x82], "\\xe2\\x82"), ([0x1b, 0x80], "\\x1b\\x80"), ([0x0a, 0xfe], "\\x0a\\xfe"), ([0x80], "\\x80"),
      ([0x7f, 0x80], "\\x7f\\x80"),
    ] as [([UInt8], String)])
  func bytes(bytes: [UInt8], shown: String) {
    #expect(visible(bytes: bytes) == shown)
  }

  @Test("bytes that are UTF-8 are shown as text")
  func utf8() {
    #expect(visible(bytes: "é\u{1b}".utf8) == "é\\u{1b}")
    #expect(visible(bytes: []).isEmpty)
  }
}

@Suite("places")
struct PlaceTests {
  @Test(
    "a place reads as editors understand it",
    arguments: [
      (Place("a/b.yaml"), "a/b.yaml"), (Place("a", line: 3), "a:3"), (Place("a", line: 3, column: 5), "a:3:5"),
      (Place("a", column: 5), "a"), (Place("commit 1a2b3c4d5e6f"), "commit 1a2b3c4d5e6f"),
      (Place("a\nb\u{202e}", line: 1), "a\\u{a}b\\u{202e}:1"),
    ])
  func description(place: Place, text: String) {
    #expect(place.description == text)
  }
}

@Suite("findings")
struct FindingTests {
  @Test("a finding is an error unless it says otherwise")
  func level() {
    let rule = Rule("a.b", "c", "d")
    #expect(Finding(rule, "e").level == .error)
    #expect(Finding(rule, "e").next.isEmpty)
    #expect(Finding(rule, "e") != Finding(rule, "f"))
    #expect(Finding.Level.allCases.shuffled().sorted() == [.note, .warning, .error])
  }
}

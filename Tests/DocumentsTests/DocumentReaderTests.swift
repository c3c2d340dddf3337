import Diagnostics
import Documents
import StrictYAML
import Testing
import Vocabulary

private let rules = ShapeRules(prefix: "sample", document: "the sample", reference: "docs/sample.md")

/// One value under the key `value`, read by `read`.
private func reading<Value>(_ text: String, _ read: (DocumentReader, Field) -> Value?) -> (
  value: Value?, findings: [Finding]
) {
  let document = DocumentReader(source: "sample.yaml", rules: rules)
  let root = document.root(Array("value: \(text)".utf8))
  let fields = root.flatMap { document.fields(of: $0, KeyTable("sample", required: ["value"])) }
  return (fields?["value"].flatMap { read(document, $0) }, document.findings)
}

@Suite("Reading documents")
struct DocumentReaderTests {
  @Test(
    "plain true, false and whole decimal numbers are more than text, and nothing else is",
    arguments: [
      ("true", Scalar.boolean(true)), ("false", .boolean(false)), ("0", .number(0)), ("-1", .number(-1)),
      ("42", .number(42)),
      ("9223372036854775807", .number(.max)), ("9223372036854775808", .hugeNumber("9223372036854775808")),
      ("", .nothing), ("~", .nothing), ("null", .nothing),
      ("True", .text("True")), ("yes", .text("yes")), ("on", .text("on")), ("no", .text("no")), ("007", .text("007")),
      ("-0", .text("-0")), ("+1", .text("+1")),
      ("-", .text("-")), ("1.0", .text("1.0")), ("1e3", .text("1e3")), ("0x1f", .text("0x1f")), ("0o7", .text("0o7")),
      ("1_000", .text("1_000")),
      ("12:30", .text("12:30")), ("2026-12-20", .text("2026-12-20")), ("Null", .text("Null")), (".inf", .text(".inf")),
      ("٣", .text("٣")),
    ])
  func scalars(text: String, meaning: Scalar) {
    #expect(Scalar(text, plain: true) == meaning)
    #expect(Scalar(text, plain: false) == .text(text))
  }

  @Test(
    "another type is told with what stands there",
    arguments: [
      ("three", "'value' is a whole number; here is the text 'three'", []),
      ("\"3\"", "'value' is a whole number; here is the text '3'", ["write it without quotes: 3"]),
      ("true", "'value' is a whole number; here is the boolean true", []),
      ("[3]", "'value' is a whole number; here is a list", []),
      ("{ a: 3 }", "'value' is a whole number; here is a map", []),
      ("~", "'value' is a whole number; here is nothing", []),
      ("2.5", "'value' is a whole number; here is the text '2.5'", []),
      ("\"\\u001b[31m\"", "'value' is a whole number; here is the text '\\u{1b}[31m'", []),
    ])
  func wrongType(text: String, what: String, next: [String]) {
    let (value, findings) = reading(text) { $0.wholeNumber($1, in: 0...100) }
    #expect(value == nil)
    #expect(
      findings.map(\.what) == [what] && findings.map(\.rule.id) == ["sample.wrong-type"] && findings.first?.next == next
    )
    #expect(findings.first?.place == Place("sample.yaml", line: 1, column: 8))
  }

  @Test("a number outside of its bounds is told with them", arguments: ["101", "-1", "99999999999999999999999999"])
  func bounds(text: String) {
    let (value, findings) = reading(text) { $0.wholeNumber($1, in: 0...100) }
    #expect(value == nil && findings.map(\.rule.id) == ["sample.out-of-range"])
    #expect(findings.first?.because == ["it can be from 0 to 100"])
  }

  @Test("a text that is meant to be one is written in quotes", arguments: ["7", "true", "99999999999999999999"])
  func text(text: String) {
    let (value, findings) = reading(text) { $0.text($1) }
    #expect(value == nil && findings.first?.next == ["write it in quotes: \"\(text)\""])
  }

  @Test("long values are cut in messages")
  func long() {
    let (_, findings) = reading(String(repeating: "a", count: 300)) { $0.wholeNumber($1, in: 0...1) }
    #expect(findings.first?.what.hasSuffix(String(repeating: "a", count: 60) + "…'") == true)
  }

  @Test("a confidential value is never repeated", arguments: ["sekret", "12345678", "[sekret]", "\"a\\u200Bsekret\""])
  func confidential(text: String) {
    for finding in reading(text, { $0.boolean($1.confidential) }).findings
      + reading(text, { $0.text($1.confidential) }).findings
    {
      let words = ([finding.what] + finding.because + finding.next).joined()
      #expect(!words.contains("sekret") && !words.contains("12345678"))
    }
  }

  @Test(
    "names",
    arguments: [
      ("a", true), ("a-1", true), ("A", false), ("a--b", false), ("-a", false), ("a_b", false), ("ä", false),
      ("\"\"", false),
    ])
  func names(text: String, isName: Bool) {
    let (value, findings) = reading(text) { $0.name($1, noun: "area") }
    #expect((value != nil) == isName && findings.isEmpty == isName)
  }

  @Test(
    "relative paths",
    arguments: [
      ("a", true), ("a/b.json", true), ("a b/ö", true), ("...", true), ("..a", true), ("/a", false), ("a/", false),
      ("a//b", false), (".", false), ("..", false),
      ("a/..", false), ("../a", false), ("a/./b", false), ("a\\b", false), ("\"a\\0\"", false),
    ])
  func paths(text: String, isPath: Bool) {
    let (value, findings) = reading(text) { $0.path($1) }
    #expect((value != nil) == isPath && findings.isEmpty == isPath)
  }

  @Test(
    "spans and days",
    arguments: [
      ("4h", true), ("0s", true), ("4", false), ("4 h", false), ("1.5h", false), ("h", false), ("99999999999d", false),
    ])
  func spans(text: String, isSpan: Bool) {
    let (value, findings) = reading(text) { $0.span($1) }
    #expect((value != nil) == isSpan && findings.isEmpty == isSpan)
    #expect(reading("2026-02-29") { $0.date($1) }.findings.map(\.rule.id) == ["sample.malformed"])
    #expect(reading("2028-02-29") { $0.date($1) }.value == CivilDate("2028-02-29"))
  }

  @Test("an unknown setting lists the known ones, twelve at most")
  func unknown() {
    let document = DocumentReader(source: "s", rules: rules)
    let keys = (1...14).map { "key-\($0)" }
    let root = document.root(Array("key-l: 1\nelse: 2".utf8))
    let fields = root.flatMap { document.fields(of: $0, KeyTable("sample", optional: keys)) }
    #expect(fields != nil)
    #expect(document.findings.map(\.what) == ["the sample has no setting 'key-l'", "the sample has no setting 'else'"])
    #expect(document.findings.first?.because.first?.hasSuffix("'key-12' and 2 more") == true)
    #expect(
      document.findings.map(\.next) == [["did you mean 'key-1'?"], ["remove it, or write the setting that is meant"]])
  }

  @Test(
    "every error of the YAML reader has a rule, a place and words",
    arguments: [
      ("", "yaml.empty"), ("a: &b 1", "yaml.anchor"), ("a: *b", "yaml.anchor"), ("a: 1\na: 2", "yaml.duplicate-key"),
      ("a: [", "yaml.syntax"), ("a:\n\t- 1", "yaml.tab"),
      ("? [a]\n: 1", "yaml.key"), ("<<: {}", "yaml.merge-key"), ("a: !b 1", "yaml.tag"),
      ("a: 1\n---\nb: 1", "yaml.several-documents"), ("%TAG ! a\n---\na: 1", "yaml.directive"),
      ("\u{feff}a: 1", "yaml.byte-order-mark"), ("a: \u{7}", "yaml.control-character"),
      (String(repeating: "[", count: 40), "yaml.too-deep"),
      ("[" + String(repeating: "a,", count: 60_000) + "]", "yaml.too-many-values"),
      (String(repeating: " ", count: 1 << 20) + "a", "yaml.too-large"),
    ])
  func yaml(text: String, rule: String) throws {
    let document = DocumentReader(source: "s.yaml", rules: rules)
    #expect(document.root(Array(text.utf8)) == nil)
    #expect(document.findings.map(\.rule.id) == [rule])
    let finding = try #require(document.findings.first)
    #expect(finding.place?.source == "s.yaml" && !finding.what.isEmpty && !finding.next.isEmpty)
    #expect(DocumentsRules.all.contains(finding.rule))
  }

  @Test("bytes that are not UTF-8")
  func notUTF8() {
    let document = DocumentReader(source: "s.yaml", rules: rules)
    #expect(document.root([0x61, 0x3a, 0x20, 0xff]) == nil)
    #expect(document.findings.map(\.rule.id) == ["yaml.not-utf8"] && document.findings.first?.place?.column == 4)
  }

  @Test("the ids of the rules are distinct and in order")
  func ids() {
    for ids in [DocumentsRules.all.map(\.id), rules.all.map(\.id)] {
      #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    }
    #expect(rules.all.allSatisfy { $0.id.hasPrefix("sample.") && $0.summary.hasSuffix(".") })
  }
}

import StrictXML
import Testing

/// A text that is refused, and exactly why and where.
struct Refusal: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: [UInt8]
  let error: XMLError

  init(_ name: String, _ text: String, _ error: XMLError) {
    self.init(name, bytes: Array(text.utf8), error)
  }

  init(_ name: String, bytes: [UInt8], _ error: XMLError) {
    testDescription = name
    text = bytes
    self.error = error
  }
}

private func at(_ line: Int, _ column: Int, _ offset: Int) -> XMLPosition {
  XMLPosition(line: line, column: column, offset: offset)
}

private let doctypes: [Refusal] = [
  Refusal("a document type", "<!DOCTYPE a><a/>", .doctype(at: at(1, 12, 11))),
  Refusal(
    "a document type behind the declaration", "<?xml version=\"1.0\"?>\n<!DOCTYPE a>\n<a/>", .doctype(at: at(2, 12, 33))
  ),
  Refusal("an external part", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", .doctype(at: at(1, 40, 39))),
  Refusal("a public external part", "<!DOCTYPE a PUBLIC \"x\" \"http://a.example/\"><a/>", .doctype(at: at(1, 43, 42))),
  Refusal("an entity", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", .doctype(at: at(1, 13, 12))),
  Refusal(
    "an external entity", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    .doctype(at: at(1, 13, 12))),
  Refusal("a parameter entity", "<!DOCTYPE a [<!ENTITY % b SYSTEM \"x\"> %b;]><a/>", .doctype(at: at(1, 13, 12))),
  Refusal("a default attribute", "<!DOCTYPE a [<!ATTLIST a b CDATA \"c\">]><a/>", .doctype(at: at(1, 13, 12))),
  Refusal(
    "billion laughs",
    "<!DOCTYPE a [<!ENTITY x0 \"ha\">"
      + (1..<20).map { "<!ENTITY x\($0) \"" + String(repeating: "&x\($0 - 1);", count: 10) + "\">" }.joined()
      + "]><a>&x19;</a>",
    .doctype(at: at(1, 13, 12))),
]

private let malformed: [Refusal] = [
  Refusal("nothing", "", .empty),
  Refusal("white space", " \r\n\t", .empty),
  Refusal("a comment only", "<!-- x -->", .syntax(problem: "no element found", at: at(1, 11, 10))),
  Refusal("text only", "text", .syntax(problem: "syntax error", at: at(1, 1, 0))),
  Refusal("an open element", "<a>\n<b></b>", .syntax(problem: "no element found", at: at(2, 8, 11))),
  Refusal("crossed elements", "<a>\n <b></a></b>", .syntax(problem: "mismatched tag", at: at(2, 7, 10))),
  Refusal("two roots", "<a/><b/>", .syntax(problem: "junk after document element", at: at(1, 5, 4))),
  Refusal("an unknown entity", "<a>&nbsp;</a>", .syntax(problem: "undefined entity", at: at(1, 4, 3))),
  Refusal("the same attribute twice", "<a b='1' b='2'/>", .syntax(problem: "duplicate attribute", at: at(1, 10, 9))),
  Refusal(
    "a character reference to NUL", "<a>&#0;</a>",
    .syntax(problem: "reference to invalid character number", at: at(1, 4, 3))),
  Refusal(
    "a control character", "<a>é\u{1b}</a>", .syntax(problem: "not well-formed (invalid token)", at: at(1, 5, 5))),
  Refusal("NUL", "<a>\0</a>", .syntax(problem: "not well-formed (invalid token)", at: at(1, 4, 3))),
  Refusal(
    "Latin-1 without a declaration", bytes: Array("<a>".utf8) + [0xe9] + Array("</a>".utf8),
    .syntax(problem: "not well-formed (invalid token)", at: at(1, 4, 3))),
  Refusal(
    "Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", .encoding("ISO-8859-1", at: at(1, 1, 0))),
  Refusal(
    "another encoding", "<?xml version='1.0' encoding='windows-1252'?><a/>", .encoding("windows-1252", at: at(1, 1, 0))),
]

@Suite struct RefusalTests {
  @Test(arguments: doctypes + malformed)
  func isRefused(_ refusal: Refusal) {
    #expect(throws: refusal.error) { try StrictXML.read(refusal.text) }
  }

  @Test func limitsHoldAtTheirEdge() throws {
    let limits = XMLLimits(bytes: 60, depth: 2, nodes: 3, attributes: 2, attributeBytes: 4)
    func read(_ text: String) throws -> XMLElement { try StrictXML.read(Array(text.utf8), limits: limits) }
    #expect(throws: Never.self) { try read("<a><b/><c/></a>") }
    #expect(throws: XMLError.tooManyNodes(limit: 3, at: at(1, 12, 11))) { try read("<a><b/><c/><d/></a>") }
    #expect(throws: XMLError.tooDeep(limit: 2, at: at(2, 4, 7))) { try read("<a>\n<b><c/></b></a>") }
    #expect(throws: Never.self) { try read("<a b='1234' c='éé'/>") }
    #expect(throws: XMLError.attributeTooLong(limit: 4, at: at(1, 4, 3))) { try read("<a><a b='é123'/></a>") }
    #expect(throws: XMLError.tooManyAttributes(limit: 2, at: at(1, 1, 0))) { try read("<a b='' c='' d=''/>") }
    #expect(throws: XMLError.tooLarge(bytes: 61, limit: 60)) { try read(String(repeating: " ", count: 61)) }
    #expect(XMLLimits(depth: 1_000_000).depth == 512)
  }

  @Test func theFirstErrorCounts() {
    #expect(throws: XMLError.tooDeep(limit: 1, at: at(1, 4, 3))) {
      try StrictXML.read(Array("<a><b/><c d='1' e='2'><</a>".utf8), limits: XMLLimits(depth: 1, attributes: 1))
    }
  }

  @Test func messagesSayWhat() {
    let place = at(3, 4, 9)
    let errors: [XMLError] = [
      .tooLarge(bytes: 2, limit: 1), .empty, .outOfMemory, .syntax(problem: "x", at: place), .doctype(at: place),
      .encoding("x", at: place), .tooDeep(limit: 1, at: place), .tooManyNodes(limit: 1, at: place),
      .tooManyAttributes(limit: 1, at: place), .attributeTooLong(limit: 1, at: place),
    ]
    for error in errors {
      #expect(!error.message.isEmpty && error.message.last != ".")
      switch error {
      case .tooLarge, .empty, .outOfMemory: #expect(error.position == nil)
      default: #expect(error.position == place)
      }
    }
    #expect(XMLError.encoding("a\u{1b}[2J\u{202e}é", at: place).message.contains("'a[2J'"))
  }
}

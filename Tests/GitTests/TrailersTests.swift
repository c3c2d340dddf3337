import Git
import Testing

@Suite struct TrailersTests {
  private func read(_ text: String) -> Trailers { Trailers.read(Array(text.utf8)) }

  @Test(arguments: [
    ("t\n\nWhy: x\nwhy: y\n", [TrailerProblem.lookAlike(written: "why", known: "Why", line: 4)]),
    ("t\n\nWHY: x\n", [.lookAlike(written: "WHY", known: "Why", line: 3)]),
    ("t\n\n\u{0422}icket: OPS-1\n", [.lookAlike(written: "\u{0422}icket", known: "Ticket", line: 3)]),
    ("t\n\nWh\u{200b}y: x\n", [.lookAlike(written: "Wh\u{200b}y", known: "Why", line: 3)]),
    ("t\n\nWhy\u{ff1a} x\nTicket: 1\n", [.notATrailer(line: 3)]),
    ("t\n\nＷhy: x\n", [.lookAlike(written: "Ｗhy", known: "Why", line: 3)]),
    (
      "t\n\nCo\u{2010}authored\u{2010}by: A <a@b>\n",
      [.lookAlike(written: "Co\u{2010}authored\u{2010}by", known: "Co-authored-by", line: 3)]
    ),
    ("t\n\nCo_authored_by: A <a@b>\n", [.lookAlike(written: "Co_authored_by", known: "Co-authored-by", line: 3)]),
    ("t\n\nWhy: x\nWhy: y\n", [.repeated(key: "Why", line: 4)]),
    ("t\n\nWhy: x\nFoo: y\nfoo: y\n", [.repeated(key: "foo", line: 5)]),
    ("t\n\nWhy: x\n  more\n", [.folded(line: 4)]),
    ("t\n\nWhy: x\n\tmore\n", [.folded(line: 4)]),
    ("t\n\nWhy: x\r\nTicket: y\n", [.carriageReturn(line: 3)]),
    ("t\r\n\r\nWhy: x\n", [.carriageReturn(line: 1), .carriageReturn(line: 2)]),
    ("t\n\nWhy: x\nprose\n", [.notATrailer(line: 4)]),
    ("t\n\nWhy : x\n", [.spaceBeforeColon(key: "Why", line: 3)]),
    ("t\n\nWhy:x\n", [.noSpaceAfterColon(key: "Why", line: 3)]),
    ("t\n\nWhy:\n", [.noValue(key: "Why", line: 3)]),
    ("t\n\nWhy:  \t\n", [.noValue(key: "Why", line: 3)]),
    ("t\0\n\nWhy: x\n", [.nul(line: 1)]),
  ])
  func whatIsNotSureIsReported(text: String, expected: [TrailerProblem]) {
    let found = read(text)
    #expect(found.problems == expected)
    #expect(found.problems.allSatisfy { !$0.words.isEmpty })
  }

  @Test func bytesThatAreNotTextGiveNothing() {
    let found = Trailers.read(Array("t\n\nWhy: x\n".utf8) + [0xff])
    #expect(found.entries.isEmpty && found.problems == [.notUTF8])
  }

  @Test(arguments: [
    "", "\n", "title", "title: with a colon\n", "Why: a title alone\n", "Why: a\nTicket: b\n", "t\n\nprose\n",
    "t\n\nprose with: a colon\nand more\n", "t\n\nWhy: x\n\nprose after it\n", "t\n\n\n\n",
  ])
  func noTrailersIsNoProblem(text: String) {
    let found = read(text)
    #expect(found.entries.isEmpty && found.problems.isEmpty)
  }

  @Test func trailersAreReadInOrderWithTheirLines() {
    let found = read("t\n\nbody\n\nWhy: a: b \nTicket: OPS-1\nSigned-off-by: A <a@b>\n\n\n")
    #expect(found.problems.isEmpty)
    #expect(found.entries.map(\.key) == ["Why", "Ticket", "Signed-off-by"])
    #expect(found.entries.map(\.line) == [5, 6, 7])
    #expect(found["Why"] == "a: b" && found["Ticket"] == "OPS-1" && found["why"] == nil && found["Policy"] == nil)
  }

  @Test func coAuthorsMayRepeatInEverySpelling() {
    let found = read("t\n\nWhy: x\nCo-authored-by: A <a@b>\nCo-Authored-By: B <b@b>\nco-authored-by: C <c@b>\n")
    #expect(found.problems.isEmpty && found.all(Trailers.coAuthor) == ["A <a@b>", "B <b@b>", "C <c@b>"])
  }

  @Test(arguments: [
    ("t\n\nWhy: x\n\nCo-authored-by: A <a@b>\n", ["Why", "Co-authored-by"]),
    ("t\n\nprose\n\nCo-authored-by: A <a@b>\n", ["Co-authored-by"]),
    ("Why: title\n\nCo-authored-by: A <a@b>\n", ["Co-authored-by"]),
    ("t\n\nWhy: x\n\nCo-authored-by: A <a@b>\nTicket: y\n", ["Co-authored-by", "Ticket"]),
    ("t\n\nWhy: x\n\nprose\n\nCo-authored-by: A <a@b>\n", ["Co-authored-by"]),
    ("t\n\nWhy: x\n\nCo-authored-by: A <a@b>\n\nCo-authored-by: B <b@b>\n", ["Co-authored-by", "Co-authored-by"]),
  ])
  func aBlockOfCoAuthorsIsReadWithTheTrailersAbove(text: String, keys: [String]) {
    let found = read(text)
    #expect(found.entries.map(\.key) == keys && found.problems.isEmpty)
  }

  @Test func aRepetitionAcrossTheTwoBlocksIsSeen() {
    let found = read("t\n\nWhy: x\nCo-authored-by: A <a@b>\nWhy: y\n\nCo-authored-by: A <a@b>\n")
    #expect(found.problems == [.repeated(key: "Why", line: 5)])
  }

  /// Whatever the bytes, reading ends, and what is read is what a line says.
  @Test func anyBytesAreRead() {
    var state: UInt64 = 42
    let pieces = [
      "Why", ":", " ", "\n", "\n\n", "x", "Co-authored-by: A\n", "\t", "\r", "é", "\u{200b}", "\u{ff1a}", "-",
    ]
    for _ in 0..<5000 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      let found = read(text)
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
      for entry in found.entries where found.problems.isEmpty {
        #expect(lines[entry.line - 1].lowercased().hasPrefix(entry.key.lowercased() + ": "))
      }
    }
  }
}

import Git
import TestSupport
import Testing

@Suite struct CommitTests {
  private static let tree = ObjectID.emptyTree
  private static let parent = "1111111111111111111111111111111111111111"
  private static let ident = "Maria <maria@acme.example> 1700000000 +0100"
  private static let signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n"

  private static func raw(
    author: String = ident, committer: String = ident, parents: [String] = [], extra: String = "",
    message: String = "\nx\n"
  ) -> [UInt8] {
    let lines = parents.map { "parent \($0)\n" }.joined()
    return Array("tree \(tree.hex)\n\(lines)author \(author)\ncommitter \(committer)\n\(extra)\(message)".utf8)
  }

  private func read(_ raw: [UInt8]) throws -> Commit { try Commit(id: .zero, parsing: raw) }

  @Test(arguments: [
    "", "tree", "tree 12\n", "parent \(parent)\n", "tree \(tree.hex)\n", "tree \(tree.hex)\nparent 12\n",
    "tree \(tree.hex.uppercased())\nauthor \(ident)\ncommitter \(ident)\n\nx",
    "tree \(tree.hex)\ncommitter \(ident)\nauthor \(ident)\n\nx", "tree \(tree.hex)\nauthor \(ident)\n\nx",
    "author \(ident)\ntree \(tree.hex)\ncommitter \(ident)\n\nx",
    "tree  \(tree.hex)\nauthor \(ident)\ncommitter \(ident)\n\n",
  ])
  func whatIsNoCommitIsRefused(text: String) {
    #expect(throws: NotACommit.self) { _ = try Commit(id: .zero, parsing: Array(text.utf8)) }
  }

  @Test(
    "who reads a commit whole and who walks over it see the same date",
    arguments: [
      "M <a> 7 +0000", "M <a> 7 0000", "M <a> 7", "M <a> 7 ", "M <a>7 +0000", "M <a>  7 +0000", "M <a> 07 +0000",
      "M <a> 7x +0000", "M <a> -7 +0000", "M <a> 1234567890123456 +0000", "M <a> 123456789012345 +0060", "M a 7 +0000",
      "M <a", "M a> 7 +0000", "M> <a> 7 +0000", "M <a> 7 +0000> <b> 8 +0000", "M <a> 7 +0000 ", "M <a> 0 -0000", "",
      "M <a> 7 +0000>", "M <a> 7\t+0000", "M <a>> 7 +0000", "M <<a> 7 -0130",
    ])
  func oneDate(ident: String) throws {
    let bytes = Self.raw(committer: ident)
    #expect(try CommitLinks(parsing: bytes).seconds == (try read(bytes)).committer.seconds)
  }

  @Test(
    arguments: [
      (raw(extra: signature + signature), [CommitProblem.secondSignature(line: 7)]),
      (raw(extra: "gpgsig-sha256 x\n y\n" + signature), [.sha256Signature(line: 4)]),
      (raw(extra: "mergetag object x\n type\n" + signature), [.mergeTag(line: 4)]),
      (raw(extra: "encoding latin1\n" + signature), [.encoding("latin1")]),
      (raw(extra: "encoding UTF-8\nencoding UTF-8\n"), [.repeatedHeader("encoding", line: 5)]),
      (raw(extra: "x-unknown 1\n"), [.unknownHeader("x-unknown", line: 4)]),
      (raw(extra: "x\nx\n"), [.unknownHeader("x", line: 4), .repeatedHeader("x", line: 5)]),
      (raw(extra: "parent \(parent)\n"), [.misplacedHeader("parent", line: 4)]),
      (raw(extra: "author \(ident)\n"), [.misplacedHeader("author", line: 4)]),
      (raw(extra: " folded\n"), [.unknownHeader("", line: 4)]),
      (raw(message: "\na\0b\n"), [.nulInMessage]),
      (raw(extra: "x a\0b\n"), [.unknownHeader("x", line: 4), .nulInHeader]),
      (raw(message: ""), [.noMessage]),
      (raw() + [0xff], [.messageNotUTF8]),
      (raw(parents: [parent, parent]), [.repeatedParent(ObjectID(hex: parent) ?? .zero)]),
      (
        raw(author: "Maria maria@acme.example 1 +0000"),
        [.malformedIdent(.author, because: "it has no address in angle brackets")]
      ),
      (raw(author: "Maria<m@a> 1 +0000"), [.malformedIdent(.author, because: "no space stands before the address")]),
      (
        raw(author: "<m@a> 1 +0000"),
        [
          .malformedIdent(.author, because: "no space stands before the address"),
          .malformedIdent(.author, because: "the name is empty"),
        ]
      ),
      (raw(author: "M <> 1 +0000"), [.malformedIdent(.author, because: "the address is empty")]),
      (raw(author: "M <a<b> 1 +0000"), [.malformedIdent(.author, because: "it has angle brackets inside")]),
      (raw(author: "M\u{1b} <a> 1 +0000"), [.malformedIdent(.author, because: "it holds control characters")]),
      (raw(committer: "M <a>1 +0000"), [.malformedDate(.committer, because: "it is not ' SECONDS ±HHMM'")]),
      (raw(committer: "M <a> 1 +0000 "), [.malformedDate(.committer, because: "it is not ' SECONDS ±HHMM'")]),
      (raw(committer: "M <a> -1 +0000"), [.malformedDate(.committer, because: "the seconds are not a plain number")]),
      (raw(committer: "M <a> 01 +0000"), [.malformedDate(.committer, because: "the seconds are not a plain number")]),
      (
        raw(committer: "M <a> 99999999999999999999 +0000"),
        [.malformedDate(.committer, because: "the seconds are not a plain number")]
      ),
      (raw(committer: "M <a> 1 +0060"), [.malformedDate(.committer, because: "the zone is not ±HHMM")]),
      (raw(committer: "M <a> 1 0000"), [.malformedDate(.committer, because: "the zone is not ±HHMM")]),
      (raw(author: "M <b> 2 +0000> <a> 1 +0000"), [.malformedDate(.author, because: "it is not ' SECONDS ±HHMM'")]),
      (raw(), []),
      (raw(extra: "encoding utf-8\n" + signature), []),
    ] as [([UInt8], [CommitProblem])])
  func whatIsOddIsReported(raw: [UInt8], expected: [CommitProblem]) throws {
    let commit = try read(raw)
    #expect(commit.problems == expected)
    #expect(commit.problems.allSatisfy { !$0.words.isEmpty })
  }

  @Test func tooManyParentsAreReportedAndRead() throws {
    let parents = (0..<10_000).map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 40 - digits.count) + digits
    }
    let commit = try read(Self.raw(parents: parents))
    #expect(commit.parents.count == 10_000 && commit.problems == [.tooManyParents(10_000)])
  }

  @Test func theSignatureIsTakenOutAndUnfolded() throws {
    let commit = try read(
      Self.raw(parents: [Self.parent], extra: Self.signature, message: "\n\n a title \n of two\n\nbody\n"))
    #expect(commit.signature == Array("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n".utf8))
    #expect(commit.signedPayload == Self.raw(parents: [Self.parent], message: "\n\n a title \n of two\n\nbody\n"))
    #expect(commit.subject == " a title   of two" && commit.message.first == 0x0a)
    #expect(
      commit.author == Ident(name: "Maria", email: "maria@acme.example", seconds: 1_700_000_000, offsetMinutes: 60))
    let unsigned = try read(Self.raw())
    #expect(unsigned.signature == nil && unsigned.signedPayload == Self.raw())
  }

  @Test(arguments: [
    ("", ""), ("\n \t\n", ""), ("one", "one"), ("one\n", "one"), ("one\ntwo\n\nthree", "one two"),
    ("one\r\ntwo\n\nthree", "one\r\ntwo"), ("\r\none\n", "\r\none"), ("one\n\r\n\nthree", "one \r\n three"),
    ("one\n\r \nthree", "one"), ("é\n\u{301}\n\nx", "é \u{301}"),
  ])
  func theSubjectIsTheFirstParagraph(message: String, subject: String) throws {
    #expect(try read(Self.raw(message: "\n" + message)).subject == subject)
  }

  @Test func realCommitsReadWithoutProblems() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let key = try TestKey("maria", in: sandbox)
    let hex = try sandbox.commit("topic: what\n\nWhy: it is so\n", files: ["a": "1"], key: key)
    let id = try #require(ObjectID(hex: hex))
    let commit = try Repository.open(path).commit(id)
    #expect(commit.problems.isEmpty && commit.subject == "topic: what" && commit.signature != nil)
    let raw = String(decoding: try sandbox.readObject("commit", hex), as: UTF8.self)
    let kept = raw.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("gpgsig") && !$0.hasPrefix(" ") }.joined(separator: "\n")
    #expect(String(decoding: commit.signedPayload, as: UTF8.self) == kept)
  }
}

import PolicyModel
import Testing

/// Changes of the policy's text: one place is edited, and everything else stays byte for byte.
@Suite("policy: editing")
struct PolicyEditingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: String
    let after: String
  }

  private static func policy(_ people: String) -> String {
    "# Ours.\ncountersign: 1\nrepository: 5f0e6c1e-8a44-4f5c-9d0b-2f6d1c7b9a3e\n\(people)"
  }

  private static func row(_ name: String, _ before: String, _ after: String) -> Row {
    Row(testDescription: name, before: policy(before), after: policy(after))
  }

  private static let petra = Person(name: "petra", emails: ["petra@acme.example"], roles: ["reviewer", "true"])
  private static let line = "petra: { emails: [petra@acme.example], roles: [reviewer, \"true\"] }"

  static let adding = [
    row(
      "behind the last one, before what is said about the next setting",
      "people:\n  maria: { emails: [m@x.example], roles: [] }   # our }\n  # tom: gone\n\n# Machines.\nservices: {}\n",
      "people:\n  maria: { emails: [m@x.example], roles: [] }   # our }\n  \(line)\n  # tom: gone\n\n# Machines.\nservices: {}\n"
    ),
    row(
      "at the end of a file without a last newline",
      "people:\n    maria:\n        emails: [m@x.example]\n        roles:\n          - author",
      "people:\n    maria:\n        emails: [m@x.example]\n        roles:\n          - author\n    \(line)\n"),
    row(
      "in braces", "people: { maria: { emails: [m@x.example], roles: [] } } # all of them }\nservices: {}\n",
      "people: { maria: { emails: [m@x.example], roles: [] } , \(line) } # all of them }\nservices: {}\n"),
    row(
      "behind one that goes over several lines",
      "people:\n  maria: { emails: [m@x.example],\n    # all of hers\n    roles: [] }\nlimits: { files: 10 }\n",
      "people:\n  maria: { emails: [m@x.example],\n    # all of hers\n    roles: [] }\n  \(line)\nlimits: { files: 10 }\n"
    ),
  ]

  @Test("a person comes in", arguments: adding)
  func adds(row: Row) throws {
    let edited = try PolicyEditing.adding(Self.petra, to: Array(row.before.utf8))
    #expect(edited.map { String(decoding: $0, as: UTF8.self) } == row.after)
  }

  static let leaving = [
    row(
      "on one line",
      "people:\n  maria: { emails: [m@x.example], roles: [author, reviewer] } # ]\n  tom: { emails: [t@x.example], roles: [author] }\n",
      "people:\n  maria: { emails: [m@x.example], roles: [] } # ]\n  tom: { emails: [t@x.example], roles: [author] }\n"),
    row(
      "over lines with a bracket in a comment",
      "people:\n  maria: { emails: [m@x.example], roles: [author, # ]\n    reviewer] }\n",
      "people:\n  maria: { emails: [m@x.example], roles: [] }\n"),
    row(
      "as a list",
      "people:\n  maria:\n    roles:   # hers\n      - author\n      - reviewer\n    # addresses\n    emails: [m@x.example]\n",
      "people:\n  maria:\n    roles: []\n    # addresses\n    emails: [m@x.example]\n"),
  ]

  @Test("a person leaves", arguments: leaving)
  func leaves(row: Row) throws {
    let edited = try PolicyEditing.leaving("maria", in: Array(row.before.utf8))
    #expect(edited.map { String(decoding: $0, as: UTF8.self) } == row.after)
  }

  @Test("what would not read is refused with the reader's reasons")
  func unreadable() throws {
    let before = Self.policy(
      "people:\n  maria: { emails: [m@x.example], roles: [boss] }\nrecall: [boss]\n")
    #expect(throws: PolicyErrors.self) { try PolicyEditing.leaving("maria", in: Array(before.utf8)) }
    let taken = Person(name: "petra", emails: ["M@X.example"], roles: [])
    #expect(throws: PolicyErrors.self) { try PolicyEditing.adding(taken, to: Array(before.utf8)) }
    let wild = Person(name: "petra", emails: ["*@x.example"], roles: [])
    #expect(throws: PolicyErrors.self) { try PolicyEditing.adding(wild, to: Array(before.utf8)) }
  }

  @Test("nobody of that name, no policy: nothing")
  func nothing() throws {
    #expect(try PolicyEditing.leaving("tom", in: Array(Self.leaving[0].before.utf8.prefix(20))) == nil)
    #expect(try PolicyEditing.leaving("nobody", in: Array(Self.leaving[0].before.utf8)) == nil)
    #expect(try PolicyEditing.adding(Self.petra, to: []) == nil)
  }
}

/// Who has to be left.
@Suite("policy: quorums")
struct QuorumTests {
  private static func quorum(_ slots: [[String]], bars: Bool = true) -> Quorum {
    Quorum(asked: "'policy'", isOfPolicy: true, hand: .statement, barsAuthors: bars, candidates: slots)
  }

  @Test("whoever makes the change fills no slot, so one more is needed than is asked for")
  func authors() {
    let two = Self.quorum([["a", "b"], ["a", "b"]])
    #expect(!two.canBeFilled(able: ["a", "b"], authors: ["a", "b"]))
    #expect(!two.canBeFilled(able: ["a", "b"], authors: []))
    #expect(!two.canBeFilled(able: ["a"], authors: ["a", "c"]))
    #expect(two.canBeFilled(able: ["a", "b"], authors: ["a", "b", "c"]))
    let resume = Self.quorum([["a", "b"], ["a", "b"]], bars: false)
    #expect(!resume.canBeFilled(able: ["b"], authors: ["a", "b"]))
    #expect(resume.canBeFilled(able: ["a", "b"], authors: []))
  }

  @Test("a gate that asks for nobody needs somebody who makes a change")
  func empty() {
    #expect(!Self.quorum([]).canBeFilled(able: ["a"], authors: []))
    #expect(Self.quorum([]).canBeFilled(able: [], authors: ["a"]))
  }
}

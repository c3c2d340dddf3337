import Diagnostics
import Evidence
import Git
import TestSupport
import Testing
import Vocabulary

@Suite("journals: what is no growth")
struct JournalCheckingTests {
  @Test("a statement is removed, changed or moved")
  func removed() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let old = try Journal.append(one, to: workflow, by: writer, in: ground.repository)
    let path = try ground.path(one)
    let removed = try ground.commit([(path, nil)], on: [old])
    let changed = try ground.commit([(path, one.file + Array(" ".utf8))], on: [old])
    let moved = try ground.commit([(path, nil), ("records/\(one.id).json", one.file)], on: [old])
    let removedRules = try ground.rules(from: old, to: removed)
    let changedRules = try ground.rules(from: old, to: changed)
    let movedRules = try ground.rules(from: old, to: moved)
    #expect(removedRules == [.journalAppendOnly])
    #expect(changedRules == [.journalAppendOnly])
    #expect(Set(movedRules) == [.journalAppendOnly, .statementMisplaced])
  }

  @Test("what was removed and put back was removed")
  func putBack() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let old = try Journal.append(one, to: workflow, by: writer, in: ground.repository)
    let removed = try ground.commit([(try ground.path(one), nil)], on: [old])
    let back = try ground.commit([(try ground.path(one), one.file)], on: [removed])
    let rules = try ground.rules(from: old, to: back)
    #expect(rules == [.journalAppendOnly])
  }

  @Test("a file gets another mode")
  func mode() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let old = try Journal.append(one, to: workflow, by: writer, in: ground.repository)
    let new = try ground.commit([(try ground.path(one), one.file)], on: [old], mode: .executable)
    let rules = try ground.rules(from: old, to: new)
    #expect(rules == [.journalAppendOnly])
  }

  @Test("a second parent, even one with the same tree")
  func merged() throws {
    let ground = try JournalGround()
    let old = try Journal.append(try entry(1), to: workflow, by: writer, in: ground.repository)
    let side = try ground.commit([], on: [])
    let both = try ground.commit(tree: ground.repository.commit(old).tree, [old, side])
    let rules = try ground.rules(from: old, to: both)
    #expect(rules == [.journalAppendOnly])
  }

  @Test("a journal is wound back, or begins anew")
  func rewound() throws {
    let ground = try JournalGround()
    let first = try Journal.append(try entry(1), to: workflow, by: writer, in: ground.repository)
    let second = try Journal.append(try entry(2), to: workflow, by: writer, in: ground.repository)
    let other = try entry(3)
    let anew = try ground.commit([(try ground.path(other), other.file)], on: [])
    let forked = try ground.commit([(try ground.path(other), other.file)], on: [first])
    let back = try ground.rules(from: second, to: first)
    let fresh = try ground.rules(from: second, to: anew)
    let fork = try ground.rules(from: second, to: forked)
    #expect(back == [.journalAppendOnly])
    #expect(fresh == [.journalAppendOnly])
    #expect(fork == [.journalAppendOnly])
  }

  @Test(
    "files that are neither statement nor attachment",
    arguments: [
      ("README", "x"), ("attachments/x", "x"), ("attachments/ba/\(abc)", "abd"), ("attachments/\(abc)", "abc"),
      ("attachments/ba/\(abc).txt", "abc"), ("attachments/ba/x/\(abc)", "abc"), ("records/x", "x"),
      ("records/x.txt", "x"),
    ])
  func stray(path: String, text: String) throws {
    let ground = try JournalGround()
    let new = try ground.commit([(path, Array(text.utf8))], on: [])
    let rules = try ground.rules(from: nil, to: new)
    #expect(rules == [.journalStrayFile])
  }

  @Test("links and programs", arguments: [FileMode.symlink, .executable])
  func modes(mode: FileMode) throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let statement = try ground.commit([(try ground.path(one), one.file)], on: [], mode: mode)
    let attachment = try ground.commit([("attachments/ba/\(abc)", Array("abc".utf8))], on: [], mode: mode)
    let rules = try ground.rules(from: nil, to: statement) + ground.rules(from: nil, to: attachment)
    #expect(rules == [.journalStrayFile, .journalStrayFile])
    let reading = try Journal.read(workflow, at: statement, dirHash: Sample.version.dirHash, in: ground.repository)
    #expect(reading.statements.isEmpty)
    #expect(reading.findings.map(\.rule) == [.journalStrayFile])
  }

  @Test("every commit is looked at, and everything that is off is named")
  func all() throws {
    let ground = try JournalGround()
    let old = try Journal.append(try entry(1), to: workflow, by: writer, in: ground.repository)
    let stray = try ground.commit([("README", [1])], on: [old])
    let hidden = try ground.commit([("README", nil)], on: [stray])
    let last = try entry(2)
    let new = try ground.commit([(try ground.path(last), last.file)], on: [hidden])
    let found = try Journal.check(workflow, from: old, to: new, in: ground.repository)
    #expect(Set(found.findings.map(\.rule)) == [.journalStrayFile, .journalAppendOnly])
    #expect(found.findings.count == 2)
    #expect(found.added.map(\.id) == [last.id])
  }

  @Test("a missing object is an error and never a pass")
  func missing() throws {
    let ground = try JournalGround()
    let absent = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    #expect(throws: GitError.self) { try ground.rules(from: nil, to: absent) }
  }
}

/// The SHA-256 of `abc`.
private let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

@Suite("journals: statements where they do not belong")
struct JournalPlacingTests {
  @Test("each wrong place is found, by reading and by checking")
  func misplaced() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let foreign = try entry(2, of: "notify-finance")
    let record = try entry(3, predicate: .record(Record(kind: .accessReview, note: "")))
    let other = try entry(4, version: Sample.base)
    let here = JournalPath.directory(of: Sample.version.dirHash)
    let rows: [(path: String, bytes: [UInt8], rule: Rule)] = [
      ("\(here)/\(foreign.id).json", foreign.file, .statementMisplaced),
      ("\(here)/\(other.id).json", other.file, .statementMisplaced),
      ("\(here)/\(record.id).json", record.file, .statementMisplaced),
      ("records/\(one.id).json", one.file, .statementMisplaced),
      ("\(here)/\(other.id).json", one.file, .statementMisplaced),
      ("\(here)/\(one.id.uppercased()).json", one.file, .statementMisplaced),
      ("\(here)/\(one.id).json", one.file + [0x20], .statementMisplaced),
      ("\(here)/\(one.id)", one.file, .journalStrayFile),
      ("\(here)/\(one.id).JSON", one.file, .journalStrayFile),
    ]
    for row in rows {
      let tip = try ground.commit([(row.path, row.bytes)], on: [])
      let reading = try Journal.read(workflow, at: tip, dirHash: Sample.version.dirHash, in: ground.repository)
      #expect(reading.statements.isEmpty, "\(row.path)")
      #expect(reading.findings.map(\.rule) == [row.rule], "\(row.path)")
      let rules = try ground.rules(from: nil, to: tip)
      #expect(rules == [row.rule], "\(row.path)")
    }
  }

  @Test("a statement below another directory is found by checking")
  func elsewhere() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let here = JournalPath.directory(of: Sample.version.dirHash)
    for directory in [Sample.version.dirHash, "a1", here + "/more", "RECORDS", here.uppercased()] {
      let tip = try ground.commit([("\(directory)/\(one.id).json", one.file)], on: [])
      let rules = try ground.rules(from: nil, to: tip)
      #expect(rules == [.statementMisplaced], "\(directory)")
      let reading = try Journal.read(workflow, at: tip, dirHash: Sample.version.dirHash, in: ground.repository)
      #expect(reading.statements.isEmpty, "\(directory)")
    }
  }

  @Test("a malformed statement in its place counts for nobody, and hides no other")
  func malformed() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let junk = Array("{}".utf8)
    let here = JournalPath.directory(of: Sample.version.dirHash)
    let tip = try ground.commit(
      [("\(here)/\(Envelope.id(of: junk)).json", junk), (try ground.path(one), one.file)], on: [])
    let reading = try Journal.read(workflow, at: tip, dirHash: Sample.version.dirHash, in: ground.repository)
    #expect(reading.findings.map(\.rule) == [.statementMalformed])
    #expect(reading.statements.map(\.id) == [one.id])
  }

  @Test("a file that is too large is a finding")
  func large() throws {
    let ground = try JournalGround()
    let bytes = [UInt8](repeating: 0x20, count: Envelope.sizeLimit * 2 + 1)
    let here = JournalPath.directory(of: Sample.version.dirHash)
    let tip = try ground.commit([("\(here)/\(Envelope.id(of: bytes)).json", bytes)], on: [])
    let reading = try Journal.read(workflow, at: tip, dirHash: Sample.version.dirHash, in: ground.repository)
    #expect(reading.statements.isEmpty)
    #expect(reading.findings.count == 1)
  }

  @Test("where a statement lies")
  func paths() throws {
    let version = Sample.version.dirHash
    let record = Sample.statement(.record(Record(kind: .securityReview, note: "")))
    #expect(JournalPath.path(of: Sample.recall, id: "f0", in: workflow) == "a1/\(version)/f0.json")
    #expect(JournalPath.path(of: record, id: "f0", in: workflow) == "records/f0.json")
    #expect(JournalPath.path(of: Sample.recall, id: "f0", in: "vendor") == nil)
    #expect(JournalPath.path(of: record, id: "f0", in: "notify-finance") == nil)
    let kill = Statement(
      repository: "r", time: Timestamp(seconds: 0), nonce: "",
      subjects: [Subject(path: "all", digest: .commit(String(repeating: "0", count: 40)))],
      predicate: .recall(Recall(why: "")))
    #expect(JournalPath.path(of: kill, id: "f0", in: "all") == "records/f0.json")
    #expect(JournalPath.ref(of: "policy") == "refs/countersign/journal/policy")
    #expect(JournalPath.remoteRef(of: "a", remote: "origin") == "refs/countersign/remotes/origin/journal/a")
    #expect(JournalPath.attachment(abc) == "attachments/ba/\(abc)")
  }
}

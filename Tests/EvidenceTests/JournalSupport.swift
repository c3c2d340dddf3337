import Cryptography
import Diagnostics
import Evidence
import Git
import TestSupport
import Testing
import Vocabulary

let writer = Ident(name: "Maria", email: "maria@acme.example", seconds: 1_773_280_800)
let workflow = "vendor-payment"
let journalRef = JournalPath.ref(of: workflow)

/// An entry whose signature is none: a journal looks at places, others look at keys.
func entry(
  _ number: Int, of name: String = workflow, version: Version = Sample.version,
  predicate: Predicate = .recall(Recall(why: "because")), attachments: [[UInt8]] = []
) throws -> JournalEntry {
  let nonce = String(repeating: "0", count: 32 - String(number).count) + String(number)
  let statement = Sample.statement(predicate, of: name, version: version, nonce: nonce)
  let envelope = Envelope(payload: statement.written(), signature: [1, 2, 3], keyID: "SHA256:x")
  return try JournalEntry(envelope, statement, attachments: attachments)
}

/// A bare repository and what a test does to its journal.
struct JournalGround: ~Copyable {
  let sandbox: Sandbox
  let repository: Repository

  init() throws {
    let made = try Sandbox()
    repository = try Repository.open(try made.makeRepository("repo", bare: true))
    sandbox = made
  }

  /// A commit on top of `parents` that has the first one's files and these; nil bytes remove one.
  func commit(
    _ files: [(path: String, bytes: [UInt8]?)], on parents: [ObjectID], mode: FileMode = .blob
  ) throws -> ObjectID {
    var tree = try parents.first.map { try repository.commit($0).tree }
    for file in files {
      let new = try file.bytes.map { (mode: mode, id: try repository.write(blob: $0)) }
      tree = try repository.replacing(path: file.path, in: tree, with: new)
    }
    return try commit(tree: try tree ?? repository.write(tree: []), parents)
  }

  func commit(tree: ObjectID, _ parents: [ObjectID]) throws -> ObjectID {
    try repository.write(
      commit: CommitText.unsigned(tree: tree, parents: parents, author: writer, committer: writer, message: "x\n"))
  }

  /// The path of an entry in the journal.
  func path(_ entry: JournalEntry, in name: String = workflow) throws -> String {
    try #require(JournalPath.path(of: entry.statement, id: entry.id, in: name))
  }

  /// The rules of what `check` finds between two tips.
  func rules(from old: ObjectID?, to new: ObjectID) throws -> [Rule] {
    try Journal.check(workflow, from: old, to: new, in: repository).findings.map(\.rule)
  }

  func readIDs(at tip: ObjectID?) throws -> Set<String> {
    let reading = try Journal.read(workflow, at: tip, dirHash: Sample.version.dirHash, in: repository)
    #expect(reading.findings.isEmpty)
    return Set(reading.statements.map(\.id))
  }

  /// The commits from a tip down; each has one parent, but for the last.
  func chain(from tip: ObjectID) throws -> [ObjectID] {
    var chain = [tip]
    while let parent = try repository.commit(chain[chain.count - 1]).parents.first {
      let count = try repository.commit(chain[chain.count - 1]).parents.count
      try #require(count == 1)
      chain.append(parent)
    }
    return chain
  }
}

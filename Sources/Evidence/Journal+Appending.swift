import Cryptography
package import Diagnostics
package import Git
import Vocabulary

/// One statement and its attachments, to be added to the journals of all its workflows.
package struct JournalEntry: Sendable {
  package let id: String
  package let statement: Statement
  package let file: [UInt8]
  /// By SHA-256.
  package let attachments: [String: [UInt8]]

  package static let attachmentLimit = 8 << 20

  package init(_ envelope: Envelope, _ statement: Statement, attachments: [[UInt8]] = []) throws(Finding) {
    file = envelope.written()
    id = Envelope.id(of: file)
    self.statement = statement
    var named: [String: [UInt8]] = [:]
    for bytes in attachments {
      guard bytes.count <= JournalEntry.attachmentLimit else {
        throw Finding(
          .journalTooLarge,
          "an attachment of \(bytes.count) bytes is larger than the \(JournalEntry.attachmentLimit) a journal takes")
      }
      named[SHA256Digest.hex(of: bytes)] = bytes
    }
    self.attachments = named
    guard file.count <= Envelope.fileLimit, envelope.payload.count <= Envelope.sizeLimit else {
      throw Finding(
        .journalTooLarge,
        "a statement of \(envelope.payload.count) bytes is larger than the \(Envelope.sizeLimit) a journal takes")
    }
    // A journal only grows: what no reader takes would lie in it for good.
    guard try StatementReading.read(Envelope(reading: file, named: id).payload, id: id) == statement else {
      throw Finding(.statementMalformed, "the envelope does not hold the statement that is to be added")
    }
  }
}

extension Journal {
  /// How often an append tries again after another process moved the journal.
  static let tries = 50

  /// Adds the entry to the journal of one of its workflows and moves the ref, on whatever tip it finds; again after a lost race.
  ///
  /// The signed bytes stay the same, so that losing a race needs no second signature. Gives the new tip.
  package static func append(
    _ entry: JournalEntry, to workflow: String, by ident: Ident, in repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    var files: [(path: String, bytes: [UInt8])] = []
    if let path = JournalPath.path(of: entry.statement, id: entry.id, in: workflow) {
      files.append((path, entry.file))
    }
    for (digest, bytes) in entry.attachments.sorted(by: { $0.key < $1.key }) {
      files.append((JournalPath.attachment(digest), bytes))
    }
    var blobs: [(path: String, blob: ObjectID)] = []
    for file in files { blobs.append((file.path, try repository.write(blob: file.bytes))) }
    let ref = JournalPath.ref(of: workflow)
    let message = "\(entry.statement.predicate.word) \(workflow)\n"
    for _ in 1..<tries {
      let tip = try repository.reference(ref)
      let commit = try add(blobs, to: tip, message: message, by: ident, in: repository)
      if commit == tip { return commit }
      do throws(GitError) {
        try repository.update(ref, to: commit, expecting: tip, message: "countersign: append")
        return commit
      } catch .lostRace {
        continue
      }
    }
    throw .lockedRef(ref)
  }

  /// Writes a commit that adds files to a journal, without moving a ref; the tip itself when it has them all.
  package static func add(
    _ files: [(path: String, blob: ObjectID)], to tip: ObjectID?, message: String, by ident: Ident,
    in repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    let root: ObjectID? = if let tip { try repository.commit(tip).tree } else { nil }
    var tree = root
    for file in files {
      tree = try repository.replacing(path: file.path, in: tree, with: (mode: .blob, id: file.blob))
    }
    if let tip, tree == root { return tip }
    let text = CommitText.unsigned(
      tree: tree ?? .emptyTree, parents: tip.map { [$0] } ?? [], author: ident, committer: ident, message: message)
    return try repository.write(commit: text)
  }
}

extension Predicate {
  /// One word for a commit message or a log line.
  package var word: String {
    switch self {
    case .submission: "submit"
    case .review(let review): review.decision.rawValue
    case .testResult(let result): result.outcome == .passed ? "tests passed" : "tests failed"
    case .record: "record"
    case .recall: "recall"
    case .exception: "break-glass"
    }
  }
}

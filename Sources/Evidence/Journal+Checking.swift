import Cryptography
package import Diagnostics
package import Git
import Vocabulary

/// What a journal gained.
package struct JournalGrowth: Sendable {
  package let added: [StoredStatement]
  /// By their SHA-256.
  package let attachments: [String]
  /// What is not in order.
  package let findings: [Finding]
  /// Envelopes in their place whose statement does not read here, where the caller takes them; else each is a finding.
  package let unread: [UnreadStatement]
  /// Bytes of commits and files that were read, or would have been; 0 where there was no budget.
  package let spent: Int

  init(
    _ added: [StoredStatement], _ attachments: [String], _ findings: [Finding], _ unread: [UnreadStatement], spent: Int
  ) {
    self.unread = unread
    self.added = added
    self.attachments = attachments
    self.findings = findings
    self.spent = spent
  }
}

extension Journal {
  /// Whether the journal only grew from `old` (nil: it did not exist) to `new`: a linear chain, each commit adding files alone.
  ///
  /// Also holds every added file against its name and place; attachments are given by their SHA-256. More than `most` files
  /// are an error. Signatures are looked at by whoever knows the signers.
  ///
  /// - Parameters:
  ///   - takesUnread: statements of a format that does not read here are given, and are no finding.
  ///   - isWhole: all of it is read, however much is amiss; what is too much to be told is counted.
  ///   - budget: Bytes of all added files and their commits together, from their headers: what compresses well unpacks to no end.
  package static func check(
    _ workflow: String, from old: ObjectID?, to new: ObjectID, memory: StatementMemory = StatementMemory(),
    takesUnread: Bool = false, isWhole: Bool = false, most: Int = .max, budget: Int = .max, isAtDoor: Bool = false,
    in repository: borrowing Repository
  ) throws(GitError) -> JournalGrowth {
    var added: [StoredStatement] = []
    var attachments: [String] = []
    var findings: [Finding] = []
    var unread: [UnreadStatement] = []
    var at = new
    var left = budget
    var untold = 0
    func say(_ finding: Finding) {
      // What cannot be read here leaves open what it says, and is always told.
      if findings.count < mostFindings || finding.isUnread { findings.append(finding) } else { untold += 1 }
    }
    while at != old {
      // Their messages are read, too.
      if budget < .max { left -= min(left, try repository.header(of: at)?.size ?? 0) }
      guard left > 0 else {
        findings.append(
          tooMuch("the commits that the journal gains, with what they add, have", budget, Place("journal \(workflow)")))
        return JournalGrowth(added, attachments, findings, unread, spent: budget - left)
      }
      let commit = try repository.commit(at)
      let place = Place("journal \(workflow), commit \(commit.id.short)")
      // No push takes it out again, and clones whose git checks what they fetch could fetch nothing more.
      if isAtDoor, !commit.problems.isEmpty {
        findings.append(
          Finding(
            .journalAppendOnly, "a commit of the journal is malformed", at: place,
            because: commit.problems.map(\.words), next: ["countersign sync writes one in order"]))
      }
      guard commit.parents.count <= 1 else {
        findings.append(
          Finding(.journalAppendOnly, "a commit of the journal has \(commit.parents.count) parents", at: place))
        guard isWhole, let first = commit.parents.first else { break }
        // What lies below it was said all the same.
        at = first
        continue
      }
      let parent = commit.parents.first
      let before: ObjectID? = if let parent { try repository.commit(parent).tree } else { nil }
      let changes = try repository.changes(from: before, to: commit.tree)
      if changes.isEmpty {
        say(Finding(.journalAppendOnly, "a commit of the journal adds nothing", at: place))
        guard isWhole || findings.count < mostFindings else { break }
      }
      for change in changes {
        guard added.count + attachments.count + findings.count + unread.count < most else {
          throw .tooLarge(what: "what is added to the journal of \(workflow)", size: most + 1, limit: most)
        }
        guard change.old == nil, let side = change.new else {
          let path = visible(bytes: change.path)
          say(Finding(.journalAppendOnly, "\(path) was changed or removed", at: place))
          continue
        }
        // A journal with this much amiss is read no further.
        guard isWhole || findings.count < mostFindings else {
          return JournalGrowth(added, attachments, findings, unread, spent: budget - left)
        }
        if budget < .max { left -= min(left, try repository.header(of: side.id)?.size ?? 0) }
        guard left > 0 else {
          findings.append(tooMuch("what is added to the journal has", budget, place))
          return JournalGrowth(added, attachments, findings, unread, spent: budget - left)
        }
        do throws(Finding) {
          switch try file(change.path, side, workflow, memory, in: repository) {
          case .statement(let statement): added.append(statement)
          case .attachment(let digest): attachments.append(digest)
          case .unread(let one): if takesUnread { unread.append(one) } else { say(one.finding) }
          }
        } catch {
          say(error)
        }
      }
      guard let parent else {
        if let old {
          findings.append(
            Finding(
              .journalAppendOnly, "the journal does not go on from \(old.short), where it was",
              at: Place("journal \(workflow)")))
        }
        break
      }
      at = parent
    }
    if untold > 0 {
      findings.append(
        Finding(
          .journalStrayFile, "\(untold) more of its files are not in order", at: Place("journal \(workflow)"),
          because: ["\(mostFindings) are told"]))
    }
    return JournalGrowth(added, attachments, findings, unread, spent: budget - left)
  }

  /// How much that is amiss is told.
  private static let mostFindings = 20

  /// What one file of a journal is.
  private enum Kind {
    case statement(StoredStatement)
    /// Named by the SHA-256 of its content.
    case attachment(String)
    case unread(UnreadStatement)
  }

  private static func tooMuch(_ what: String, _ budget: Int, _ place: Place) -> Finding {
    Finding(
      .journalTooLarge, "\(what) more than \(budget) bytes", at: place,
      next: ["append it in parts, each with a push of its own"])
  }

  static func tooLarge(_ what: String, _ size: Int, _ limit: Int, _ place: Place) -> Finding {
    Finding(.journalTooLarge, "\(what) of \(size) bytes is larger than the \(limit) that a journal takes", at: place)
  }

  private static func file(
    _ path: [UInt8], _ side: TreeChange.Side, _ workflow: String, _ memory: StatementMemory,
    in repository: borrowing Repository
  ) throws(Finding) -> Kind {
    var place: Place { Place("journal \(workflow): \(visible(bytes: path))") }
    guard side.mode == .blob, let text = String(validating: path, as: UTF8.self) else {
      throw Finding(.journalStrayFile, "no plain file with a plain name", at: place)
    }
    if path.starts(with: "attachments/".utf8) || text == "attachments" {
      let bytes: [UInt8]
      do throws(GitError) {
        bytes = try repository.blob(side.id, limit: JournalEntry.attachmentLimit)
      } catch .tooLarge(_, let size, let limit) {
        throw tooLarge("an attachment", size, limit, place)
      } catch {
        throw error.finding
      }
      let digest = SHA256Digest.hex(of: bytes)
      guard text == JournalPath.attachment(digest) else {
        throw Finding(.journalStrayFile, "an attachment's name is not the SHA-256 of its content", at: place)
      }
      return .attachment(digest)
    }
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      throw Finding(.journalStrayFile, "neither a statement nor an attachment", at: place)
    }
    let entry = TreeEntry(name: String(text[text.utf8.index(after: slash)...]), mode: side.mode, id: side.id)
    switch try content(entry, directory: String(text[..<slash]), workflow: workflow, memory: memory, in: repository) {
    case .statement(let statement): return .statement(statement)
    case .unread(let unread): return .unread(unread)
    }
  }
}

package import Diagnostics
package import Git
import Vocabulary

/// A statement as it lies in a journal, its signature not yet looked at.
package struct StoredStatement: Hashable, Sendable {
  package let id: String
  package let envelope: Envelope
  package let statement: Statement
  /// Whether its file is as `Envelope.written` makes it: the same words in other white space are another file.
  package let isWritten: Bool
}

/// What a look into a journal gave.
package struct JournalReading: Hashable, Sendable {
  package var statements: [StoredStatement] = []
  /// What lies there and does not count: malformed, misplaced.
  package var findings: [Finding] = []
  /// Envelopes in their place whose statement does not read here; each has a finding as well.
  package var unread: [UnreadStatement] = []
}

package enum Journal {
  /// Everything said about one version, and the workflow's records; one tree look-up however long the journal is.
  ///
  /// `tip` is a journal commit, nil for a journal that does not exist. `dirHash` nil reads the records alone.
  /// - Parameter withRecords: false passes over the records.
  package static func read(
    _ workflow: String, at tip: ObjectID?, dirHash: String?, withRecords: Bool = true,
    memory: StatementMemory = StatementMemory(), in repository: borrowing Repository
  ) throws(GitError) -> JournalReading {
    var directories = withRecords ? [JournalPath.records] : []
    if let dirHash { directories.append(JournalPath.directory(of: dirHash)) }
    return try read(workflow, at: tip, directories: directories, memory: memory, in: repository)
  }

  /// Every statement that lies in one of these directories of a journal.
  package static func read(
    _ workflow: String, at tip: ObjectID?, directories: [String], memory: StatementMemory = StatementMemory(),
    in repository: borrowing Repository
  ) throws(GitError) -> JournalReading {
    var reading = JournalReading()
    guard let tip, !directories.isEmpty else { return reading }
    let root = try repository.commit(tip).tree
    for directory in directories {
      guard let entry = try repository.entry(at: directory, in: root), entry.mode == .tree else { continue }
      for file in try repository.tree(entry.id) {
        do throws(Finding) {
          switch try content(file, directory: directory, workflow: workflow, memory: memory, in: repository) {
          case .statement(let statement): reading.statements.append(statement)
          case .unread(let unread):
            reading.unread.append(unread)
            reading.findings.append(unread.finding)
          }
        } catch {
          reading.findings.append(error)
        }
      }
    }
    return reading
  }

  /// The first statement that lies in a journal, by its path; nil: none that reads.
  package static func first(
    _ workflow: String, at tip: ObjectID, memory: StatementMemory = StatementMemory(),
    in repository: borrowing Repository
  ) throws(GitError) -> StoredStatement? {
    for top in try repository.tree(try repository.commit(tip).tree) where top.mode == .tree {
      guard let name = top.text, name != "attachments" else { continue }
      let isRecords = name == JournalPath.records
      let directories = isRecords ? [top] : try repository.tree(top.id)
      for directory in directories where directory.mode == .tree {
        for file in try repository.tree(directory.id) {
          let path = isRecords ? name : "\(name)/\(visible(bytes: directory.name))"
          do throws(Finding) {
            return try statement(file, directory: path, workflow: workflow, memory: memory, in: repository)
          } catch {
            continue
          }
        }
      }
    }
    return nil
  }

  /// What one file of a journal is that lies where statements do.
  enum Content {
    case statement(StoredStatement)
    case unread(UnreadStatement)
  }

  /// Reads one file of a journal, and holds its name and place against its content.
  static func content(
    _ file: TreeEntry, directory: String, workflow: String, memory: StatementMemory = StatementMemory(),
    in repository: borrowing Repository
  ) throws(Finding) -> Content {
    var path: String { "\(directory)/\(visible(bytes: file.name))" }
    var place: Place { Place("journal \(workflow): \(path)") }
    guard let name = file.text, name.hasSuffix(".json"), file.mode == .blob else {
      throw Finding(.journalStrayFile, "\(path) is no statement", at: place)
    }
    let stored: StoredStatement
    if let known = memory[file.id] {
      stored = known
    } else {
      let (id, envelope, isWritten) = try envelope(file.id, in: repository)
      let statement: Statement
      do throws(Finding) {
        statement = try StatementReading.read(envelope.payload, id: id)
      } catch {
        let unread = UnreadStatement(id: id, envelope: envelope, path: path, finding: error)
        guard name == id + ".json", unread.lies(in: directory, of: workflow) else { throw error }
        return .unread(unread)
      }
      stored = StoredStatement(id: id, envelope: envelope, statement: statement, isWritten: isWritten)
      memory.keep(stored, for: file.id)
    }
    guard name == stored.id + ".json" else {
      throw Finding(.statementMisplaced, "the file's name is not the SHA-256 of its content", at: place)
    }
    guard JournalPath.path(of: stored.statement, id: stored.id, in: workflow) == path else {
      throw Finding(
        .statementMisplaced, "the statement speaks of another version or workflow than where it lies", at: place)
    }
    return .statement(stored)
  }

  /// The same, of what has to be a statement.
  package static func statement(
    _ file: TreeEntry, directory: String, workflow: String, memory: StatementMemory = StatementMemory(),
    in repository: borrowing Repository
  ) throws(Finding) -> StoredStatement {
    switch try content(file, directory: directory, workflow: workflow, memory: memory, in: repository) {
    case .statement(let stored): return stored
    case .unread(let unread): throw unread.finding
    }
  }

  /// The envelope that one blob holds, wherever it lies.
  private static func envelope(
    _ blob: ObjectID, in repository: borrowing Repository
  ) throws(Finding) -> (id: String, envelope: Envelope, isWritten: Bool) {
    let bytes: [UInt8]
    do throws(GitError) {
      bytes = try repository.blob(blob, limit: Envelope.fileLimit)
    } catch .tooLarge(_, let size, let limit) {
      throw tooLarge("a statement", size, limit, Place("object \(blob.short)"))
    } catch {
      throw error.finding
    }
    let id = Envelope.id(of: bytes)
    let envelope = try Envelope(reading: bytes, named: id)
    return (id, envelope, envelope.isWritten(bytes))
  }
}

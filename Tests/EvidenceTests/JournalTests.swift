import Cryptography
import Diagnostics
import Evidence
import Git
import TestSupport
import Testing
import Vocabulary

@Suite("journals: growing")
struct JournalTests {
  @Test("a journal that does not exist has nothing in it")
  func none() throws {
    let ground = try JournalGround()
    let reading = try Journal.read(workflow, at: nil, dirHash: Sample.version.dirHash, in: ground.repository)
    #expect(reading.statements.isEmpty && reading.findings.isEmpty)
  }

  @Test("what is appended is read, with its attachments, and git finds nothing to complain about")
  func appended() throws {
    let ground = try JournalGround()
    let report = Array("<testsuite/>".utf8)
    let one = try entry(1, attachments: [report])
    let record = try entry(2, predicate: .record(Record(kind: .accessReview, note: "")))
    let other = try entry(3, version: Sample.base)
    var tips: [ObjectID] = []
    for entry in [one, record, other] {
      tips.append(try Journal.append(entry, to: workflow, by: writer, in: ground.repository))
    }
    let tip = try #require(tips.last)
    let ids = try ground.readIDs(at: tip)
    #expect(ids == [one.id, record.id])
    let reading = try Journal.read(workflow, at: tip, dirHash: nil, in: ground.repository)
    #expect(reading.statements.map(\.id) == [record.id])
    let checked = try Journal.check(workflow, from: nil, to: tip, in: ground.repository)
    #expect(checked.findings.isEmpty)
    #expect(Set(checked.added.map(\.statement)) == Set([one, record, other].map(\.statement)))
    let chain = try ground.chain(from: tip)
    #expect(chain == tips.reversed())
    let digest = SHA256Digest.hex(of: report)
    let path = "\(journalRef):attachments/\(digest.prefix(2))/\(digest)"
    #expect(try ground.sandbox.gitText("show", path) == "<testsuite/>")
    #expect(try ground.sandbox.git("fsck", "--strict").status == 0)
  }

  @Test("the same entry twice is one")
  func twice() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let first = try Journal.append(one, to: workflow, by: writer, in: ground.repository)
    let second = try Journal.append(one, to: workflow, by: writer, in: ground.repository)
    #expect(first == second)
  }

  @Test("processes that append at once lose nothing", .timeLimit(.minutes(1)))
  func race() async throws {
    let ground = try JournalGround()
    let path = ground.sandbox.absolute("repo")
    let each = 10
    try await withThrowingTaskGroup(of: Void.self) { group in
      for process in 0..<3 {
        group.addTask {
          // As another process would: a repository of its own, nothing shared but the files.
          let repository = try Repository.open(path)
          for number in 0..<each {
            _ = try Journal.append(try entry(process * 100 + number), to: workflow, by: writer, in: repository)
          }
        }
      }
      try await group.waitForAll()
    }
    let tip = try #require(try ground.repository.reference(journalRef))
    let expected = Set(try (0..<3).flatMap { process in try (0..<each).map { try entry(process * 100 + $0).id } })
    let ids = try ground.readIDs(at: tip)
    #expect(ids == expected)
    let chain = try ground.chain(from: tip)
    #expect(chain.count == 3 * each, "one commit for each statement")
    let rules = try ground.rules(from: nil, to: tip)
    #expect(rules.isEmpty)
    #expect(try ground.sandbox.git("fsck", "--strict").status == 0)
  }

  @Test("a git of somebody else that moves the ref is no loss either", .timeLimit(.minutes(1)))
  func raceWithGit() async throws {
    let ground = try JournalGround()
    let path = ground.sandbox.absolute("repo")
    // Commits with statements of their own, to be put on top of whatever is there by plain git.
    let files = try (0..<8).map { try entry(900 + $0) }
    let script = try files.map { file in
      let blob = try ground.sandbox.gitText("hash-object", "-w", "--stdin", input: file.file)
      return "put \(blob) \(try ground.path(file))\n"
    }.joined()
    let program = """
      put() {
        while :; do
          old=$(git rev-parse -q --verify \(journalRef) || :)
          rm -f idx
          if [ -n "$old" ]; then GIT_INDEX_FILE=$PWD/idx git read-tree "$old"; fi
          GIT_INDEX_FILE=$PWD/idx git update-index --add --cacheinfo "100644,$1,$2"
          new=$(git commit-tree -m x ${old:+-p "$old"} "$(GIT_INDEX_FILE=$PWD/idx git write-tree)")
          git update-ref \(journalRef) "$new" "${old:-0000000000000000000000000000000000000000}" 2>/dev/null && return
        done
      }

      """
    async let others: Void = Task.detached {
      let repository = try Repository.open(path)
      for number in 0..<10 { _ = try Journal.append(try entry(number), to: workflow, by: writer, in: repository) }
    }.value
    let outcome = try ground.sandbox.run("sh", ["-eu", "-c", program + script], in: "repo")
    try await others
    #expect(outcome.status == 0, "\(outcome.errors)")
    let tip = try #require(try ground.repository.reference(journalRef))
    let ids = try ground.readIDs(at: tip)
    #expect(ids == Set(try (0..<10).map { try entry($0).id } + files.map(\.id)))
    let rules = try ground.rules(from: nil, to: tip)
    #expect(rules.isEmpty)
  }

  @Test("a lock that stays is an error, and nothing is lost", .timeLimit(.minutes(1)))
  func locked() throws {
    let ground = try JournalGround()
    let tip = try Journal.append(try entry(1), to: workflow, by: writer, in: ground.repository)
    try ground.sandbox.write("repo/\(journalRef).lock", "")
    #expect(throws: GitError.lockedRef(journalRef)) {
      try Journal.append(try entry(2), to: workflow, by: writer, in: ground.repository)
    }
    let now = try ground.repository.reference(journalRef)
    #expect(now == tip)
  }
}

@Suite("journals: two that went apart")
struct JournalMergingTests {
  @Test("nothing to do, forward, ahead")
  func simple() throws {
    let ground = try JournalGround()
    let first = try Journal.append(try entry(1), to: workflow, by: writer, in: ground.repository)
    let second = try Journal.append(try entry(2), to: workflow, by: writer, in: ground.repository)
    let rows: [(local: ObjectID?, remote: ObjectID?, merge: Journal.Merge)] = [
      (nil, nil, .same), (first, first, .same), (nil, second, .forward(second)), (first, second, .forward(second)),
      (second, nil, .ahead(second)), (second, first, .ahead(second)),
    ]
    for row in rows {
      let merge = try Journal.merge(local: row.local, remote: row.remote, by: writer, in: ground.repository)
      #expect(merge == row.merge)
    }
  }

  @Test("diverged journals become one with everything of both, linear, the remote's history below")
  func diverged() throws {
    let ground = try JournalGround()
    let base = try Journal.append(try entry(1), to: workflow, by: writer, in: ground.repository)
    let mine = [try entry(2, attachments: [[1]]), try entry(3)]
    let theirs = [try entry(4), try entry(5, attachments: [[2]])]
    let local = try grow(ground, from: base, mine)
    let remote = try grow(ground, from: base, theirs)
    let merge = try Journal.merge(local: local, remote: remote, by: writer, in: ground.repository)
    guard case .joined(let joined) = merge else {
      Issue.record("\(merge)")
      return
    }
    let ids = try ground.readIDs(at: joined)
    #expect(ids == Set((mine + theirs).map(\.id)).union([try entry(1).id]))
    let chain = try ground.chain(from: joined)
    #expect(chain[1] == remote)
    let growth = try ground.rules(from: remote, to: joined)
    #expect(growth.isEmpty, "the remote takes it as growth")
    let again = try Journal.merge(local: joined, remote: remote, by: writer, in: ground.repository)
    #expect(again == .ahead(joined))
    let theirSide = try Journal.merge(local: local, remote: joined, by: writer, in: ground.repository)
    #expect(theirSide == .forward(joined), "who has nothing more moves forward")
  }

  @Test("journals without a common commit are joined too")
  func unrelated() throws {
    let ground = try JournalGround()
    let local = try grow(ground, from: nil, [try entry(1), try entry(2)])
    let remote = try grow(ground, from: nil, [try entry(2), try entry(3)])
    let tip = try #require(try Journal.merge(local: local, remote: remote, by: writer, in: ground.repository).tip)
    let ids = try ground.readIDs(at: tip)
    #expect(ids == Set(try (1...3).map { try entry($0).id }))
  }

  @Test("what a remote dropped comes back, and what it changed stays as it has it")
  func dropped() throws {
    let ground = try JournalGround()
    let one = try entry(1)
    let base = try grow(ground, from: nil, [one, try entry(2)])
    let remote = try ground.commit([(try ground.path(one), nil)], on: [base])
    let other = try grow(ground, from: base, [try entry(3)])
    let tip = try #require(try Journal.merge(local: other, remote: remote, by: writer, in: ground.repository).tip)
    let ids = try ground.readIDs(at: tip)
    #expect(ids == Set(try (1...3).map { try entry($0).id }))
  }

  @Test("nothing is moved by working it out")
  func pure() throws {
    let ground = try JournalGround()
    let local = try grow(ground, from: nil, [try entry(1)])
    let remote = try grow(ground, from: nil, [try entry(2)])
    _ = try Journal.merge(local: local, remote: remote, by: writer, in: ground.repository)
    let refs = try ground.repository.references(under: "refs/countersign/").count
    #expect(refs == 0)
  }

  /// Commits with one entry each, without moving a ref.
  private func grow(_ ground: borrowing JournalGround, from base: ObjectID?, _ entries: [JournalEntry]) throws
    -> ObjectID
  {
    var tip = base
    for entry in entries {
      var files: [(path: String, bytes: [UInt8]?)] = [(try ground.path(entry), entry.file)]
      for (digest, bytes) in entry.attachments { files.append((JournalPath.attachment(digest), bytes)) }
      tip = try ground.commit(files, on: tip.map { [$0] } ?? [])
    }
    return try #require(tip)
  }
}

import Glibc
import TestSupport
import Testing

/// E7: a key that is known, and floods what everybody reads.
@Suite("attacks: one key that says too much")
struct CrowdAttacks {
  private static let reviewed = TeamFiles.policy.replacing(
    "recall: [security", with: "reviews: { access: 90d }\nrecall: [security")

  private func record(_ version: RawVersion) -> RawStatement {
    RawStatement(
      workflow: "greet", version: version, type: "urn:countersign:record:v1",
      members: #""kind":"access","note":"Nothing""#)
  }

  /// Statements in the name of the service's key, none of which anybody signed.
  private func junk(_ team: Team, _ count: Int, _ statement: RawStatement, below folder: String) throws -> [JournalFile]
  {
    let seal = try team.seal(.ci, Array(statement.json.utf8))
    let key = try team.fingerprint(.ci)
    return try (0..<count).map { number in
      var other = statement
      other.nonce = String("\(1_000_000 + number)".suffix(6)) + String(other.nonce.dropFirst(6))
      let envelope = team.envelope(payload: try team.base64(Array(other.json.utf8)), seal: seal, keyid: key)
      return ("\(folder)/\(try team.sha256(envelope)).json", envelope)
    }
  }

  @Test("E7: hundreds of records or statements about one version by one key in a day: held; other keys go on")
  func crowded() throws {
    let team = try Team(.adopted)
    let version = try team.digests("greet", at: "origin/main")
    let record = record(version)
    let test = RawStatement.test("greet", version)
    let about = "\(version.dirHash.prefix(2))/\(version.dirHash)"
    for (statement, folder) in [(record, "records"), (test, about)] {
      let spec = try team.journal(.ci, "greet", adding: try junk(team, 201, statement, below: folder))
      try team.expectHeld(
        .ci, [spec], ["journal.crowded"], says: ["says 201 things of", "revoked_keys"],
        absent: ["statement.stranger"])
    }
    // What is there already counts.
    let hooks = try Team.serverHooks.map { ($0, try team.sandbox.read($0)) }
    try team.openHub()
    let there = try team.journal(.ci, "greet", adding: try junk(team, 200, record, below: "records"))
    #expect(try team.push(.ci, [there]).status == 0)
    for (name, hook) in hooks { try team.sandbox.write(name, hook, executable: true) }
    func one(_ person: Person) throws -> String {
      let envelope = try team.envelope(person, self.record(version).json)
      return try team.journal(person, "greet", adding: [("records/\(try team.sha256(envelope)).json", envelope)])
    }
    try team.expectHeld(.ci, [try one(.ci)], ["journal.crowded"])
    try team.expectTaken(.maria, [try one(.maria)])
    try team.expectTaken(.ci, [try team.journal(.ci, "greet", adding: [try team.file(test, by: .ci)])])
  }

  @Test(
    "E7: the same attachments in a hundred journals, which are small where they are packed: held before they are read")
  func manyJournals() throws {
    let team = try Team(.adopted)
    let files: [JournalFile] = try (0..<14).map { number in
      let bytes = [UInt8](repeating: UInt8(number), count: 8 << 20)
      let digest = try team.sha256(bytes)
      return ("attachments/\(digest.prefix(2))/\(digest)", bytes)
    }
    let id = String(try team.journal(.maria, "one", adding: files).prefix(40))
    try team.expectHeld(
      .maria, (0..<100).map { "\(id):refs/countersign/journal/w\($0)" },
      ["journal.stray-file", "journal.too-large"], says: ["more than 0 bytes"])
  }

  @Test(
    "E7: a hundred journals of workflows that do not exist by one key in a day: held; those on main or a branch go on")
  func strayJournals() throws {
    let team = try Team(.adopted)
    let version = try team.digests("greet", at: "origin/main")
    let specs = try (100..<201).map { number in
      let name = "w\(number)"
      return try team.journal(.ci, name, adding: [try team.file(.test(name, version), by: .ci)])
    }
    try team.expectHeld(
      .ci, specs, ["journal.too-many"], says: ["begins more than 100 journals in a day", "push the branch"])
    try team.expectTaken(.ci, Array(specs.prefix(60)))
    // What is there already counts, and another key has a hundred of its own.
    try team.expectHeld(.ci, Array(specs.suffix(41)), ["journal.too-many"])
    let other = try team.journal(.maria, "w1", adding: [try team.file(.recall("w1", version), by: .maria)])
    try team.expectTaken(.maria, [other])
    let own = try team.journal(.ci, "greet", adding: [try team.file(.test("greet", version), by: .ci)])
    try team.expectTaken(.ci, [own])
    // A first import: its branch says that the workflows are there.
    let tree = try team.git(.maria, "rev-parse", "origin/main:workflows/greet")
    let names = (100..<201).map { "w\($0)" }
    let wide = try team.object(.maria, "tree", names.flatMap { Sandbox.rawEntry("40000", Array($0.utf8), tree) })
    let grown = try team.graft(.maria, "origin/main", "workflows", ("40000", wide))
    let branch = try team.greeting { $0.tree = grown }
    try team.expectTaken(.maria, ["\(branch):refs/heads/import"])
    try team.expectTaken(.ci, Array(specs.suffix(41)))
  }

  @Test("E7: newer records that do not count hide none that does, and make none up")
  func flooded() throws {
    let team = try Team(.adopted)
    try team.landPolicy("reviewed", Self.reviewed)
    try team.landFiles("hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    let version = try team.digests("greet", at: "origin/main")
    try team.openHub()
    let spec = try team.journal(.ci, "greet", adding: try junk(team, 20, record(version), below: "records"))
    #expect(try team.push(.ci, [spec]).status == 0)
    try team.must(.ci, "sync")
    let trueOne = try team.envelope(.ci, record(version).json)
    let file = ("records/\(try team.sha256(trueOne)).json", trueOne)
    #expect(try team.push(.ci, [try team.journal(.ci, "greet", adding: [file])]).status == 0)
    let promote = ["promote", "greet", "--env", "dev", "-m", "Step by step", "--ticket", "OPS-7"]
    expect(
      try team.run(.lena, Team.binary, promote), 1, out: ["[records.review]", "not on record"])
    try team.must(.maria, "sync")
    try team.must(.maria, "record", "greet", "access", "-m", "Looked at it")
    try team.nextSecond()
    let newer = try junk(team, 5, record(version), below: "records")
    #expect(try team.push(.ci, [try team.journal(.ci, "greet", adding: newer)]).status == 0)
    expect(try team.run(.lena, Team.binary, promote), 0)
  }
}

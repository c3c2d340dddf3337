import Glibc
import TestSupport
import Testing

/// Journals past every hook, and what verify says of them: that, and nothing else.
@Suite("verify: broken journals")
struct BrokenJournals {
  /// What is told of every step of report that names its journal, which is another one now.
  private func unfounded(_ team: Team) throws -> [Told] {
    let steps = try ["dev", "test", "prod"].flatMap { name in
      try team.git(
        .lena, "log", "--format=%h %s %(trailers:key=Journal,valueonly,separator=)", "--abbrev=12",
        "--grep=^\\(Release\\|Resume\\): report", "env/\(name)", in: "hub.git"
      ).split(separator: "\n").map { String($0.prefix(12)) }
    }
    #expect(steps.count == 4, "three releases and a resume")
    // A step that does not hold lends nothing to the next environment.
    return steps.map { Told("release.older-journal", $0) } + [
      Told("after.skipped", "report", " to test"), Told("after.skipped", "report", " to prod"),
      Told("soak.short", "report", " to prod"),
    ]
  }

  @Test("a journal that was written anew: no release finds the one that it names")
  func rewritten() throws {
    let team = try Team.unguarded()
    let told = try unfounded(team)
    try team.rewriteJournal("report")
    try team.expectBroken(told, runs: ["report"])
  }

  @Test("an approval that was removed")
  func approvalRemoved() throws {
    let team = try Team.unguarded()
    let landing = try team.git(
      .lena, "log", "--format=%h", "--abbrev=12", "--first-parent", "-1", "--", "workflows/report", in: "hub.git")
    try team.rewriteJournal("report", dropping: Team.statements(with: "Heard it\""))
    try team.expectBroken(
      try unfounded(team) + [Told("approvals.missing", "landing \(landing) of report@")], runs: ["report"])
  }

  @Test("a file that was changed, one that was taken away, a commit of two parents, one of nothing", arguments: 0..<4)
  func notAppended(kind: Int) throws {
    let team = try Team.unguarded()
    let tip = try #require(try team.journalTip(.maria, "policy"))
    let tree = try team.git(.maria, "rev-parse", "\(tip)^{tree}")
    let paths = try team.git(.maria, "ls-tree", "-r", "--name-only", tip).split(separator: "\n").map(String.init)
    // The one that nothing rests on any more: a submission.
    let path = try #require(try paths.first { try !team.git(.maria, "show", "\(tip):\($0)").isEmpty })
    var parents = [tip]
    var made = tree
    switch kind {
    case 0: made = try team.graft(.maria, tip, path, ("100755", try team.git(.maria, "rev-parse", "\(tip):\(path)")))
    case 1:
      let spare = try team.journal(.maria, "policy", tree: try team.emptyTree(.maria), parents: [tip])
      made = try team.git(.maria, "rev-parse", "\(spare.prefix(40))^{tree}")
    case 2: parents.append(try team.hub("refs/countersign/journal/report"))
    default: break
    }
    if kind == 2 { try team.git(.maria, "fetch", "-q", "origin", "refs/countersign/journal/report") }
    let spec = try team.journal(.maria, "policy", tree: made, parents: parents)
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/policy")
    let verified = try team.verify()
    // Where the policy's own evidence is gone, whether it is in force is told, too.
    #expect(verified.status == 1, "\(verified.text)")
    let own = verified.violations.filter { $0.rule == "journal.append-only" }
    #expect(!own.isEmpty && own.allSatisfy { $0.subject == "journal of policy" }, "\(verified.violations)")
  }

  /// A second after everything before it, which names no journal and would count as having known it.
  private func append(_ team: Team, _ files: [JournalFile], to workflow: String = "greet") throws {
    try team.nextSecond()
    let spec = try team.journal(.maria, workflow, adding: files)
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/\(workflow)")
  }

  @Test("a statement about another repository")
  func foreign() throws {
    let team = try Team.unguarded()
    let version = try team.digests("greet", at: "origin/main")
    var statement = RawStatement.test("greet", version)
    statement.repository = "00000000-7b1d-4c58-9a53-0d6f2f1b7c11"
    try append(team, [try team.file(statement, by: .ci)])
    try team.expectBroken([Told("statement.stranger", "journal of greet")])
  }

  @Test("what was in the journal that a release names is what the release rests on")
  func before() throws {
    let team = try Team.unguarded()
    try team.landFiles("soft", ["workflows/spare/run.sh": "#!/bin/sh\necho soft\n"])
    var statement = RawStatement.test("spare", try team.digests("spare", at: team.root))
    statement.repository = "00000000-7b1d-4c58-9a53-0d6f2f1b7c11"
    try append(team, [try team.file(statement, by: .ci)], to: "spare")
    let release = try team.craftStep(
      .lena, "dev", [.take("workflows/spare", from: "origin/main")], try team.stepTrailers("spare", to: "dev"))
    try team.force(.lena, release, "refs/heads/env/dev")
    try team.expectBroken([Told("statement.stranger", "journal of spare")], runs: ["spare"])
  }

  @Test("a journal that is not here and that steps name: it cannot be told, and nobody is accused")
  func notFetched() throws {
    let team = try Team.unguarded()
    let clone = try team.freshClone()
    try team.git(.lena, "update-ref", "-d", "refs/countersign/journal/report", in: clone)
    let verified = try team.verify(in: clone)
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(!verified.violations.isEmpty && verified.violations.allSatisfy { $0.weight == "undecided" })
    #expect(verified.violations.contains { $0.what.contains("refs/countersign/journal/report") })
    // All that can be told is.
    let bad = try team.greeting(signedBy: nil)
    try team.force(.maria, bad, "refs/heads/main")
    try team.git(.lena, "fetch", "-q", "origin", in: clone)
    let more = try team.verify(in: clone)
    #expect(more.status == 1, "\(more.violations)")
    #expect(more.violations.filter { $0.weight == "violation" }.map(\.rule) == ["metadata.unsigned"])
  }

  @Test(
    "a statement or a report that is gone cannot be told, and what it may have named is no stray",
    arguments: ["test-result", "review", "submission", "attachments"])
  func goneObject(kind: String) throws {
    let team = try Team.unguarded()
    let tip = "refs/countersign/journal/report"
    let lines = try team.git(.lena, "ls-tree", "-r", tip, in: "hub.git").split(separator: "\n")
    let line = try #require(
      try lines.first { line in
        let words = line.split { $0 == " " || $0 == "\t" }
        guard kind != "attachments" else { return line.contains(kind) }
        guard line.hasSuffix(".json"), !line.contains("records/") else { return false }
        let payload = try team.git(.lena, "cat-file", "blob", String(words[2]), in: "hub.git").split(separator: "\"")
        return try payload.contains {
          try $0.utf8.count > 200 && team.shell(.lena, "printf %s \($0) | base64 -d", in: "").output.contains(kind)
        }
      })
    try team.lose(String(line.split { $0 == " " || $0 == "\t" }[2]))
    let verified = try team.verify()
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(verified.violations.allSatisfy { $0.weight == "undecided" }, "\(verified.violations)")
    #expect(
      verified.violations.contains { $0.rule == "git.missing-object" && $0.subject == "journal of report" },
      "\(verified.violations)")
  }

  @Test("a statement by a key that nobody has, and one that was changed after it was signed", arguments: [true, false])
  func stranger(isStranger: Bool) throws {
    let team = try Team.unguarded()
    let version = try team.digests("greet", at: "origin/main")
    let statement = RawStatement.test("greet", version)
    let bytes = Array(statement.json.utf8)
    let seal: String
    if isStranger {
      let key = try TestKey("stranger", in: team.sandbox)
      let type = "application/vnd.in-toto+json"
      let message = Array("DSSEv1 \(type.utf8.count) \(type) \(bytes.count) ".utf8) + bytes
      seal = try team.armor(key: key.path, message, namespace: "countersign").split(separator: "\n")
        .filter { !$0.hasPrefix("-") }.joined()
    } else {
      seal = try team.seal(.ci, bytes + [0x20])
    }
    let envelope = try team.envelope(payload: team.base64(bytes), seal: seal, keyid: team.fingerprint(.ci))
    try append(team, [try team.file(statement, envelope)])
    try team.expectBroken([Told("statement.stranger", "journal of greet")])
  }

  @Test("a statement under another version's path, and a file that is none", arguments: [true, false])
  func misplaced(isStatement: Bool) throws {
    let team = try Team.unguarded()
    let version = try team.digests("greet", at: "origin/main")
    var file = try team.file(RawStatement.test("greet", version), by: .ci)
    let other = String(repeating: "0", count: 64)
    if isStatement {
      file.path = file.path.replacing(version.dirHash, with: other).replacing(
        version.dirHash.prefix(2) + "/", with: "00/")
    } else {
      file.path = "notes.txt"
    }
    try append(team, [file])
    let rule = isStatement ? "statement.misplaced" : "journal.stray-file"
    try team.expectBroken([Told(rule, "journal of greet")])
  }

  @Test("a report that a test run names and nobody has, and one that nobody names", arguments: [true, false])
  func attachment(isMissing: Bool) throws {
    let team = try Team.unguarded()
    let version = try team.digests("greet", at: "origin/main")
    let report = Array("<testsuite/>".utf8)
    let digest = try team.sha256(report)
    if isMissing {
      try append(team, [try team.file(RawStatement.test("greet", version, reports: [digest]), by: .ci)])
    } else {
      try append(team, [("attachments/\(digest.prefix(2))/\(digest)", report)])
    }
    try team.expectBroken(
      [Told(isMissing ? "verify.attachment" : "journal.stray-file", "journal of greet")])
  }

  @Test("a no that was signed before a release and appended after it is named, and holds nothing")
  func lateNo() throws {
    let team = try Team.unguarded()
    let version = try team.digests("spare", at: "origin/main")
    try team.landFiles("soft", ["workflows/spare/run.sh": "#!/bin/sh\necho soft\n"])
    let new = try team.digests("spare", at: "origin/main")
    var no = RawStatement.review("reject", "spare", new, base: version, for: "dev", risk: "low", comment: "Too soft")
    no.seconds = time(nil)
    let file = try team.file(no, by: .jonas)
    try team.nextSecond()
    try team.must(.lena, "promote", "spare", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    try append(team, [file], to: "spare")
    let verified = try team.verify()
    #expect(verified.status == 0, "\(verified.violations)")
    #expect(verified.violations.map(\.rule) == ["verify.late-no"], "\(verified.violations)")
    #expect(verified.violations.first?.weight == "notice")
    let text = try team.countersign(.lena, "verify", in: "hub.git")
    expect(text, 0, out: ["[verify.late-no]", "a reject by jonas", "1 to know about"])
  }

  @Test("a journal under no workflow's name")
  func name() throws {
    let team = try Team.unguarded()
    try team.git(.lena, "update-ref", "refs/countersign/journal/A_b", "refs/countersign/journal/greet", in: "hub.git")
    let verified = try team.verify()
    #expect(verified.status == 1)
    #expect(verified.violations.allSatisfy { $0.subject == "journal of A_b" }, "\(verified.violations)")
    #expect(verified.violations.contains { $0.rule == "verify.journal-name" }, "\(verified.violations)")
  }
}

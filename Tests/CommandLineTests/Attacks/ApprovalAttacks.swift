import TestSupport
import Testing

/// Approvals for other content, another target, another base, another time.
@Suite("attacks: approvals")
struct ApprovalAttacks {
  private func vouched() throws -> Team {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    return team
  }

  private let louder = "workflows/report/run.sh"

  @Test("A1: sign-off, then other content amended and forced onto the branch: held")
  func amended() throws {
    let team = try vouched()
    try team.begin(.maria, "louder", at: "origin/louder")
    try team.sandbox.write("maria/\(louder)", "#!/bin/sh\nrm -rf /\n")
    try team.commit(.maria, how: ["--amend"])
    try team.publish(.maria, "louder")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "louder") }
    try team.git(.jonas, "fetch", "-q", "origin")
    try team.must(.jonas, "approve", "report", "--rev", "origin/louder", "-m", "Read again")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A1: sign-off, then one more commit beside the change, or a file's mode: held")
  func extended() throws {
    let team = try vouched()
    for (name, script) in [
      ("file", "echo 1 >workflows/report/extra.txt"), ("mode", "chmod +x workflows/report/unit.sh"),
    ] {
      try team.begin(.maria, name, at: "origin/louder")
      _ = try team.shell(.maria, script)
      try team.commit(.maria)
      try team.publish(.maria, name)
      try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/\(name)")
      try team.expectHeld("approvals.missing") { try team.offer(.maria, name) }
    }
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A1: the same content under other commit ids keeps its sign-off")
  func reworded() throws {
    let team = try vouched()
    try team.begin(.maria, "louder", at: "origin/louder")
    try team.commit(.maria, "Say it louder\n\nWhy: Other words for the same change\nTicket: OPS-8", how: ["--amend"])
    try team.publish(.maria, "louder")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A2: sign-off for an environment does not serve main, nor one for main an environment")
  func otherTarget() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    for name in ["dev", "prod"] {
      try team.must(.jonas, "approve", "report", "--for", name, "--rev", "origin/louder", "-m", "For \(name)")
    }
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "louder") }
    try team.must(.jonas, "approve", "report", "-m", "For main")
    try team.expectTaken { try team.offer(.maria, "louder") }
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "withdraw", "report", "--for", "prod", "--rev", "origin/main", "-m", "Not for prod")
    try team.nextSecond()
    try team.expectHeld("approvals.missing") { try team.releaseByHand(.lena, "report", to: "prod") }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "For prod")
    try team.nextSecond()
    expect(try team.releaseByHand(.lena, "report", to: "prod"), 0)
  }

  @Test(
    "A2: sign-off for a workflow does not serve its twin of the same content, nor is it taken in the twin's journal")
  func otherWorkflow() throws {
    let team = try vouched()
    let said = try #require(try team.payloads("report", with: "\"approve\"", "\"main\"").first)
    // A statement about `report` in the journal of another.
    try team.must(.maria, "submit", "greet", "--rev", "origin/main", "-m", "So that there is a journal")
    try team.expectHeld("statement.misplaced") {
      try team.append(said, to: "greet", signedBy: "jonas", pushedBy: .maria)
    }
    // One whose subject is `greet` and whose entry speaks of `report`.
    let mixed = said.replacing("workflows/report\"", with: "workflows/greet\"")
    let before = try team.hubRefs()
    let outcome = try team.append(mixed, to: "greet", signedBy: "jonas", pushedBy: .maria)
    expect(outcome, 1, errors: ["countersign: held"])
    #expect(try team.hubRefs() == before)
  }

  @Test("A2: sign-off made for another repository is not taken, and does not count where it lies")
  func otherRepository() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Here")
    let here = try #require(try team.payloads("report", with: "\"approve\"", "Here").first)
    try team.nextSecond()
    try team.must(.jonas, "withdraw", "report", "-m", "Not here")
    let there = here.replacing("5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11", with: "7a1e6c1e-7b1d-4c58-9a53-0d6f2f1b7c22")
      .replacing(try #require(moment(of: here)), with: try now(team))
    #expect(there != here)
    try team.expectHeld("statement.stranger") {
      try team.append(there, to: "report", signedBy: "jonas", pushedBy: .maria)
    }
    // Past the hook it lies there, and is nobody's word.
    try team.openHub()
    expect(try team.append(there, to: "report", signedBy: "jonas", pushedBy: .maria), 0)
    try team.must(.maria, "sync")
    let held = try team.countersign(.maria, "gate", "report", "--for", "main", "--rev", "origin/louder")
    expect(held, 1, out: ["[approvals.missing]"])
    try team.nextSecond()
    try team.must(.jonas, "approve", "report", "-m", "Here after all")
    try team.must(.maria, "sync")
    expect(try team.countersign(.maria, "gate", "report", "--for", "main", "--rev", "origin/louder"), 0)
  }

  @Test("A3: another push lands between read and sign-off: the branch moved, so nothing is signed")
  func movedBranch() throws {
    let team = try Team(.submitted)
    try team.git(.jonas, "fetch", "-q", "origin")
    // Jonas reads origin/louder here. Then:
    try team.begin(.maria, "louder", at: "origin/louder")
    try team.sandbox.write("maria/\(louder)", "#!/bin/sh\nrm -rf /\n")
    try team.commit(.maria)
    try team.publish(.maria, "louder")
    let before = try team.statements("report")
    let outcome = try team.countersign(.jonas, "approve", "report", "--rev", "origin/louder", "-m", "Read it")
    expect(outcome, 2, errors: ["origin/louder moved: nothing is signed", "[selection.moved]", "next:"])
    #expect(try team.statements("report") == before)
    // He looks again: what he sees is what he signs.
    expect(try team.countersign(.jonas, "approve", "report", "--rev", "origin/louder", "-m", "Read it again"), 0)
    let version = try team.version("report", at: "origin/louder", .jonas)
    #expect(try team.payloads("report", with: "\"approve\"", "Read it").count == 1)
    #expect(try team.payloads("report", with: "\"approve\"", "Read it again", "\"\(version)").count == 1)
  }

  @Test(
    "A3: another submission comes between read and sign-off: nothing is signed, and a named version is that version")
  func movedSubmission() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "sync")
    let read = try team.version("report", at: "origin/louder", .jonas)
    try team.begin(.maria, "louder", at: "origin/louder")
    try team.sandbox.write("maria/\(louder)", "#!/bin/sh\nrm -rf /\n")
    try team.commit(.maria)
    try team.publish(.maria, "louder")
    try team.nextSecond()
    try team.must(.maria, "submit", "report", "-m", "Nothing to see here")
    let before = try team.statements("report")
    let outcome = try team.countersign(.jonas, "approve", "report", "-m", "Read it")
    expect(outcome, 2, errors: ["the submission of report moved: nothing is signed", "[selection.moved]", "next:"])
    #expect(try team.statements("report") == before)
    try team.must(.jonas, "approve", "report@\(read)", "-m", "What I read")
    #expect(try team.payloads("report", with: "\"approve\"", "\"\(read)").count == 1)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "louder") }
  }

  @Test("A4: main moved after the review, so that landing would undo a fix: stale, and both ends are named")
  func movedBase() throws {
    let team = try vouched()
    let old = try team.version("report", at: "origin/main", .maria)
    try team.change(.jonas, "fix", ["workflows/report/unit.sh": TeamFiles.suite(passing: ["it speaks", "it is safe"])])
    try team.must(.jonas, "submit", "report", "-m", "A fix that must stay")
    try team.vouch(at: "fix", by: [.maria])
    try team.must(.jonas, "land", "fix")
    try team.nextSecond()
    let new = try team.version("report", at: "origin/fix", .jonas)
    // The reviewed version whole, on top of the fix.
    try team.begin(.maria, "undo")
    try team.git(.maria, "checkout", "-q", "origin/louder", "--", "workflows/report")
    try team.commit(.maria)
    try team.expectHeld(
      "approvals.stale", words: ["it was given against report@\(old)", "which holds report@\(new) now"]
    ) { try team.pushToMain(.maria) }
    // Merged by git, it is a version that has both; reviewed anew it lands.
    try team.begin(.maria, "both", at: "origin/louder")
    try team.git(.maria, "merge", "-q", "--no-verify", "-m", "Both\n\n\(Team.aWhy)", "origin/main")
    try team.publish(.maria, "both")
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "both") }
    try team.vouch(at: "both", by: [])
    // Jonas wrote the fix that is on main already; Maria alone wrote what comes now.
    try team.must(.jonas, "approve", "report", "--rev", "origin/both", "-m", "Both are there")
    try team.expectTaken { try team.offer(.maria, "both") }
  }

  @Test("A5: a rebased branch with the same diff is another version: diffs are never compared")
  func rebased() throws {
    let team = try vouched()
    let book = (TeamFiles.workflow("report", risk: "medium")["RUNBOOK.md"] ?? "") + "Loudly.\n"
    try team.change(.jonas, "book", ["workflows/report/RUNBOOK.md": book])
    try team.must(.jonas, "submit", "report", "-m", "A better book for nights")
    try team.vouch(at: "book", by: [.maria])
    try team.must(.jonas, "land", "book")
    try team.nextSecond()
    try team.begin(.maria, "rebased", at: "origin/louder")
    let diff = try team.git(.maria, "diff", "HEAD^", "HEAD")
    try team.git(.maria, "rebase", "-q", "origin/main")
    #expect(try team.git(.maria, "diff", "HEAD^", "HEAD") == diff)
    try team.publish(.maria, "rebased")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/rebased")
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "rebased") }
    try team.must(.jonas, "approve", "report", "--rev", "origin/rebased", "-m", "On the new book")
    try team.expectTaken { try team.offer(.maria, "rebased") }
  }

  @Test("A5: the same diff in another place of the file is another version")
  func samePatchElsewhere() throws {
    let team = try Team(.founded)
    let twice = "#!/bin/sh\nif true; then\n  echo a\nfi\nif false; then\n  echo a\nfi\n"
    try team.change(.maria, "twice", [louder: twice])
    try team.must(.maria, "submit", "report", "-m", "Two places that look alike")
    try team.vouch(at: "twice")
    try team.must(.maria, "land", "twice")
    try team.nextSecond()
    try team.change(.maria, "first", [louder: twice.replacing("true; then\n  echo a", with: "true; then\n  echo b")])
    try team.vouch(at: "first")
    try team.change(.maria, "second", [louder: twice.replacing("false; then\n  echo a", with: "false; then\n  echo b")])
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/second")
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "second") }
    try team.expectTaken { try team.offer(.maria, "first") }
  }

  private func moment(of payload: String) -> String? {
    payload.firstRange(of: "\"time\":\"").map { String(payload[$0.upperBound...].prefix { $0 != "\"" }) }
  }

  private func now(_ team: Team) throws -> String { try team.shell(.lena, "date -u +%Y-%m-%dT%H:%M:%SZ").output }
}

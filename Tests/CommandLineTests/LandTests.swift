import TestSupport
import Testing

@Suite("main job: land")
struct LandTests {
  private func ready() throws -> Team {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    return team
  }

  @Test("without what the gate asks nothing moves")
  func held() throws {
    let team = try Team(.submitted)
    let outcome = try team.countersign(.maria, "land", "louder")
    expect(outcome, 1, out: ["held: report@", "unmet approvals", "unmet tests"])
    #expect(try team.hub("refs/heads/main") == team.root)
    let local = try team.countersign(.maria, "land", "louder", "--local")
    expect(local, 1, out: ["held: report@"], absent: ["kept here only"])
  }

  @Test("a clean merge lands without a why of its own: two parents, signed, main's policy judged it")
  func clean() throws {
    let team = try ready()
    let branch = try team.hub("refs/heads/louder")
    let version = try team.version("report", at: "origin/louder", .maria)
    let outcome = try team.countersign(.maria, "land", "louder")
    expect(outcome, 0, out: ["landed report@\(version): commit ", " on main, pushed to origin"])
    let parents = try team.git(.lena, "log", "-1", "--format=%P", "main", in: "hub.git")
    #expect(parents == "\(team.root) \(branch)")
    #expect(
      try team.git(.lena, "rev-parse", "main^{tree}", in: "hub.git")
        == team.git(.lena, "rev-parse", "louder^{tree}", in: "hub.git"))
    #expect(try team.trailer("Why", of: "main") == "")
    let check = try team.shell(.lena, "git fetch -q && git verify-commit origin/main")
    expect(check, 0, errors: ["Good \"git\" signature for maria@acme.example"])
    try team.expectSound()
  }

  @Test("nothing new is said, and is no landing")
  func nothing() throws {
    let team = try ready()
    try team.must(.maria, "land", "louder")
    let main = try team.hub("refs/heads/main")
    expect(try team.countersign(.maria, "land", "louder"), 1, errors: ["louder is on main already [land.nothing]"])
    #expect(try team.hub("refs/heads/main") == main)
  }

  @Test("a conflict names the file, and leaves work tree, index and refs alone")
  func conflict() throws {
    let team = try ready()
    try team.change(.jonas, "softer", ["workflows/report/run.sh": "#!/bin/sh\necho 0\n"])
    try team.must(.jonas, "submit", "report", "-m", "Softer, the neighbours complain")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/softer")
    try team.must(.maria, "approve", "report", "--rev", "origin/softer", "-m", "All right")
    try team.must(.maria, "land", "louder")
    let main = try team.hub("refs/heads/main")
    let outcome = try team.countersign(.jonas, "land", "softer")
    expect(
      outcome, 1,
      errors: ["softer does not merge without a hand [land.conflict]", "conflict in workflows/report/run.sh", "next:"])
    #expect(try team.hub("refs/heads/main") == main)
    #expect(try team.git(.jonas, "status", "--porcelain") == "")
  }

  @Test("main moved by another workflow: judged again on the new main, and landed there")
  func movedElsewhere() throws {
    let team = try ready()
    try team.change(.jonas, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.jonas, "land", "hello")
    let moved = try team.hub("refs/heads/main")
    #expect(moved != team.root)
    try team.must(.maria, "land", "louder")
    let parents = try team.git(.lena, "log", "-1", "--format=%P", "main", in: "hub.git")
    #expect(parents.hasPrefix(moved + " "))
    #expect(try team.git(.lena, "show", "main:workflows/greet/run.sh", in: "hub.git").hasSuffix("echo hello"))
    try team.expectSound()
  }

  @Test("main moved by the same workflow: the review is stale and says so")
  func movedBase() throws {
    let team = try ready()
    try team.change(
      .jonas, "book",
      [
        "workflows/report/RUNBOOK.md": TeamFiles.workflow("report", risk: "medium")["RUNBOOK.md"].map {
          $0 + "Loudly.\n"
        }
      ])
    try team.must(.jonas, "submit", "report", "-m", "A better book for nights")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/book")
    try team.must(.maria, "approve", "report", "--rev", "origin/book", "-m", "Better")
    try team.must(.jonas, "land", "book")
    let main = try team.hub("refs/heads/main")
    let outcome = try team.countersign(.maria, "land", "louder")
    expect(outcome, 1, out: ["unmet approvals", "unmet tests"])
    #expect(try team.hub("refs/heads/main") == main)
  }

  @Test("a commit without why or ticket holds the landing, and is named")
  func metadata() throws {
    let team = try Team(.founded)
    let commit = try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"], why: nil)
    let outcome = try team.countersign(.maria, "land", "hello", "-m", "The merge has a reason, its commit has none")
    expect(outcome, 1, out: ["unmet metadata", "[metadata.why]", "[metadata.ticket]", String(commit.prefix(12))])
    #expect(try team.hub("refs/heads/main") == team.root)
  }

  @Test("--local lands here only, and the hub knows nothing of it")
  func local() throws {
    let team = try ready()
    try team.must(.maria, "sync")
    let outcome = try team.countersign(.maria, "land", "louder", "--local")
    expect(outcome, 0, absent: ["pushed to"])
    #expect(outcome.errors == "kept here only: nothing has changed anywhere else")
    #expect(try team.hub("refs/heads/main") == team.root)
    #expect(try team.git(.maria, "rev-parse", "main") != team.root)
  }

  @Test("a change of the policy needs two policy owners who did not write it")
  func policy() throws {
    let team = try Team(.founded)
    try team.change(
      .maria, "stricter",
      [".countersign/policy.yaml": TeamFiles.policy.replacing("min-length: 10", with: "min-length: 20")],
      why: "Why: Ten letters are too few to explain anything\nTicket: OPS-9")
    try team.must(.maria, "submit", "policy", "-m", "Ten letters are too few")
    let held = try team.countersign(.maria, "land", "stricter")
    expect(held, 1, out: ["held: policy", "0 of 2 approvals", "jonas", "sofia", "lena"])
    try team.must(.jonas, "approve", "policy", "-m", "Yes")
    expect(try team.countersign(.maria, "land", "stricter"), 1, out: ["1 of 2 approvals"])
    try team.must(.sofia, "approve", "policy", "-m", "Yes")
    expect(try team.countersign(.maria, "land", "stricter"), 0, out: ["landed policy"])
    try team.change(
      .jonas, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"], why: "Why: Short enough\nTicket: OPS-9")
    expect(try team.countersign(.jonas, "land", "hello"), 1, out: ["[metadata.why]"])
  }
}

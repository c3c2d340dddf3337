import TestSupport
import Testing

/// A22: authors who are hidden by landing what they wrote and taking it back in the same breath.
@Suite("attacks: laundered authors")
struct LaunderingAttacks {
  static let script = "workflows/report/run.sh"

  /// Jonas writes a version of `report` and takes it back; both commits are on main without anything having changed there.
  private func tookBack(_ team: Team) throws -> String {
    try team.change(.jonas, "shouty", [Self.script: "#!/bin/sh\necho SHOUT\n"])
    let written = try team.git(.jonas, "rev-parse", "HEAD")
    try team.git(.jonas, "checkout", "-q", "origin/main", "--", Self.script)
    try team.git(
      .jonas, "commit", "-q", "--no-verify", "-m", "Take it back", "-m", "Why: It is too loud\nTicket: OPS-3")
    try team.git(.jonas, "checkout", "-q", "-B", "main", "origin/main")
    try team.git(.jonas, "merge", "-q", "--no-ff", "shouty", "-m", "Nothing after all")
    expect(try team.tryGit(.jonas, "push", "-q", "--no-verify", "origin", "main"), 0)
    return written
  }

  /// Maria goes on from a commit with a word of hers, and pushes that as a branch.
  private func goOn(_ team: Team, from commit: String) throws {
    try team.git(.maria, "fetch", "-q", "origin")
    try team.git(.maria, "checkout", "-q", "-B", "onward", commit)
    let runbook = TeamFiles.workflow("report", risk: "medium")["RUNBOOK.md"] ?? ""
    try team.sandbox.write("maria/workflows/report/RUNBOOK.md", runbook + "Say it twice.\n")
    try team.git(
      .maria, "commit", "-q", "--no-verify", "-a", "-m", "Mend a word", "-m", "Why: One word was missing\nTicket: OPS-4"
    )
    try team.git(.maria, "push", "-q", "--no-verify", "origin", "onward")
    try team.must(.maria, "submit", "report", "-m", "One word was missing")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/onward")
    try team.must(.jonas, "approve", "report", "-m", "Seen it")
  }

  @Test("what somebody wrote, landed and took back, carried on by another: its author does not approve it")
  func carriedOn() throws {
    let team = try Team(.adopted)
    try goOn(team, from: try tookBack(team))
    let before = try team.hub("refs/heads/main")
    try team.git(.maria, "checkout", "-q", "-B", "main", "origin/main")
    let tree = try team.git(.maria, "rev-parse", "onward^{tree}")
    let merge = try team.git(
      .maria, "commit-tree", "-S", "-p", "origin/main", "-p", "onward", "-m",
      "Land it\n\nWhy: One word was missing\nTicket: OPS-4", tree)
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "\(merge):main"), 1,
      errors: ["[approvals.own-change]", "jonas cannot: author of commit"])
    #expect(try team.hub("refs/heads/main") == before)
  }

  @Test("what landed by its gate, carried on from its own branch: its author approves what comes after it")
  func landedBefore() throws {
    let team = try Team(.adopted)
    try team.change(.jonas, "polite", [Self.script: "#!/bin/sh\necho please\n"])
    let written = try team.git(.jonas, "rev-parse", "HEAD")
    try team.must(.jonas, "submit", "report", "-m", "It has to be polite")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/polite")
    try team.must(.maria, "approve", "report", "-m", "Very polite")
    try team.must(.jonas, "land", "polite")
    try goOn(team, from: written)
    expect(try team.countersign(.maria, "land", "onward"), 0)
  }

  @Test("R1: an approval of a release makes nobody the second policy owner of an adoption")
  func adoptedByRelease() throws {
    let team = try Team(.founded)
    let main = try team.hub("refs/heads/main")
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "As a release")
    let trailers: StepTrailers = [
      "Adopt": "1 workflow", "Environment": "prod", "Policy": main, "Source": main, "Why": Team.stepWhy,
    ]
    let step = try team.craftStep(.lena, "prod", [.take("workflows/report", from: main)], trailers)
    try team.expectHeld("approvals.adoption", says: ["jonas: the approval is of a release"]) {
      try team.pushStep(.lena, step, "prod")
    }
    // On a tie of times what does not count wins.
    try team.nextSecond()
    try team.must(
      .jonas, "approve", "report", "--adoption", "--for", "prod", "--rev", "origin/main", "-m", "As it runs")
    try team.nextSecond()
    let honest = try team.craftStep(.lena, "prod", [.take("workflows/report", from: main)], trailers)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }
}

import TestSupport
import Testing

@Suite("main job: a journal that the server does not take")
struct RefusedJournalTests {
  @Test("holds what rests on it, and no other journal; what to give up is said")
  func apart() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "sync")
    // Said before a landing, and brought after it: the server does not take it.
    try team.must(.jonas, "reject", "report", "-m", "Not like this", "--local")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.sofia, "sync")
    try team.must(.lena, "sync")
    try team.nextSecond()
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try landReport(team)
    let before = try team.statements("greet")
    try team.must(.jonas, "approve", "greet", "--rev", "origin/hello", "-m", "Fine", "--local")
    let outcome = try team.countersign(.jonas, "sync")
    expect(
      outcome, 1, errors: ["[push.dated]", "git update-ref -d refs/countersign/journal/NAME"], absent: ["in step"])
    #expect(try team.statements("greet") == before + 1, "the journal that is in order went through")
    expect(try team.countersign(.jonas, "withdraw", "greet", "--rev", "origin/hello", "-m", "Not yet"), 0)
    try team.git(.jonas, "update-ref", "-d", "refs/countersign/journal/report")
    expect(try team.countersign(.jonas, "sync"), 0, out: ["in step with origin"])
  }

  /// Lands a change of `report` that Jonas wrote and Maria looked at.
  private func landReport(_ team: Team) throws {
    try team.must(.maria, "sync")
    try team.change(
      .jonas, "other", ["workflows/report/run.sh": "#!/bin/sh\necho 4\n"])
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/other")
    try team.must(.maria, "approve", "report", "--rev", "origin/other", "-m", "Seen it")
    try team.must(.lena, "land", "origin/other")
  }
}

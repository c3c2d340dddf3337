import TestSupport
import Testing

@Suite("main job: rollback and recall")
struct RollbackTests {
  private let why = "Too loud at night, OPS-9"

  /// The shell script out of what `rollback` prints.
  private func script(_ outcome: Outcome) -> String {
    outcome.output.split(separator: "\n\n# The same").first.map(String.init) ?? ""
  }

  @Test("lists what was released there before, newest first, and what is healthy")
  func list() throws {
    let team = try Team(.released)
    let new = try team.version("report", at: "origin/main", .maria)
    let old = try team.version("report", at: team.root, .maria)
    let outcome = try team.countersign(.lena, "rollback", "report", "--env", "prod")
    expect(outcome, 0, out: ["report in prod, newest first:", "  \(new)  released ", "  \(old)  released ", "healthy"])
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.firstIndex { $0.contains(new) }.map { $0 + 1 } == lines.firstIndex { $0.contains(old) })
  }

  @Test("the printed git commands and the command give the identical tree, and both are admitted")
  func twins() throws {
    let team = try Team(.released)
    let old = try team.version("report", at: team.root, .maria)
    let before = try team.hub("refs/heads/env/prod")
    let shown = try team.countersign(.lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", why)
    expect(shown, 0, out: ["git commit-tree -S -p \(before)", "--execute", "'Why: \(why)'"])
    #expect(try team.hub("refs/heads/env/prod") == before, "showing must change nothing")

    // In a clone made by plain git, by someone whose PATH has no countersign.
    try team.git(.lena, "clone", "-q", team.sandbox.absolute("hub.git"), "plain", in: "")
    let tools = ["PATH": Team.tools]
    let run = try team.shell(.lena, script(shown), in: "plain", environment: tools)
    expect(run, 0)
    let byHand = try team.hub("refs/heads/env/prod")
    #expect(byHand != before)
    #expect(try team.trailer("Rollback", of: byHand) == "report@\(old)")
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0, out: ["admitted: report@\(old) in prod"])

    // The same from the same tip, with the command.
    let twin = try Team(.released)
    let executed = try twin.countersign(
      .lena, "rollback", "report", "--env", "prod", "--version", old, "-m", why, "--execute")
    expect(executed, 0, out: ["rolled back to report@\(old) in prod: commit ", "pushed to origin"])
    expect(try twin.countersign(.lena, "admit", "report", "--env", "prod"), 0, out: ["admitted: report@\(old) in prod"])
    let trees = try [team, twin].map { try $0.git(.lena, "rev-parse", "env/prod^{tree}", in: "hub.git") }
    #expect(trees[0] == trees[1])
    let messages = try [team, twin].map { try $0.git(.lena, "log", "-1", "--format=%B", "env/prod", in: "hub.git") }
    #expect(messages[0] == messages[1])
    try team.expectSound()
    try twin.expectSound()
  }

  @Test("in a bare clone the printed commands work as well")
  func bare() throws {
    let team = try Team(.released)
    let shown = try team.countersign(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", why)
    try team.git(.lena, "clone", "-q", "--bare", team.sandbox.absolute("hub.git"), "bare.git", in: "")
    let run = try team.shell(.lena, script(shown), in: "bare.git", environment: ["PATH": Team.tools])
    expect(run, 0)
    #expect(
      try team.git(.lena, "rev-parse", "env/prod:workflows/report", in: "hub.git")
        == team.git(.lena, "rev-parse", "\(team.root):workflows/report", in: "hub.git"))
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
  }

  @Test("a workflow that was removed comes back whole")
  func ofRemoved() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "away", ["workflows/spare": nil])
    try team.must(.maria, "land", "away")
    for name in ["dev", "test", "prod"] {
      try team.must(.lena, "promote", "spare", "--env", name, "-m", "Nobody needs it", "--ticket", "OPS-8")
    }
    let outcome = try team.countersign(
      .lena, "rollback", "spare", "--env", "prod", "--version", "previous", "-m", "Somebody did", "--execute")
    expect(outcome, 0, out: ["rolled back to spare@"])
    #expect(
      try team.git(.lena, "rev-parse", "env/prod:workflows/spare", in: "hub.git")
        == team.git(.lena, "rev-parse", "\(team.root):workflows/spare", in: "hub.git"))
    expect(try team.countersign(.lena, "admit", "spare", "--env", "prod"), 0)
  }

  @Test("someone without a rollback role is shown the way, and held")
  func noRole() throws {
    let team = try Team(.released)
    let prod = try team.hub("refs/heads/env/prod")
    let outcome = try team.countersign(
      .maria, "rollback", "report", "--env", "prod", "--version", "previous", "-m", why, "--execute")
    expect(outcome, 1, out: ["unmet releaser", "maria"])
    #expect(try team.hub("refs/heads/env/prod") == prod)
  }

  @Test("what never was released there is no target", arguments: ["0123456789ab", "012", "report@", "…", "-h x"])
  func never(version: String) throws {
    let team = try Team(.released)
    let outcome = try team.countersign(.lena, "rollback", "report", "--env", "prod", "--version=\(version)")
    expect(outcome, 1, errors: ["prod never held '\(version)' of report [healthy.never-released]"])
  }

  @Test("a recalled version is barred from rollback and from promotion")
  func recall() throws {
    let team = try Team(.released)
    let new = try team.version("report", at: "origin/main", .maria)
    let old = try team.version("report", at: team.root, .maria)
    // Whoever the policy does not name for it bars nothing.
    try team.countersign(.maria, "recall", "report", "--version", old, "-m", "I would rather not")
    expect(
      try team.countersign(.lena, "rollback", "report", "--env", "prod"), 0, absent: ["recalled by"])
    try team.must(.sofia, "recall", "report", "--version", old, "-m", "It is silent")
    let list = try team.countersign(.lena, "rollback", "report", "--env", "prod")
    expect(list, 0, out: ["\(old)  released ", "recalled by sofia: It is silent"])
    let prod = try team.hub("refs/heads/env/prod")
    let held = try team.countersign(
      .lena, "rollback", "report", "--env", "prod", "--version", old, "-m", why, "--execute")
    expect(held, 1, out: ["held: report@\(old) for prod", "recall"])
    expect(
      try team.countersign(.lena, "rollback", "report", "--env", "prod", "--version", "previous"), 1,
      errors: [
        "prod held no healthy version of report before this one", "countersign kill", "[healthy.never-released]",
      ])
    #expect(try team.hub("refs/heads/env/prod") == prod)
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0, out: [new])
  }
}

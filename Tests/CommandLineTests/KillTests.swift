import TestSupport
import Testing

@Suite("main job: kill and resume")
struct KillTests {
  private func killed() throws -> (team: Team, kill: String) {
    let team = try Team(.released)
    let outcome = try team.countersign(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    expect(outcome, 0, out: ["killed report in prod: commit ", "pushed to origin"])
    return (team, try team.hub("refs/heads/env/prod"))
  }

  @Test("one person, one push, and nothing is admitted any more")
  func kill() throws {
    let (team, kill) = try killed()
    expect(
      try team.countersign(.lena, "admit", "report", "--env", "prod"), 1,
      errors: ["report is killed in prod", "[admit.killed]"])
    expect(try team.countersign(.lena, "admit", "greet", "--env", "prod"), 0)
    expect(try team.countersign(.lena, "admit", "report", "--env", "test"), 0)
    #expect(
      try team.git(.lena, "diff", "--name-only", "\(kill)^", kill, in: "hub.git") == ".countersign/killed/report.yaml")
    #expect(try team.trailer("Kill", of: kill) == "report")
    #expect(try team.trailer("Why", of: kill) == "It shouts at customers")
    expect(try team.countersign(.lena, "status", "report"), 0, out: ["KILLED"])
    try team.expectSound()
  }

  @Test("someone without the role is held, and so is an unknown workflow")
  func noRole() throws {
    let team = try Team(.released)
    let prod = try team.hub("refs/heads/env/prod")
    expect(
      try team.countersign(.maria, "kill", "report", "--env", "prod", "-m", "It shouts at me"), 1,
      out: ["unmet releaser"])
    expect(
      try team.countersign(.lena, "kill", "reprot", "--env", "prod", "-m", "It shouts at me"), 2,
      errors: ["did you mean 'report'?"])
    #expect(try team.hub("refs/heads/env/prod") == prod)
  }

  @Test("alone nobody resumes; with a second person's word about this very kill it runs again")
  func resume() throws {
    let (team, kill) = try killed()
    let alone = try team.countersign(.lena, "resume", "report", "--env", "prod", "-m", "It whispers now")
    expect(alone, 1, out: ["1 of 2 approvals", "countersign approve report --resume \(kill.prefix(12)) --env prod"])
    try team.must(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "Heard it whisper")
    expect(
      try team.countersign(.lena, "resume", "report", "--env", "prod", "-m", "It whispers now"), 0,
      out: ["resumed report in prod: commit "])
    #expect(try team.paths("env/prod").allSatisfy { !$0.hasPrefix(".countersign/") })
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
    try team.expectSound()
  }

  @Test("an approval for an earlier kill does not end a later one")
  func wrongKill() throws {
    let (team, kill) = try killed()
    try team.must(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "Heard it whisper")
    try team.must(.lena, "resume", "report", "--env", "prod", "-m", "It whispers now")
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts once more")
    let second = try team.hub("refs/heads/env/prod")
    expect(
      try team.countersign(.lena, "resume", "report", "--env", "prod", "-m", "It whispers now"), 1,
      out: ["1 of 2 approvals"])
    expect(
      try team.countersign(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "Old kill"), 2,
      errors: ["is not the kill of report that stands in prod", String(second.prefix(12))])
    #expect(try team.hub("refs/heads/env/prod") == second)
  }

  @Test("rolled back while killed it stays killed")
  func rollbackStays() throws {
    let (team, _) = try killed()
    let outcome = try team.countersign(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "The quiet one", "--execute")
    expect(outcome, 0, out: ["rolled back to report@"])
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.killed]"])
    #expect(try team.paths("env/prod").contains(".countersign/killed/report.yaml"))
    try team.expectSound()
  }

  @Test("in all environments at once: killed already, nothing there, refused, and killed, each with a line of its own")
  func everywhere() throws {
    let team = try Team(.released)
    try team.landPolicy(
      TeamFiles.policy.replacing("kill: [release-manager, on-call]", with: "kill: [security]")
        + "  later: { branch: env/later, after: prod, release: [release-manager], all: {} }\n")
    try team.must(.lena, "kill", "report", "--env", "dev", "-m", "It shouts at us")
    let (dev, prod) = (try team.hub("refs/heads/env/dev"), try team.hub("refs/heads/env/prod"))
    expect(
      try team.countersign(.lena, "kill", "report", "--env", "all", "-m", "It shouts at all of us"), 1,
      out: [
        "report is killed in dev already", "killed report in test: commit ", "unmet releaser",
        "NOT killed: report in prod", "nothing to kill in later: nothing was ever released there",
      ])
    #expect(try team.hub("refs/heads/env/dev") == dev && team.hub("refs/heads/env/prod") == prod)
    #expect(try team.paths("env/test").contains(".countersign/killed/report.yaml"))
    expect(
      try team.countersign(.sofia, "kill", "--all", "--env", "prod", "-m", "They all shout"), 0,
      out: ["killed all in prod"])
    expect(
      try team.countersign(.sofia, "kill", "--all", "--env", "all", "-m", "They all shout"), 1,
      out: ["NOT killed: all in dev", "NOT killed: all in test", "all is killed in prod already"])
    try team.expectSound()
  }

  @Test("a branch that was rewound is named, and stands in no kill's way")
  func rewound() throws {
    let team = try Team(.released)
    try team.must(.lena, "sync")
    try team.openHub()
    try team.git(.lena, "update-ref", "refs/heads/env/test", "refs/heads/env/test~1", in: "hub.git")
    expect(
      try team.countersign(.lena, "kill", "report", "--env", "all", "-m", "It shouts at all of us"), 0,
      out: ["killed report in dev", "killed report in test", "killed report in prod"],
      errors: ["[remote.rewound]", "going on with what was last fetched"])
  }

  @Test("--all stops everything there, and nothing elsewhere")
  func all() throws {
    let team = try Team(.released)
    expect(
      try team.countersign(.lena, "kill", "--all", "--env", "prod", "-m", "The key leaked"), 0, out: ["killed all"])
    for name in ["greet", "report", "spare"] {
      expect(try team.countersign(.lena, "admit", name, "--env", "prod"), 1, errors: ["[admit.killed]"])
      expect(try team.countersign(.lena, "admit", name, "--env", "test"), 0)
    }
    let kill = try team.hub("refs/heads/env/prod")
    expect(
      try team.countersign(.lena, "resume", "--all", "--env", "prod", "-m", "New key, old one revoked"), 1,
      out: ["1 of 2 approvals"])
    try team.must(.jonas, "approve", "--all", "--resume", kill, "--env", "prod", "-m", "New key is in place")
    expect(
      try team.countersign(.lena, "resume", "--all", "--env", "prod", "-m", "New key, old one revoked"), 0,
      out: ["resumed all"])
    expect(try team.countersign(.lena, "admit", "greet", "--env", "prod"), 0)
    try team.expectSound()
  }
}

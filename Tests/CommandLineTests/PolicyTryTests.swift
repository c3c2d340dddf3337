import TestSupport
import Testing

@Suite("command line: policy try")
struct PolicyTryTests {
  /// Replays history under the team's policy with some words replaced.
  private func replay(
    _ team: Team, _ old: String = "", _ new: String = "", _ words: [String] = [], _ text: String? = nil
  ) throws -> Outcome {
    var policy = text ?? TeamFiles.policy
    if !old.isEmpty {
      try #require(policy.contains(old), "the policy does not say \(old)")
      policy = policy.replacing(old, with: new)
    }
    try team.sandbox.write("lena/tried.yaml", policy)
    return try team.run(.lena, Team.binary, ["policy", "try", "tried.yaml"] + words)
  }

  @Test("a stricter gate of main would have held the landing, and says which word was missing")
  func landing() throws {
    let team = try Team(.released)
    expect(
      try replay(team, "medium: { approvals: 1, tests: [unit] }", "medium: { approvals: [reviewer, security] }"), 1,
      out: [
        "main: landing ", "would be held; it passed", "approvals of report@",
        "role 'security' is missing [approvals.missing]",
        "1 would be held", "replayed 1 landing and 6 steps of main, dev, test, prod",
      ])
  }

  @Test(
    "a stricter environment would have held its steps, and no others",
    arguments: [
      ("medium: { approvals: 1, soak: 1s }", "medium: { approvals: [reviewer, security], soak: 1s }", "prod: release "),
      ("medium: { approvals: 1, soak: 1s }", "medium: { approvals: 1, soak: 4h }", "the gate asks for 4h"),
      (
        "after: dev, release: [release-manager]", "after: dev, release: [author]",
        "lena may not write a release in test"
      ),
      ("policy: { approvals: { count: 2", "policy: { approvals: { count: 3", "prod: adoption "),
    ])
  func step(old: String, new: String, words: String) throws {
    let team = try Team(.released)
    expect(try replay(team, old, new), 1, out: [words, "would be held; it passed"])
  }

  @Test("a rollback, a kill and a resume are replayed, too")
  func emergencies() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    try team.must(.lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "Too loud", "--execute")
    expect(
      try replay(team, "kill: [release-manager, on-call]", "kill: [security]"), 1,
      out: ["prod: kill ", "lena may not write a kill in prod", "1 would be held"])
    expect(
      try replay(team, "rollback: [release-manager, on-call]", "rollback: [security]"), 1,
      out: ["prod: rollback ", "lena may not write a rollback in prod", "1 would be held"])
  }

  @Test("the same policy changes nothing, and neither does a laxer one where all passed")
  func same() throws {
    let team = try Team(.released)
    expect(
      try replay(team), 0,
      out: ["7 same", "0 would be held", "0 would be undecided", "0 would pass"], absent: ["it passed"])
    expect(try replay(team, "medium: { approvals: 1, soak: 1s }", "medium: {}"), 0, out: ["7 same"])
  }

  @Test("what was held by its gate and came past it would pass under a laxer policy")
  func laxer() throws {
    let team = try Team(.submitted)
    try team.openHub()
    try team.git(.maria, "push", "-q", "--no-verify", "origin", "origin/louder:main")
    try team.must(.lena, "sync")
    expect(
      try replay(team, "medium: { approvals: 1, tests: [unit] }", "medium: {}"), 0,
      out: ["would pass; it was held", "no more: no run of 'unit'", "1 would pass"])
    expect(try replay(team), 0, out: ["same (held)"])
  }

  @Test("nothing to replay is no answer")
  func nothing() throws {
    let team = try Team(.released)
    try team.nextSecond()
    try team.nextSecond()
    expect(
      try replay(team, "", "", ["--since", "1s"]), 2, out: ["nothing replayed: no landing and no step of main, dev"])
    let founded = try Team(.founded)
    expect(try replay(founded), 2, out: ["nothing replayed"])
  }

  @Test("a policy that does not read, or is another repository's, is refused")
  func refused() throws {
    let team = try Team(.released)
    expect(try replay(team, "approvals: 1", "approvls: 1"), 2, errors: ["did you mean 'approvals'?", "tried.yaml:"])
    expect(
      try replay(team, "5f0e6c1e-7b1d", "5f0e6c1e-7b1e"), 2, errors: ["[policy.try-other]", "copy 'repository'"])
    expect(try replay(team, "", "", [], ""), 2, errors: ["error: "])
    expect(try team.countersign(.lena, "policy", "try", "nowhere.yaml"), 2, errors: ["nowhere.yaml"])
    expect(try team.countersign(.lena, "policy", "try", "."), 2, errors: ["error: "])
    expect(try replay(team, "", "", ["--since", "tomorrow"]), 64, errors: ["[usage.time]"])
    expect(try replay(team, "", "", ["--since", "2099-01-01T00:00:00Z"]), 64, errors: ["is still to come"])
  }

  @Test("it decides nothing: no ref moves here or on the hub, and what is remembered is not what was tried")
  func nothingChanges() throws {
    let team = try Team(.released)
    func refs() throws -> String {
      try team.git(.lena, "for-each-ref") + team.git(.lena, "for-each-ref", in: "hub.git")
        + team.git(.lena, "status", "--porcelain", "--untracked-files=no")
    }
    let before = try refs()
    let gate = try team.countersign(.lena, "gate", "report", "--for", "prod", "--rev", team.root).output
    expect(try replay(team, "medium: { approvals: 1, soak: 1s }", "medium: { approvals: 2 }"), 1)
    #expect(try refs() == before)
    #expect(try team.countersign(.lena, "gate", "report", "--for", "prod", "--rev", team.root).output == gate)
  }

  @Test("JSON names each landing and step, what it was and what it would be")
  func json() throws {
    let team = try Team(.released)
    expect(
      try replay(team, "medium: { approvals: 1, soak: 1s }", "medium: { approvals: 2 }", ["--format", "json"]), 1,
      out: [
        "\"schema\": \"urn:countersign:trial:v1\"", "\"was\": \"passed\"", "\"would\": \"held\"",
        "\"change\": \"would be held\"", "\"rule\": \"approvals.missing\"",
      ])
  }
}

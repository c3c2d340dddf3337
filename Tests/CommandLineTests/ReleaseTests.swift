import TestSupport
import Testing

@Suite("main job: adopt, promote, remove")
struct ReleaseTests {
  @Test("adopt without enough approvals of policy owners makes no branch")
  func adoptHeld() throws {
    let team = try Team(.founded)
    expect(try team.countersign(.lena, "adopt", "--env", "prod"), 1, out: ["held: greet@", "approvals"])
    #expect(try team.hub("refs/heads/env/prod") == "")
  }

  @Test("adopt makes one signed commit without parent that holds the workflows and nothing else")
  func adopted() throws {
    let team = try Team(.adopted)
    for branch in ["env/dev", "env/test", "env/prod"] {
      #expect(try team.git(.lena, "rev-list", "--count", branch, in: "hub.git") == "1")
      #expect(try team.paths(branch).allSatisfy { $0.hasPrefix("workflows/") })
      #expect(
        try team.git(.lena, "rev-parse", "\(branch):workflows", in: "hub.git")
          == team.git(.lena, "rev-parse", "main:workflows", in: "hub.git"))
    }
    #expect(try team.trailer("Adopt", of: "env/prod") == "3 workflows")
    expect(try team.countersign(.lena, "admit", "spare", "--env", "prod"), 0, out: ["admitted: spare@"])
    try team.expectSound()
  }

  @Test("dev, test, prod in turn; each release changes one workflow and says why")
  func inTurn() throws {
    let team = try Team(.released)
    let version = try team.version("report", at: "origin/main", .maria)
    for (environment, why) in [
      ("dev", "For the developers"), ("test", "For the testers"), ("prod", "Everybody shall hear it"),
    ] {
      let branch = "env/\(environment)"
      #expect(try team.trailer("Release", of: branch) == "report@\(version)")
      #expect(try team.trailer("Environment", of: branch) == environment)
      #expect(try team.trailer("Source", of: branch) == team.hub("refs/heads/main"))
      #expect(try team.trailer("Policy", of: branch) == team.hub("refs/heads/main"))
      #expect(try team.trailer("Why", of: branch) == why)
      #expect(try team.trailer("Ticket", of: branch) == "OPS-7")
      let journal = try team.trailer("Journal", of: branch)
      #expect(
        try team.tryGit(
          .lena, "merge-base", "--is-ancestor", journal, "refs/countersign/journal/report", in: "hub.git"
        ).status == 0)
      let changed = try team.git(.lena, "diff", "--name-only", "\(branch)^", branch, in: "hub.git")
      #expect(changed == "workflows/report/run.sh")
    }
    expect(
      try team.countersign(.lena, "admit", "report", "--env", "prod", "--version", version), 0,
      out: ["admitted: report@\(version) in prod"])
    let other = try team.version("report", at: "\(team.root)", .maria)
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod", "--version", other), 1, errors: ["[admit."])
    try team.expectSound()
  }

  @Test("straight to prod is held, and says by which environment the way goes")
  func skipped() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    let prod = try team.hub("refs/heads/env/prod")
    let outcome = try team.countersign(
      .lena, "promote", "greet", "--env", "prod", "--rev", "origin/main", "-m", "Everybody shall be greeted")
    expect(
      outcome, 1,
      out: [
        "held: greet@", "unmet after", "[after.skipped]", "[metadata.ticket]", "lena: countersign promote greet@",
        " --env test -m WHY",
      ])
    #expect(try team.hub("refs/heads/env/prod") == prod)
  }

  @Test("nothing to promote, someone without the role, an unknown environment: each says so and moves nothing")
  func refused() throws {
    let team = try Team(.released)
    let prod = try team.hub("refs/heads/env/prod")
    expect(
      try team.countersign(.lena, "promote", "report", "--env", "prod", "-m", "Once more, please", "--ticket", "OPS-7"),
      1, errors: ["prod holds report@", "[promote.nothing]"])
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.must(.maria, "promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-8")
    expect(
      try team.countersign(.maria, "promote", "greet", "--env", "test", "-m", "For the testers", "--ticket", "OPS-8"),
      1, out: ["unmet releaser", "maria"])
    expect(
      try team.countersign(.lena, "promote", "greet", "--env", "pord", "-m", "For everybody", "--ticket", "OPS-8"), 2,
      errors: ["the policy has no environment 'pord'", "did you mean 'prod'?"])
    #expect(try team.hub("refs/heads/env/prod") == prod)
  }

  @Test("an approval for prod is asked anew: the one for main does not serve")
  func ownApproval() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "For main")
    try team.must(.maria, "land", "louder")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    let outcome = try team.countersign(
      .lena, "promote", "report", "--env", "prod", "-m", "Everybody shall hear", "--ticket", "OPS-7")
    expect(outcome, 1, out: ["0 of 1 approvals", "jonas: countersign approve report@", " --for prod"])
  }

  @Test("a workflow's removal lands and is released like any change")
  func removal() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "away", ["workflows/spare": nil])
    expect(try team.countersign(.maria, "land", "away"), 0, out: ["landed spare"])
    #expect(try team.paths("main").allSatisfy { !$0.hasPrefix("workflows/spare/") })
    for name in ["dev", "test", "prod"] {
      expect(try team.countersign(.lena, "admit", "spare", "--env", name), 0)
      expect(
        try team.countersign(.lena, "promote", "spare", "--env", name, "-m", "Nobody needs it", "--ticket", "OPS-8"), 0,
        out: ["removed spare in \(name): commit "])
      #expect(try team.paths("env/\(name)").allSatisfy { !$0.hasPrefix("workflows/spare/") })
      expect(try team.countersign(.lena, "admit", "spare", "--env", name), 1, errors: ["error:"])
    }
    try team.expectSound()
  }

  @Test("--local releases here only, and the hub knows nothing of it")
  func local() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.must(.lena, "sync")
    try team.git(.lena, "merge", "-q", "--ff-only", "origin/main")
    let dev = try team.hub("refs/heads/env/dev")
    let outcome = try team.countersign(
      .lena, "promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-8", "--local")
    expect(
      outcome, 0, out: ["released greet@"], errors: ["kept here only: nothing has changed anywhere else"],
      absent: ["pushed to"])
    #expect(try team.hub("refs/heads/env/dev") == dev)
    #expect(try team.git(.lena, "rev-parse", "env/dev^") == dev)
  }
}

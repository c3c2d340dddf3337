import TestSupport
import Testing

@Suite("command line: --local judges what the remote was last seen to have")
struct LocalViewTests {
  @Test("an approval has the same base with --local as without it")
  func base() throws {
    let team = try Team(.released)
    let main = try team.version("report", at: "origin/main", .jonas)
    try team.change(.maria, "calmer", ["workflows/report/run.sh": "#!/bin/sh\necho 0\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be calmer")
    try team.must(.jonas, "sync")
    try team.git(.jonas, "fetch", "-q", "origin")
    // His own main is where he cloned it.
    #expect(try team.git(.jonas, "rev-parse", "main") == team.root)
    expect(
      try team.countersign(.jonas, "approve", "report", "-m", "Yes", "--local"), 0,
      errors: ["approve report for main: \(main) -> ", "kept here only"])
  }

  private func landed() throws -> Team {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.must(.lena, "sync")
    return team
  }

  private func promote(_ team: Team) throws -> Outcome {
    try team.countersign(
      .lena, "promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-8", "--local")
  }

  @Test("a release goes on from the remote's branch, whether or not this clone's own follows it")
  func behind() throws {
    let team = try landed()
    let dev = try team.hub("refs/heads/env/dev")
    try team.git(.lena, "branch", "-q", "-D", "env/dev")
    expect(try promote(team), 0, out: ["released greet@"], errors: ["kept here only"])
    #expect(try team.git(.lena, "rev-parse", "env/dev^") == dev)
    #expect(try team.hub("refs/heads/env/dev") == dev)
  }

  @Test("what was released here alone is what the next --local goes on from")
  func goesOn() throws {
    let team = try landed()
    expect(try promote(team), 0, out: ["released greet@"])
    let kept = try team.git(.lena, "rev-parse", "env/dev")
    // Everything kept here rests on this clone's own branches, and the one that is checked out moves by hand only.
    expect(
      try promote(team), 2, errors: ["git checkout main && git merge --ff-only origin/main", "[local.parted]"])
    try team.git(.lena, "merge", "-q", "--ff-only", "origin/main")
    expect(try promote(team), 1, errors: ["[promote.nothing]"])
    let version = try team.version("greet", at: "env/dev")
    expect(
      try team.countersign(
        .lena, "promote", "greet", "--env", "test", "-m", "For the testers", "--ticket", "OPS-8", "--local"), 0,
      out: ["released greet@\(version) in test"])
    #expect(try team.git(.lena, "rev-parse", "env/dev") == kept)
  }

  @Test("a branch here that has something else on it is not overwritten")
  func parted() throws {
    let team = try landed()
    let dev = try team.git(.lena, "rev-parse", "env/dev")
    let other = try team.git(.lena, "commit-tree", "-m", "Mine", "env/dev^{tree}")
    try team.git(.lena, "update-ref", "refs/heads/env/dev", other)
    expect(try promote(team), 2, errors: ["[local.parted]"])
    #expect(try team.git(.lena, "rev-parse", "env/dev") == other)
    try team.git(.lena, "update-ref", "refs/heads/env/dev", dev)
    expect(try promote(team), 0)
  }

  @Test("what landed here alone lies in the work tree, and the next --local sees it")
  func landing() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.git(.maria, "checkout", "-q", "main")
    expect(try team.countersign(.maria, "land", "hello", "--local"), 0, errors: ["kept here only"])
    #expect(try team.git(.maria, "status", "--porcelain") == "")
    #expect(try team.git(.maria, "show", "HEAD:workflows/greet/run.sh").contains("echo hello"))
    expect(try team.countersign(.maria, "land", "hello", "--local"), 1, errors: ["[land.nothing]"])
    expect(
      try team.countersign(
        .lena, "promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-8", "--local"), 1,
      errors: ["[promote.nothing]"])
  }
}

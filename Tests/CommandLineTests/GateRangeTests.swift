import TestSupport
import Testing

@Suite("command line: gate --changed A..B")
struct GateRangeTests {
  private func gate(_ team: Team, _ range: String, for target: String = "main") throws -> Outcome {
    try team.countersign(.maria, "gate", "--changed", range, "--for", target)
  }

  @Test("where there is no new commit, nothing was judged, and nothing passed", arguments: ["main", "dev"])
  func nothing(target: String) throws {
    let team = try Team(.submitted)
    for range in ["HEAD..HEAD", "origin/main..origin/main", ".."] {
      expect(try gate(team, range, for: target), 1, out: ["[gate.nothing]", "nothing was judged, so nothing passed"])
    }
  }

  @Test("what does not go on from A is held", arguments: ["main", "dev"])
  func rewinds(target: String) throws {
    let team = try Team(.released)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    for range in ["origin/main..\(team.root)", "origin/hello..origin/main", "origin/hello..origin/louder"] {
      expect(try gate(team, range, for: target), 1, errors: ["does not go on from", "[push.rewinds]"])
    }
  }

  @Test("three dots are no range", arguments: ["gate", "check", "diff"])
  func threeDots(command: String) throws {
    let team = try Team(.submitted)
    let range = "origin/main...origin/louder"
    let words =
      switch command {
      case "gate": ["gate", "--changed", range, "--for", "main"]
      case "diff": ["diff", "report", range]
      default: [command, range]
      }
    expect(try team.run(.maria, Team.binary, words), 64, errors: ["has three dots", "write A..B", "[usage.range]"])
  }

  @Test("a branch that brings something is judged, also one that merged main meanwhile")
  func brings() throws {
    let team = try Team(.submitted)
    expect(try gate(team, "origin/main..origin/louder"), 1, out: ["unmet approvals"])
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    expect(try gate(team, "origin/main..origin/hello"), 0, out: ["passed: greet@"])
    try team.must(.maria, "submit", "greet", "-m", "It has to be polite")
    try team.change(.jonas, "bye", ["workflows/spare/run.sh": "#!/bin/sh\necho bye\n"])
    try team.must(.jonas, "land", "bye")
    try team.git(.maria, "fetch", "-q", "origin")
    expect(try gate(team, "origin/main..origin/hello"), 1, errors: ["[push.rewinds]"])
    try team.git(.maria, "checkout", "-q", "hello")
    try team.git(.maria, "merge", "-q", "--no-edit", "-m", "Take in main", "origin/main")
    expect(try gate(team, "origin/main..HEAD"), 0, absent: ["foxtrot"])
  }

  @Test("what a glob matches and is there already is left out; by its name it is told")
  func thereAlready() throws {
    let team = try Team(.adopted)
    let nothing = try team.countersign(.lena, "gate", "*", "--for", "dev")
    expect(nothing, 1, out: ["[gate.nothing]", "nothing was judged, so nothing passed"])
    expect(try team.countersign(.lena, "gate", "greet", "--for", "dev"), 1, errors: ["[promote.nothing]"])
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.must(.lena, "sync")
    let one = try team.countersign(.lena, "gate", "*", "--for", "dev")
    expect(one, 0, out: ["passed: greet@"], errors: ["dev holds report@"])
  }

  @Test("for an environment the version at B is judged, whatever came to main since, and each for itself")
  func environment() throws {
    let team = try Team(.released)
    let before = try team.hub("refs/heads/main")
    try team.change(
      .maria, "hello",
      ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n", "workflows/spare/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    let landed = try team.hub("refs/heads/main")
    let version = try team.version("greet", at: landed, .maria)
    try team.change(.maria, "bye", ["workflows/greet/run.sh": "#!/bin/sh\necho bye\n"])
    try team.must(.maria, "land", "bye")
    let range = "\(before)..\(landed)"
    expect(try gate(team, range, for: "dev"), 0, out: ["passed: greet@\(version) for dev", "passed: spare@"])
    expect(try gate(team, range, for: "test"), 1, out: ["held: greet@\(version) for test", "[after.skipped]"])
    try team.must(.maria, "promote", "spare", "--env", "dev", "-m", "It has to be polite", "--ticket", "OPS-7")
    expect(
      try gate(team, range, for: "dev"), 0, out: ["passed: greet@\(version) for dev"],
      errors: ["dev holds spare@"], absent: ["passed: spare@"])
    // What has not landed is judged, too, and held for that.
    try team.change(.maria, "soon", ["workflows/greet/run.sh": "#!/bin/sh\necho soon\n"])
    expect(
      try gate(team, "origin/main..origin/soon", for: "dev"), 1, out: ["[landed.not-on-main]"], absent: ["spare"])
  }
}

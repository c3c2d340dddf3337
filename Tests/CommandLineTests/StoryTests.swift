import TestSupport
import Testing

@Suite("command line: log and releases")
struct StoryTests {
  @Test("the story has every part of what happened, for people and for programs")
  func story() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    let version = try team.version("report", at: "origin/main")
    try team.must(.sofia, "recall", "report", "--version", version, "-m", "Nobody may shout")
    try team.must(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "Back to quiet", "--execute")
    try team.must(.lena, "record", "report", "access", "-m", "Looked at it")
    expect(
      try team.countersign(.lena, "log", "report"), 0,
      out: [
        "adopted     ", "submitted   \(version) for main by maria: It has to be louder",
        "tested      \(version) unit: PASSED",
        "approved    \(version) for prod by jonas: Heard it in test", "landed      \(version) on main by maria",
        "released    \(version) in prod by lena: Everybody shall hear it",
        "killed      in prod by lena: It shouts at customers",
        "recalled    \(version) by sofia: Nobody may shout", "rolled back ", "recorded    an access review by lena",
      ])
    expect(
      try team.countersign(.lena, "log", "report", "--format", "json"), 0,
      out: [
        "\"schema\": \"urn:countersign:log:v1\"", "\"what\": \"rolled back\"", "\"why\": \"Nobody may shout\"",
        "\"statement\": ",
      ])
    try team.nextSecond()
    try team.nextSecond()
    expect(try team.countersign(.lena, "log", "report", "--since", "1s"), 0, out: ["nothing is known of report since "])
  }

  @Test("what everybody is stopped by is told of each, and a removal is called one")
  func everything() throws {
    let team = try Team(.adopted)
    try team.must(.lena, "kill", "--all", "--env", "prod", "-m", "The key leaked")
    expect(
      try team.countersign(.lena, "log", "greet"), 0, out: ["killed      everything in prod by lena: The key leaked"])
    try team.change(.maria, "away", ["workflows/spare": nil])
    try team.must(.maria, "land", "away")
    expect(try team.countersign(.maria, "log", "spare"), 0, out: ["removed     on main by maria"])
  }

  @Test("control characters in a reason are shown, not sent")
  func visible() throws {
    let team = try Team(.adopted)
    try team.must(.lena, "kill", "greet", "--env", "prod", "-m", "It \u{1b}[2J clears \u{202e}screens")
    for words in [["log", "greet"], ["releases", "--env", "prod"], ["status"]] {
      let outcome = try team.run(.lena, Team.binary, words)
      expect(outcome, 0, out: ["\\u{1b}[2J", "\\u{202e}"], absent: ["\u{1b}", "\u{202e}"])
    }
  }

  @Test("each step of an environment, newest first, with what its gate says of it")
  func releases() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    let outcome = try team.countersign(.lena, "releases", "--env", "prod")
    expect(
      outcome, 0,
      out: [
        "killed      report in prod by lena: It shouts at customers", "released    report@",
        "adopted     3 workflows in prod",
        "3 steps; judged again 3, of which 3 passed",
      ], absent: ["by its gate"])
    let times = outcome.output.split(separator: "\n").dropLast().map { String($0.prefix(20)) }
    #expect(times == times.sorted().reversed() && times.count == 3)
    expect(
      try team.countersign(.lena, "releases", "--env", "prod", "--judge", "1"), 0,
      out: ["judged again 1, of which 1 passed; 2 older not judged: --judge 3"])
    expect(
      try team.countersign(.lena, "releases", "--env", "prod", "--format", "json"), 0,
      out: ["\"schema\": \"urn:countersign:releases:v1\"", "\"outcome\": \"passed\""])
    expect(try team.countersign(.lena, "releases", "--env", "prood"), 2, errors: ["did you mean 'prod'?"])
    expect(try team.countersign(.lena, "releases", "--env", "prod", "--judge", "-1"), 64)
    expect(
      try team.countersign(.lena, "releases", "--env", "prod", "--last", "1"), 0,
      out: ["1 step; ", "older steps are not listed"])
    expect(
      try team.countersign(.lena, "releases", "--env", "prod", "--last", "1", "--format", "json"), 0,
      out: ["\"hasOlder\": true"])
    expect(
      try team.countersign(.lena, "releases", "--env", "prod", "--last", "50"), 0, absent: ["older steps"])
    expect(try team.countersign(.lena, "releases", "--env", "prod", "--last", "0"), 64)
    expect(
      try Team(.founded).countersign(.lena, "releases", "--env", "prod"), 0, out: ["nothing was written to prod yet"])
  }

  @Test("a step that came past its gate is named for what it is")
  func pastItsGate() throws {
    let team = try Team(.released)
    try team.openHub()
    try team.git(.lena, "fetch", "-q")
    let bad = try team.git(
      .lena, "commit-tree", "-S", "-p", "origin/env/prod", "-m", "prod: trust me", "origin/env/dev~1^{tree}")
    try team.git(.lena, "push", "-q", "--no-verify", "origin", "\(bad):env/prod")
    try team.must(.lena, "sync")
    expect(
      try team.countersign(.lena, "releases", "--env", "prod"), 0,
      out: ["held by its gate: ", "3 steps; judged again 3, of which 2 passed"])
  }
}

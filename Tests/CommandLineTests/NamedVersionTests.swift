import TestSupport
import Testing

@Suite("command line: WORKFLOW@VERSION")
struct NamedVersionTests {
  /// Maria submitted a second change on top of the first: the first is no longer what is open.
  private func two() throws -> (team: Team, first: String, second: String) {
    let team = try Team(.submitted)
    let first = try team.version("report", at: "origin/louder", .maria)
    try team.nextSecond()
    try team.change(.maria, "loudest", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be louder still")
    return (team, first, try team.version("report", at: "origin/loudest", .maria))
  }

  @Test("the version that is named is the one that is signed", arguments: ["approve", "reject", "withdraw"])
  func reviewed(command: String) throws {
    let (team, first, second) = try two()
    expect(
      try team.countersign(.jonas, command, "report@\(first)", "-m", "This one"), 0, out: ["report@\(first) for main"],
      absent: [second])
    try team.nextSecond()
    expect(
      try team.countersign(.jonas, command, "report", "-m", "The open one"), 0, out: ["report@\(second) for main"],
      absent: [first])
  }

  @Test("a version and --rev contradict each other, and so does a version with --version")
  func twice() throws {
    let (team, first, _) = try two()
    let before = try team.statements("report")
    for words in [
      ["approve", "report@\(first)", "--rev", "origin/loudest"],
      ["submit", "report@\(first)", "--rev", "origin/loudest", "-m", "Both"],
      ["gate", "report@\(first)", "--for", "prod", "--rev", "origin/main"],
      ["promote", "report@\(first)", "--env", "dev", "--rev", "origin/main", "-m", "For everybody"],
      ["recall", "report@\(first)", "--version", first, "-m", "Both"],
      ["rollback", "report@\(first)", "--env", "prod", "--version", first],
      ["admit", "report@\(first)", "--env", "prod", "--version", first],
    ] {
      let outcome = try team.run(.lena, Team.binary, words)
      expect(outcome, 2, errors: ["'report@\(first)' names a version, and so does --", "[selection.version]"])
    }
    #expect(try team.statements("report") == before)
  }

  @Test("where no version makes sense, one is refused and nothing is done")
  func nowhere() throws {
    let team = try Team(.released)
    let prod = try team.hub("refs/heads/env/prod")
    let version = try team.version("report", at: "origin/env/prod")
    for words in [
      ["kill", "report@\(version)", "--env", "prod", "-m", "It shouts at customers"],
      ["resume", "report@\(version)", "--env", "prod", "-m", "It whispers now"],
      ["status", "report@\(version)"], ["log", "report@\(version)"], ["record", "report@\(version)", "access"],
      ["approve", "report@\(version)", "--resume", prod, "--env", "prod"],
    ] {
      expect(
        try team.run(.lena, Team.binary, words), 2,
        errors: ["'report@\(version)' names a version", "[selection.version]"])
    }
    #expect(try team.hub("refs/heads/env/prod") == prod)
  }

  @Test(
    "a glob with a version, and a version that is empty, are no names",
    arguments: ["rep*@1234567", "report@", "@1234567"])
  func noName(word: String) throws {
    let team = try Team(.submitted)
    expect(try team.countersign(.jonas, "approve", word), 2, errors: ["[selection.version]"])
  }

  @Test("promote releases the version that is named, and gate judges it")
  func promoted() throws {
    let team = try Team(.released)
    let first = try team.version("report", at: "origin/main")
    try team.change(.maria, "calmer", ["workflows/report/run.sh": "#!/bin/sh\necho 0\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be calmer")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/calmer")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.must(.maria, "land", "calmer")
    try team.must(.lena, "sync")
    let second = try team.version("report", at: "origin/main")
    let gate = try team.countersign(.lena, "gate", "report@\(second)", "--for", "dev")
    expect(gate, 0, out: ["report@\(second) for dev"], absent: [first])
    let released = try team.countersign(
      .lena, "promote", "report@\(second)", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    expect(released, 0, out: ["released report@\(second) in dev"])
    let same = try team.countersign(
      .lena, "promote", "report@\(second)", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    expect(same, 1, errors: ["[promote.nothing]"])
  }

  @Test("admit, recall and rollback take the version from the word")
  func others() throws {
    let team = try Team(.released)
    let now = try team.version("report", at: "origin/env/prod")
    let old = try team.version("report", at: "origin/env/prod~1")
    expect(try team.countersign(.lena, "admit", "report@\(now)", "--env", "prod"), 0, out: ["admitted: report@\(now)"])
    expect(
      try team.countersign(.lena, "admit", "report@\(old)", "--env", "prod"), 1, errors: ["[admit.other-version]"])
    expect(
      try team.countersign(.lena, "rollback", "report@\(old)", "--env", "prod", "-m", "Back, OPS-9", "--execute"), 0,
      out: ["rolled back to report@\(old) in prod"])
    expect(try team.countersign(.lena, "recall", "report@\(now)", "-m", "Too loud"), 0, out: ["recalled report@\(now)"])
    expect(try team.countersign(.lena, "recall", "report", "-m", "Too loud"), 64, errors: ["--version"])
  }

  @Test("submit takes WORKFLOW@VERSION as its revision, and as its word", arguments: [false, true])
  func submitted(isWord: Bool) throws {
    let (team, first, _) = try two()
    let outcome =
      isWord
      ? try team.countersign(.maria, "submit", "report@\(first)", "-m", "The first one after all")
      : try team.countersign(.maria, "submit", "report", "--rev", "report@\(first)", "-m", "The first one after all")
    expect(outcome, 0, out: ["submitted report@\(first) for main"])
    try team.nextSecond()
    expect(try team.countersign(.jonas, "approve", "report"), 0, out: ["jonas approved report@\(first) for main"])
  }
}

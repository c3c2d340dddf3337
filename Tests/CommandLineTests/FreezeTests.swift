import TestSupport
import Testing

@Suite("main job: a freeze in the middle of an incident")
struct FreezeTests {
  /// `report` is changed and landed, in dev and test, and approved for prod: all that is missing is its release.
  static func ready() throws -> Team {
    let team = try Team(.released)
    try team.change(.maria, "silent", ["workflows/report/run.sh": "#!/bin/sh\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be silent")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/silent")
    try team.must(.jonas, "approve", "report", "-m", "Heard nothing")
    try team.must(.maria, "land", "silent")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Heard nothing in test")
    try team.nextSecond()
    return team
  }

  private func promote(_ team: Team) throws -> Outcome {
    try team.countersign(.lena, "promote", "report", "--env", "prod", "-m", "All shall hear it", "--ticket", "OPS-7")
  }

  @Test("one commit stops releases there, says who, why and until when, and is lifted by the same roles")
  func freezeAndLift() throws {
    let team = try Self.ready()
    expect(
      try team.countersign(.lena, "freeze", "--env", "prod", "--until", "4h", "-m", "The ledger is being repaired"), 0,
      out: ["froze prod until 20", "pushed to origin"])
    let freeze = try team.hub("refs/heads/env/prod")
    #expect(
      try team.git(.lena, "diff", "--name-only", "\(freeze)^", freeze, in: "hub.git") == ".countersign/freeze.yaml")
    let until = try team.trailer("Freeze", of: freeze)
    #expect(
      try team.git(.lena, "show", "\(freeze):.countersign/freeze.yaml", in: "hub.git").contains("until: \(until)"))
    #expect(try team.trailer("Environment", of: freeze) == "prod")
    #expect(try team.trailer("Why", of: freeze) == "The ledger is being repaired")
    expect(
      try promote(team), 1,
      out: [
        "unmet freeze: prod is frozen until \(until): The ledger is being repaired [freeze.incident]",
        "frozen by lena at", "countersign freeze --env prod --lift", "earliest: \(until)",
      ])
    expect(
      try team.countersign(.lena, "gate", "report", "--for", "prod", "--rev", "origin/main"), 1,
      out: ["[freeze.incident]", "frozen by lena"])
    expect(
      try team.countersign(.lena, "status"), 0,
      out: ["prod is FROZEN until \(until) by lena: The ledger is being repaired"])
    expect(try team.countersign(.lena, "status", "--format", "json"), 0, out: ["\"until\": \"\(until)\""])
    expect(try team.countersign(.lena, "log", "report"), 0, out: ["froze       until \(until) in prod by lena"])
    // What is released goes on running, and other environments are not frozen.
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
    expect(
      try team.countersign(.lena, "kill", "spare", "--env", "test", "-m", "Nobody needs it"), 0, absent: ["freeze"])
    expect(
      try team.countersign(.lena, "freeze", "--env", "prod", "--lift", "-m", "The ledger is whole"), 0,
      out: ["ended the freeze of prod: commit "])
    #expect(try team.paths("env/prod").allSatisfy { !$0.hasPrefix(".countersign/") })
    expect(try promote(team), 0, out: ["released report@"])
    expect(try team.countersign(.lena, "status"), 0, absent: ["FROZEN"])
    try team.expectSound()
  }

  @Test("a rollback, a kill and a resume go on (R7)")
  func neverStopped() throws {
    let team = try Self.ready()
    try team.must(.lena, "freeze", "--env", "prod", "--until", "1d", "-m", "The ledger is being repaired")
    try team.must(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "The quiet one", "--execute")
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It still shouts")
    let kill = try team.hub("refs/heads/env/prod")
    try team.must(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "Heard it whisper")
    expect(
      try team.countersign(.lena, "resume", "report", "--env", "prod", "-m", "It whispers now"), 0,
      out: ["resumed report in prod"])
    #expect(try team.paths("env/prod").contains(".countersign/freeze.yaml"))
    try team.must(.lena, "kill", "--all", "--env", "prod", "-m", "They all shout")
    expect(try promote(team), 1, out: ["[freeze.incident]"])
    try team.expectSound()
  }

  @Test("it ends by itself; a second freeze makes it longer, never shorter")
  func end() throws {
    let team = try Self.ready()
    try team.must(.lena, "freeze", "--env", "prod", "--until", "6s", "-m", "The ledger is being repaired")
    expect(
      try team.countersign(.lena, "freeze", "--env", "prod", "--until", "1s", "-m", "It takes a moment only"), 1,
      out: ["only makes it longer", "--lift -m WHY ends it"])
    expect(
      try team.countersign(.lena, "freeze", "--env", "prod", "--until", "12s", "-m", "It takes longer"), 0,
      out: ["froze prod until"])
    expect(try promote(team), 1, out: ["It takes longer [freeze.incident]"])
    for _ in 0..<13 { try team.nextSecond() }
    expect(try team.countersign(.lena, "status"), 0, absent: ["FROZEN"])
    expect(try promote(team), 0, out: ["released report@"])
    // The marker of a freeze that is over may be taken away.
    #expect(try team.paths("env/prod").contains(".countersign/freeze.yaml"))
    expect(
      try team.countersign(.lena, "freeze", "--env", "prod", "--lift", "-m", "It is over"), 0,
      out: ["ended the freeze of prod"])
    expect(
      try team.countersign(.lena, "freeze", "--env", "prod", "--lift", "-m", "It is over"), 0,
      out: ["nothing to do in prod"])
  }

  @Test("by nobody else, for no time that is over, and with a reason")
  func refused() throws {
    let team = try Team(.released)
    let prod = try team.hub("refs/heads/env/prod")
    for (words, status, says) in [
      (["--env", "prod", "--until", "4h", "-m", "I would like a rest"], Int32(1), "[releaser.role]"),
      (["--env", "prod", "--until", "2020-01-01T00:00:00Z", "-m", "Long ago"], 64, "is over already"),
      (["--env", "prod", "--until", "soon", "-m", "Some time"], 64, "'soon' is no time"),
      (["--env", "prod", "-m", "Some time"], 64, "Say --until when, or --lift."),
      (["--env", "prod", "--until", "4h", "--lift", "-m", "Both"], 64, "Say --until when, or --lift."),
      (["--env", "prdo", "--until", "4h", "-m", "Some place"], 2, "did you mean 'prod'?"),
    ] {
      let outcome = try team.run(.maria, Team.binary, ["freeze"] + words)
      #expect(outcome.status == status && (outcome.output + outcome.errors).contains(says), "\(words): \(outcome)")
    }
    expect(
      try team.countersign(
        .lena, "freeze", "--env", "prod", "--until", "4h", "-m", String(repeating: "why ", count: 900)),
      1, out: ["[release.form]", "say why in fewer words"])
    expect(try team.countersign(.lena, "freeze", "--env", "prod", "--until", "4h", "-m", " "), 1, out: ["unmet"])
    #expect(try team.hub("refs/heads/env/prod") == prod)
    try team.must(.lena, "freeze", "--env", "prod", "--until", "4h", "-m", "He said \"no\" \\ \u{202e}again")
    expect(
      try team.countersign(.maria, "freeze", "--env", "prod", "--lift", "-m", "I want to"), 1, out: ["[releaser.role]"])
    expect(try team.countersign(.lena, "status"), 0, out: ["FROZEN", "\"no\""], absent: ["\u{202e}"])
    try team.expectSound()
  }

  @Test("an environment without a branch is frozen, too, and nothing is adopted there")
  func bare() throws {
    let team = try Team(.founded)
    try team.must(.lena, "freeze", "--env", "dev", "--until", "4h", "-m", "Not before the audit")
    try team.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    expect(try team.countersign(.lena, "adopt", "--env", "dev"), 1, out: ["[freeze.incident]"])
    try team.must(.lena, "freeze", "--env", "dev", "--lift", "-m", "The audit is over")
    expect(try team.countersign(.lena, "adopt", "--env", "dev"), 0)
    try team.expectSound()
  }
}

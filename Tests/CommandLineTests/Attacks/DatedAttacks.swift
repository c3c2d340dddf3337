import Glibc
import TestSupport
import Testing

/// E10, R4, R10, R19: steps and words within what two clocks may differ, dated past what rests on them.
@Suite("attacks: dated past what rests on it")
struct DatedAttacks {
  /// The date of the tip of a ref of the hub.
  private func date(_ team: Team, _ ref: String) throws -> Int {
    try #require(Int(try team.git(.lena, "log", "-1", "--format=%ct", ref, in: "hub.git")))
  }

  private func admits(_ team: Team, _ workflow: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", workflow, "--env", "prod"), 0, sourceLocation: sourceLocation)
    expect(try team.countersign(.lena, "verify"), 0, sourceLocation: sourceLocation)
  }

  /// What somebody says about a version, dated as it likes.
  private func said(_ team: Team, _ person: Person, _ statement: RawStatement, at seconds: Int) throws -> String {
    var statement = statement
    statement.seconds = seconds
    return try team.journal(person, statement.workflow, adding: [team.file(statement, by: person)])
  }

  @Test("R10: a release dated ahead, past the end of the exception that it names: held; dated now it leaves its debt")
  func exceptionOver() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.append(
      .exception("greet", scene.version, base: scene.base, until: time(nil) + 120), by: .sofia)
    try team.nextSecond()
    var trailers = try team.stepTrailers("greet", to: "prod")
    trailers["Exception"] = id
    let edits = [TreeEdit.take("workflows/greet", from: "origin/main")]
    let ahead = try team.craftStep(.lena, "prod", edits, trailers, seconds: 280)
    try team.expectHeld("break-glass.time") { try team.pushStep(.lena, ahead, "prod") }
    let honest = try team.craftStep(.lena, "prod", edits, trailers)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
    try admits(team, "greet")
    try scene.next()
    try team.expectHeld("debt.open") { try team.pushStep(.lena, try scene.release(nil), "prod") }
  }

  @Test("P2: a policy that lands dated ahead, past the end of an approval that it rests on: held; dated now: taken")
  func policyAhead() throws {
    let team = try Team(.founded)
    try team.change(
      .maria, "rules",
      [".countersign/policy.yaml": TeamFiles.policy.replacing("min-length: 10", with: "min-length: 12")])
    try team.must(.maria, "submit", "policy", "-m", "The rules change")
    try team.must(.sofia, "approve", "policy", "--rev", "origin/rules", "-m", "Agreed")
    try team.must(.jonas, "approve", "policy", "--rev", "origin/rules", "--expires", "120s", "-m", "Agreed for now")
    func landing(ahead seconds: Int) throws -> String {
      try team.greeting { raw in
        let branch = try team.git(.maria, "rev-parse", "origin/rules")
        raw.tree = try team.git(.maria, "rev-parse", "origin/rules^{tree}")
        raw.parents.append(branch)
        raw.committed += seconds
      }
    }
    try team.expectHeld(
      .maria, ["\(try landing(ahead: 280)):refs/heads/main"], ["push.dated", "approvals.expired"],
      says: ["dated ahead, when it does not pass"])
    try team.expectTaken(.maria, ["\(try landing(ahead: 0)):refs/heads/main"])
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0)
  }

  @Test(
    "R4: another version released to test, dated before the release to prod that rests on the soak there, takes nothing away"
  )
  func soakTakenAway() throws {
    let team = try Team(.adopted)
    try team.landPolicy(TeamFiles.policy.replacing("low: { soak: 0s }", with: "low: { soak: 1s }"))
    func promote(_ environment: String) throws {
      try team.must(.lena, "promote", "greet", "--env", environment, "-m", "Step by step", "--ticket", "OPS-7")
    }
    func land(_ text: String) throws {
      try team.landFiles(text, ["workflows/greet/run.sh": "#!/bin/sh\necho \(text)\n"])
    }
    try land("hello")
    try promote("dev")
    try promote("test")
    let edits = [TreeEdit.take("workflows/greet", from: "origin/main")]
    let hello = try team.stepTrailers("greet", to: "prod")
    let source = try team.hub("refs/heads/main")
    try land("shout")
    try promote("dev")
    let dev = try date(team, "env/dev")
    try team.nextSecond()
    var trailers = hello
    trailers["Policy"] = try team.hub("refs/heads/main")
    trailers["Journal"] = try team.journalTip("greet")
    let rests = try team.craftStep(.lena, "prod", [.take("workflows/greet", from: source)], trailers)
    expect(try team.pushStep(.lena, rests, "prod"), 0)
    trailers = try team.stepTrailers("greet", to: "test")
    let back = try team.craftStep(.lena, "test", edits, trailers, seconds: dev - time(nil))
    expect(try team.pushStep(.lena, back, "test"), 0)
    try admits(team, "greet")
  }

  @Test("E10: a recall dated before a landing, or an adoption, that is there: held; an honest one is taken and bars")
  func recallAfterwards() throws {
    let team = try Team(.adopted)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    for (revision, ref, what) in [(team.root, "env/prod", "an adoption"), ("origin/main", "main", "a landing")] {
      let version = try team.digests("greet", at: revision)
      // The same files under another tree's id are the same version to a recall.
      var other = version
      other.gitTree = String(repeating: "1", count: 40)
      for named in [version, other] {
        let spec = try said(team, .sofia, .recall("greet", named), at: try date(team, ref))
        try team.expectHeld(.sofia, [spec], ["push.dated"], says: ["before \(what) that is there already"])
      }
    }
    try admits(team, "greet")
    try team.nextSecond()
    let landed = try team.digests("greet", at: "origin/main")
    try team.expectTaken(.sofia, [try said(team, .sofia, .recall("greet", landed), at: time(nil))])
    let step = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "dev"))
    try team.expectHeld("recall.barred") { try team.pushStep(.lena, step, "dev") }
    try admits(team, "greet")
  }

  @Test("R5, E10: a recall of what was gone back to, dated no later: held; of what was left, in the same second: taken")
  func recallAndRollback() throws {
    let team = try Team(.released)
    let old = try team.digests("report", at: team.root)
    let new = try team.digests("report", at: "origin/main")
    func back(to version: RawVersion) throws -> Outcome {
      try team.countersign(
        .lena, "rollback", "report", "--env", "prod", "--version", String(version.dirHash.prefix(12)), "-m",
        "It goes back", "--execute")
    }
    expect(try back(to: old), 0)
    let then = try date(team, "env/prod")
    let late = try said(team, .sofia, .recall("report", old), at: then)
    try team.expectHeld(.sofia, [late], ["push.dated"], says: ["before a rollback that is there already"])
    try team.expectTaken(.sofia, [try said(team, .sofia, .recall("report", new), at: then)])
    try admits(team, "report")
    expect(try back(to: new), 1, out: ["[healthy.recalled]"])
    try team.nextSecond()
    try team.expectTaken(.sofia, [try said(team, .sofia, .recall("report", old), at: time(nil))])
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0)
  }

  @Test("R5: who goes back to one version recalls the other at once, by the commands")
  func recallAtOnce() throws {
    let team = try Team(.released)
    let new = try team.version("report", at: "origin/main")
    try team.must(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "It goes back", "--execute")
    expect(try team.countersign(.lena, "recall", "report", "--version", new, "-m", "It deafens people"), 0)
    try admits(team, "report")
  }

  @Test("R10: a no about a paid debt, dated before the rollback that rests on it: held; dated now it changes nothing")
  func noAfterRollback() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.breakGlass()
    expect(try scene.promote(id), 0)
    try team.must(.jonas, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right")
    try team.nextSecond()
    for version in [scene.base, scene.version] {
      try team.must(
        .lena, "rollback", "greet", "--env", "prod", "--version", String(version.dirHash.prefix(12)), "-m",
        "Back and forth", "--execute")
    }
    var no = RawStatement.answer("greet", scene.version, base: scene.base, to: id)
    no.members = no.members.replacing("\"approve\"", with: "\"reject\"")
    let late = try said(team, .jonas, no, at: try date(team, "env/prod"))
    try team.expectHeld(.jonas, [late], ["push.dated"], says: ["before a rollback that is there already"])
    try team.nextSecond()
    try team.expectTaken(.jonas, [try said(team, .jonas, no, at: time(nil))])
    try admits(team, "greet")
  }
}

import TestSupport
import Testing

/// R5, R6, R16, R19: what goes back, and what is barred.
@Suite("attacks: release")
struct RollbackAttacks {
  private func rollback(
    _ team: Team, to revision: String, by person: Person = .lena, _ changes: StepTrailers = [:], also: [TreeEdit] = [],
    seconds: Int = 0
  ) throws -> String {
    var trailers: StepTrailers = [
      "Rollback": "report@\(try team.version("report", at: revision))", "Environment": "prod", "Source": team.root,
      "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
    ]
    for (key, value) in changes { trailers.updateValue(value, forKey: key) }
    return try team.craftStep(
      person, "prod", [.take("workflows/report", from: revision)] + also, trailers, seconds: seconds)
  }

  @Test("R5: to what was there and is healthy: taken; by somebody else, without a reason, or not quite that: held")
  func target() throws {
    let team = try Team(.released)
    let main = try team.hub("refs/heads/main")
    let held: [(rule: String, commit: String)] = [
      ("releaser.role", try rollback(team, to: team.root, by: .maria)),
      ("metadata.why", try rollback(team, to: team.root, ["Why": nil])),
      ("release.form", try rollback(team, to: team.root, ["Source": nil])),
      ("release.form", try rollback(team, to: team.root, ["Source": main])),
      ("release.form", try rollback(team, to: team.root, ["Environment": "test"])),
      ("release.form", try rollback(team, to: team.root, ["Rollback": "report@000000000000"])),
      ("release.form", try rollback(team, to: team.root, ["Rollback": "greet@000000000000"])),
      ("release.form", try rollback(team, to: team.root, also: [.put("workflows/spare/run.sh", Team.hello)])),
      (
        "healthy.never-released",
        try rollback(team, to: team.root, also: [.makeExecutable("workflows/report/RUNBOOK.md")])
      ),
      ("push.dated", try rollback(team, to: team.root, seconds: -3600)),
    ]
    for (index, attack) in held.enumerated() {
      let person: Person = index == 0 ? .maria : .lena
      try team.expectHeld(attack.rule) { try team.pushStep(person, attack.commit, "prod") }
    }
    let honest = try rollback(team, to: team.root)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
  }

  @Test("R5: a version that was never released there, on main and in test as it may be: held")
  func never() throws {
    let team = try Team(.adopted)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "greet", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    let main = try team.hub("refs/heads/main")
    var trailers: StepTrailers = [
      "Rollback": "greet@\(try team.version("greet", at: main, .maria))", "Environment": "prod", "Source": main,
      "Policy": main, "Why": Team.stepWhy,
    ]
    let edits = [TreeEdit.take("workflows/greet", from: main)]
    let never = try team.craftStep(.lena, "prod", edits, trailers)
    try team.expectHeld("healthy.never-released") { try team.pushStep(.lena, never, "prod") }
    // Where it was released it is a release that goes back, or there already.
    trailers["Environment"] = "test"
    let there = try team.craftStep(.lena, "test", edits, trailers)
    try team.expectHeld("release.form", says: ["it changes nothing"]) { try team.pushStep(.lena, there, "test") }
    expect(
      try team.countersign(
        .lena, "rollback", "greet", "--env", "test", "--version", "previous", "-m", "Too polite", "--execute"), 0)
  }

  @Test("R5: a version that got there past its gate is no target: held")
  func doubtful() throws {
    let team = try Team(.released)
    let bad = try team.change(.maria, "bad", ["workflows/report/run.sh": "#!/bin/sh\necho bad\n"])
    let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
    try team.openHub()
    var trailers = try team.stepTrailers("report", to: "prod")
    trailers["Release"] = "report@\(try team.version("report", at: bad))"
    let forced = try team.craftStep(.lena, "prod", [.take("workflows/report", from: bad)], trailers)
    expect(try team.pushStep(.lena, forced, "prod"), 0)
    try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.unproven-release]"])
    let back = try rollback(team, to: team.root)
    expect(try team.pushStep(.lena, back, "prod"), 0)
    for source in [team.root, try team.hub("refs/heads/main")] {
      let again = try rollback(team, to: bad, ["Source": source])
      try team.expectHeld("healthy.doubtful") { try team.pushStep(.lena, again, "prod") }
    }
  }

  @Test("R5, R6: a recalled version is no target, and no approval of old brings it back: held")
  func recalled() throws {
    let team = try Team(.released)
    let main = try team.hub("refs/heads/main")
    let edits = [TreeEdit.take("workflows/report", from: main)]
    let back = try rollback(team, to: team.root)
    expect(try team.pushStep(.lena, back, "prod"), 0)
    try team.nextSecond()
    // Its approval is spent with the stay it served, recalled or not; a new one would do.
    let spent = try team.craftStep(.lena, "prod", edits, try team.stepTrailers("report", to: "prod"))
    try team.expectHeld("approvals.spent") { try team.pushStep(.lena, spent, "prod") }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Once more")
    let beforeRecall = try team.journalTip("report")
    try team.nextSecond()
    let new = try team.version("report", at: main)
    try team.must(.sofia, "recall", "report", "--version", new, "-m", "It deafens people")
    try team.nextSecond()
    var trailers = try team.stepTrailers("report", to: "prod")
    let again = try team.craftStep(.lena, "prod", edits, trailers)
    try team.expectHeld("recall.barred", says: ["It deafens people"]) { try team.pushStep(.lena, again, "prod") }
    trailers["Journal"] = beforeRecall
    let blind = try team.craftStep(.lena, "prod", edits, trailers, seconds: -2)
    try team.expectHeld("release.older-journal") { try team.pushStep(.lena, blind, "prod") }
    for seconds in [0, -200] {
      let recalled = try rollback(team, to: main, ["Source": main], seconds: seconds)
      try team.expectHeld("healthy.recalled") { try team.pushStep(.lena, recalled, "prod") }
    }
    // The same files with another mode are the same bad workflow: they do not even land.
    try team.git(.maria, "fetch", "-q", "origin")
    try team.git(.maria, "checkout", "-q", "-B", "mode", "origin/main")
    try team.git(.maria, "update-index", "--chmod=+x", "workflows/report/RUNBOOK.md")
    try team.git(
      .maria, "commit", "-q", "--no-verify", "-m", "Mode", "-m", "Why: The runbook is to be run\nTicket: OPS-7")
    try team.expectHeld("recall.barred") { try team.tryGit(.maria, "push", "--no-verify", "origin", "mode:main") }
    try team.git(.maria, "reset", "-q", "--hard")
    // Another workflow goes on.
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    expect(
      try team.countersign(.lena, "promote", "greet", "--env", "dev", "-m", "For everybody", "--ticket", "OPS-7"), 0)
  }

  @Test("R6: without a recall a version comes back on a new approval: taken")
  func back() throws {
    let team = try Team(.released)
    expect(try team.pushStep(.lena, try rollback(team, to: team.root), "prod"), 0)
    try team.nextSecond()
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Once more")
    let commit = try team.craftStep(
      .lena, "prod", [.take("workflows/report", from: "origin/main")], try team.stepTrailers("report", to: "prod"))
    expect(try team.pushStep(.lena, commit, "prod"), 0)
  }

  @Test("R16: an old landed version released where a newer one is: held; going back is a rollback")
  func downgrade() throws {
    let team = try Team(.adopted)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    let older = try team.hub("refs/heads/main")
    try team.must(.lena, "promote", "greet", "--env", "dev", "-m", "For everybody", "--ticket", "OPS-7")
    try team.landFiles("shout", ["workflows/greet/run.sh": "#!/bin/sh\necho HELLO\n"])
    let newer = try team.hub("refs/heads/main")
    try team.must(.lena, "promote", "greet", "--env", "dev", "-m", "For everybody", "--ticket", "OPS-7")
    let edits = [TreeEdit.take("workflows/greet", from: older)]
    var trailers = try team.stepTrailers("greet", to: "dev")
    trailers["Release"] = "greet@\(try team.version("greet", at: older))"
    trailers["Source"] = older
    let down = try team.craftStep(.lena, "dev", edits, trailers)
    try team.expectHeld("order.downgrade", says: ["rollback greet --env dev"]) { try team.pushStep(.lena, down, "dev") }
    trailers["Source"] = newer
    let disguised = try team.craftStep(.lena, "dev", edits, trailers)
    try team.expectHeld("landed.other-version") { try team.pushStep(.lena, disguised, "dev") }
    trailers = [
      "Rollback": trailers["Release"] ?? nil, "Source": older, "Environment": "dev", "Policy": newer,
      "Why": Team.stepWhy,
    ]
    let honest = try team.craftStep(.lena, "dev", edits, trailers)
    expect(try team.pushStep(.lena, honest, "dev"), 0)
  }

  @Test("R16: one step forward and one back in the same push: held as a whole")
  func stack() throws {
    let team = try Team(.adopted)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    let older = try team.hub("refs/heads/main")
    try team.landFiles("shout", ["workflows/greet/run.sh": "#!/bin/sh\necho HELLO\n"])
    let newer = try team.hub("refs/heads/main")
    var trailers = try team.stepTrailers("greet", to: "dev")
    let forward = try team.craftStep(.lena, "dev", [.take("workflows/greet", from: newer)], trailers)
    trailers["Release"] = "greet@\(try team.version("greet", at: older))"
    trailers["Source"] = older
    let down = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: older)], trailers, parents: [forward])
    try team.expectHeld("order.downgrade") { try team.pushStep(.lena, down, "dev") }
    let first = try team.craftStep(.lena, "dev", [.take("workflows/greet", from: older)], trailers)
    trailers["Release"] = "greet@\(try team.version("greet", at: newer))"
    trailers["Source"] = newer
    let second = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: newer)], trailers, parents: [first])
    expect(try team.pushStep(.lena, second, "dev"), 0)
  }

  @Test("R19: a recall by someone whom the policy does not name bars nothing; by someone whom it names: held")
  func stranger() throws {
    let team = try Team(.released)
    let old = try team.version("report", at: team.root)
    for person in [Person.maria, .jonas] {
      try team.countersign(person, "recall", "report", "--version", old, "-m", "I would rather not")
    }
    let free = try rollback(team, to: team.root)
    expect(try team.pushStep(.lena, free, "prod"), 0)
    try team.nextSecond()
    let new = try team.version("report", at: "origin/main")
    try team.must(.sofia, "recall", "report", "--version", new, "-m", "It deafens people")
    let main = try team.hub("refs/heads/main")
    let barred = try rollback(team, to: main, ["Source": main])
    try team.expectHeld("healthy.recalled") { try team.pushStep(.lena, barred, "prod") }
  }
}

import Glibc
import TestSupport
import Testing

/// R7, R8, R9, R18: what stops a workflow, what starts it again, and who is told.
@Suite("attacks: release")
struct KillAttacks {
  static let marker = ".countersign/killed/report.yaml"

  private func trailers(_ team: Team, _ act: String, _ workflow: String) throws -> StepTrailers {
    var trailers: StepTrailers = [
      act: workflow, "Environment": "prod", "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
    ]
    if act == "Resume" { trailers["Journal"] = try team.journalTip(workflow) }
    return trailers
  }

  @Test("R8: a review that answers a kill which is on no branch, so that all who verify think it was rewound: held")
  func noKill() throws {
    let team = try Team(.released)
    let version = try team.digests("report", at: "origin/main")
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night")
    func answer(_ kill: String, for target: String = "prod") throws -> String {
      var review = RawStatement.review("approve", "report", version, base: version, for: target)
      review.members = review.members.replacing(#""class":"medium""#, with: #""class":"medium","kill":"\#(kill)""#)
      return try team.journal(.jonas, "report", adding: [team.file(review, by: .jonas)])
    }
    let real = try team.hub("refs/heads/env/prod")
    let other = try team.hub("refs/heads/main")
    for (kill, target) in [(String(repeating: "1", count: 40), "prod"), (other, "prod"), (real, "dev")] {
      try team.expectHeld(
        .jonas, [try answer(kill, for: target)], ["statement.no-kill"],
        says: ["which is not on the branch of \(target)"])
    }
    try team.expectTaken(.jonas, [try answer(real)])
  }

  @Test("R7: a freeze, a closed window or a soak hold a release; they never hold a rollback or a kill")
  func neverStopped() throws {
    let team = try Team(.released)
    let days = try team.shell(
      .lena, "date -u -d '-2 days' +%F; date -u -d '+2 days' +%F; date -u -d '+3 days' +%a | tr A-Z a-z", in: ""
    ).output.split(separator: "\n")
    #expect(days.count == 3)
    try team.landPolicy(
      TeamFiles.policy.replacing("medium: { approvals: 1, soak: 1s }", with: "medium: { soak: 300d, window: some-day }")
        + """
        windows: { some-day: { zone: UTC, days: \(days[2]), hours: "09:00-16:00" } }
        freezes: [ { name: audit, zone: UTC, from: \(days[0]), until: \(days[1]), environments: [prod] } ]

        """)
    try team.change(.maria, "silent", ["workflows/report/run.sh": "#!/bin/sh\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be silent")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/silent")
    try team.must(.jonas, "approve", "report", "-m", "Heard nothing")
    try team.must(.maria, "land", "silent")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    let release = try team.craftStep(
      .lena, "prod", [.take("workflows/report", from: "origin/main")], try team.stepTrailers("report", to: "prod"))
    for rule in ["freeze.on", "window.closed", "soak.short"] {
      try team.expectHeld(rule) { try team.pushStep(.lena, release, "prod") }
    }
    expect(
      try team.countersign(
        .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "It shouts", "--execute"), 0)
    expect(try team.countersign(.lena, "kill", "report", "--env", "prod", "-m", "It still shouts"), 0)
    expect(try team.countersign(.lena, "kill", "--all", "--env", "prod", "-m", "They all shout"), 0)
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.killed]"])
  }

  struct Variant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    var person = Person.lena
    let edits: [TreeEdit]
    let trailers: StepTrailers
    var isSigned = true

    init(
      _ description: String, _ rule: String, by person: Person = .lena,
      _ edits: [TreeEdit] = [.put(KillAttacks.marker, "killed: report\n")], saying trailers: StepTrailers = [:],
      isSigned: Bool = true
    ) {
      testDescription = description
      self.rule = rule
      self.person = person
      self.edits = edits
      self.trailers = trailers
      self.isSigned = isSigned
    }
  }

  static let kills = [
    Variant("by someone without the role", "releaser.role", by: .maria),
    Variant("by a service without the role", "releaser.role", by: .ci),
    Variant("by nobody who signs", "releaser.unknown", isSigned: false),
    Variant("under another workflow's name", "release.form", saying: ["Kill": "greet"]),
    Variant("under the name of everything", "release.form", saying: ["Kill": "all"]),
    Variant("under another environment's name", "release.form", saying: ["Environment": "test"]),
    Variant("under no name", "release.form", saying: ["Kill": nil]),
    Variant("without a reason", "metadata.why", saying: ["Why": nil]),
    Variant(
      "of a workflow that is nowhere", "release.form", [.put(".countersign/killed/reprot.yaml", "killed: reprot\n")],
      saying: ["Kill": "reprot"]),
    Variant(
      "of the policy", "release.form", [.put(".countersign/killed/policy.yaml", "killed: policy\n")],
      saying: ["Kill": "policy"]),
    Variant(
      "of two at once", "release.form",
      [.put(marker, "killed: report\n"), .put(".countersign/killed/greet.yaml", "x\n")]),
    Variant(
      "with a change of the workflow", "release.form",
      [.put(marker, "killed: report\n"), .put("workflows/report/run.sh", Team.hello)]),
    Variant("with a marker that no runtime finds", "release.form", [.put(marker + "/why.yaml", "killed: report\n")]),
    Variant(
      "with a marker that is a program", "release.form",
      [.put(marker, "killed: report\n"), .makeExecutable(marker)]),
    Variant("in another letter case", "release.form", [.put(".countersign/killed/Report.yaml", "x\n")]),
    Variant("without a marker", "release.form", []),
  ]

  @Test("R8: a kill by someone without the role, or under a wrong name: held", arguments: kills)
  func kill(variant: Variant) throws {
    let team = try Team(.adopted)
    var trailers = try trailers(team, "Kill", "report")
    for (key, value) in variant.trailers { trailers.updateValue(value, forKey: key) }
    let commit = try team.craftStep(variant.person, "prod", variant.edits, trailers, isSigned: variant.isSigned)
    try team.expectHeld(variant.rule) { try team.pushStep(variant.person, commit, "prod") }
    let honest = try team.craftStep(
      .lena, "prod", [.put(Self.marker, "killed: report\n")], try self.trailers(team, "Kill", "report"))
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  /// `report` is killed in prod by lena.
  private func killed() throws -> (team: Team, kill: String) {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    return (team, try team.hub("refs/heads/env/prod"))
  }

  private func resume(_ team: Team, _ person: Person = .lena, _ journal: String? = nil) throws -> String {
    var trailers = try trailers(team, "Resume", "report")
    if let journal { trailers["Journal"] = journal }
    return try team.craftStep(person, "prod", [.drop(Self.marker)], trailers)
  }

  @Test("R8: a lone resume, or one by someone without the role, or under another act's name: held")
  func lone() throws {
    let (team, kill) = try killed()
    let alone = try resume(team)
    try team.expectHeld("approvals.missing", says: ["1 of 2 approvals"]) { try team.pushStep(.lena, alone, "prod") }
    try team.must(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "Heard it whisper")
    for person in [Person.maria, .jonas, .ci] {
      let stranger = try resume(team, person)
      try team.expectHeld("releaser.role") { try team.pushStep(person, stranger, "prod") }
    }
    var trailers = try team.stepTrailers("report", to: "prod")
    let asRelease = try team.craftStep(.lena, "prod", [.drop(Self.marker)], trailers)
    try team.expectHeld("release.form") { try team.pushStep(.lena, asRelease, "prod") }
    trailers = try self.trailers(team, "Rollback", "report@\(team.version("report", at: team.root))")
    trailers["Source"] = team.root
    let asRollback = try team.craftStep(
      .lena, "prod", [.drop(Self.marker), .take("workflows/report", from: team.root)], trailers)
    try team.expectHeld("release.form") { try team.pushStep(.lena, asRollback, "prod") }
    let asKill = try team.craftStep(.lena, "prod", [.drop(Self.marker)], try self.trailers(team, "Kill", "report"))
    try team.expectHeld("release.form") { try team.pushStep(.lena, asKill, "prod") }
    let more = try team.craftStep(
      .lena, "prod", [.drop(Self.marker), .put("workflows/report/run.sh", Team.hello)],
      try self.trailers(team, "Resume", "report"))
    try team.expectHeld("release.form") { try team.pushStep(.lena, more, "prod") }
    try team.expectHeld("push.rewinds") { try team.pushStep(.lena, "\(kill)^", "prod", force: true) }
    let honest = try resume(team)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
  }

  @Test("R8: where one approval is enough, whoever killed does not resume alone, by whatever further kill: held")
  func killer() throws {
    let (team, _) = try killed()
    try team.landPolicy(TeamFiles.policy.replacing("resume: { approvals: 2 }", with: "resume: { approvals: 1 }"))
    let alone = try resume(team)
    try team.expectHeld("approvals.missing", says: ["lena killed it"]) { try team.pushStep(.lena, alone, "prod") }
    let again = try team.craftStep(
      .lena, "prod", [.put(Self.marker, "killed: report, once more\n")], try trailers(team, "Kill", "report"))
    _ = try team.pushStep(.lena, again, "prod")
    let then = try resume(team)
    try team.expectHeld("approvals.missing", says: ["lena killed it"]) { try team.pushStep(.lena, then, "prod") }
    let kill = try team.git(
      .lena, "log", "-1", "--format=%H", "env/prod", "--", Self.marker, in: "hub.git")
    try team.must(.lena, "sync")
    try team.must(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "Heard it whisper")
    let honest = try resume(team)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  @Test("R8: a second kill of what is killed, which would spend the approvals of its resume: held")
  func second() throws {
    let (team, _) = try killed()
    let again = try team.craftStep(
      .lena, "prod", [.put(Self.marker, "killed: report, once more\n")], try trailers(team, "Kill", "report"))
    try team.expectHeld("release.form") { try team.pushStep(.lena, again, "prod") }
  }

  @Test("R18: a resume on approvals for an earlier kill, for the release, or for the version before a rollback: held")
  func oldApprovals() throws {
    let (team, first) = try killed()
    // An approval of the version for prod is there from its release, and is none of a resume.
    try team.expectHeld("approvals.missing") { try team.pushStep(.lena, try resume(team), "prod") }
    try team.must(.jonas, "approve", "report", "--resume", first, "--env", "prod", "-m", "Heard it whisper")
    let before = try resume(team)
    expect(try team.pushStep(.lena, before, "prod"), 0)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts once more")
    let second = try team.hub("refs/heads/env/prod")
    try team.expectHeld("approvals.missing", says: [String(second.prefix(12))]) {
      try team.pushStep(.lena, try resume(team), "prod")
    }
    // The old resume itself, put on top once more.
    let replayed = try team.shell(
      .lena,
      "git cat-file commit \(before) | sed 's/^parent .*/parent \(second)/' | git hash-object -t commit -w --stdin")
    try team.expectHeld("releaser.unknown") { try team.pushStep(.lena, replayed.output, "prod") }
    try team.must(.jonas, "approve", "report", "--resume", second, "--env", "prod", "-m", "Heard it whisper")
    let known = try team.journalTip("report")
    try team.must(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "The quiet one", "--execute")
    try team.expectHeld("approvals.missing") { try team.pushStep(.lena, try resume(team), "prod") }
    try team.must(.jonas, "approve", "report", "--resume", second, "--env", "prod", "-m", "The quiet one may")
    let older = try resume(team, .lena, known)
    try team.expectHeld("release.older-journal") { try team.pushStep(.lena, older, "prod") }
    expect(try team.pushStep(.lena, try resume(team), "prod"), 0)
  }

  @Test("R18: what ends the kill of one ends no kill of everything, nor that of the same workflow elsewhere: held")
  func otherKill() throws {
    let (team, one) = try killed()
    try team.must(.lena, "kill", "report", "--env", "test", "-m", "It shouts at testers")
    try team.must(.lena, "kill", "--all", "--env", "prod", "-m", "They all shout")
    let everything = try team.hub("refs/heads/env/prod")
    try team.must(.jonas, "approve", "report", "--resume", one, "--env", "prod", "-m", "Heard it whisper")
    let all = try team.craftStep(
      .lena, "prod", [.drop(".countersign/killed/all.yaml")], try trailers(team, "Resume", "all"))
    try team.expectHeld("approvals.missing") { try team.pushStep(.lena, all, "prod") }
    let wrong = try team.craftStep(
      .lena, "prod", [.drop(".countersign/killed/all.yaml")], try trailers(team, "Resume", "report"))
    try team.expectHeld("release.form") { try team.pushStep(.lena, wrong, "prod") }
    var elsewhere = try trailers(team, "Resume", "report")
    elsewhere["Environment"] = "test"
    let other = try team.craftStep(.lena, "test", [.drop(Self.marker)], elsewhere)
    try team.expectHeld("approvals.missing") { try team.pushStep(.lena, other, "test") }
    expect(try team.pushStep(.lena, try resume(team), "prod"), 0)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.killed]"])
    try team.must(.jonas, "approve", "--all", "--resume", everything, "--env", "prod", "-m", "All whisper")
    let honest = try team.craftStep(
      .lena, "prod", [.drop(".countersign/killed/all.yaml")], try trailers(team, "Resume", "all"))
    expect(try team.pushStep(.lena, honest, "prod"), 0)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
  }

  // MARK: R9

  /// A clone that follows a mirror of the hub, which has not heard of the kill.
  private func mirrored() throws -> Team {
    let team = try Team(.released)
    try team.git(.lena, "clone", "-q", "--mirror", team.sandbox.absolute("hub.git"), "mirror.git", in: "")
    try team.must(
      .sofia, "clone", team.sandbox.absolute("mirror.git"), team.sandbox.absolute("runtime"), "--root", team.root,
      in: "")
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    return team
  }

  private func setLastFetch(_ team: Team, _ ago: Int) throws {
    let date = try team.shell(.sofia, "date -u -d '\(ago) seconds ago' +%FT%TZ", in: "")
    try team.sandbox.write("runtime/.git/countersign/fetched/origin", date.output + "\norigin\n")
  }

  @Test("R9: a clone that cannot know of a kill since its last fetch asks with a limit and is told no: held")
  func stale() throws {
    let team = try mirrored()
    let ask = { (age: String) in
      try team.countersign(.sofia, "admit", "report", "--env", "prod", "--fresh", age, in: "runtime")
    }
    try team.must(.sofia, "sync", in: "runtime")
    expect(try ask("5m"), 0)
    for seconds in [600, 3600 * 24 * 400, -3600] {
      try setLastFetch(team, seconds)
      expect(try ask("5m"), 2, errors: ["[admit.stale]"])
    }
    for text in ["", "now\norigin\n", "9999-12-31T23:59:59Z\norigin\n", String(repeating: "9", count: 100_000)] {
      try team.sandbox.write("runtime/.git/countersign/fetched/origin", text)
      expect(try ask("5m"), 2, errors: ["[admit.stale]"])
    }
    _ = try team.sandbox.run("rm", ["runtime/.git/countersign/fetched/origin"])
    expect(try ask("5m"), 2, errors: ["[admit.stale]"])
    // git's own fetch is not a look at everything that a sync looks at.
    try team.git(.sofia, "fetch", "-q", in: "runtime")
    expect(try ask("5m"), 2, errors: ["[admit.stale]"])
    // The mirror is gone: an attempt is not a success.
    try setLastFetch(team, 600)
    _ = try team.sandbox.run("mv", ["mirror.git", "away.git"])
    let sync = try team.countersign(.sofia, "sync", in: "runtime")
    #expect(sync.status == 2, "\(sync.errors)")
    expect(try ask("5m"), 2, errors: ["[admit.stale]"])
  }

  @Test("R9: a fetch from another remote does not make what this one showed fresh: held")
  func otherRemote() throws {
    let team = try mirrored()
    try setLastFetch(team, 600)
    try team.git(.sofia, "remote", "add", "other", team.sandbox.absolute("mirror.git"), in: "runtime")
    try team.must(.sofia, "sync", "other", in: "runtime")
    expect(
      try team.countersign(.sofia, "admit", "report", "--env", "prod", "--fresh", "5m", in: "runtime"), 2,
      errors: ["[admit.stale]"])
    try team.git(.sofia, "remote", "set-url", "origin", team.sandbox.absolute("hub.git"), in: "runtime")
    try team.must(.sofia, "sync", in: "runtime")
    expect(
      try team.countersign(.sofia, "admit", "report", "--env", "prod", "--fresh", "5m", in: "runtime"), 1,
      errors: ["[admit.killed]"])
  }

  @Test("R9: of several remotes each has to be fresh and to say yes: one that hides a kill is outvoted by the other")
  func several() throws {
    let team = try mirrored()
    try team.git(.sofia, "remote", "add", "hub", team.sandbox.absolute("hub.git"), in: "runtime")
    let ask = { (remotes: [String]) in
      try team.run(
        .sofia, Team.binary,
        ["admit", "report", "--env", "prod", "--fresh", "5m"] + remotes.flatMap { ["--remote", $0] }, in: "runtime")
    }
    // The mirror alone cannot know: it has not heard of the kill, and says yes.
    try team.must(.sofia, "sync", in: "runtime")
    expect(try ask([]), 0)
    expect(try ask(["origin"]), 0, out: ["says origin"])
    // The hub was never fetched: nobody can know what it would say.
    expect(
      try ask(["origin", "hub"]), 2, errors: ["not known when this clone last fetched from hub", "[admit.stale]"])
    expect(try ask(["hub"]), 2, errors: ["[admit.stale]"])
    expect(try ask(["origin", "hbu"]), 2, errors: ["there is no remote 'hbu'", "did you mean 'hub'?"])
    // git's own fetch is no look; a sync is, and the kill counts whichever remote is asked first.
    try team.git(.sofia, "fetch", "-q", "hub", in: "runtime")
    expect(try ask(["origin", "hub"]), 2, errors: ["[admit.stale]"])
    expect(try team.countersign(.sofia, "sync", "hub", in: "runtime"), 0, out: ["in step with hub"])
    for remotes in [["origin", "hub"], ["hub", "origin"], ["hub"]] {
      expect(try ask(remotes), 1, errors: ["[admit.killed]", "remote hub"], absent: ["admitted"])
    }
    // A no is a no, also beside one that is stale.
    try setLastFetch(team, 600)
    expect(try ask(["origin", "hub"]), 1, errors: ["[admit.stale]", "[admit.killed]"])
    // The honest twin: both say yes to another workflow.
    try team.must(.sofia, "sync", in: "runtime")
    expect(
      try team.run(
        .sofia, Team.binary,
        ["admit", "greet", "--env", "prod", "--fresh", "5m", "--remote", "origin", "--remote", "hub"], in: "runtime"),
      0,
      out: ["admitted: greet@", "says origin and hub"])
  }

  @Test("R9: remotes that hold different versions admit neither: held")
  func differing() throws {
    let team = try Team(.released)
    try team.git(.lena, "clone", "-q", "--mirror", team.sandbox.absolute("hub.git"), "mirror.git", in: "")
    try team.must(
      .sofia, "clone", team.sandbox.absolute("mirror.git"), team.sandbox.absolute("runtime"), "--root", team.root,
      in: "")
    try team.must(
      .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "The quiet one", "--execute")
    try team.git(.sofia, "remote", "add", "hub", team.sandbox.absolute("hub.git"), in: "runtime")
    for remote in ["origin", "hub"] { try team.must(.sofia, "sync", remote, in: "runtime") }
    let ask = { (words: [String]) in
      try team.run(
        .sofia, Team.binary,
        ["admit", "report", "--env", "prod", "--fresh", "5m", "--remote", "origin", "--remote", "hub"] + words,
        in: "runtime")
    }
    expect(try ask([]), 1, errors: ["different versions", "[admit.other-version]"], absent: ["admitted"])
    let version = try team.version("report", at: team.root)
    expect(try ask(["--version", version]), 1, errors: ["[admit.other-version]", "remote origin"])
  }

  @Test("R9: a mirror that goes back to before a kill is named, and the kill stays known: held")
  func rewound() throws {
    let team = try mirrored()
    try team.git(.sofia, "remote", "set-url", "origin", team.sandbox.absolute("hub.git"), in: "runtime")
    try team.must(.sofia, "sync", in: "runtime")
    try team.git(.sofia, "remote", "set-url", "origin", team.sandbox.absolute("mirror.git"), in: "runtime")
    expect(try team.countersign(.sofia, "sync", in: "runtime"), 2, errors: ["rewound", "[remote.rewound]"])
    for words in [[String](), ["--fresh", "5m"]] {
      let outcome = try team.run(
        .sofia, Team.binary, ["admit", "report", "--env", "prod"] + words, in: "runtime")
      expect(outcome, 1, errors: ["[admit.killed]"])
    }
  }
}

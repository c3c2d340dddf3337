import Glibc
import TestSupport
import Testing

/// Steps made by hand that freeze, or end a freeze, otherwise than the commands do: judged by content, on the server.
@Suite("attacks: freeze")
struct FreezeAttacks {
  static let path = ".countersign/freeze.yaml"
  /// A moment that no test outlives.
  static let later = "2099-12-20T18:00:00Z"

  private static func marker(_ until: String = later, in environment: String = "prod", why: String = Team.stepWhy)
    -> String
  {
    "environment: \(environment)\nuntil: \(until)\nwhy: \"\(why)\"\n"
  }

  private func trailers(_ team: Team, _ until: String = later) throws -> StepTrailers {
    [
      "Freeze": until, "Environment": "prod", "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
    ]
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
      _ edits: [TreeEdit] = [.put(path, marker())], saying trailers: StepTrailers = [:], isSigned: Bool = true
    ) {
      testDescription = description
      self.rule = rule
      self.person = person
      self.edits = edits
      self.trailers = trailers
      self.isSigned = isSigned
    }
  }

  static let freezes = [
    Variant("by someone without the role", "releaser.role", by: .maria),
    Variant("by a policy owner without the role", "releaser.role", by: .jonas),
    Variant("by a service without the role", "releaser.role", by: .ci),
    Variant("by nobody who signs", "releaser.unknown", isSigned: false),
    Variant("without a reason", "metadata.why", saying: ["Why": nil]),
    Variant("under another environment's name", "release.form", saying: ["Environment": "test"]),
    Variant("with the marker of another environment", "release.form", [.put(path, marker(in: "test"))]),
    Variant("until another moment than the marker says", "release.form", [.put(path, marker("2098-01-01T00:00:00Z"))]),
    Variant("for another reason than the marker says", "release.form", [.put(path, marker(why: "Another reason"))]),
    Variant(
      "in the past", "release.form", [.put(path, marker("2020-01-01T00:00:00Z"))],
      saying: ["Freeze": "2020-01-01T00:00:00Z"]),
    Variant(
      "until a day that does not exist", "release.form", [.put(path, marker("2099-02-30T00:00:00Z"))],
      saying: ["Freeze": "2099-02-30T00:00:00Z"]),
    Variant("until no moment", "release.form", saying: ["Freeze": "for ever"]),
    Variant("that says it ends one", "release.form", saying: ["Freeze": "none"]),
    Variant("without a marker", "release.form", []),
    Variant("with a marker that is no YAML", "release.form", [.put(path, "{ until: ")]),
    Variant("with a marker of more than it may say", "release.form", [.put(path, marker() + "except: [report]\n")]),
    Variant("with a marker that says it twice", "release.form", [.put(path, marker() + "until: \(later)\n")]),
    Variant("with a marker that is empty", "release.form", [.put(path, "")]),
    Variant(
      "with a marker that is too large", "release.form",
      [.put(path, marker() + String(repeating: "# and so on\n", count: 4000))]),
    Variant("with a marker that is a program", "release.form", [.put(path, marker()), .makeExecutable(path)]),
    Variant("with a marker that is a directory", "release.form", [.put(path + "/freeze.yaml", marker())]),
    Variant("in another letter case", "release.form", [.put(".countersign/Freeze.yaml", marker())]),
    Variant(
      "with a kill beside it", "release.form",
      [.put(path, marker()), .put(".countersign/killed/report.yaml", "killed: report\n")]),
    Variant(
      "with a change of a workflow", "release.form",
      [.put(path, marker()), .put("workflows/report/run.sh", Team.hello)]),
    Variant("that is a kill, too", "release.form", saying: ["Kill": "report"]),
    Variant("under the name of a kill", "release.form", saying: ["Freeze": nil, "Kill": "all"]),
    Variant("under the name of a resume", "release.form", saying: ["Freeze": nil, "Resume": "all", "Journal": "none"]),
    Variant(
      "with a trailer that it does not have", "release.form", saying: ["Source": String(repeating: "0", count: 40)]),
    Variant("under a policy that is none", "policy", saying: ["Policy": String(repeating: "0", count: 40)]),
  ]

  @Test("a freeze by someone without the role, of another form, or with something beside it: held", arguments: freezes)
  func freeze(variant: Variant) throws {
    let team = try Team(.adopted)
    var trailers = try trailers(team)
    for (key, value) in variant.trailers { trailers.updateValue(value, forKey: key) }
    let commit = try team.craftStep(variant.person, "prod", variant.edits, trailers, isSigned: variant.isSigned)
    if variant.rule == "policy" {
      let before = try team.hubRefs()
      let outcome = try team.pushStep(variant.person, commit, "prod")
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(try team.hubRefs() == before)
    } else {
      try team.expectHeld(variant.rule) { try team.pushStep(variant.person, commit, "prod") }
    }
    let honest = try team.craftStep(.lena, "prod", [.put(Self.path, Self.marker())], try self.trailers(team))
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  /// Everything is ready for the release of `report` to prod, and prod is frozen by lena.
  private func frozen() throws -> Team {
    let team = try FreezeTests.ready()
    let step = try team.craftStep(.lena, "prod", [.put(Self.path, Self.marker())], try trailers(team))
    expect(try team.pushStep(.lena, step, "prod"), 0)
    return team
  }

  @Test("a release in a freeze, whatever it does to the marker: held")
  func release() throws {
    let team = try frozen()
    let take = TreeEdit.take("workflows/report", from: "origin/main")
    let release = try team.stepTrailers("report", to: "prod")
    let plain = try team.craftStep(.lena, "prod", [take], release)
    try team.expectHeld("freeze.incident", says: [Self.later, "frozen by lena", Team.stepWhy]) {
      try team.pushStep(.lena, plain, "prod")
    }
    // Dated back to before the freeze: it is judged as of now, and by what lies below it.
    let early = try team.craftStep(.lena, "prod", [take], release, seconds: -200)
    try team.expectHeld("freeze.incident") { try team.pushStep(.lena, early, "prod") }
    for edit in [TreeEdit.drop(Self.path), .put(Self.path, Self.marker("2098-01-01T00:00:00Z"))] {
      let with = try team.craftStep(.lena, "prod", [take, edit], release)
      try team.expectHeld("release.form") { try team.pushStep(.lena, with, "prod") }
    }
    // The release smuggled with the end of the freeze, under the end's name and under both.
    for extra in [StepTrailers(), ["Release": release["Release"] ?? nil]] {
      let smuggled = try team.craftStep(
        .lena, "prod", [take, .drop(Self.path)], try trailers(team, "none").merging(extra) { $1 })
      try team.expectHeld("release.form") { try team.pushStep(.lena, smuggled, "prod") }
    }
    let shorter = try team.craftStep(
      .lena, "prod", [.put(Self.path, Self.marker("2098-01-01T00:00:00Z"))], try trailers(team, "2098-01-01T00:00:00Z"))
    try team.expectHeld("release.form", says: ["only makes it longer"]) { try team.pushStep(.lena, shorter, "prod") }
    // On a tip below the freeze: the branch does not go back.
    let below = try team.hub("refs/heads/env/prod^")
    let fork = try team.craftStep(.lena, "prod", [take], release, parents: [below])
    try team.expectHeld("push.rewinds") { try team.pushStep(.lena, fork, "prod", force: true) }
    let lift = try team.craftStep(.lena, "prod", [.drop(Self.path)], try trailers(team, "none"))
    expect(try team.pushStep(.lena, lift, "prod"), 0)
    let honest = try team.craftStep(.lena, "prod", [take], try team.stepTrailers("report", to: "prod"))
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  @Test("the end of a freeze, or a shorter one, by someone without the role or under a wrong name: held")
  func lift() throws {
    let team = try frozen()
    let drop = [TreeEdit.drop(Self.path)]
    for person in [Person.maria, .jonas, .sofia, .ci] {
      let stranger = try team.craftStep(person, "prod", drop, try trailers(team, "none"))
      try team.expectHeld("releaser.role") { try team.pushStep(person, stranger, "prod") }
      let shorter = try team.craftStep(
        person, "prod", [.put(Self.path, Self.marker("2098-01-01T00:00:00Z"))],
        try trailers(team, "2098-01-01T00:00:00Z"))
      try team.expectHeld("releaser.role") { try team.pushStep(person, shorter, "prod") }
    }
    for wrong: StepTrailers in [
      ["Freeze": Self.later], ["Freeze": "None"], ["Freeze": nil, "Kill": "all"],
      ["Freeze": nil, "Resume": "all", "Journal": "none"], ["Environment": "test"],
    ] {
      let step = try team.craftStep(.lena, "prod", drop, try trailers(team, "none").merging(wrong) { $1 })
      try team.expectHeld("release.form") { try team.pushStep(.lena, step, "prod") }
    }
    let honest = try team.craftStep(.lena, "prod", drop, try trailers(team, "none"))
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  @Test("a freeze that was taken away, or made to end, past the gate still stands: a release is held")
  func pastTheGate() throws {
    for (edit, until) in [
      (TreeEdit.drop(Self.path), "none"),
      (.put(Self.path, Self.marker("2020-01-01T00:00:00Z")), "2020-01-01T00:00:00Z"),
    ] {
      let team = try frozen()
      let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
      try team.openHub()
      let forged = try team.craftStep(.maria, "prod", [edit], try trailers(team, until))
      expect(try team.pushStep(.maria, forged, "prod"), 0)
      try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
      let release = try team.craftStep(
        .lena, "prod", [.take("workflows/report", from: "origin/main")], try team.stepTrailers("report", to: "prod"))
      try team.expectHeld("freeze.incident") { try team.pushStep(.lena, release, "prod") }
    }
  }

  @Test("a marker that was forged past the gate and does not read blocks releases, and never a rollback or a kill")
  func unreadable() throws {
    let team = try FreezeTests.ready()
    let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
    try team.openHub()
    let forged = try team.craftStep(.maria, "prod", [.put(Self.path, "until: never\n")], try trailers(team))
    expect(try team.pushStep(.maria, forged, "prod"), 0)
    try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
    let take = TreeEdit.take("workflows/report", from: "origin/main")
    let release = try team.craftStep(.lena, "prod", [take], try team.stepTrailers("report", to: "prod"))
    try team.expectUndecided(.lena, ["\(release):refs/heads/env/prod"], ["freeze.undecided"])
    try team.must(.lena, "sync")
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It still shouts")
    // The honest twin: whoever may takes it away, and what is killed may be released.
    try team.must(.lena, "freeze", "--env", "prod", "--lift", "-m", "It was no freeze")
    expect(
      try team.countersign(.lena, "promote", "report", "--env", "prod", "-m", "All shall hear it", "--ticket", "OPS-7"),
      0, out: ["released report@"])
    expect(
      try team.countersign(
        .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "The quiet one", "--execute"), 0)
  }
}

import Glibc
import TestSupport
import Testing

@Suite("attacks: break-glass and its debt (R10, R19)")
struct ExceptionAttacks {
  @Test("an exception lets one release through, which the server takes and a runtime runs")
  func honest() throws {
    let scene = try Emergency()
    let team = scene.team
    expect(
      try team.countersign(
        .lena, "promote", "greet", "--env", "prod", "-m", "It greets nobody until then", "--ticket", "OPS-9"), 1,
      out: [
        "unmet approvals", "break-glass: lena or sofia: countersign break-glass greet --env prod --lift approvals",
      ])
    let id = try scene.breakGlass()
    expect(
      try team.countersign(
        .lena, "promote", "greet", "--env", "prod", "-m", "It greets nobody until then", "--ticket", "OPS-9"), 1,
      out: ["break-glass: exception \(id.prefix(12)) lifts approvals", "--exception \(id.prefix(12))"])
    expect(
      try scene.promote(String(id.prefix(12))), 0, out: ["released greet@"],
      errors: ["leaves a debt", "countersign approve greet --debt \(id.prefix(12)) --env prod"])
    #expect(try team.trailer("Exception", of: "env/prod") == id)
    expect(try team.countersign(.lena, "admit", "greet", "--env", "prod"), 0)
    expect(
      try team.countersign(.lena, "status"), 0,
      out: ["owes a review", "jonas: countersign approve greet --debt \(id.prefix(12)) --env prod"])
    expect(
      try team.countersign(.lena, "log", "greet"), 0,
      out: ["excepted  ", "lifting approvals until ", "owes        a review"])
    try team.must(.jonas, "sync")
    expect(try team.countersign(.jonas, "status", "--mine"), 0, out: ["--debt \(id.prefix(12))"])
    try team.must(.maria, "sync")
    expect(try team.countersign(.maria, "status", "--mine"), 0, out: ["nothing waits for maria"])
    try team.expectSound()
  }

  /// What is spoilt of an exception that somebody appended by hand, and the rule that holds the release that names it.
  struct Variant: Sendable {
    let name: String
    let rule: String
    let outcome: String
    let by: Person
    let make: @Sendable (Emergency) throws -> RawStatement

    init(
      _ name: String, _ rule: String, outcome: String = "held", by: Person = .sofia,
      _ make: @escaping @Sendable (Emergency) throws -> RawStatement
    ) {
      self.name = name
      self.rule = rule
      self.outcome = outcome
      self.by = by
      self.make = make
    }
  }

  static let variants = [
    Variant("for another version", "break-glass.unknown") { .exception("greet", $0.base, base: $0.base) },
    Variant("for the same files in another mode", "break-glass.unknown") {
      .exception("greet", RawVersion(dirHash: $0.version.dirHash, gitTree: $0.base.gitTree), base: $0.base)
    },
    Variant("from another base", "break-glass.other-change") { .exception("greet", $0.version, base: $0.version) },
    Variant("from nothing", "break-glass.other-change") { .exception("greet", $0.version, base: nil) },
    Variant("for another environment", "break-glass.other-change") {
      .exception("greet", $0.version, base: $0.base, target: "test")
    },
    Variant("over", "break-glass.time") {
      var statement = RawStatement.exception("greet", $0.version, base: $0.base, until: time(nil) - 60)
      statement.seconds -= 600
      return statement
    },
    Variant("longer than the policy allows", "break-glass.time") {
      .exception("greet", $0.version, base: $0.base, until: time(nil) + 4 * 3600 + 60)
    },
    Variant("dated half an hour ahead, to last longer", "break-glass.time") {
      var statement = RawStatement.exception("greet", $0.version, base: $0.base, until: time(nil) + 4 * 3600 + 60)
      statement.seconds += 1800
      return statement
    },
    Variant("lifting a signature", "break-glass.not-liftable") {
      .exception("greet", $0.version, base: $0.base, lifts: ["approvals", "metadata"])
    },
    Variant("lifting the role of the releaser", "break-glass.not-liftable") {
      .exception("greet", $0.version, base: $0.base, lifts: ["approvals", "releaser"])
    },
    Variant("lifting a debt", "break-glass.not-liftable") {
      .exception("greet", $0.version, base: $0.base, lifts: ["approvals", "debt"])
    },
    Variant("lifting what there is not", "break-glass.not-liftable") {
      .exception("greet", $0.version, base: $0.base, lifts: ["approvals", "everything"])
    },
    Variant("lifting something else", "approvals.missing") {
      .exception("greet", $0.version, base: $0.base, lifts: ["soak"])
    },
    Variant("signed by somebody without the role", "break-glass.signer", by: .maria) {
      .exception("greet", $0.version, base: $0.base)
    },
    Variant("signed by a service", "break-glass.signer", by: .ci) {
      .exception("greet", $0.version, base: $0.base)
    },
    Variant("without a ticket of the right form", "break-glass.words") {
      .exception("greet", $0.version, base: $0.base, ticket: "soon")
    },
  ]

  @Test("an exception that is not for this, or not by those who may: the release that names it is held")
  func spoilt() throws {
    let scene = try Emergency()
    for variant in Self.variants {
      let id = try scene.append(try variant.make(scene), by: variant.by)
      let commit = try scene.release(id)
      try scene.team.expectHeld(variant.rule, outcome: variant.outcome) {
        try scene.team.pushStep(.lena, commit, "prod")
      }
    }
    // The honest twin, beside all of them.
    let id = try scene.append(.exception("greet", scene.version, base: scene.base), by: .sofia)
    expect(try scene.team.pushStep(.lena, try scene.release(id), "prod"), 0)
  }

  @Test("a forged 'Exception:': held, whatever it names")
  func forged() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.breakGlass()
    let reviewed = try scene.append(
      .review("approve", "greet", scene.version, base: scene.base, for: "prod", risk: "low"), by: .ci)
    let nobody = String(repeating: "ab", count: 32)
    for (value, rule) in [
      (nobody, "break-glass.unknown"), (reviewed, "break-glass.unknown"), (String(id.prefix(12)), "release.form"),
      (id.uppercased(), "release.form"), ("none", "release.form"),
    ] {
      let commit = try scene.release(value)
      try team.expectHeld(rule) { try team.pushStep(.lena, commit, "prod") }
    }
    let bare = try scene.release(nil)
    try team.expectHeld("approvals.missing") { try team.pushStep(.lena, bare, "prod") }
    let twice = try scene.release(id) { $0["Why"] = "\(Team.stepWhy)\nException: \(nobody)" }
    try team.expectHeld("commit.malformed") { try team.pushStep(.lena, twice, "prod") }
    let older = try scene.release(id) { $0["Journal"] = team.root }
    try team.expectHeld("release.older-journal") { try team.pushStep(.lena, older, "prod") }
    // What an exception never lifts: the signature, the role, the landing.
    var trailers = try team.stepTrailers("greet", to: "prod")
    trailers["Exception"] = id
    let edits = [TreeEdit.take("workflows/greet", from: "origin/main")]
    let unsigned = try team.craftStep(.lena, "prod", edits, trailers, isSigned: false)
    try team.expectHeld("releaser.unknown") { try team.pushStep(.lena, unsigned, "prod") }
    let stranger = try team.craftStep(.maria, "prod", edits, trailers)
    try team.expectHeld("releaser.role") { try team.pushStep(.maria, stranger, "prod") }
    let untold = try scene.release(id) { $0["Ticket"] = .some(nil) }
    try team.expectHeld("metadata.ticket") { try team.pushStep(.lena, untold, "prod") }
    expect(try team.pushStep(.lena, try scene.release(id), "prod"), 0)
  }

  @Test("an exception in the same push as its release: held, and taken when it goes first")
  func samePush() throws {
    let scene = try Emergency()
    let team = scene.team
    let file = try team.file(.exception("greet", scene.version, base: scene.base), by: .sofia)
    let spec = try team.journal(.lena, "greet", adding: [file])
    let id = String(file.path.split(separator: "/").last?.prefix(64) ?? "")
    let tip = String(spec.prefix(40))
    let commit = try scene.release(id) { $0["Journal"] = tip }
    try team.expectHeld("push.evidence-first") {
      try team.push(.lena, ["--atomic", spec, "\(commit):refs/heads/env/prod"])
    }
    try team.expectTaken(.lena, [spec])
    expect(try team.pushStep(.lena, commit, "prod"), 0)
  }

  @Test("used twice, in one push or one after the other, or under another name: held")
  func twice() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.breakGlass()
    let first = try scene.release(id)
    let back = try team.craftStep(
      .lena, "prod", [.take("workflows/greet", from: team.root)],
      [
        "Rollback": "greet@\(scene.base.dirHash.prefix(12))", "Environment": "prod", "Source": team.root,
        "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
      ], parents: [first])
    let second = try scene.release(id, parents: [back])
    try team.expectHeld("break-glass.used") { try team.pushStep(.lena, second, "prod") }
    try team.expectHeld("debt.open") { try team.pushStep(.lena, second, "prod") }
    expect(try team.pushStep(.lena, back, "prod"), 0)
    try team.expectHeld("break-glass.used") { try team.pushStep(.lena, second, "prod") }
    try team.must(.jonas, "approve", "greet", "--debt", id, "--env", "prod", "-m", "It was right")
    try team.nextSecond()
    let third = try scene.release(id)
    try team.expectHeld("break-glass.used", says: ["used up by commit \(first.prefix(12))"]) {
      try team.pushStep(.lena, third, "prod")
    }
    expect(
      try scene.promote(id), 1, out: ["break-glass.used"], absent: ["debt.open"])
    // The same statement in another envelope, which only a careless host takes, is the same exception.
    let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
    try team.openHub()
    try team.git(.lena, "fetch", "-q", "origin", "refs/countersign/journal/greet")
    let path = try team.git(.lena, "ls-tree", "-r", "--name-only", "FETCH_HEAD").split(separator: "\n").first {
      $0.contains(id)
    }
    let bytes = try team.git(.lena, "cat-file", "-p", "FETCH_HEAD:\(path ?? "")").replacing("SHA256:", with: "SHA256:x")
    let twin = Array((bytes + "\n").utf8)
    let twinID = try team.sha256(twin)
    let spec = try team.journal(
      .lena, "greet",
      adding: [("\(scene.version.dirHash.prefix(2))/\(scene.version.dirHash)/\(twinID).json", twin)])
    try team.push(.lena, [spec])
    try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
    let disguised = try scene.release(twinID)
    try team.expectHeld("break-glass.used") { try team.pushStep(.lena, disguised, "prod") }
    // Another decision is another exception.
    let another = try scene.breakGlass()
    expect(try team.pushStep(.lena, try scene.release(another), "prod"), 0)
  }

  @Test("an exception in a rollback, a kill or a resume: held")
  func otherActs() throws {
    let scene = try Emergency()
    let team = scene.team
    let id = try scene.breakGlass()
    let kill = try team.craftStep(
      .lena, "prod", [.put(".countersign/killed/greet.yaml", "killed: greet\n")],
      [
        "Kill": "greet", "Environment": "prod", "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
        "Exception": id,
      ])
    try team.expectHeld("release.form", says: ["'Exception:'"]) { try team.pushStep(.lena, kill, "prod") }
  }
}

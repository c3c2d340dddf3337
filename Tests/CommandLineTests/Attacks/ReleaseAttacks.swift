import TestSupport
import Testing

/// R1, R2, R14, R17: what a step of an environment says, and what it is.
@Suite("attacks: release")
struct ReleaseAttacks {
  /// A step that differs from a truthful release of `greet` to dev in one thing.
  struct Variant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    var edits: [TreeEdit] = [.take("workflows/greet", from: "origin/main")]
    var trailers: StepTrailers = [:]
    var isSigned = true
    var says: [String] = []
    /// What cannot be judged for want of a policy is undecided; that blocks as well.
    var outcome = "held"

    init(
      _ description: String, _ rule: String, also edits: [TreeEdit] = [], only: [TreeEdit]? = nil,
      _ trailers: StepTrailers = [:], isSigned: Bool = true, says: [String] = [],
      outcome: String = "held"
    ) {
      testDescription = description
      self.rule = rule
      self.edits = only ?? self.edits + edits
      self.trailers = trailers
      self.isSigned = isSigned
      self.says = says
      self.outcome = outcome
    }
  }

  /// `greet` has another version on main than in dev, and so has `report` a branch that never landed.
  private func landed() throws -> Team {
    let team = try Team(.adopted)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    return team
  }

  private func attempt(_ variant: Variant, _ team: Team) throws {
    var trailers = try team.stepTrailers("greet", to: "dev")
    for (key, value) in variant.trailers { trailers.updateValue(value, forKey: key) }
    let commit = try team.craftStep(.lena, "dev", variant.edits, trailers, isSigned: variant.isSigned)
    try team.expectHeld(variant.rule, says: variant.says, outcome: variant.outcome) {
      try team.pushStep(.lena, commit, "dev")
    }
  }

  @Test("R1: a release made by hand that is what it says: taken, and admitted")
  func honest() throws {
    let team = try landed()
    let commit = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "dev"))
    expect(try team.pushStep(.lena, commit, "dev"), 0)
    #expect(try team.hub("refs/heads/env/dev") == commit)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "greet", "--env", "dev"), 0)
  }

  static let directs = [
    Variant(
      "a commit without any trailer", "release.form",
      [
        "Release": nil, "Environment": nil, "Source": nil, "Policy": nil, "Journal": nil, "Why": nil, "Ticket": nil,
      ]),
    Variant("two acts in one message", "release.form", ["Kill": "greet"], says: ["several of"]),
    Variant("a trailer of another act", "release.form", ["Resume-All": "yes"]),
    Variant("an unsigned commit", "releaser.unknown", isSigned: false),
    Variant("another environment's name", "release.form", ["Environment": "prod"]),
    Variant("no landing named", "release.form", ["Source": nil], says: ["it has no 'Source:'"]),
    Variant("no policy named", "release.form", ["Policy": nil], outcome: "undecided"),
    Variant("no reason", "metadata.why", ["Why": nil]),
    Variant("no ticket", "metadata.ticket", ["Ticket": nil]),
    Variant("another workflow with it", "release.form", also: [.put("workflows/spare/run.sh", Team.hello)]),
    Variant("a file beside the workflows", "release.form", also: [.put("README.md", "Hello")]),
    Variant("a policy of its own", "release.form", also: [.put(".countersign/policy.yaml", TeamFiles.policy)]),
    Variant("a kill with it", "release.form", also: [.put(".countersign/killed/spare.yaml", "killed: spare\n")]),
    Variant("a freeze with it", "release.form", also: [.put(".countersign/freeze.yaml", "until: 2030-01-01\n")]),
    Variant("a file in the root and in no workflow", "release.form", also: [.put("workflows/notes.txt", "Hello")]),
    Variant("a name that only begins like it", "release.form", also: [.put("workflows/greeter/run.sh", Team.hello)]),
    Variant("nothing at all", "release.form", only: [], says: ["it changes nothing"]),
    Variant("the name of a workflow that is none", "release.form", ["Release": "../greet@000000000000"]),
    Variant("the reserved name of all", "release.form", ["Release": "all@000000000000"]),
  ]

  @Test("R1: a direct commit, or one that changes more than it says: held", arguments: directs)
  func direct(variant: Variant) throws { try attempt(variant, landed()) }

  @Test("R1: a merge into an environment, its history begun anew or on main's commits: held")
  func ancestry() throws {
    let team = try landed()
    let trailers = try team.stepTrailers("greet", to: "dev")
    let tip = try team.hub("refs/heads/env/dev")
    let main = try team.hub("refs/heads/main")
    let edits = [TreeEdit.take("workflows/greet", from: "origin/main")]
    let merge = try team.craftStep(.lena, "dev", edits, trailers, parents: [tip, main])
    try team.expectHeld("release.form", says: ["2 parents"]) { try team.pushStep(.lena, merge, "dev") }
    let foxtrot = try team.craftStep(.lena, "dev", edits, trailers, parents: [main, tip])
    try team.expectHeld("push.foxtrot") { try team.pushStep(.lena, foxtrot, "dev") }
    let anew = try team.craftStep(.lena, "dev", edits, trailers, parents: [])
    try team.expectHeld("push.rewinds") { try team.pushStep(.lena, anew, "dev", force: true) }
    try team.expectHeld("push.foxtrot") {
      let merged = try team.craftStep(.lena, "dev", [], trailers, parents: [anew, tip])
      return try team.pushStep(.lena, merged, "dev")
    }
    try team.expectHeld("push.rewinds") { try team.tryGit(.lena, "push", "--no-verify", "origin", ":env/dev") }
    try team.expectHeld("push.rewinds") { try team.pushStep(.lena, main, "dev", force: true) }
  }

  @Test("R1: the first commit of an environment that brings more, or main's history, or was adopted by one: held")
  func first() throws {
    let team = try Team(.founded)
    let main = try team.hub("refs/heads/main")
    try team.expectHeld("release.form") { try team.pushStep(.lena, main, "dev") }
    let everything: StepTrailers = [
      "Adopt": "3 workflows", "Environment": "dev", "Policy": main, "Source": main, "Why": Team.stepWhy,
    ]
    let edits = [TreeEdit.take("workflows", from: main)]
    let alone = try team.craftStep(.lena, "dev", edits, everything)
    try team.expectHeld("approvals.missing", says: ["1 of 2 approvals"]) { try team.pushStep(.lena, alone, "dev") }
    try team.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    let more = try team.craftStep(.lena, "dev", edits + [.put("README.md", "Hello")], everything)
    try team.expectHeld("release.form") { try team.pushStep(.lena, more, "dev") }
    let other = try team.craftStep(.lena, "dev", edits + [.put("workflows/greet/run.sh", Team.hello)], everything)
    try team.expectHeld("approvals.missing") { try team.pushStep(.lena, other, "dev") }
    let stranger = try team.craftStep(.maria, "dev", edits, everything)
    try team.expectHeld("releaser.role") { try team.pushStep(.maria, stranger, "dev") }
    let honest = try team.craftStep(.lena, "dev", edits, everything)
    expect(try team.pushStep(.lena, honest, "dev"), 0)
    let again = try team.craftStep(
      .lena, "dev", [.put("workflows/greet/run.sh", Team.hello)], everything)
    try team.expectHeld("release.form") { try team.pushStep(.lena, again, "dev") }
  }

  static let others = [
    Variant(
      "other content under the version that was judged", "release.form",
      also: [.put("workflows/greet/run.sh", "#!/bin/sh\necho evil\n")], says: ["the tree holds greet@"]),
    Variant(
      "the same files with another mode", "landed.other-version", also: [.makeExecutable("workflows/greet/RUNBOOK.md")]),
    Variant("one file more", "release.form", also: [.put("workflows/greet/more.sh", "echo more\n")]),
    Variant("one file less", "release.form", also: [.drop("workflows/greet/unit.sh")]),
    Variant("a shortened version", "release.form", ["Release": "greet@"]),
    Variant(
      "a policy that is none", "release.older-policy", ["Policy": "0123456789012345678901234567890123456789"],
      outcome: "undecided"),
    Variant(
      "a source that is no commit here", "landed.not-on-main", ["Source": "0123456789012345678901234567890123456789"]),
    Variant("a shortened source", "release.form", ["Source": "0123456789ab"]),
  ]

  @Test("R2: the gate passes, then another commit is released: held", arguments: others)
  func other(variant: Variant) throws { try attempt(variant, landed()) }

  @Test("R2: a version that is not on main, or not by the landing named, or by a landing past its gate: held")
  func sources() throws {
    let team = try landed()
    let shout = try team.change(.maria, "shout", ["workflows/greet/run.sh": "#!/bin/sh\necho HELLO\n"])
    try team.git(.lena, "fetch", "-q", "origin")
    var trailers = try team.stepTrailers("greet", to: "dev")
    trailers["Release"] = "greet@\(try team.version("greet", at: shout))"
    let edits = [TreeEdit.take("workflows/greet", from: shout)]
    let elsewhere = try team.craftStep(.lena, "dev", edits, trailers)
    try team.expectHeld("landed.other-version") { try team.pushStep(.lena, elsewhere, "dev") }
    trailers["Source"] = shout
    let unlanded = try team.craftStep(.lena, "dev", edits, trailers)
    try team.expectHeld("landed.not-on-main") { try team.pushStep(.lena, unlanded, "dev") }
    // It lands by a merge: the commit inside it is no landing still.
    try team.must(.maria, "land", "shout")
    trailers["Policy"] = try team.hub("refs/heads/main")
    let inside = try team.craftStep(.lena, "dev", edits, trailers)
    if try team.hub("refs/heads/main") != shout {
      try team.expectHeld("landed.not-on-main") { try team.pushStep(.lena, inside, "dev") }
    }
    trailers["Source"] = try team.hub("refs/heads/main")
    let honest = try team.craftStep(.lena, "dev", edits, trailers)
    expect(try team.pushStep(.lena, honest, "dev"), 0)
  }

  @Test("R2: what came to main past its gate is released by nobody: held")
  func ungated() throws {
    let team = try Team(.submitted)
    let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
    try team.openHub()
    try team.git(.maria, "push", "-q", "--no-verify", "origin", "louder:main")
    try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
    let commit = try team.craftStep(
      .lena, "dev", [.take("workflows/report", from: "origin/main")], try team.stepTrailers("report", to: "dev"))
    try team.expectHeld("landed.past-its-gate") { try team.pushStep(.lena, commit, "dev") }
    // What others landed meanwhile goes on.
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    let honest = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "dev"))
    expect(try team.pushStep(.lena, honest, "dev"), 0)
  }

  @Test("R2: judged by the policy of yesterday, or dated when another one held: held")
  func olderPolicy() throws {
    let team = try landed()
    let before = try team.hub("refs/heads/main")
    try team.landPolicy(
      TeamFiles.policy.replacing(
        "dev: { branch: env/dev, release: [author, release-manager]", with: "dev: { branch: env/dev, release: [author]")
    )
    let edits = [TreeEdit.take("workflows/greet", from: "origin/main")]
    var trailers = try team.stepTrailers("greet", to: "dev")
    let now = try team.craftStep(.lena, "dev", edits, trailers)
    try team.expectHeld("releaser.role") { try team.pushStep(.lena, now, "dev") }
    trailers["Policy"] = before
    for seconds in [0, -240] {
      let older = try team.craftStep(.lena, "dev", edits, trailers, seconds: seconds)
      try team.expectHeld("release.older-policy") { try team.pushStep(.lena, older, "dev") }
    }
    trailers["Policy"] = try team.hub("refs/heads/main")
    let honest = try team.craftStep(.maria, "dev", edits, trailers)
    expect(try team.pushStep(.maria, honest, "dev"), 0)
  }

  static let removals = [
    Variant(
      "deleted by a commit that says nothing", "release.form", only: [.drop("workflows/greet")],
      [
        "Release": nil, "Environment": nil, "Source": nil, "Policy": nil, "Journal": nil, "Why": nil, "Ticket": nil,
      ]),
    Variant(
      "deleted by a release of what main still has", "landed.other-version", only: [.drop("workflows/greet")],
      ["Release": "greet@none"]),
    Variant(
      "deleted by a rollback to nothing", "healthy.never-released", only: [.drop("workflows/greet")],
      ["Release": nil, "Journal": nil, "Rollback": "greet@none"]),
    Variant(
      "deleted under a kill", "release.form",
      only: [.drop("workflows/greet"), .put(".countersign/killed/greet.yaml", "killed: greet\n")],
      ["Release": nil, "Journal": nil, "Source": nil, "Kill": "greet"]),
    Variant(
      "disabled by an edit of its definition there", "release.form",
      only: [.put("workflows/greet/run.sh", "exit 0\n")]),
    Variant("disabled by a file less", "release.form", only: [.drop("workflows/greet/run.sh")]),
    Variant("deleted with the release of another", "release.form", also: [.drop("workflows/spare")]),
  ]

  @Test("R13: what one environment has used in another: held where it lands, and where it is released")
  func shared() throws {
    let team = try Team(.adopted)
    let manifest = TeamFiles.workflow("greet", risk: "low")["workflow.yaml"] ?? ""
    func changed(_ environments: String) -> [String: String?] {
      [
        "workflows/greet/workflow.yaml": manifest.replacing(
          "environments: { dev: {}, test: {} }", with: "environments: { dev: {}, \(environments) }")
      ]
    }
    let rows = [
      "test: { identity: svc-two }, prod: { identity: svc-two }", "test: { identity: svc-greet }",
      "test: { destinations: [bank.example] }, prod: { destinations: [bank.example] }",
    ]
    for row in rows {
      let id = try team.change(.maria, "shared", changed(row))
      try team.expectHeld(.maria, ["\(id):refs/heads/main"], ["apart.shared"])
    }
    // Brought past the hook, it is released by nobody.
    let hooks = try Team.serverHooks.map { ($0, try team.sandbox.read($0)) }
    try team.openHub()
    #expect(try team.push(.maria, ["shared:refs/heads/main"]).status == 0)
    for (name, hook) in hooks { try team.sandbox.write(name, hook, executable: true) }
    let step = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "dev"))
    try team.expectHeld(.lena, ["\(step):refs/heads/env/dev"], ["apart.shared"])
    let apart = try team.change(
      .maria, "apart", changed("test: { identity: svc-two }, prod: { identity: svc-three }"))
    try team.expectTaken(.maria, ["\(apart):refs/heads/main"])
  }

  @Test("R14: a workflow disabled or deleted in an environment without a release: held", arguments: removals)
  func gone(variant: Variant) throws { try attempt(variant, landed()) }

  @Test("R14: a workflow removed on main is removed in an environment by its release: taken")
  func removed() throws {
    let team = try Team(.adopted)
    try team.landFiles("away", ["workflows/spare": nil])
    try team.git(.lena, "fetch", "-q", "origin")
    var trailers = try team.stepTrailers("greet", to: "dev")
    trailers["Release"] = "spare@none"
    trailers["Journal"] = try team.journalTip("spare")
    let commit = try team.craftStep(.lena, "dev", [.drop("workflows/spare")], trailers)
    expect(try team.pushStep(.lena, commit, "dev"), 0)
  }

  @Test("R17: the releaser names an older journal to leave out a no: held")
  func olderJournal() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.must(.maria, "land", "louder")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Heard it in test")
    let approved = try team.journalTip("report")
    try team.nextSecond()
    try team.must(.jonas, "reject", "report", "--for", "prod", "--rev", "origin/main", "-m", "No, it hurts")
    try team.nextSecond()
    let edits = [TreeEdit.take("workflows/report", from: "origin/main")]
    var trailers = try team.stepTrailers("report", to: "prod")
    let truthful = try team.craftStep(.lena, "prod", edits, trailers)
    try team.expectHeld("approvals.rejected") { try team.pushStep(.lena, truthful, "prod") }
    let greet = try team.journalTip("greet")
    for journal in [approved, "none", greet, try team.hub("refs/heads/main")] {
      trailers["Journal"] = journal
      let older = try team.craftStep(.lena, "prod", edits, trailers)
      try team.expectHeld("release.older-journal") { try team.pushStep(.lena, older, "prod") }
    }
    // Nor dated before the no, nor beside a journal that drops it.
    trailers["Journal"] = approved
    let backdated = try team.craftStep(.lena, "prod", edits, trailers, seconds: -3)
    try team.expectHeld("release.older-journal") { try team.pushStep(.lena, backdated, "prod") }
    try team.expectHeld("journal.append-only") {
      try team.tryGit(
        .lena, "push", "--no-verify", "origin", "+\(approved):refs/countersign/journal/report",
        "\(backdated):refs/heads/env/prod")
    }
    // The same person changes their mind: the tip is named, and it passes.
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes after all")
    try team.nextSecond()
    trailers["Journal"] = try team.journalTip("report")
    let honest = try team.craftStep(.lena, "prod", edits, trailers)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }
}

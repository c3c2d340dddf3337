import TestSupport
import Testing

/// Commits of environments past every hook, and what verify says of them: that, and nothing else.
@Suite("verify: broken steps of environments")
struct BrokenSteps {
  private static let report = "workflows/report"

  /// Lands a third version of report in order; gives nothing.
  private func three(_ team: Team) throws {
    try team.change(.maria, "three", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    try team.vouch(at: "three")
    try team.must(.maria, "land", "three")
  }

  private func put(_ team: Team, _ commit: String, _ environment: String) throws {
    try team.force(.lena, commit, "refs/heads/env/\(environment)")
  }

  @Test("a release without its gate")
  func ungated() throws {
    let team = try Team.unguarded()
    try three(team)
    let bad = try team.craftStep(
      .lena, "prod", [.take(Self.report, from: "origin/main")], try team.stepTrailers("report", to: "prod"))
    try put(team, bad, "prod")
    let release = "release \(team.short(bad)) of report@"
    try team.expectBroken(
      [Told("approvals.missing", release), Told("after.skipped", release), Told("soak.short", release)],
      runs: ["report"])
  }

  @Test("a release of what never landed")
  func unlanded() throws {
    let team = try Team.unguarded()
    var trailers = try team.stepTrailers("greet", to: "dev")
    let file = "workflows/greet/run.sh"
    let bad = try team.craftStep(.lena, "dev", [.put(file, "#!/bin/sh\necho other\n")], trailers)
    let version = try team.version("greet", at: bad)
    trailers["Release"] = "greet@\(version)"
    let named = try team.craftStep(.lena, "dev", [.put(file, "#!/bin/sh\necho other\n")], trailers)
    try put(team, named, "dev")
    let release = "release \(team.short(named)) of greet@"
    // Nobody is left who could have changed it.
    try team.expectBroken([Told("landed.other-version", release), Told("contributors.none", release)], runs: ["greet"])
  }

  @Test("an adoption in which one workflow has no review: that one, and not those beside it")
  func halfAdopted() throws {
    let team = try Team.unguarded(.founded)
    try team.must(
      .jonas, "approve", "greet", "spare", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs")
    try team.nextSecond()
    let main = try team.hub("refs/heads/main")
    let bad = try team.craftStep(
      .lena, "dev", [.take("workflows", from: main)],
      ["Adopt": "3 workflows", "Environment": "dev", "Policy": main, "Source": main, "Why": Team.stepWhy])
    try put(team, bad, "dev")
    try team.expectBroken(
      [Told("approvals.missing", "adoption \(team.short(bad)) of report@")], runs: ["report"])
  }

  @Test("what runs is named first, however much there is that nothing rests on")
  func crowded() throws {
    let team = try Team.unguarded()
    let crowd = """
      date=$(git log -1 --format=%ct main)
      for number in $(seq 400); do
        printf 'commit refs/heads/main\\ncommitter M <maria@acme.example> %s +0000\\ndata 2\\nx\\n' "$date"
        [ $number = 1 ] && echo 'from refs/heads/main^0'
        printf 'M 100644 inline README\\ndata %s\\n%s\\n' ${#number} $number
      done | git fast-import --quiet
      """
    expect(try team.shell(.lena, crowd, in: "hub.git"), 0)
    let bad = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: team.root)], try team.stepTrailers("greet", to: "dev"))
    try put(team, bad, "dev")
    let verified = try team.verify()
    #expect(verified.status == 1)
    #expect(verified.violations.count == 1001 && verified.violations.last?.rule == "verify.more", "\(verified.counts)")
    #expect(verified.runs.map { String($0.prefix { $0 != "@" }) } == ["greet"], "\(verified.runs)")
    #expect(verified.violations.first?.subject.contains(team.short(bad)) == true, "\(verified.violations.prefix(3))")
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 1, out: ["runs now, and rests on", "  greet@"])
  }

  struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    var person = Person.lena
    let edits: [TreeEdit]
    var trailers: StepTrailers = [:]
    var isSigned = true
  }

  static let spoiled: [Spoiled] = [
    Spoiled(
      testDescription: "another file beside it", rule: "release.form",
      edits: [.take("workflows/greet", from: "origin/main"), .put("workflows/spare/extra.txt", "extra\n")]),
    Spoiled(
      testDescription: "another environment's name", rule: "release.form",
      edits: [.take("workflows/greet", from: "origin/main")], trailers: ["Environment": "test"]),
    Spoiled(
      testDescription: "somebody without the role", rule: "releaser.role", person: .maria,
      edits: [.take("workflows/greet", from: "origin/main")]),
    Spoiled(
      testDescription: "no signature", rule: "metadata.unsigned",
      edits: [.take("workflows/greet", from: "origin/main")],
      isSigned: false),
    Spoiled(
      testDescription: "no reason", rule: "release.form", edits: [.take("workflows/greet", from: "origin/main")],
      trailers: ["Why": nil]),
  ]

  @Test("a release that is not what it says", arguments: spoiled)
  func spoiledRelease(spoiled: Spoiled) throws {
    let team = try Team.unguarded()
    var trailers = try team.stepTrailers("greet", to: "prod")
    trailers.merge(spoiled.trailers) { $1 }
    let bad = try team.craftStep(
      spoiled.person, "prod", spoiled.edits, trailers, isSigned: spoiled.isSigned)
    try team.force(spoiled.person, bad, "refs/heads/env/prod")
    var told = [Told(spoiled.rule, "release \(team.short(bad)) of greet@")]
    if !spoiled.isSigned { told.append(Told("releaser.unknown", team.short(bad))) }
    if spoiled.trailers["Why"] == .some(nil) { told.append(Told("metadata.why", team.short(bad))) }
    try team.expectBroken(told, runs: spoiled.edits.count > 1 ? ["greet", "spare"] : ["greet"])
  }

  @Test("evidence that is not in the journal commit that the release names")
  func olderJournal() throws {
    let team = try Team.unguarded()
    try three(team)
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    let before = try team.journalTip("report")
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Heard it")
    try team.nextSecond()
    var trailers = try team.stepTrailers("report", to: "prod")
    trailers["Journal"] = before
    let bad = try team.craftStep(.lena, "prod", [.take(Self.report, from: "origin/main")], trailers)
    try put(team, bad, "prod")
    try team.expectBroken([Told("approvals.missing", "release \(team.short(bad)) of report@")], runs: ["report"])
  }

  @Test("an older journal, to leave out what was said since")
  func rewoundJournal() throws {
    let team = try Team.unguarded()
    try three(team)
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Heard it")
    try team.nextSecond()
    var trailers = try team.stepTrailers("report", to: "prod")
    trailers["Journal"] = try team.git(
      .lena, "rev-list", "--reverse", "refs/countersign/journal/report", in: "hub.git"
    ).split(separator: "\n").first.map(String.init)
    let bad = try team.craftStep(.lena, "prod", [.take(Self.report, from: "origin/main")], trailers)
    try put(team, bad, "prod")
    let release = "release \(team.short(bad)) of report@"
    let verified = try team.verify()
    #expect(verified.status == 1)
    #expect(verified.violations.allSatisfy { $0.subject.contains(release) }, "\(verified.violations)")
    #expect(verified.violations.contains { $0.rule == "release.older-journal" }, "\(verified.violations)")
  }

  @Test("a kill by somebody without the role")
  func strangersKill() throws {
    let team = try Team.unguarded()
    let trailers: StepTrailers = [
      "Kill": "report", "Environment": "prod", "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
    ]
    let bad = try team.craftStep(.maria, "prod", [.put(KillAttacks.marker, "why: I can\n")], trailers)
    try team.force(.maria, bad, "refs/heads/env/prod")
    try team.expectBroken([Told("releaser.role", "kill \(team.short(bad)) of report")], runs: ["report"])
  }

  @Test("a resume that nobody approved, and a kill that is just taken away", arguments: [true, false])
  func loneResume(isResume: Bool) throws {
    let team = try Team.unguarded()
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts again")
    let trailers: StepTrailers = [
      "Resume": "report", "Environment": "prod", "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
      "Journal": try team.journalTip("report"),
    ]
    let bad = try team.craftStep(.lena, "prod", [.drop(KillAttacks.marker)], isResume ? trailers : [:])
    try put(team, bad, "prod")
    let told =
      isResume
      ? [Told("approvals.missing", "resume \(team.short(bad)) of report")]
      : [Told("release.form", "commit \(team.short(bad)) on prod")]
    try team.expectBroken(told, runs: ["report"])
  }

  @Test("a version that was recalled, released all the same")
  func recalled() throws {
    let team = try Team.unguarded()
    try team.landFiles("soft", ["workflows/spare/run.sh": "#!/bin/sh\necho soft\n"])
    try team.git(.lena, "fetch", "-q", "origin")
    try team.must(
      .sofia, "recall", "spare", "--version", try team.version("spare", at: "origin/main"), "-m", "It pays twice")
    try team.nextSecond()
    let bad = try team.craftStep(
      .lena, "dev", [.take("workflows/spare", from: "origin/main")], try team.stepTrailers("spare", to: "dev"))
    try put(team, bad, "dev")
    try team.expectBroken([Told("recall.barred", "release \(team.short(bad)) of spare@")], runs: ["spare"])
  }

  @Test("an older landing in place of a newer one")
  func downgrade() throws {
    let team = try Team.unguarded()
    let old = team.root
    let bad = try team.craftStep(
      .lena, "dev", [.take("workflows/greet", from: old)], try team.stepTrailers("greet", to: "dev", source: old))
    try put(team, bad, "dev")
    let release = "release \(team.short(bad)) of greet@"
    // Whose hand is in it is counted from the newer landing on, which does not lie below the older one.
    try team.expectBroken([Told("order.downgrade", release), Told("git.not-found", release)], runs: ["greet"])
  }

  @Test("a branch that goes on into main's history")
  func forgedParent() throws {
    let team = try Team.unguarded()
    let tree = try team.git(.lena, "rev-parse", "env/prod^{tree}", in: "hub.git")
    try team.git(.lena, "fetch", "-q", "origin", "env/prod")
    let bad = try team.commit(.lena, RawCommit(tree: tree, parents: [try team.hub("refs/heads/main")]), signedBy: .lena)
    try team.force(.lena, bad, "refs/heads/env/prod")
    try team.expectBroken(
      [
        Told("verify.off-line", "branch of prod"), Told("release.form", "commit \(team.short(bad)) on prod"),
        // What was killed and resumed there is on no branch any more.
        Told("verify.gone-step", "branch of prod"),
      ], runs: ["greet"])
  }

  @Test("a version that runs and cannot be read is named")
  func unread() throws {
    let team = try Team.unguarded()
    try team.lose(try team.git(.lena, "rev-parse", "env/dev:workflows/spare/workflow.yaml", in: "hub.git"))
    let verified = try team.verify()
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(Set(verified.runs) == ["spare in dev", "spare in prod", "spare in test"], "\(verified.runs)")
  }

  @Test(
    "what runs is named where its tree, or all of the environment's, cannot be read",
    arguments: [":workflows/greet", "^{tree}"])
  func unreadTree(tree: String) throws {
    let team = try Team.unguarded()
    // The tree of greet as prod alone holds it.
    let bad = try team.craftStep(
      .lena, "prod", [.put("workflows/greet/run.sh", "#!/bin/sh\necho other\n")],
      try team.stepTrailers("greet", to: "prod"))
    try put(team, bad, "prod")
    try team.lose(try team.git(.lena, "rev-parse", "env/prod\(tree)", in: "hub.git"))
    let verified = try team.verify()
    #expect(verified.status != 0, "\(verified.text)")
    #expect(
      verified.runs.contains(tree.hasPrefix(":") ? "greet in prod" : "everything in prod"), "\(verified.text)")
    #expect(verified.text.contains("\"greet\""), "\(verified.text)")
  }

  @Test("a branch that was rewound: the clone that has seen more cannot tell")
  func rewound() throws {
    let team = try Team.unguarded()
    try team.must(.sofia, "sync")
    try team.git(.lena, "update-ref", "refs/heads/env/prod", "env/prod~1", in: "hub.git")
    try team.git(.sofia, "fetch", "-q", "origin")
    try team.expectBroken([Told("git.rewound-branch", "branch of prod")], outcome: "undecided", status: 2, in: "sofia")
  }
}

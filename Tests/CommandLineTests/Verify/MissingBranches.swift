import TestSupport
import Testing

/// Branches that are not here, and those that are not what they were.
@Suite("verify: missing and rewound branches of environments")
struct MissingBranches {
  private static let memory = "fresh/.git/countersign/verified"

  private func remembers(_ team: Team) throws -> Bool {
    try team.shell(.lena, "test -e ../\(Self.memory)").status == 0
  }

  @Test("a branch that was deleted cannot be told, and nothing is remembered", arguments: ["prod", "test"])
  func deleted(name: String) throws {
    let team = try Team.unguarded()
    try team.git(.lena, "update-ref", "-d", "refs/heads/env/\(name)", in: "hub.git")
    var told = [Told("verify.no-branch", "branch of \(name)")]
    if name == "test" { told.append(Told("git.not-found", "release", " to prod")) }
    try team.expectBroken(told, outcome: "undecided", status: 2, runs: name == "test" ? ["report"] : [])
    #expect(try !remembers(team))
  }

  @Test("a clone of one branch alone cannot tell")
  func single() throws {
    let team = try Team.unguarded()
    let verified = try team.verify(in: team.freshClone("--single-branch", "--branch", "main"))
    #expect(verified.status == 2, "\(verified.text)")
    #expect(verified.violations.map(\.rule) == Array(repeating: "verify.no-branch", count: 3))
    #expect(try !remembers(team))
    // What another remote is known to have is missing here, too.
    let other = try Team.unguarded(.founded)
    try other.force(.maria, try other.greeting(), "refs/heads/main")
    let clone = try other.freshClone()
    try other.git(.lena, "update-ref", "refs/remotes/backup/env/dev", "HEAD", in: clone)
    #expect(try other.verify(in: clone).status == 2)
  }

  @Test("one that was never used is noted, and what is said of it later is not overlooked")
  func unused() throws {
    let team = try Team.unguarded(.founded)
    try team.force(.maria, try team.greeting(), "refs/heads/main")
    let clone = try team.freshClone()
    expect(try team.countersign(.lena, "verify", in: clone), 0, out: ["note: there is no", "[verify.no-branch]"])
    #expect(try remembers(team))
    try team.must(
      .jonas, "approve", "spare", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    let refs = "refs/countersign/journal/*:refs/countersign/journal/*"
    try team.git(.lena, "fetch", "-q", "origin", refs, in: clone)
    let remembered = try team.verify(in: clone)
    #expect(remembered.text == (try team.verify("--anew", in: clone)).text)
    #expect(remembered.status == 2 && remembered.violations.map(\.subject) == ["branch of dev"])
  }

  /// The hub's prod, as it was before the kill, the resume and the rollback.
  private func rewind(_ team: Team) throws {
    try team.git(.lena, "update-ref", "refs/heads/env/prod", "env/prod~3", in: "hub.git")
  }

  @Test("a review that answers a kill which is not on the branch tells a rewind in any clone")
  func goneKill() throws {
    let team = try Team.unguarded()
    try rewind(team)
    try team.expectBroken([Told("verify.gone-step", "branch of prod")], outcome: "undecided", status: 2)
  }

  @Test("a clone has seen what it cloned: a rewind is named at the first sync", arguments: [true, false])
  func cloned(byCountersign: Bool) throws {
    let team = try Team.unguarded()
    let hub = team.sandbox.absolute("hub.git")
    let late = team.sandbox.absolute("late")
    if byCountersign {
      expect(try team.countersign(.lena, "clone", hub, late, "--root", team.root, in: ""), 0)
    } else {
      try team.git(.lena, "clone", "-q", hub, late, in: "")
      try team.git(.lena, "config", "countersign.root", team.root, in: "late")
      try team.git(
        .lena, "fetch", "-q", "origin", "refs/countersign/journal/*:refs/countersign/journal/*", in: "late")
    }
    let tip = try team.hub("refs/heads/env/prod")
    try rewind(team)
    for _ in 0..<2 {
      expect(try team.countersign(.lena, "sync", in: "late"), 2, errors: ["[remote.rewound]", "env/prod"])
      #expect(try team.git(.lena, "rev-parse", "origin/env/prod", in: "late") == tip)
    }
    try team.git(.lena, "fetch", "-q", "origin", in: "late")
    expect(try team.countersign(.lena, "verify", in: "late"), 2, out: ["[git.rewound-branch]"])
  }

  @Test("a work branch that ends like an environment's is another branch")
  func workBranch() throws {
    let team = try Team(.adopted)
    try team.landPolicy(
      TeamFiles.policy.replacing(
        "environments:\n", with: "environments:\n  stage: { branch: stage, release: [release-manager], all: {} }\n"))
    try team.git(.maria, "push", "-q", "origin", "HEAD:refs/heads/fix/stage")
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0, out: ["[verify.no-branch]", "nothing of stage was looked at"])
  }

  private static let withoutProd =
    TeamFiles.policy.split(separator: "  prod:\n").first.map(String.init) ?? TeamFiles.policy

  @Test("an environment that was dropped: what was said about it asks for nothing, and its branch may go")
  func dropped() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night")
    let kill = try team.hub("refs/heads/env/prod")
    for person in [Person.jonas, .sofia] {
      try team.must(person, "approve", "report", "--resume", kill, "--env", "prod", "-m", "It is day")
    }
    try team.nextSecond()
    try team.must(.lena, "resume", "report", "--env", "prod", "-m", "It is day again")
    // Nobody releases to it any more, and it does not come back: its branch is one like any other.
    try team.landPolicy(Self.withoutProd)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0, absent: ["[verify.gone-step]"])
    try team.git(.lena, "update-ref", "-d", "refs/heads/env/prod", in: "hub.git")
    let whole = try team.verify()
    #expect(whole.status == 0, "\(whole.text)")
  }

  @Test("a version that was recalled and is still there is noted, until it is killed or gone")
  func recalled() throws {
    let team = try Team.unguarded()
    try team.landFiles("soft", ["workflows/spare/run.sh": "#!/bin/sh\necho soft\n"])
    try team.must(.lena, "promote", "spare", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 0, absent: ["[verify.recalled-runs]"])
    try team.nextSecond()
    try team.must(
      .sofia, "recall", "spare", "--version", try team.version("spare", at: "origin/main"), "-m", "It pays twice")
    // The first look sees it on top of what it remembers, the second remembers it.
    for words in [[], [], ["--anew"]] {
      expect(
        try team.run(.lena, Team.binary, ["verify"] + words, in: "hub.git"), 0,
        out: ["[verify.recalled-runs]", "recalled by sofia", "dev holds it", "It pays twice"])
    }
    try team.nextSecond()
    try team.must(.lena, "rollback", "spare", "--env", "dev", "--version", "previous", "-m", "It pays", "--execute")
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 0, absent: ["[verify.recalled-runs]"])
  }
}

import TestSupport
import Testing

/// What was found by attacking with fresh eyes: things planted beside what is judged, or said afterwards.
@Suite("attacks: planted beside, said afterwards")
struct PlantedAttacks {
  /// A tree of `revision` with an empty directory at a path.
  private func hollow(_ team: Team, _ revision: String, _ path: [String]) throws -> String {
    var id = try team.shell(.maria, "git mktree </dev/null").output
    for depth in path.indices.reversed() {
      let above = path[..<depth].joined(separator: "/")
      let list = "{ git ls-tree \(revision):\(above) 2>/dev/null | grep -v \"$(printf '\\t')\(path[depth])$\"; "
      id = try team.shell(.maria, list + "printf '040000 tree \(id)\\t\(path[depth])\\n'; } | git mktree").output
    }
    return id
  }

  @Test("E1: an empty directory in a journal, which would make everything said about a version unreadable: held")
  func emptyDirectory() throws {
    let team = try Team(.submitted)
    let journal = "refs/countersign/journal/report"
    try team.git(.maria, "fetch", "-q", "origin", "\(journal):refs/forged/report")
    let tree = try hollow(team, "refs/forged/report", ["records", "x"])
    let planted = try team.git(
      .maria, "commit-tree", "--no-gpg-sign", "-p", "refs/forged/report", "-m", "x", tree)
    let before = try team.hub(journal)
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "\(planted):\(journal)"), 1,
      errors: ["[journal.stray-file]"])
    #expect(try team.hub(journal) == before)
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
  }

  @Test("E7: commits that add nothing to a journal: held")
  func emptyCommits() throws {
    let team = try Team(.submitted)
    let journal = "refs/countersign/journal/report"
    try team.git(.maria, "fetch", "-q", "origin", "\(journal):refs/forged/report")
    let hollow = try team.git(
      .maria, "commit-tree", "--no-gpg-sign", "-p", "refs/forged/report", "-m", "x", "refs/forged/report^{tree}")
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "\(hollow):\(journal)"), 1,
      errors: ["[journal.append-only]", "adds nothing"])
  }

  @Test("R1: an empty directory beside an honest release, a kill by nobody who may: held")
  func emptyMarker() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.must(
      .maria, "promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-8", "--local")
    let honest = try team.git(.maria, "rev-parse", "env/dev")
    let tree = try hollow(team, honest, [".countersign", "killed", "all.yaml"])
    let message = try team.git(.maria, "log", "-1", "--format=%B", honest)
    let planted = try team.git(.maria, "commit-tree", "-S", "-p", "\(honest)^", "-m", message, tree)
    let before = try team.hub("refs/heads/env/dev")
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "\(planted):env/dev"), 1,
      errors: ["[release.form]"])
    #expect(try team.hub("refs/heads/env/dev") == before)
    expect(try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "\(honest):env/dev"), 0)
  }

  @Test("R18: a directory where the marker of a kill would stand stops nobody from killing, and passes for no kill")
  func markerIsDirectory() throws {
    let team = try Team(.released)
    try team.openHub()
    let tip = try team.hub("refs/heads/env/prod")
    try team.git(.maria, "fetch", "-q", "origin")
    let tree = try hollow(team, tip, [".countersign", "killed", "report.yaml"])
    let planted = try team.git(.maria, "commit-tree", "-S", "-p", tip, "-m", "x", tree)
    try team.git(.maria, "push", "-q", "--no-verify", "origin", "\(planted):env/prod")
    expect(try team.countersign(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night"), 0)
    #expect(try team.hub("refs/heads/env/prod") != planted)
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.killed]"])
  }

  @Test("P1, G15: a new environment's branch beside the policy that brings it, or one it could not exist beside: held")
  func newEnvironment() throws {
    let team = try Team(.founded)
    let stage = TeamFiles.policy.replacing(
      "environments:\n", with: "environments:\n  stage: { branch: env/stage, release: [release-manager], all: {} }\n")
    try team.change(.maria, "stage", [".countersign/policy.yaml": stage])
    try team.must(.maria, "submit", "policy", "-m", "One more place")
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/stage", "-m", "Agreed")
    }
    try team.git(.maria, "checkout", "-q", "-B", "main", "origin/main")
    try team.git(.maria, "merge", "-q", "--no-ff", "stage", "-m", "Land it")
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "main", "main:refs/heads/env/stage"), 1,
      errors: ["[push.look-alike]", "new environment stage"])
    expect(try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "main:refs/heads/env/stage/x"), 0)
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "main"), 1, errors: ["[push.look-alike]"])
    #expect(try team.hub("refs/heads/main") == team.root)
    expect(try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", ":refs/heads/env/stage/x"), 0)
    expect(try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "main"), 0)
  }

  @Test("P2: landings that go back in time step by step, to make room for a no said afterwards: held")
  func backInTime() throws {
    let team = try Team(.founded)
    try team.git(.maria, "checkout", "-q", "-B", "main", "origin/main")
    let start = try #require(Int(try team.git(.maria, "log", "-1", "--format=%ct")))
    for step in 1...3 {
      let outcome = try team.run(
        .maria, "git",
        [
          "commit", "-q", "--no-verify", "--allow-empty", "-m", "Step \(step)", "-m",
          "Why: One step back\nTicket: OPS-1",
        ],
        environment: ["GIT_COMMITTER_DATE": "\(start - 290 * step) +0000"])
      expect(outcome, 0)
    }
    expect(
      try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "main"), 1,
      errors: ["[push.dated]", "landings follow each other in time"])
    #expect(try team.hub("refs/heads/main") == team.root)
  }

  @Test("P3: an environment is not given a branch that is another's, or was: what lies there was released elsewhere")
  func exchangedBranches() throws {
    let team = try Team(.adopted)
    func policy(test: String, prod: String) -> String {
      TeamFiles.policy.replacing("test: { branch: env/test", with: "test: { branch: \(test)").replacing(
        "    branch: env/prod", with: "    branch: \(prod)")
    }
    for (branch, text) in [
      ("exchanged", policy(test: "env/prod", prod: "env/test")),
      ("taken-over", policy(test: "env/old", prod: "env/test")),
    ] {
      try team.change(.maria, branch, [".countersign/policy.yaml": text])
      for owner in [Person.sofia, .lena] {
        try team.must(owner, "approve", "policy", "--rev", "origin/\(branch)", "-m", "Agreed")
      }
      try team.expectHeld("push.look-alike", words: ["the new branch of the environment prod is there already"]) {
        try team.offer(.maria, branch)
      }
    }
    let renamed = TeamFiles.policy.replacing("prod:\n    branch: env/prod", with: "live:\n    branch: env/live")
    #expect(renamed != TeamFiles.policy)
    try team.change(.maria, "renamed", [".countersign/policy.yaml": renamed])
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/renamed", "-m", "Agreed")
    }
    try team.expectTaken { try team.offer(.maria, "renamed") }
  }

  @Test("G12: a name that is a governed one but for case: held")
  func caseTwins() throws {
    let team = try Team(.founded)
    let twins = [
      "Workflows/greet/run.sh", ".Countersign/policy.yaml", ".GitAttributes", "workflows./greet/run.sh",
      "work\u{200d}flows/greet/run.sh", ".counter\u{17f}ign/policy.yaml", "WORKFL~1/greet/run.sh",
    ]
    for file in twins {
      try team.change(.maria, "twin", [file: "x\n"])
      expect(try team.countersign(.maria, "land", "twin"), 1, out: ["[path.case-twins]"])
    }
    try team.change(.maria, "twin", ["Notes/greet.md": "x\n", "work~1/greet.md": "x\n"])
    try team.must(.maria, "land", "twin")
  }

  @Test("G12: the same beside a governed root that lies deeper: held")
  func deeperTwins() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      "deeper", TeamFiles.policy.replacing("workflows: [workflows]", with: "workflows: [workflows, ops/flows]"))
    for file in ["ops/Flows/greet/run.sh", "OPS/flows/greet/run.sh", "ops/flows./x", "ops/.gitAttributes"] {
      try team.change(.maria, "twin", [file: "x\n"])
      expect(try team.countersign(.maria, "land", "twin"), 1, out: ["[path.case-twins]"])
      try team.expectHeld(.maria, ["twin:main"], ["path.case-twins"])
    }
    try team.change(.maria, "beside", ["ops/Notes/greet.md": "x\n"])
    try team.must(.maria, "land", "beside")
  }

  @Test("E10: a no for an environment, dated before an adoption and brought after it: held")
  func afterAdoption() throws {
    let team = try Team(.founded)
    try team.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    try team.must(.sofia, "sync")
    try team.must(.sofia, "reject", "greet", "--for", "dev", "--rev", "origin/main", "-m", "No", "--local")
    try team.nextSecond()
    try team.must(.lena, "adopt", "--env", "dev")
    expect(try team.countersign(.sofia, "sync"), 1, errors: ["[push.dated]", "before an adoption"])
    expect(try team.countersign(.lena, "admit", "greet", "--env", "dev"), 0)
  }
}

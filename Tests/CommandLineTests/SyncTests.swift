import TestSupport
import Testing

@Suite("command line: sync, and how fresh a clone is")
struct SyncTests {
  /// A commit on top of a journal that adds a file which is none of a journal's.
  private func stray(_ team: Team, _ person: Person, _ workflow: String, in directory: String? = nil) throws -> Outcome
  {
    try team.shell(
      person,
      """
      set -e
      blob=$(echo stray | git hash-object -w --stdin)
      old=$(git rev-parse -q --verify refs/countersign/journal/\(workflow))
      export GIT_INDEX_FILE=$(mktemp -u)
      git read-tree $old
      git update-index --add --cacheinfo 100644,$blob,records/stray.json
      new=$(git commit-tree -p $old -m stray $(git write-tree))
      rm -f "$GIT_INDEX_FILE"
      git -c core.hooksPath=/dev/null update-ref refs/countersign/journal/\(workflow) $new
      """, in: directory)
  }

  private func forget(_ team: Team) throws { _ = try team.shell(.lena, "rm -f .git/countersign/fetched/origin") }

  @Test("a journal that is not in order does not make what was fetched old")
  func fresh() throws {
    let team = try Team(.released)
    expect(try stray(team, .lena, "spare", in: "hub.git"), 0)
    try forget(team)
    expect(
      try team.countersign(.lena, "sync"), 2,
      errors: ["[statement.malformed]", "next: whoever runs 'origin' sets refs/countersign/journal/spare back"])
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod", "--fresh", "5m"), 0)
  }

  @Test("what was rewound is not fresh")
  func rewound() throws {
    let team = try Team(.released)
    try team.must(.lena, "sync")
    try team.openHub()
    try team.git(
      .lena, "update-ref", "refs/countersign/journal/report", "refs/countersign/journal/report~1", in: "hub.git")
    try forget(team)
    expect(try team.countersign(.lena, "sync"), 2, errors: ["[journal.rewound]"])
    expect(
      try team.countersign(.lena, "admit", "report", "--env", "prod", "--fresh", "5m"), 2, errors: ["[admit.stale]"])
  }

  @Test("to sync with another remote says nothing about the one that admit looks at")
  func otherRemote() throws {
    let team = try Team(.released)
    try team.git(.lena, "clone", "-q", "--bare", team.sandbox.absolute("hub.git"), "backup.git", in: "")
    try team.git(.lena, "remote", "add", "backup", team.sandbox.absolute("backup.git"))
    try forget(team)
    expect(try team.countersign(.lena, "sync", "backup"), 0, out: ["in step with backup"])
    expect(
      try team.countersign(.lena, "admit", "report", "--env", "prod", "--fresh", "5m"), 2, errors: ["[admit.stale]"])
    expect(try team.countersign(.lena, "sync"), 0)
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod", "--fresh", "5m"), 0)
  }

  @Test("a runtime that is nobody clones, syncs and asks, with no key and no name")
  func nobody() throws {
    let team = try Team(.released)
    try team.sandbox.write("nobody.gitconfig", "[user]\n  useConfigOnly = true\n")
    let nobody = ["GIT_CONFIG_GLOBAL": team.sandbox.absolute("nobody.gitconfig")]
    expect(
      try team.countersign(
        .lena, "clone", team.sandbox.absolute("hub.git"), team.sandbox.absolute("runtime"), "--root", team.root, in: "",
        environment: nobody), 0, out: ["ready: environments dev, test, prod"], absent: ["[sign.no-identity]"])
    expect(try team.countersign(.lena, "sync", in: "runtime", environment: nobody), 0, out: ["in step with origin"])
    try team.must(.jonas, "record", "report", "access")
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    expect(try team.countersign(.lena, "sync", in: "runtime", environment: nobody), 0, out: ["in step with origin"])
    let asked = try team.countersign(
      .lena, "admit", "report", "--env", "prod", "--fresh", "5m", in: "runtime", environment: nobody)
    expect(asked, 1, errors: ["[admit.killed]"])
    #expect(try team.statements("report", in: "runtime") == team.statements("report"))
  }

  @Test("where journals are to be joined, whoever joins them is asked for")
  func joining() throws {
    let team = try Team(.released)
    try team.must(.lena, "record", "report", "access", "--local")
    try team.must(.jonas, "record", "report", "access")
    try team.sandbox.write("nobody.gitconfig", "[user]\n  useConfigOnly = true\n")
    let nobody = ["GIT_CONFIG_GLOBAL": team.sandbox.absolute("nobody.gitconfig")]
    expect(
      try team.countersign(.lena, "sync", environment: nobody), 2,
      errors: ["the journal of report has something here and something else at 'origin'", "[sign.no-identity]"])
    expect(try team.countersign(.lena, "sync"), 0)
  }

  @Test("what lies only here and does not read is not pushed, and the command beside it gives it up")
  func malformedHere() throws {
    let team = try Team(.released)
    try team.must(.lena, "sync")
    let before = try team.hub("refs/countersign/journal/spare")
    expect(try stray(team, .lena, "spare"), 0)
    try team.must(.lena, "record", "greet", "access", "--local")
    let outcome = try team.countersign(.lena, "sync")
    expect(outcome, 2, errors: ["[statement.malformed]", "it lies only here, and was not pushed"])
    #expect(try team.hub("refs/countersign/journal/spare") == before)
    // The journals beside it are pushed.
    #expect(try team.statements("greet") == team.statements("greet", in: "lena"))
    let line = try #require(outcome.errors.split(separator: "\n").first { $0.contains("next: git update-ref ") })
    let words = line.split(separator: " ").dropFirst().prefix(4).joined(separator: " ")
    expect(try team.shell(.lena, words), 0)
    expect(try team.countersign(.lena, "sync"), 0, out: ["in step with origin"])
  }
}

import TestSupport
import Testing

/// What lies in history past every gate (a host without the hook, an administrator) decides nothing later.
@Suite("attacks: what came past the gate")
struct HistoryAttacks {
  /// A commit on top of prod in the hub, with this tree and message, signed by a person unless `sign` is false.
  @discardableResult
  private func force(
    _ team: Team, _ person: Person, tree: String, _ message: String, branch: String = "env/prod", sign: Bool = true
  ) throws -> String {
    try team.git(person, "fetch", "-q", "origin")
    let parent = try team.hub("refs/heads/\(branch)")
    let commit = try team.git(
      person, "commit-tree", sign ? "-S" : "--no-gpg-sign", "-p", parent, "-m", message, tree)
    try team.git(person, "push", "-q", "--no-verify", "origin", "\(commit):refs/heads/\(branch)")
    return commit
  }

  private func lines(_ trailers: [(String, String)]) -> String {
    "by hand\n\n" + trailers.map { "\($0): \($1)" }.joined(separator: "\n") + "\n"
  }

  @Test("A9: a forged rollback that names another source does not take its authors out of the next release")
  func forgedSource() throws {
    let team = try Team(.released)
    let first = try team.version("report", at: team.root, .maria)
    // Jonas writes, and Maria signs it off.
    try team.change(.jonas, "longer", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    try team.must(.jonas, "submit", "report", "-m", "It has to be longer")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/longer")
    try team.must(.maria, "approve", "report", "-m", "Seen it")
    try team.must(.jonas, "land", "longer")
    for environment in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", environment, "-m", "For all of them", "--ticket", "OPS-7")
    }
    try team.openHub()
    let tree = try team.git(.lena, "rev-parse", "origin/env/prod~1^{tree}")
    let main = try team.hub("refs/heads/main")
    try force(
      team, .lena, tree: tree,
      lines([
        ("Rollback", "report@\(first)"), ("Environment", "prod"), ("Source", main), ("Policy", main),
        ("Why", "Nothing was there"),
      ]))
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["'Source:' is not where"])
    // Jonas approves what he wrote himself: it does not count, whatever the forged step says.
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "I like it")
    expect(
      try team.countersign(.lena, "gate", "report", "--for", "prod", "--rev", "origin/main"), 1,
      out: ["0 of 1 approvals", "jonas cannot: author of commit"])
    try team.must(.maria, "sync")
    let honest = try team.countersign(
      .maria, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Seen it")
    expect(honest, 0)
  }

  @Test("R7: a step with a made-up journal stands in nobody's way: rollback and release go on")
  func junkJournal() throws {
    let team = try Team(.released)
    try team.openHub()
    let main = try team.hub("refs/heads/main")
    let good = try team.git(.lena, "rev-parse", "origin/env/prod^{tree}")
    let old = try team.git(.lena, "rev-parse", "origin/env/prod~1^{tree}")
    let junk = try team.version("report", at: team.root, .maria)
    try force(
      team, .maria, tree: old,
      lines([
        ("Release", "report@\(junk)"), ("Environment", "prod"), ("Source", main), ("Policy", main),
        ("Journal", String(repeating: "12", count: 20)), ("Why", "Just because"),
      ]), sign: false)
    try force(team, .maria, tree: good, "put it back", sign: false)
    try team.must(.lena, "sync")
    expect(
      try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.unproven-release]"])
    let outcome = try team.countersign(
      .lena, "rollback", "report", "--env", "prod", "--version", junk, "-m", "Junk came past us", "--execute")
    expect(outcome, 0, out: ["rolled back to report@\(junk)"])
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0, out: ["admitted: report@\(junk)"])
  }

  @Test("R6: a release dated before the recall that its journal holds is no release")
  func backdatedRelease() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
    try team.nextSecond()
    let main = try team.hub("refs/heads/main")
    let hello = try team.version("greet", at: "origin/main", .maria)
    try team.must(.lena, "sync")
    try team.must(.sofia, "recall", "greet", "--version", hello, "-m", "It leaks")
    try team.openHub()
    let before = try team.hub("refs/heads/env/dev")
    let journal = try team.hub("refs/countersign/journal/greet")
    let date = try team.git(.lena, "log", "-1", "--format=%ct", main, in: "hub.git")
    let message = lines([
      ("Release", "greet@\(hello)"), ("Environment", "dev"), ("Source", main), ("Policy", main),
      ("Journal", journal), ("Why", "As if nobody knew"), ("Ticket", "OPS-9"),
    ])
    let made = try team.shell(
      .lena,
      """
      export GIT_INDEX_FILE=$PWD/.git/made
      git read-tree \(before) && git rm -q -r --cached workflows/greet
      git read-tree --prefix=workflows/greet \(main):workflows/greet && git commit-tree -S -p \(before) -F - $(git write-tree) <<'X'
      \(message)
      X
      """, environment: ["GIT_COMMITTER_DATE": "\(date) +0000", "GIT_AUTHOR_DATE": "\(date) +0000"])
    try team.git(.lena, "push", "-q", "--no-verify", "origin", "\(made.output):refs/heads/env/dev")
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "admit", "greet", "--env", "dev"), 1, errors: ["was recalled by sofia"])
  }

  @Test("P8, G12: a directory whose name cannot be seen belongs to no workflow: held")
  func hiddenNames() throws {
    let team = try Team(.founded)
    for name in ["report\u{200b}", "x\u{202e}gpj", "caf\u{e9}"] {
      try team.change(.maria, "hidden", ["workflows/\(name)/run.sh": "echo\n"])
      try team.git(.maria, "checkout", "-q", "-B", "main", "origin/main")
      try team.git(.maria, "merge", "-q", "--no-ff", "hidden", "-m", "Land it")
      let outcome = try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "main")
      expect(outcome, 1, errors: ["[workflow.name]"])
      #expect(try team.hub("refs/heads/main") == team.root)
    }
    try team.change(.maria, "plain", ["docs/caf\u{e9}.md": "outside of the governed root\n"])
    try team.must(.maria, "land", "plain")
    #expect(try team.hub("refs/heads/main") != team.root)
  }
}

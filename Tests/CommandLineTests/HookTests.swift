import TestSupport
import Testing

/// The local hooks as git runs them, installed by `clone`.
@Suite("hooks: advice where the author works")
struct HookTests {
  /// A clone of maria's on a branch of its own, with `greet` changed and staged.
  private func staged(_ text: String = "#!/bin/sh\necho hello\n") throws -> Team {
    let team = try Team(.founded)
    try team.git(.maria, "checkout", "-q", "-b", "hello")
    try team.sandbox.write("maria/workflows/greet/run.sh", text)
    try team.git(.maria, "add", "--all")
    return team
  }

  private func head(_ team: Team) throws -> String { try team.git(.maria, "rev-parse", "HEAD") }

  @Test(
    "commit-msg: without a why or a ticket nothing is committed, and the words are kept",
    arguments: [
      ("Say hello", ["[metadata.why]", "[metadata.ticket]"]),
      ("Say hello\n\nWhy: Politeness is free\n", ["[metadata.ticket]"]),
      ("Say hello\n\nTicket: OPS-3\n", ["[metadata.why]"]),
      ("Say hello\n\nWhy: short\nTicket: OPS-3\n", ["[metadata.why]"]),
      ("Say hello to everybody\n\nWhy: Say hello to everybody\nTicket: OPS-3\n", ["[metadata.why]"]),
      ("Say hello\n\nWhy: Politeness is free\nTicket: 3\n", ["[metadata.ticket]"]),
    ])
  func message(text: String, rules: [String]) throws {
    let team = try staged()
    let outcome = try team.run(.maria, "git", ["commit", "-q", "-F", "-"], input: text)
    expect(outcome, 1, errors: rules + ["nothing was committed"])
    #expect(try head(team) == team.root)
    #expect(String(decoding: try team.sandbox.read("maria/.git/COMMIT_EDITMSG"), as: UTF8.self).contains("Say hello"))
  }

  @Test("commit-msg: a message in order is committed as it was written, signed")
  func goodMessage() throws {
    let team = try staged()
    let text = "Say hello\n\nWhy: Politeness is free\nTicket: OPS-3\n"
    let outcome = try team.run(.maria, "git", ["commit", "-q", "-F", "-"], input: text)
    expect(outcome, 0)
    #expect(try team.git(.maria, "log", "-1", "--format=%B") + "\n" == text)
    expect(try team.tryGit(.maria, "verify-commit", "HEAD"), 0)
  }

  @Test("commit-msg: a clean merge needs neither")
  func merge() throws {
    let team = try staged()
    try team.git(.maria, "commit", "-q", "-m", "Say hello", "-m", "Why: Politeness is free\nTicket: OPS-3")
    try team.git(.maria, "checkout", "-q", "-b", "bye", "origin/main")
    try team.sandbox.write("maria/workflows/spare/run.sh", "#!/bin/sh\necho bye\n")
    try team.git(.maria, "commit", "-q", "-a", "-m", "Say bye", "-m", "Why: Politeness is free\nTicket: OPS-3")
    expect(try team.tryGit(.maria, "merge", "-q", "--no-edit", "hello"), 0)
    #expect(try team.git(.maria, "rev-list", "--parents", "-1", "HEAD").split(separator: " ").count == 3)
  }

  @Test("prepare-commit-msg: an empty message gets the two lines, and closing the editor on them commits nothing")
  func prepare() throws {
    let team = try staged()
    let outcome = try team.run(
      .maria, "git", ["commit", "-q"], environment: ["GIT_EDITOR": "cat \"$1\" >../seen; :"])
    #expect(outcome.status != 0)
    let seen = try team.shell(.maria, "git config core.editor 'cp \"$1\" '; cat .git/COMMIT_EDITMSG").output
    #expect(seen.contains("Why:") && seen.contains("Ticket:"), "\(seen)")
    #expect(try head(team) == team.root)
  }

  @Test("prepare-commit-msg: a message that is there is left alone")
  func prepared() throws {
    let team = try staged()
    let text = "Say hello\n\nWhy: Politeness is free\nTicket: OPS-3"
    try team.git(.maria, "commit", "-q", "-m", text)
    #expect(try team.git(.maria, "log", "-1", "--format=%B") == text)
  }

  static let stagings = [
    ("a manifest with a typo", "sed -i 's/^owner:/ower:/' workflows/greet/workflow.yaml", "[manifest.unknown-key]"),
    ("a stray file", "echo x >workflows/stray.txt", "[workflow.stray-file]"),
    ("a policy that does not read", "echo 'x: 1' >>.countersign/policy.yaml", "[policy.unknown-key]"),
    ("the policy removed", "rm .countersign/policy.yaml", "[policy.missing]"),
    ("a symbolic link", "ln -s /etc/passwd workflows/greet/link", "[path.symlink]"),
  ]

  @Test("pre-commit: what the gate would refuse is refused before it is a commit", arguments: stagings)
  func preCommit(name: String, edit: String, rule: String) throws {
    let team = try staged()
    expect(try team.shell(.maria, "\(edit) && git add --all"), 0)
    let outcome = try team.tryGit(
      .maria, "commit", "-q", "-m", "Say hello", "-m", "Why: Politeness is free\nTicket: OPS-3")
    expect(outcome, 1, errors: ["error: ", rule, "nothing was committed"])
    #expect(try head(team) == team.root)
  }

  @Test("pre-commit: what is not staged is not judged")
  func unstaged() throws {
    let team = try staged()
    try team.sandbox.write("maria/workflows/stray.txt", "x")
    let outcome = try team.tryGit(
      .maria, "commit", "-q", "-m", "Say hello", "-m", "Why: Politeness is free\nTicket: OPS-3")
    expect(outcome, 0)
  }

  @Test("pre-commit: unsigned by habit is a warning, no more")
  func unsigned() throws {
    let team = try staged()
    try team.git(.maria, "config", "commit.gpgsign", "false")
    let outcome = try team.tryGit(
      .maria, "commit", "-q", "-m", "Say hello", "-m", "Why: Politeness is free\nTicket: OPS-3")
    expect(outcome, 0, errors: ["warning: ", "[hook.unsigned]", "git config commit.gpgsign true"])
  }

  @Test("pre-push: a branch is never held; main is, with what the gate says; the honest twin goes through")
  func prePush() throws {
    let team = try Team(.founded)
    try team.git(.maria, "checkout", "-q", "-b", "louder")
    try team.sandbox.write("maria/workflows/report/run.sh", "#!/bin/sh\necho 2\n")
    try team.git(.maria, "commit", "-q", "-a", "-m", "Louder", "-m", "Why: Nobody hears it\nTicket: OPS-3")
    expect(try team.tryGit(.maria, "push", "-q", "origin", "louder"), 0)
    let held = try team.tryGit(.maria, "push", "-q", "origin", "louder:main")
    expect(held, 1, errors: ["[approvals.missing]", "[tests.missing]"])
    #expect(try team.hub("refs/heads/main") == team.root)
    try team.nextSecond()
    try team.must(.maria, "submit", "report", "-m", "Nobody hears it")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    try team.must(.maria, "sync")
    // Fast-forwarded, the commit would be judged as of its own date, before anybody had seen it.
    try team.nextSecond()
    expect(
      try team.tryGit(.maria, "push", "-q", "origin", "louder:main"), 1,
      errors: ["the landing is dated before what it rests on [push.dated]"])
    try team.git(.maria, "checkout", "-q", "main")
    try team.git(.maria, "merge", "-q", "--no-ff", "louder", "-m", "Land louder")
    expect(try team.tryGit(.maria, "push", "-q", "origin", "main"), 0)
    #expect(try team.hub("refs/heads/main") != team.root)
  }

  @Test("without countersign on PATH a commit and a push stop, and say how to go on")
  func missing() throws {
    let team = try staged()
    let tools = ["PATH": Team.tools]
    let commit = try team.run(
      .maria, "git", ["commit", "-q", "-m", "x", "-m", "Why: Politeness is free\nTicket: OPS-3"], environment: tools)
    expect(commit, 1, errors: ["countersign: not on PATH", "git commit --no-verify"])
    let push = try team.run(.maria, "git", ["push", "-q", "origin", "HEAD:refs/heads/x"], environment: tools)
    expect(push, 1, errors: ["countersign: not on PATH", "git push --no-verify"])
  }

  @Test("hooks install leaves what somebody else wrote, and says so")
  func foreign() throws {
    let team = try Team(.founded)
    try team.sandbox.write("maria/.git/hooks/pre-commit", Array("#!/bin/sh\necho mine\n".utf8), executable: true)
    let outcome = try team.countersign(.maria, "hooks", "install")
    expect(outcome, 1, errors: ["[hooks.foreign]", "countersign hook pre-commit"])
    #expect(String(decoding: try team.sandbox.read("maria/.git/hooks/pre-commit"), as: UTF8.self).contains("mine"))
    expect(try team.countersign(.jonas, "hooks", "install"), 0, out: ["hook pre-commit: in place"])
  }
}

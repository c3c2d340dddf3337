import TestSupport
import Testing

/// Something that is not as it should be, what is asked nevertheless, and what has to come of it.
struct BadInput: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Run by jonas in his clone before the command; `$ROOT` is the sandbox.
  var prepare = ":"
  let command: [String]
  /// Below the sandbox.
  var directory = "jonas"
  var environment: [String: String] = [:]
  var without: [String] = []
  var status: Int32 = 2
  let rule: String
  var says: [String] = []

  init(
    _ name: String, prepare: String = ":", _ command: String..., in directory: String = "jonas",
    environment: [String: String] = [:], status: Int32 = 2, rule: String, says: [String] = []
  ) {
    testDescription = name
    self.prepare = prepare
    self.command = command
    self.directory = directory
    self.environment = environment
    self.status = status
    self.rule = rule
    self.says = says
  }
}

@Suite("bad input: a clear error, and nothing lost")
struct BadInputTests {
  static let places = [
    BadInput("no repository", prepare: "mkdir ../empty", "status", in: "empty", rule: "git.not-a-repository"),
    BadInput("no directory", "status", "-C", "nowhere", rule: "git.not-a-repository", says: ["nowhere"]),
    BadInput(
      "bare: new needs files", "new", "hello", "--engine", "script", in: "hub.git", rule: "worktree.missing",
      says: ["the repository is bare", "git clone"]),
    BadInput("bare: nothing is staged", "check", "--staged", in: "hub.git", rule: "worktree.missing"),
    BadInput("bare: no local hooks", "hooks", "install", in: "hub.git", status: 1, rule: "hooks.bare"),
    BadInput("unborn HEAD: check", prepare: "git init -q ../fresh", "check", in: "fresh", rule: "git.not-found"),
    BadInput("unborn HEAD: status", prepare: "git init -q ../fresh", "status", in: "fresh", rule: "trust.no-root"),
    BadInput(
      "unborn HEAD: diff", prepare: "git init -q ../fresh", "diff", "report", in: "fresh", rule: "git.not-found"),
    BadInput(
      "no policy", prepare: "git init -q ../fresh && git -C ../fresh commit -q --allow-empty -m x", "check",
      in: "fresh", rule: "policy.missing", says: ["countersign init"]),
    BadInput(
      "no policy to trust", prepare: "git init -q ../fresh && git -C ../fresh commit -q --allow-empty -m x", "trust",
      "HEAD", in: "fresh", rule: "trust.no-policy", says: ["there is no .countersign/policy.yaml"]),
    BadInput(
      "shallow clone",
      prepare: """
        git -C .. clone -q file://$ROOT/hub.git full && cd ../full && git commit -q --allow-empty -m x -m "$(printf "Why: Nothing at all\\nTicket: OPS-1")" && git push -q
        git -C .. clone -q --depth 1 file://$ROOT/hub.git shallow
        git -C ../shallow config countersign.root $(git -C ../jonas config countersign.root)
        """, "gate", "report", "--for", "main", in: "shallow", rule: "git.shallow",
      says: ["git fetch --unshallow", "fetch-depth: 0"]),
    BadInput(
      "SHA-256 repository", prepare: "git init -q --object-format=sha256 ../sha", "status", in: "sha",
      rule: "git.unsupported", says: ["sha256", "--object-format=sha1"]),
  ]

  static let roots = [
    BadInput(
      "no root is pinned", prepare: "git config --unset countersign.root", "gate", "report", "--for", "main",
      rule: "trust.no-root", says: ["countersign trust REV"]),
    BadInput(
      "the root is on another history",
      prepare: "git checkout -q --orphan x && git commit -q -m x && git config countersign.root $(git rev-parse x)",
      "status", rule: "trust.other-history", says: ["does not descend from the pinned root"]),
    BadInput(
      "the root is no object here", prepare: "git config countersign.root 0123456789012345678901234567890123456789",
      "status", rule: "trust.other-history", says: ["is not in the repository"]),
    BadInput(
      "the root is a name", prepare: "git config countersign.root main", "status", rule: "trust.no-root",
      says: ["is not a whole commit id"]),
    BadInput(
      "another root is pinned", prepare: "git commit -q --no-verify --allow-empty -m x", "trust", "HEAD", status: 1,
      rule: "trust.pinned", says: ["--replace"]),
  ]

  private static func policy(_ name: String, _ edit: String, rule: String, says: [String]) -> BadInput {
    BadInput(
      name, prepare: "\(edit) .countersign/policy.yaml && git add --all", "check", "--staged", status: 1, rule: rule,
      says: ["--> .countersign/policy.yaml:"] + says)
  }

  static let files = [
    policy(
      "policy with a typo", "sed -i 's/approvals: 1,/approvls: 1,/'", rule: "policy.unknown-key",
      says: ["--> .countersign/policy.yaml:14:13", "did you mean 'approvals'?"]),
    policy(
      "policy with a key twice", "sed -i '$a recall: [security]'", rule: "yaml.duplicate-key",
      says: ["the key 'recall' is already used at 16:1"]),
    policy(
      "policy with another length of time", "sed -i 's/soak: 1s/soak: 1 day/'", rule: "policy.malformed",
      says: ["'1 day'", "30s, 15m, 4h, 7d, 2w"]),
    policy(
      "policy with somebody unknown", "sed -i 's/operated-by: .lena./operated-by: [lna]/'",
      rule: "policy.unknown-name", says: ["did you mean 'lena'?"]),
    policy("policy with a tab", "sed -i 's/^  low: /\\tlow: /'", rule: "yaml.", says: []),
    BadInput(
      "manifest missing", prepare: "git rm -q --cached workflows/greet/workflow.yaml", "check", "--staged", status: 1,
      rule: "workflow.no-manifest", says: ["--> workflows/greet"]),
    BadInput(
      "a file that belongs to no workflow", prepare: "echo x >workflows/stray.txt && git add .", "check", "--staged",
      status: 1, rule: "workflow.stray-file", says: ["--> workflows/stray.txt"]),
    BadInput(
      "manifest not in UTF-8", prepare: "printf 'x: \\377\\n' >>workflows/greet/workflow.yaml && git add .", "check",
      "--staged", status: 1, rule: "yaml.not-utf8", says: ["--> workflows/greet/workflow.yaml:12:"]),
    BadInput(
      "a manifest of 50 MB", prepare: "head -c 50000000 /dev/zero >workflows/greet/workflow.yaml && git add .", "check",
      "--staged", status: 1, rule: "path.too-large", says: ["50000000 bytes"]),
    BadInput(
      "a symbolic link", prepare: "ln -s /etc/passwd workflows/greet/link && git add .", "check", "--staged",
      status: 1, rule: "path.symlink", says: ["--> workflows/greet/link"]),
    BadInput(
      "names that would write on the terminal",
      prepare: "touch \"workflows/greet/$(printf 'a\\033[31mb')\" && git add .", "check", "--staged", status: 1,
      rule: "path.", says: ["workflows/greet/a"]),
  ]

  private static let approve = ["approve", "report", "--rev", "main", "--for", "dev", "-m", "Yes"]

  private static func key(
    _ name: String, _ prepare: String, environment: [String: String] = [:], status: Int32 = 2, rule: String,
    says: [String] = []
  ) -> BadInput {
    BadInput(
      name, prepare: prepare, "reject", "report", "--for", "dev", "--rev", "main", "-m", "No",
      environment: environment, status: status, rule: rule, says: says)
  }

  static let keys = [
    key(
      "no key is configured", "git config user.signingkey ''", rule: "signing.no-key",
      says: ["git config --global user.signingkey"]),
    key(
      "the key's file is not there", "git config user.signingkey /nonexistent", rule: "signing.key",
      says: ["'/nonexistent'", "ssh-keygen -y -f"]),
    key(
      "a key that the policy does not know",
      "ssh-keygen -q -t ed25519 -N '' -f ../stranger && git config user.signingkey $ROOT/stranger.pub",
      status: 1, rule: "review.stranger", says: ["countersign doctor"]),
    key(
      "no agent", "git config user.signingkey \"key::$(cut -d' ' -f1,2 ../keys/jonas.pub)\"", rule: "signing.tool",
      says: ["agent"]),
    key(
      "an agent that does not answer", "git config user.signingkey \"key::$(cut -d' ' -f1,2 ../keys/jonas.pub)\"",
      environment: ["SSH_AUTH_SOCK": "/nonexistent/agent"], rule: "signing.tool", says: ["agent"]),
    key(
      "no ssh-keygen", "mkdir ../few && for x in git sh; do ln -s \"$(command -v $x)\" ../few/; done",
      environment: ["PATH": "$ROOT/few"], rule: "signing.tool-missing", says: ["'ssh-keygen' was not found"]),
    key("no git", "mkdir ../few", environment: ["PATH": "$ROOT/few"], rule: "program.missing", says: ["'git'"]),
    key(
      "nobody", "git config --global --unset user.email; git config user.useConfigOnly true",
      rule: "sign.no-identity", says: ["because: fatal: "]),
    key(
      "the remote does not answer", "git remote set-url origin /nonexistent", rule: "remote.unreachable",
      says: ["git could not fetch from 'origin'", "--local"]),
  ]

  static let words = [
    BadInput("unknown workflow", "approve", "reprot", rule: "selection.workflow", says: ["did you mean 'report'?"]),
    BadInput(
      "unknown environment", "gate", "report", "--for", "pord", rule: "class.no-environment",
      says: ["did you mean 'prod'?"]),
    BadInput(
      "unknown command", "statsu", status: 64, rule: "usage.command", says: ["did you mean 'countersign status'?"]),
    BadInput("unknown revision", "approve", "report", "--rev", "nope", rule: "git.not-found", says: ["nope"]),
    BadInput("unknown rule", "explain", "approvals.stael", rule: "explain.", says: ["did you mean"]),
    BadInput(
      "time that is none", "gate", "report", "--for", "main", "--at", "soon", status: 64, rule: "usage.", says: ["soon"]
    ),
  ]

  @Test("each says what, where and what next", arguments: places + roots + files + keys + words)
  func bad(input: BadInput) throws {
    let team = try Team(.founded)
    let refs = try team.tryGit(.lena, "for-each-ref", in: "hub.git").output
    let prepared = try team.shell(
      .jonas, "set -e; \(input.prepare)", environment: ["ROOT": team.sandbox.path])
    try #require(prepared.status == 0, "\(prepared.errors)")
    let environment = input.environment.mapValues { $0.replacing("$ROOT", with: team.sandbox.path) }
    let outcome = try team.run(
      .jonas, Team.binary, input.command, in: input.directory, environment: environment)
    expect(outcome, input.status)
    // What `check` finds is its result; what stops a command is talk.
    let said = outcome.output + "\n" + outcome.errors
    for words in input.says { #expect(said.contains(words), "'\(words)' is missing: \(said)") }
    expectForm(said, rule: input.rule)
    if !input.prepare.contains("push") {
      #expect(try team.tryGit(.lena, "for-each-ref", in: "hub.git").output == refs, "the hub changed")
    }
    #expect(!outcome.stderr.contains(0x1b) && !outcome.stdout.contains(0x1b), "an escape reached the terminal")
  }

  /// `error: what [rule.id]`, then indented `-->`, `because:`, `next:`; what to do is always said.
  private func expectForm(_ text: String, rule: String) {
    let lines = text.split(separator: "\n").map(String.init)
    guard
      let first = lines.firstIndex(where: { $0.hasPrefix("error: ") && $0.contains("[\(rule)") && $0.hasSuffix("]") })
    else {
      Issue.record("no finding of \(rule): \(text)")
      return
    }
    let details = lines[(first + 1)...].prefix { $0.hasPrefix("  ") }
    for line in details {
      let isKnown = ["  --> ", "  because: ", "  next: "].contains { line.hasPrefix($0) }
      #expect(isKnown, "\(line)")
    }
    #expect(details.contains { $0.hasPrefix("  next: ") }, "nothing is said about what to do: \(text)")
    for word in ["invalid", "failed to", "please", "oops", "Optional(", "Swift."] {
      #expect(!text.contains(word), "\(word): \(text)")
    }
  }

  @Test(
    "wrong usage is 64, and shows the usage",
    arguments: [
      ["gate", "report"], ["promote"], ["--nope"], ["approve", "report", "--resume", "abc"], ["reject", "report"],
      ["rollback", "report", "--env", "prod", "--execute"], ["kill", "--env", "prod"], ["status", "--format", "yaml"],
    ])
  func usage(words: [String]) throws {
    let team = try Team(.founded)
    let outcome = try team.run(.jonas, Team.binary, words)
    expect(outcome, 64, errors: ["sage: countersign"])
    #expect(outcome.stdout.isEmpty)
  }

  @Test("-C works before the command as it does with git")
  func directory() throws {
    let team = try Team(.adopted)
    for words in [["-C", "lena", "status"], ["status", "-C", "lena"], ["status", "--directory=lena"]] {
      let outcome = try team.run(.lena, Team.binary, words, in: "")
      expect(outcome, 0, out: ["greet", "report", "spare"])
    }
    let hook = try team.run(.lena, Team.binary, ["-C", "lena", "hook", "pre-commit"], in: "")
    expect(hook, 0)
    expect(try team.run(.lena, Team.binary, ["-C", "lena", "statsu"], in: ""), 64, errors: ["[usage.command]"])
  }
}

@Suite("bad input: a place where nothing can be written")
struct ReadOnlyTests {
  /// Root may write anywhere; a mount that is read-only stops root, too. nil where mounts are not to be had.
  private func readOnly(_ team: Team, _ command: String) throws -> Outcome? {
    guard try team.shell(.jonas, "unshare -rm true").status == 0 else { return nil }
    return try team.shell(
      .jonas,
      "unshare -rm sh -c 'mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && \(command)'")
  }

  @Test("a read-only clone: reading works, writing says where it stopped", arguments: ["", "--local"])
  func clone(local: String) throws {
    let team = try Team(.adopted)
    guard let status = try readOnly(team, "countersign status") else { return }
    expect(status, 0, out: ["report"])
    let outcome = try readOnly(team, "countersign reject report --for dev --rev origin/main -m No \(local)")
    if let outcome { expect(outcome, 2, errors: ["error: ", "Read-only file system"]) }
    try team.expectSound()
  }

  @Test("a ref that cannot be made: said, nothing signed is lost elsewhere, and the way is clear again afterwards")
  func blockedRef() throws {
    let team = try Team(.adopted)
    try team.git(.jonas, "pack-refs", "--all")
    _ = try team.shell(.jonas, "rm -rf .git/refs/countersign/journal && echo x >.git/refs/countersign/journal")
    let before = try team.statements("report")
    let outcome = try team.countersign(.jonas, "reject", "report", "--for", "dev", "--rev", "origin/main", "-m", "No")
    expect(outcome, 2, errors: ["error: ", "next: "])
    #expect(try team.statements("report") == before)
    _ = try team.shell(.jonas, "rm .git/refs/countersign/journal")
    try team.must(.jonas, "reject", "report", "--for", "dev", "--rev", "origin/main", "-m", "No")
    #expect(try team.statements("report") == before + 1)
  }
}

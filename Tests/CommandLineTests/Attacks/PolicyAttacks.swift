import TestSupport
import Testing

/// Changes of `.countersign` that weaken it, break it, or slip past it.
@Suite("attacks: policy")
struct PolicyAttacks {
  private let run = "workflows/report/run.sh"
  private let path = ".countersign/policy.yaml"
  private var lax: String { TeamFiles.policy.replacing("medium: { approvals: 1, tests: [unit] }", with: "medium: {}") }
  private var strict: String { TeamFiles.policy.replacing("min-length: 10", with: "min-length: 20") }

  /// Approves a branch's policy as two owners do.
  private func agree(_ team: Team, _ branch: String, by owners: [Person] = [.sofia, .lena]) throws {
    for owner in owners {
      try team.must(owner, "approve", "policy", "--rev", "origin/\(branch)", "-m", "Agreed")
    }
  }

  @Test("P1: a policy that is weakened and used in one push: both landings are held")
  func weakenAndUse() throws {
    let team = try Team(.founded)
    try team.begin(.maria, "weak")
    try team.sandbox.write("maria/\(path)", lax)
    let first = try team.commit(.maria)
    try team.sandbox.write("maria/\(run)", "#!/bin/sh\nrm -rf /\n")
    let second = try team.commit(.maria)
    try team.expectHeld(
      "approvals.missing", "tests.missing",
      words: ["landing \(first.prefix(12))", "0 of 2 approvals", "landing \(second.prefix(12))", "0 of 1 approvals"]
    ) { try team.pushToMain(.maria) }
    // In one commit, with the policy's part approved: the workflow is judged by the policy before.
    try team.change(.maria, "both", [path: lax, run: "#!/bin/sh\necho 2\n"])
    try agree(team, "both")
    try team.expectHeld("approvals.missing", "tests.missing", words: ["0 of 1 approvals"], absent: ["of 2 approvals"]) {
      try team.offer(.maria, "both")
    }
    // One after the other, each through the gate of its time.
    try team.landPolicy("alone", lax)
    try team.change(.maria, "louder", [run: "#!/bin/sh\necho 2\n"])
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("P1: two policies in one push: the second is judged by the first only once the first has passed")
  func gateOfTheGate() throws {
    let team = try Team(.founded)
    let open = TeamFiles.policy.replacing("count: 2, role: policy-owner", with: "count: 1, role: author")
    // First a gate that Jonas' friends fill alone, then what they like.
    try team.begin(.jonas, "open")
    try team.sandbox.write("jonas/\(path)", open)
    try team.commit(.jonas)
    try team.sandbox.write("jonas/\(path)", open.replacing("min-length: 10", with: "min-length: 1"))
    try team.commit(.jonas)
    try team.publish(.jonas, "open")
    try team.must(.maria, "approve", "policy", "--rev", "origin/open", "-m", "Me")
    try team.must(.maria, "approve", "policy", "--rev", "origin/open^", "-m", "Me")
    try team.expectHeld("approvals.missing", words: ["maria approved and has none of the roles that are asked"]) {
      try team.pushToMain(.jonas)
    }
    // The twin: owners agree to the first. In one push the second is still one against another base …
    try team.git(.jonas, "push", "-q", "--no-verify", "origin", "open^:refs/heads/gate")
    try agree(team, "gate")
    try team.begin(.jonas, "two-steps")
    for branch in ["gate", "open"] {
      try team.git(.jonas, "merge", "-q", "--no-ff", "--no-verify", "-m", "Merge \(branch)", "origin/\(branch)")
    }
    try team.expectHeld("approvals.stale", words: ["maria: "]) { try team.pushToMain(.jonas) }
    // … and one after the other the new gate judges it.
    try team.expectTaken { try team.offer(.jonas, "gate") }
    try team.nextSecond()
    try team.must(.maria, "approve", "policy", "--rev", "origin/open", "-m", "By the new gate")
    try team.expectTaken { try team.offer(.jonas, "open") }
  }

  @Test("P1: an owner who wrote the change, or only merged it by hand, is not one of the two")
  func ownPolicy() throws {
    let team = try Team(.founded)
    try team.change(.sofia, "hers", [path: lax])
    try agree(team, "hers")
    try team.expectHeld("approvals.own-change", words: ["1 of 2 approvals", "sofia cannot: author of commit"]) {
      try team.offer(.sofia, "hers")
    }
    try agree(team, "hers", by: [.jonas])
    try team.expectTaken { try team.offer(.sofia, "hers") }
  }

  @Test("P2: an older, laxer policy comes back through the gate of now, and on no old approval")
  func olderPolicy() throws {
    let team = try Team(.founded)
    try team.landPolicy("lax", lax)
    try team.nextSecond()
    try team.landPolicy("strict", strict)
    try team.nextSecond()
    try team.change(.maria, "lax-again", [path: lax])
    try team.expectHeld("approvals.spent", words: ["0 of 2 approvals"]) { try team.offer(.maria, "lax-again") }
    // The very first policy was approved by nobody: it is the root's.
    try team.change(.maria, "first-again", [path: TeamFiles.policy])
    try team.expectHeld("approvals.missing", words: ["0 of 2 approvals"]) { try team.offer(.maria, "first-again") }
    // A merge with an old landing whose tree is taken: the same change.
    try team.begin(.maria, "old-tree")
    let merge = try team.git(
      .maria, "commit-tree", "-S", "-p", "origin/main", "-p", team.root, "-m", "Merge\n\n\(Team.aWhy)",
      "\(team.root)^{tree}")
    try team.expectHeld("approvals.missing") { try team.pushToMain(.maria, merge) }
    try agree(team, "lax-again")
    try team.expectTaken { try team.offer(.maria, "lax-again") }
  }

  struct Lack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    /// Who cannot be asked any more, or which gate is gone.
    let rule: String
    let words: [String]
  }

  static let lacks = [
    Lack(
      testDescription: "the gate of the class", old: "  medium: { approvals: 1, tests: [unit] }\n", new: "",
      rule: "class.no-gate", words: ["the policy has no gate for class medium at main"]),
    Lack(
      testDescription: "all gates of main", old: "main:\n  low: {}\n  medium: { approvals: 1, tests: [unit] }\n",
      new: "main: {}\n", rule: "class.no-gate", words: ["the policy has no gate for class medium at main"]),
    Lack(
      testDescription: "the role, from everybody but the author", old: "roles: [reviewer, policy-owner]",
      new: "roles: [policy-owner]", rule: "approvals.missing",
      words: ["role 'reviewer' is missing", "nobody else can fill role 'reviewer'"]),
  ]

  @Test("P3: a gate, a class or a role that is deleted holds; it never means that nothing is asked", arguments: lacks)
  func deleted(lack: Lack) throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let text = TeamFiles.policy.replacing(lack.old, with: lack.new)
    #expect(text != TeamFiles.policy)
    try team.landPolicy("less", text)
    try team.expectHeld(lack.rule, words: lack.words) { try team.offer(.maria, "louder") }
    try team.nextSecond()
    try team.landPolicy("as-before", TeamFiles.policy)
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("P3: a role that a gate asks for and nobody would hold any more does not land")
  func roleOfNobody() throws {
    let team = try Team(.founded)
    try team.change(.maria, "roleless", [path: TeamFiles.policy.replacing("reviewer", with: "lector")])
    try agree(team, "roleless")
    try team.expectHeld("policy.unknown-name", words: ["asks for the role 'reviewer', which nobody holds"]) {
      try team.offer(.maria, "roleless")
    }
    try team.landPolicy("strict", strict)
  }

  @Test("P3: without a gate of its own the policy is changed by nobody")
  func noPolicyGate() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      "gateless", TeamFiles.policy.replacing("policy: { approvals: { count: 2, role: policy-owner } }\n", with: ""))
    try team.nextSecond()
    try team.change(.maria, "back", [path: TeamFiles.policy])
    try agree(team, "back", by: [.jonas, .sofia, .lena])
    try team.expectHeld("class.no-gate") { try team.offer(.maria, "back") }
    // The rest goes on.
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.expectTaken { try team.offer(.maria, "hello") }
  }

  @Test("P3: an environment without the class's gate holds its releases, and one that is deleted is no free branch")
  func environmentWithoutGate() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.must(.maria, "land", "louder")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes")
    try team.nextSecond()
    try team.landPolicy("less", TeamFiles.policy.replacing("    medium: { approvals: 1, soak: 1s }\n", with: ""))
    try team.nextSecond()
    try team.expectHeld("class.no-gate") { try team.releaseByHand(.lena, "report", to: "prod") }
    try team.landPolicy("as-before", TeamFiles.policy)
    try team.nextSecond()
    expect(try team.releaseByHand(.lena, "report", to: "prod"), 0)
  }

  @Test("P3: a new environment does not bring what was pushed to its branch before, nor does one that was dropped")
  func environmentOutAndIn() throws {
    let team = try Team(.released)
    let lines = TeamFiles.policy.split(separator: "\n", omittingEmptySubsequences: false)
    let from = try #require(lines.firstIndex(of: "  prod:"))
    try team.landPolicy("no-prod", lines[..<from].joined(separator: "\n") + "\n")
    try team.nextSecond()
    // The branch is nobody's now: anything goes there, and to any other that no environment has yet.
    try team.begin(.maria, "free", at: "origin/env/prod")
    try team.sandbox.write("maria/\(run)", "#!/bin/sh\nrm -rf /\n")
    try team.commit(.maria)
    for branch in ["env/prod", "env/live"] {
      expect(try team.tryGit(.maria, "push", "--no-verify", "origin", "HEAD:refs/heads/\(branch)"), 0)
    }
    try team.change(.maria, "prod-again", [path: TeamFiles.policy])
    try agree(team, "prod-again")
    try team.expectHeld("policy.not-in-force", words: ["brings back the environment prod"]) {
      try team.offer(.maria, "prod-again")
    }
    let live = TeamFiles.policy.replacing("  prod:", with: "  live:").replacing("env/prod", with: "env/live")
    try team.change(.maria, "live", [path: live])
    try agree(team, "live")
    try team.expectHeld("push.look-alike", words: ["the branch of the new environment live is there already"]) {
      try team.offer(.maria, "live")
    }
    expect(try team.tryGit(.maria, "push", "--no-verify", "origin", ":refs/heads/env/live"), 0)
    // Neither may what a clone takes for that branch.
    for twin in ["refs/tags/env/live", "refs/heads/Env/Live"] {
      expect(try team.tryGit(.maria, "push", "--no-verify", "origin", "HEAD:\(twin)"), 0)
      try team.expectHeld("push.look-alike", words: ["delete it first: git push REMOTE --delete \(twin)"]) {
        try team.offer(.maria, "live")
      }
      expect(try team.tryGit(.maria, "push", "--no-verify", "origin", ":\(twin)"), 0)
    }
    try team.expectTaken { try team.offer(.maria, "live") }
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let rule: String
    let place: String
  }

  private static func text(_ old: String, _ new: String) -> String { TeamFiles.policy.replacing(old, with: new) }

  static let broken = [
    Broken(
      testDescription: "a misspelt key", text: text("tests: [unit] }", "test: [unit] }"), rule: "policy.unknown-key",
      place: "policy.yaml:14:"),
    Broken(
      testDescription: "an unknown key at the top", text: TeamFiles.policy + "mian: {}\n", rule: "policy.unknown-key",
      place: "policy.yaml:29:1"),
    Broken(
      testDescription: "a duplicate key", text: TeamFiles.policy + "main: { all: {} }\n", rule: "yaml.duplicate-key",
      place: "policy.yaml:29:1"),
    Broken(
      testDescription: "an anchor and its alias",
      text: text("  low: {}\n", "  low: &none {}\n").replacing(
        "medium: { approvals: 1, tests: [unit] }", with: "medium: *none"),
      rule: "yaml.anchor", place: "policy.yaml:13:"),
    Broken(
      testDescription: "a merge key", text: text("  low: {}\n", "  low: {}\n  <<: { critical: {} }\n"),
      rule: "yaml.merge-key", place: "policy.yaml:14:"),
    Broken(
      testDescription: "a tab", text: text("  low: {}\n", "\tlow: {}\n"), rule: "yaml.tab", place: "policy.yaml:13:1"),
    Broken(
      testDescription: "a byte order mark", text: "\u{FEFF}" + TeamFiles.policy, rule: "yaml.byte-order-mark",
      place: "policy.yaml:1:1"),
    Broken(
      testDescription: "two documents", text: TeamFiles.policy + "---\n" + TeamFiles.policy,
      rule: "yaml.several-documents", place: "policy.yaml:"),
    Broken(
      testDescription: "a role of nobody's person",
      text: TeamFiles.policy.replacing("operated-by: [lena]", with: "operated-by: [lean]"),
      rule: "policy.unknown-name", place: "policy.yaml:"),
  ]

  @Test("P4: a policy that does not read is held with its place, though everybody agreed to it", arguments: broken)
  func doesNotRead(broken: Broken) throws {
    let team = try Team(.founded)
    try team.change(.maria, "broken", [path: broken.text])
    try agree(team, "broken")
    try team.expectHeld(broken.rule, words: [broken.place], absent: ["unmet approvals"]) {
      try team.offer(.maria, "broken")
    }
    let check = try team.countersign(.maria, "check", "broken")
    #expect([1, 2].contains(check.status))
    #expect((check.output + check.errors).contains("[\(broken.rule)]"), "\(check.output)\(check.errors)")
    try team.landPolicy("reads", strict)
  }

  @Test("P5: .countersign is deleted, or its policy, or a file stands in its place: held, though everybody agreed")
  func policyDeleted() throws {
    let team = try Team(.founded)
    try team.change(.maria, "gone", [".countersign": nil])
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/gone", "-m", "Who needs it")
    }
    try team.expectHeld("policy.missing") { try team.offer(.maria, "gone") }
    try team.change(.maria, "gone-too", [path: nil])
    try agree(team, "gone-too")
    try team.expectHeld("policy.missing") { try team.offer(.maria, "gone-too") }
    try team.begin(.maria, "file")
    try team.git(.maria, "rm", "-q", "-r", ".countersign")
    try team.sandbox.write("maria/.countersign", "nothing\n")
    try team.commit(.maria)
    try team.publish(.maria, "file")
    try team.expectHeld("policy.missing") { try team.offer(.maria, "file") }
    try team.landPolicy("strict", strict)
  }

  @Test("P5: a governed root that is deleted, or a workflow moved out of it or to another name, is a change of each")
  func movedOut() throws {
    let team = try Team(.founded)
    try team.change(.maria, "rootless", ["workflows": nil])
    try team.expectHeld("approvals.missing", words: ["report"]) { try team.offer(.maria, "rootless") }
    for (branch, to) in [("outside", "elsewhere/report"), ("renamed", "workflows/account"), ("hidden", ".report")] {
      try team.begin(.maria, branch)
      _ = try team.shell(.maria, "mkdir -p elsewhere && git mv workflows/report \(to)")
      if branch == "renamed" {
        _ = try team.shell(.maria, "sed -i 's/^workflow: report/workflow: account/' \(to)/workflow.yaml")
      }
      try team.commit(.maria)
      try team.publish(.maria, branch)
      try team.expectHeld("approvals.missing", words: ["report"]) { try team.offer(.maria, branch) }
    }
    try team.must(.jonas, "approve", "report", "--rev", "origin/outside", "-m", "It is retired")
    try team.expectTaken { try team.offer(.maria, "outside") }
  }

  @Test("P5: a root that the policy drops while workflows lie in it, or takes in with what lies there: held")
  func rootDropped() throws {
    let team = try Team(.founded)
    try team.change(.maria, "scripts", ["scripts/tool/run.sh": "#!/bin/sh\nrm -rf /\n"])
    try team.expectTaken { try team.offer(.maria, "scripts") }
    for (branch, roots) in [("dropped", "[flows]"), ("taken", "[workflows, scripts]"), ("none", "[]")] {
      try team.change(
        .maria, branch, [path: TeamFiles.policy.replacing("workflows: [workflows]", with: "workflows: \(roots)")])
      try agree(team, branch)
      try team.expectHeld(branch == "none" ? "policy.empty" : "policy.not-in-force") { try team.offer(.maria, branch) }
    }
    try team.landPolicy(
      "more", TeamFiles.policy.replacing("workflows: [workflows]", with: "workflows: [workflows, flows]"))
  }

  @Test("P6: allowed_signers alone, or revoked_keys, or an OpenPGP key, is a change of the policy")
  func signersAlone() throws {
    let team = try Team(.founded)
    let key = try TestKey("mallory", in: team.sandbox)
    let signers = try team.git(.lena, "show", "main:.countersign/allowed_signers", in: "hub.git")
    let jonas = try team.shell(.lena, "cut -d' ' -f1,2 ../keys/jonas.pub").output
    let files = [
      ".countersign/allowed_signers": signers + "\n" + key.signer("jonas@acme.example") + "\n",
      ".countersign/revoked_keys": jonas + "\n",
      ".countersign/openpgp/jonas.asc": "-----BEGIN PGP PUBLIC KEY BLOCK-----\n",
      ".countersign/rules/none.yaml": "nothing\n",
    ]
    for (index, file) in files.sorted(by: { $0.key < $1.key }).enumerated() {
      try team.change(.maria, "file-\(index)", [file.key: file.value])
      try team.expectHeld("approvals.missing", words: ["policy", "0 of 2 approvals"]) {
        try team.offer(.maria, "file-\(index)")
      }
    }
    // The new key signs nothing until it has landed, and then it does.
    let owner = "jonas@acme.example"
    try team.begin(.jonas, "new-key")
    try team.git(.jonas, "config", "user.signingkey", key.path + ".pub")
    try team.sandbox.write("jonas/workflows/greet/run.sh", "#!/bin/sh\necho hello\n")
    try team.commit(.jonas, author: owner)
    try team.publish(.jonas, "new-key")
    try team.expectHeld("metadata.signature", words: ["is not in .countersign/allowed_signers"]) {
      try team.offer(.maria, "new-key")
    }
    try agree(team, "file-0")
    try team.expectTaken { try team.offer(.maria, "file-0") }
    try team.expectTaken { try team.offer(.maria, "new-key") }
  }

  @Test("P8: a file in a governed root that belongs to no workflow: held, and named")
  func stray() throws {
    let team = try Team(.founded)
    for (branch, file, rule) in [
      ("beside", "workflows/README.md", "workflow.stray-file"),
      ("nameless", "workflows/new/run.sh", "workflow.no-manifest"),
      ("shouting", "workflows/Report/workflow.yaml", "workflow.name"),
      ("reserved", "workflows/policy/workflow.yaml", "workflow.reserved-name"),
    ] {
      try team.change(.maria, branch, [file: "echo\n"])
      let unit = file.split(separator: "/").prefix(2).joined(separator: "/")
      try team.expectHeld(rule, words: [unit]) { try team.offer(.maria, branch) }
    }
    // A link, a repository, and a file in the root's own place.
    for (branch, script, rule) in [
      ("link", "ln -s /etc/passwd workflows/link", "workflow.stray-file"),
      (
        "gitlink", "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),workflows/sub",
        "workflow.stray-file"
      ),
      ("root", "git rm -q -r workflows && echo >workflows && git add workflows", "workflow.stray-file"),
    ] {
      try team.begin(.maria, branch)
      let made = try team.shell(
        .maria,
        "set -e\n\(script)\n[ \(branch) = gitlink ] || git add -A\ngit commit -q --no-verify -F - <<END\nStray\n\n\(Team.aWhy)\nEND"
      )
      #expect(made.status == 0, "\(made.errors)")
      try team.publish(.maria, branch)
      try team.expectHeld(rule) { try team.offer(.maria, branch) }
    }
    try team.change(.maria, "outside", ["docs/README.md": "Nothing that runs\n"])
    try team.expectTaken { try team.offer(.maria, "outside") }
  }
}

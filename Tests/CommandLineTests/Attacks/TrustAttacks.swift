import TestSupport
import Testing

/// Another history, areas that contradict each other, and policies that landed past the hook.
@Suite("attacks: policy")
struct TrustAttacks {
  private let run = "workflows/report/run.sh"
  private let path = ".countersign/policy.yaml"
  private var lax: String { TeamFiles.policy.replacing("medium: { approvals: 1, tests: [unit] }", with: "medium: {}") }

  /// A history of its own with the same names and files, made by whoever runs the host.
  private func otherHistory(_ team: Team) throws -> String {
    let script = """
      set -e
      git init -q ../other && cd ../other
      (cd ../hub.git && git archive main) | tar -xf -
      git add -A && git commit -q -F - <<END
      Start

      \(Team.aWhy)
      END
      git rev-parse HEAD
      """
    return try team.shell(.lena, script).output
  }

  @Test("P7: a server whose root is pinned takes no other history, neither first nor later")
  func otherHistoryPushed() throws {
    let team = try Team(.founded)
    let other = try otherHistory(team)
    #expect(other.count == 40)
    func push() throws -> Outcome {
      try team.tryGit(.lena, "push", "--no-verify", "--force", "../hub.git", "HEAD:refs/heads/main", in: "other")
    }
    try team.expectHeld("push.rewinds") { try push() }
    // Merged in beside what is there: a commit without a parent begins another history.
    try team.git(.lena, "fetch", "-q", "../other", "HEAD:refs/heads/other")
    try team.git(.lena, "fetch", "-q", "origin")
    let merge = try team.git(
      .lena, "commit-tree", "-S", "-p", "origin/main", "-p", "other", "-m", "Merge\n\n\(Team.aWhy)",
      "origin/main^{tree}")
    try team.expectHeld("commit.malformed", words: ["it has no parent"]) { try team.pushToMain(.lena, merge) }
    // An empty server with the root pinned.
    try team.git(.lena, "-c", "core.hooksPath=/dev/null", "update-ref", "-d", "refs/heads/main", in: "hub.git")
    try team.expectHeld("trust.other-history") { try push() }
    try team.expectTaken { try team.pushToMain(.lena, team.root) }
  }

  @Test("P7: a clone of another history under the same name: undecided, loud, and nothing is judged by it")
  func otherHistoryFetched() throws {
    let team = try Team(.released)
    let other = try otherHistory(team)
    try team.openHub()
    let mine = try team.git(.maria, "rev-parse", "refs/remotes/origin/main")
    try team.git(.lena, "push", "-q", "--no-verify", "--force", "../hub.git", "HEAD:refs/heads/main", in: "other")
    for words in [["sync"], ["promote", "greet", "--env", "dev", "-m", "For everybody", "--ticket", "OPS-7"]] {
      let outcome = try team.run(.maria, Team.binary, words)
      #expect(outcome.status == 2 || outcome.status == 1, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.errors.contains("[remote.rewound]"), "\(outcome.errors)")
    }
    // A new clone that knows the root is told, and one that was given the other root does not read ours.
    let clone = try team.countersign(
      .maria, "clone", team.sandbox.absolute("hub.git"), team.sandbox.absolute("new"), "--root", team.root, in: "")
    expect(clone, 2, errors: ["[trust."])
    try team.git(.jonas, "config", "countersign.root", other)
    try team.git(.lena, "push", "-q", "--no-verify", "--force", "../hub.git", "\(mine):refs/heads/main", in: "maria")
    let gate = try team.countersign(.jonas, "gate", "report", "--for", "prod", "--rev", "origin/main")
    expect(gate, 2, errors: ["[trust.other-history]"])
    let admit = try team.countersign(.jonas, "admit", "report", "--env", "prod")
    expect(admit, 2, errors: ["[trust.other-history]"])
    // The honest twin.
    try team.git(.jonas, "config", "countersign.root", team.root)
    expect(try team.countersign(.jonas, "admit", "report", "--env", "prod"), 0)
  }

  private func areas(_ text: String) -> String { TeamFiles.policy + "areas:\n" + text }

  @Test("P9: two areas claim one workflow: an error of `check`, and every gate of it holds")
  func claimedTwice() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let twice = areas(
      """
        finance: { workflows: ["re*"], roles: { reviewer: [jonas] } }
        office: { workflows: ["*port"], roles: { reviewer: [jonas] } }

      """)
    try team.change(.maria, "areas", [path: twice])
    let check = try team.countersign(.maria, "check", "areas")
    expect(check, 1, absent: ["0 findings"])
    #expect((check.output + check.errors).contains("[policy.claimed-twice]"), "\(check.output)\(check.errors)")
    try team.must(.maria, "submit", "policy", "-m", "The rules change")
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/areas", "-m", "Agreed")
    }
    try team.expectHeld("policy.claimed-twice", words: ["finance", "office"]) { try team.offer(.maria, "areas") }
    // Areas that claim nothing twice yet, and a workflow that comes between them.
    try team.landPolicy(
      "between",
      areas(
        """
          finance: { workflows: ["rene*"], roles: { reviewer: [jonas] } }
          office: { workflows: ["*new"], roles: { reviewer: [jonas] } }

        """))
    var renew: [String: String?] = [:]
    for (file, text) in TeamFiles.workflow("renew", risk: "low") { renew["workflows/renew/\(file)"] = text }
    try team.change(.maria, "renew", renew)
    try team.expectHeld("class.claimed-twice", words: ["finance, office"]) { try team.offer(.maria, "renew") }
    let gate = try team.countersign(.maria, "gate", "renew", "--for", "main", "--rev", "origin/renew")
    expect(gate, 1, out: ["[class.claimed-twice]"])
    // What is outside of both goes on, and so does this one in a single area.
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.expectTaken { try team.offer(.maria, "hello") }
    try team.landPolicy("one", areas("  finance: { workflows: [\"re*\"], roles: { reviewer: [jonas] } }\n"))
    try team.expectTaken { try team.offer(.maria, "renew") }
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("P9: in an area its roles stand in place of the general ones")
  func areaRoles() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.landPolicy("area", areas("  finance: { workflows: [report], roles: { reviewer: [sofia] } }\n"))
    try team.expectHeld("approvals.missing", words: ["sofia: countersign approve report"]) {
      try team.offer(.maria, "louder")
    }
    try team.must(.sofia, "approve", "report", "--rev", "origin/louder", "-m", "In my area")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  struct Unfillable: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let rule: String
  }

  static let unfillable = [
    Unfillable(
      testDescription: "more people than there are",
      text: TeamFiles.policy.replacing("medium: { approvals: 1, tests", with: "medium: { approvals: 3, tests"),
      rule: "policy.quorum"),
    Unfillable(
      testDescription: "an area whose role is empty",
      text: TeamFiles.policy + "areas: { finance: { workflows: [report], roles: { reviewer: [] } } }\n",
      rule: "policy.quorum"),
  ]

  @Test("P9: a gate that nobody could fill is named by `check`, and holds", arguments: unfillable)
  func nobody(unfillable: Unfillable) throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.change(.maria, "nobody", [path: unfillable.text])
    let check = try team.countersign(.maria, "check", "nobody")
    #expect((check.output + check.errors).contains("[\(unfillable.rule)]"), "\(check.output)\(check.errors)")
    try team.landPolicy("nobody", unfillable.text)
    try team.expectHeld("approvals.missing") { try team.offer(.maria, "louder") }
    try team.nextSecond()
    try team.landPolicy("somebody", TeamFiles.policy)
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("P9: a gate that asks for a role or person that there is not: an error of `check`, and it does not land")
  func unknownRole() throws {
    let team = try Team(.founded)
    let text = TeamFiles.policy.replacing(
      "medium: { approvals: 1, tests", with: "medium: { approvals: [auditor], tests")
    try team.change(.maria, "auditor", [path: text])
    let check = try team.countersign(.maria, "check", "auditor")
    #expect(check.status != 0 && (check.output + check.errors).contains("[policy.unknown-name]"))
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/auditor", "-m", "Agreed")
    }
    try team.expectHeld("policy.unknown-name", words: ["'auditor' is neither a role nor a person"]) {
      try team.offer(.maria, "auditor")
    }
    try team.landPolicy(
      "known", text.replacing("roles: [security, policy-owner]", with: "roles: [security, auditor, policy-owner]"))
  }

  @Test("P10: a policy that does not read lands past the hook: told, never in force, and the last good one judges")
  func unreadable() throws {
    let team = try Team(.founded)
    try pastTheHook(team, "mian: {}\n" + lax)
    try team.change(.maria, "louder", [run: "#!/bin/sh\necho 2\n"])
    try team.expectHeld(
      "approvals.missing", "policy.not-in-force", words: ["does not read"]
    ) { try team.offer(.maria, "louder") }
    let status = try team.countersign(.maria, "sync")
    expect(status, 0)
    let gate = try team.countersign(.maria, "gate", "report", "--for", "main", "--rev", "origin/louder")
    expect(gate, 1, out: ["[approvals.missing]"], errors: ["[policy.not-in-force]"])
    try team.vouch(at: "louder")
    try team.expectTaken { try team.offer(.maria, "louder") }
    // It is mended by going back, which needs nothing, or forward, which needs the gate.
    try team.change(.maria, "mended", [path: TeamFiles.policy])
    try team.expectTaken { try team.offer(.maria, "mended") }
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.expectTaken { try team.offer(.maria, "hello") }
    try team.nextSecond()
    try team.landPolicy("lax", lax)
  }

  @Test("P10: a policy that reads and passed no gate lands past the hook, before any journal: the last good one judges")
  func ungated() throws {
    let team = try Team(.founded)
    try team.change(.maria, "louder", [run: "#!/bin/sh\necho 2\n"])
    try pastTheHook(team, lax)
    try team.expectHeld("approvals.missing", "policy.not-in-force", words: ["did not pass its gate"]) {
      try team.offer(.maria, "louder")
    }
  }

  @Test("P10: … and once there are journals the last good one judges, and the gate can bring it in")
  func ungatedWithJournals() throws {
    let team = try Team(.submitted)
    try pastTheHook(team, lax)
    try team.expectHeld("approvals.missing", "policy.not-in-force", words: ["did not pass its gate"]) {
      try team.offer(.maria, "louder")
    }
    // Built upon, it is still one change against the policy in force.
    try team.change(.maria, "more", [path: lax.replacing("min-length: 10", with: "min-length: 5")])
    try team.expectHeld("approvals.missing", words: ["0 of 2 approvals"]) { try team.offer(.maria, "more") }
    try team.vouch(at: "louder")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  private func pastTheHook(_ team: Team, _ text: String) throws {
    try team.sandbox.makeDirectory("kept")
    let moved = try team.sandbox.run("mv", Team.serverHooks + ["kept"])
    #expect(moved.status == 0)
    try team.change(.maria, "past", [path: text])
    try team.expectTaken { try team.offer(.maria, "past") }
    let back = try team.sandbox.run("mv", ["kept/pre-receive", "kept/reference-transaction", "hub.git/hooks"])
    #expect(back.status == 0)
  }
}

import TestSupport
import Testing

/// Approvals that were taken back, ran out, were used up, or come from people who may no longer give them.
@Suite("attacks: approvals")
struct StandingAttacks {
  private let run = "workflows/report/run.sh"
  private let one = "#!/bin/sh\necho 1\n"

  enum No: String, CaseIterable, Sendable { case withdraw, reject }

  @Test("A15: an approval that its giver takes back or turns into a no does not count", arguments: No.allCases)
  func latestWord(no: No) throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.nextSecond()
    try team.must(.jonas, no.rawValue, "report", "-m", "I saw something")
    try team.expectHeld(no == .reject ? "approvals.rejected" : "approvals.missing") { try team.offer(.maria, "louder") }
    try team.nextSecond()
    try team.must(.jonas, "approve", "report", "-m", "It was nothing")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A15: one reviewer's no holds though enough others said yes, until it is taken back")
  func othersNo() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      "reviewers",
      TeamFiles.policy.replacing("roles: [security, policy-owner]", with: "roles: [reviewer, security, policy-owner]"))
    try team.change(.maria, "louder", [run: "#!/bin/sh\necho 2\n"])
    try team.vouch(at: "louder")
    try team.must(.sofia, "reject", "report", "--rev", "origin/louder", "-m", "It wakes the baby")
    try team.expectHeld("approvals.rejected", words: ["sofia: It wakes the baby"]) { try team.offer(.maria, "louder") }
    // The no of somebody who fills no slot does not hold.
    try team.must(.lena, "reject", "report", "--rev", "origin/louder", "-m", "I like it softer")
    try team.nextSecond()
    try team.must(.sofia, "withdraw", "report", "--rev", "origin/louder", "-m", "There is no baby")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A15: an approval past its expiry does not count")
  func expired() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "--expires", "1s", "-m", "For a second")
    try team.nextSecond()
    try team.nextSecond()
    try team.expectHeld("approvals.expired") { try team.offer(.maria, "louder") }
    try team.must(.jonas, "approve", "report", "--expires", "30d", "-m", "For a month")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A15: an older yes appended after the no is older all the same")
  func olderYesLater() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let yes = try #require(try team.payloads("report", with: "\"approve\"", "Looked at it").first)
    try team.nextSecond()
    try team.must(.jonas, "reject", "report", "-m", "I saw something")
    let later = try team.append(
      yes.replacing("Looked at it", with: "Looked at it!"), to: "report", signedBy: "jonas", pushedBy: .maria)
    expect(later, 0)
    try team.expectHeld("approvals.rejected") { try team.offer(.maria, "louder") }
  }

  @Test("A15: a withdrawal before the release to an environment counts there")
  func withdrawnBeforeRelease() throws {
    let team = try Team(.released)
    try team.change(.maria, "three", [run: "#!/bin/sh\necho 3\n"])
    try team.vouch(at: "three")
    try team.must(.maria, "land", "three")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes")
    try team.nextSecond()
    try team.must(.jonas, "withdraw", "report", "--for", "prod", "--rev", "origin/main", "-m", "No")
    try team.nextSecond()
    try team.expectHeld("approvals.missing") { try team.releaseByHand(.lena, "report", to: "prod") }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes after all")
    try team.nextSecond()
    expect(try team.releaseByHand(.lena, "report", to: "prod"), 0)
  }

  @Test(
    "A16: an approver who has lost the role, or left, does not count any more", arguments: ["[policy-owner]", "[]"])
  func lostRole(roles: String) throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.landPolicy(
      "jonas-goes",
      TeamFiles.policy.replacing("roles: [reviewer, policy-owner] }", with: "roles: \(roles) }")
        .replacing("roles: [security, policy-owner]", with: "roles: [reviewer, security, policy-owner]"))
    try team.expectHeld("approvals.missing", words: ["sofia: countersign approve report"]) {
      try team.offer(.maria, "louder")
    }
    try team.must(.sofia, "approve", "report", "--rev", "origin/louder", "-m", "In his place")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  /// Jonas's key was stolen: it is revoked, and he has another.
  private func replaceKey(_ team: Team) throws -> TestKey {
    let new = try TestKey("jonas-new", in: team.sandbox)
    let signers = try team.git(.lena, "show", "main:.countersign/allowed_signers", in: "hub.git")
    let old = try team.shell(.lena, "cut -d' ' -f1,2 ../keys/jonas.pub").output
    try team.landPolicy(
      "stolen",
      [
        ".countersign/revoked_keys": old + "\n",
        ".countersign/allowed_signers": signers + "\n" + new.signer("jonas@acme.example") + "\n",
      ])
    return new
  }

  @Test("A16: an approval by a key that was revoked since does not count")
  func revokedKey() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let new = try replaceKey(team)
    try team.expectHeld("approvals.missing", words: ["is revoked"]) { try team.offer(.maria, "louder") }
    try team.git(.jonas, "config", "user.signingkey", new.path + ".pub")
    try team.must(.jonas, "approve", "report", "--rev", "origin/louder", "-m", "With my new key")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A16: for a release, too, the roles of today count")
  func lostRoleBeforeRelease() throws {
    let team = try Team(.released)
    try team.change(.maria, "three", [run: "#!/bin/sh\necho 3\n"])
    try team.vouch(at: "three")
    try team.must(.maria, "land", "three")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes")
    try team.landPolicy(
      "jonas-goes",
      TeamFiles.policy.replacing("roles: [reviewer, policy-owner] }", with: "roles: [policy-owner] }")
        .replacing("roles: [security, policy-owner]", with: "roles: [reviewer, security, policy-owner]"))
    try team.nextSecond()
    try team.expectHeld("approvals.missing") { try team.releaseByHand(.lena, "report", to: "prod") }
    try team.must(.sofia, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes")
    try team.nextSecond()
    expect(try team.releaseByHand(.lena, "report", to: "prod"), 0)
  }

  @Test("A16: for a release, too, an approval by a key that was revoked since does not count")
  func revokedKeyBeforeRelease() throws {
    let team = try Team(.released)
    try team.change(.maria, "three", [run: "#!/bin/sh\necho 3\n"])
    try team.vouch(at: "three")
    try team.must(.maria, "land", "three")
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes")
    let new = try replaceKey(team)
    try team.nextSecond()
    try team.expectHeld("approvals.missing", words: ["is revoked"]) {
      try team.releaseByHand(.lena, "report", to: "prod")
    }
    try team.git(.jonas, "config", "user.signingkey", new.path + ".pub")
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "With my new key")
    try team.nextSecond()
    expect(try team.releaseByHand(.lena, "report", to: "prod"), 0)
  }

  @Test("A17: one person with both roles fills one slot, in whatever order people approve")
  func twoSlots() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      "two-slots",
      TeamFiles.policy.replacing(
        "medium: { approvals: 1, tests", with: "medium: { approvals: [reviewer, security], tests"
      )
      .replacing("roles: [security, policy-owner]", with: "roles: [reviewer, security, policy-owner]"))
    for (branch, people) in [("first", [Person.sofia, .jonas]), ("second", [.jonas, .sofia])] {
      try team.change(.maria, branch, [run: "#!/bin/sh\necho \(branch)\n"])
      try team.nextSecond()
      try team.vouch(at: branch, by: [people[0]])
      try team.expectHeld("approvals.missing", words: ["1 of 2 approvals"]) { try team.offer(.maria, branch) }
      try team.must(people[1], "approve", "report", "--rev", "origin/\(branch)", "-m", "The other slot")
      try team.expectTaken { try team.offer(.maria, branch) }
    }
  }

  @Test("A17: a slot for a person by name and a slot for their role are two people")
  func namedSlot() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      "named",
      TeamFiles.policy.replacing(
        "medium: { approvals: 1, tests", with: "medium: { approvals: [jonas, { any: [reviewer, security] }], tests"))
    try team.change(.maria, "louder", [run: "#!/bin/sh\necho 2\n"])
    try team.vouch(at: "louder")
    try team.expectHeld("approvals.missing", words: ["1 of 2 approvals"]) { try team.offer(.maria, "louder") }
    try team.must(.sofia, "approve", "report", "--rev", "origin/louder", "-m", "The other slot")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A18: a key that two people list is nobody's: undecided, for approvals and for commits")
  func sharedKey() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let signers = try team.git(.lena, "show", "main:.countersign/allowed_signers", in: "hub.git")
    let key = try team.shell(.lena, "cut -d' ' -f1,2 ../keys/jonas.pub").output
    try team.landPolicy(
      "shared",
      [".countersign/allowed_signers": signers + "\nsofia@acme.example namespaces=\"git,countersign\" \(key)\n"])
    try team.expectUndecided("approvals.undecided", words: ["speaks for jonas and sofia"]) {
      try team.offer(.maria, "louder")
    }
    try team.change(.jonas, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.expectUndecided("metadata.undecided", words: ["speaks for jonas and sofia"]) {
      try team.offer(.maria, "hello")
    }
    let before = try team.statements("report")
    let more = try team.countersign(.jonas, "approve", "report", "--rev", "origin/louder", "-m", "Me")
    expect(more, 2, errors: ["[review.undecided]", "speaks for jonas and sofia"])
    #expect(try team.statements("report") == before)
    // What nobody signed with that key goes on, and so does everything once the line is gone.
    try team.change(.maria, "hers", ["workflows/greet/run.sh": "#!/bin/sh\necho hi\n"])
    try team.expectTaken { try team.offer(.maria, "hers") }
    try team.landPolicy("unshared", [".countersign/allowed_signers": signers + "\n"])
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  /// Lands what the branch holds, then lands its opposite; gives the branch whose content main had and left.
  private func thereAndBack(_ team: Team) throws {
    try team.vouch(at: "louder")
    try team.must(.maria, "land", "louder")
    try team.change(.maria, "softer", [run: one])
    try team.nextSecond()
    try team.vouch(at: "softer")
    try team.must(.maria, "land", "softer")
    try team.nextSecond()
  }

  @Test("A19: landed, reverted, and landed again on the approval of the first time: spent")
  func again() throws {
    let team = try Team(.submitted)
    try thereAndBack(team)
    try team.begin(.maria, "again")
    try team.sandbox.write("maria/\(run)", "#!/bin/sh\necho 2\n")
    try team.commit(.maria)
    try team.publish(.maria, "again")
    try team.expectHeld("approvals.spent", words: ["a review serves one stay"]) { try team.offer(.maria, "again") }
    try team.must(.jonas, "approve", "report", "--rev", "origin/again", "-m", "This time for good")
    try team.expectTaken { try team.offer(.maria, "again") }
  }

  @Test("A19: a revert whose date is set back does not bring the spent approval to life")
  func againWithBackdatedRevert() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.must(.maria, "land", "louder")
    for name in ["dev", "test", "prod"] {
      if name == "prod" {
        try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Yes")
        try team.nextSecond()
      }
      try team.must(.lena, "promote", "report", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    let date = try #require(Int(try team.shell(.lena, "date +%s").output))
    // Lena rolls back at once and dates it four minutes before: as much as two clocks may differ.
    let script = """
      set -e
      git fetch -q origin
      new=$(git commit-tree -S -p origin/env/prod "origin/env/prod^^{tree}" <<END
      Roll back report

      Rollback: report@\(try team.version("report", at: team.root, .lena))
      Environment: prod
      Source: \(team.root)
      Policy: $(git rev-parse origin/main)
      Why: A reason that is long enough
      END
      )
      git push -q --no-verify origin $new:refs/heads/env/prod
      """
    let stamp = "\(date - 240) +0000"
    let back = try team.shell(
      .lena, script, environment: ["GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_DATE": stamp])
    expect(back, 0)
    try team.expectHeld("approvals.spent") { try team.releaseByHand(.lena, "report", to: "prod") }
    try team.nextSecond()
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Once more")
    try team.nextSecond()
    expect(try team.releaseByHand(.lena, "report", to: "prod"), 0)
  }

  @Test("A19: a removal that was approved, undone, and done again on the old approval: spent")
  func removedAgain() throws {
    let team = try Team(.founded)
    try team.change(.maria, "away", ["workflows/report": nil])
    try team.must(.jonas, "approve", "report", "--rev", "origin/away", "-m", "Nobody needs it")
    try team.must(.maria, "land", "away")
    try team.begin(.maria, "back")
    try team.git(.maria, "checkout", "-q", team.root, "--", "workflows/report")
    try team.commit(.maria)
    try team.publish(.maria, "back")
    try team.nextSecond()
    try team.vouch(at: "back")
    try team.must(.maria, "land", "back")
    try team.nextSecond()
    try team.change(.maria, "away-again", ["workflows/report": nil])
    try team.expectHeld("approvals.spent") { try team.offer(.maria, "away-again") }
    try team.must(.jonas, "approve", "report", "--rev", "origin/away-again", "-m", "Nobody ever needed it")
    try team.expectTaken { try team.offer(.maria, "away-again") }
  }

  @Test("A20: a change that declares itself harmless passes the gate of what it was")
  func lowersItself() throws {
    let team = try Team(.founded)
    let manifest = try #require(TeamFiles.workflow("report", risk: "medium")["workflow.yaml"])
    for text in [
      manifest.replacing("risk: medium", with: "risk: low"),
      manifest.replacing("risk: medium\n", with: "risk: low\nactions: []\n"),
    ] {
      try team.change(.maria, "harmless", ["workflows/report/workflow.yaml": text, run: "#!/bin/sh\nrm -rf /\n"])
      try team.expectHeld("approvals.missing", "tests.missing", words: ["class medium"]) {
        try team.offer(.maria, "harmless")
      }
    }
    try team.change(
      .maria, "harmless", ["workflows/report/workflow.yaml": manifest.replacing("risk: medium", with: "risk: low")])
    try team.vouch(at: "harmless")
    try team.expectTaken { try team.offer(.maria, "harmless") }
  }

  @Test("A20: `actions` and `data` that raise the class count at the end that has them, whichever it is")
  func dropsActions() throws {
    let team = try Team(.founded)
    let raise =
      "risk: { unknown: medium, raise: [{ to: medium, when: { actions: [payment] } }, { to: medium, when: { data: [personal] } }] }\n"
    try team.landPolicy("raise", TeamFiles.policy + raise)
    let manifest = try #require(TeamFiles.workflow("greet", risk: "low")["workflow.yaml"])
    func write(_ branch: String, _ text: String) throws {
      try team.change(.maria, branch, ["workflows/greet/workflow.yaml": text])
    }
    for (branch, line) in [("pays", "actions: [payment]\n"), ("knows", "data: [personal]\n")] {
      // Coming in …
      try write(branch, manifest + line)
      try team.expectHeld("approvals.missing", "tests.missing", words: ["class medium"]) {
        try team.offer(.maria, branch)
      }
      try team.vouch("greet", at: branch)
      try team.expectTaken { try team.offer(.maria, branch) }
      try team.nextSecond()
      // … and going out.
      try write(branch + "-no-more", manifest + "# \(branch)\n")
      try team.expectHeld("approvals.missing", "tests.missing", words: ["class medium"]) {
        try team.offer(.maria, branch + "-no-more")
      }
      try team.vouch("greet", at: branch + "-no-more")
      try team.expectTaken { try team.offer(.maria, branch + "-no-more") }
      try team.nextSecond()
    }
  }

  @Test("A20: an approval given for a lower class does not serve once the policy raises it")
  func raisedLater() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let policy = TeamFiles.policy.replacing(
      "medium: { approvals: 1, tests: [unit] }",
      with: "medium: { approvals: 1, tests: [unit] }\n  high: { approvals: 1, tests: [unit] }")
    try team.landPolicy("raise", policy + "risk: { raise: [{ to: high, when: { data: [personal] } }] }\n")
    // The class as reviewed stays, so the approval stays.
    let manifest = try #require(TeamFiles.workflow("report", risk: "medium")["workflow.yaml"])
    try team.expectTaken { try team.offer(.maria, "louder") }
    try team.nextSecond()
    try team.change(.maria, "personal", ["workflows/report/workflow.yaml": manifest + "data: [financial]\n"])
    try team.vouch(at: "personal")
    try team.landPolicy("raise-more", policy + "risk: { raise: [{ to: high, when: { data: [financial] } }] }\n")
    try team.expectHeld("approvals.class", words: ["was given for class medium, and it is high now"]) {
      try team.offer(.maria, "personal")
    }
    try team.must(.jonas, "approve", "report", "--rev", "origin/personal", "-m", "As high, too")
    try team.expectTaken { try team.offer(.maria, "personal") }
  }
}

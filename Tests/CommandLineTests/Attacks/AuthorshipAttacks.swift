import TestSupport
import Testing

/// Approving one's own change: by merges, second addresses, services, forged and missing names.
@Suite("attacks: approvals")
struct AuthorshipAttacks {
  private let run = "workflows/report/run.sh"
  private let evil = "#!/bin/sh\nrm -rf /\n"

  /// Maria's branch as another person's clone has it, checked out on main.
  private func merging(_ person: Person, in team: Team) throws {
    try team.begin(person, "merge")
  }

  @Test("A6: lines that exist only in the merge commit make another version: held")
  func evilMerge() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try merging(.maria, in: team)
    try team.git(.maria, "merge", "-q", "--no-ff", "--no-commit", "origin/louder")
    try team.sandbox.write("maria/\(run)", evil)
    try team.commit(.maria, "Merge louder\n\n\(Team.aWhy)")
    try team.expectHeld("approvals.missing", "tests.missing") { try team.pushToMain(.maria) }
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A6: a merge that is not clean is judged like a commit: it says why, and names its ticket")
  func mergeWithoutWhy() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    // Another workflow, of a class that asks for nothing, changed in the merge alone.
    for (message, isTaken) in [("Merge louder", false), ("Merge louder\n\n\(Team.aWhy)", true)] {
      try merging(.maria, in: team)
      try team.git(.maria, "merge", "-q", "--no-ff", "--no-commit", "origin/louder")
      try team.sandbox.write("maria/workflows/greet/run.sh", "#!/bin/sh\necho hidden\n")
      try team.commit(.maria, message)
      if isTaken {
        try team.expectTaken { try team.pushToMain(.maria) }
      } else {
        try team.expectHeld("metadata.why", "metadata.ticket") { try team.pushToMain(.maria) }
      }
    }
  }

  @Test("A7: a merge that takes the branch's tree whole and drops a reviewed fix: held, in every disguise")
  func droppedFix() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    let suite = TeamFiles.suite(passing: ["it speaks", "it is safe"])
    try team.change(.jonas, "fix", ["workflows/report/unit.sh": suite])
    try team.must(.jonas, "submit", "report", "-m", "A fix that must stay")
    try team.vouch(at: "fix", by: [.maria])
    try team.must(.jonas, "land", "fix")
    // On main itself: the tree of the branch.
    try merging(.maria, in: team)
    try team.git(.maria, "merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "origin/louder")
    try team.git(.maria, "read-tree", "-u", "--reset", "origin/louder")
    try team.commit(.maria, "Merge louder\n\n\(Team.aWhy)")
    try team.expectHeld("approvals.stale") { try team.pushToMain(.maria) }
    // On the branch first, so that main's merge of it is clean.
    try team.begin(.maria, "laundered", at: "origin/louder")
    try team.git(.maria, "merge", "-q", "--no-verify", "-s", "ours", "-m", "Catch up\n\n\(Team.aWhy)", "origin/main")
    try team.publish(.maria, "laundered")
    try team.expectHeld("approvals.stale") { try team.offer(.maria, "laundered") }
    try team.begin(.maria, "honest", at: "origin/louder")
    try team.git(.maria, "merge", "-q", "--no-verify", "-m", "Catch up\n\n\(Team.aWhy)", "origin/main")
    try team.publish(.maria, "honest")
    try team.nextSecond()
    try team.vouch(at: "honest")
    try team.expectTaken { try team.offer(.maria, "honest") }
  }

  @Test("A8: a change and its revert in one push are two landings, and the first is held")
  func changeAndRevert() throws {
    let team = try Team(.founded)
    for revert in [["--no-edit"], ["--no-commit"]] {
      try team.begin(.maria, "there-and-back")
      try team.sandbox.write("maria/\(run)", evil)
      let change = try team.commit(.maria)
      try team.git(.maria, "revert", "--no-commit", change)
      try team.commit(.maria, "Take it back (\(revert[0]))\n\n\(Team.aWhy)")
      try team.expectHeld(
        "approvals.missing", words: ["landing \(change.prefix(12))", "unmet approvals"]
      ) { try team.pushToMain(.maria) }
    }
    // What asks for no approval may go there and back.
    try team.begin(.maria, "harmless")
    try team.sandbox.write("maria/workflows/greet/run.sh", "#!/bin/sh\necho hello\n")
    let change = try team.commit(.maria)
    try team.git(.maria, "revert", "--no-commit", change)
    try team.commit(.maria, "Take it back\n\n\(Team.aWhy)")
    try team.expectTaken { try team.pushToMain(.maria) }
  }

  @Test("A8: a commit without why holds the push, even when the next one takes it back")
  func metadataInBetween() throws {
    let team = try Team(.founded)
    try team.begin(.maria, "there-and-back")
    try team.sandbox.write("maria/workflows/greet/run.sh", "#!/bin/sh\necho hello\n")
    let change = try team.commit(.maria, "Try something")
    try team.git(.maria, "revert", "--no-commit", change)
    try team.commit(.maria, "Take it back\n\n\(Team.aWhy)")
    try team.expectHeld("metadata.why", words: [String(change.prefix(12))]) { try team.pushToMain(.maria) }
    try team.publish(.maria, "there-and-back")
    try team.expectHeld("metadata.why", words: [String(change.prefix(12))]) {
      try team.offer(.maria, "there-and-back")
    }
  }

  /// Jonas gets a second address and a second key; two approvals are asked.
  private func twoAddresses(approvals: Int = 1) throws -> Team {
    let team = try Team(.founded)
    let key = try TestKey("jonas-at-home", in: team.sandbox)
    let signers = try team.git(.lena, "show", "main:.countersign/allowed_signers", in: "hub.git")
    let text = TeamFiles.policy
      .replacing("emails: [jonas@acme.example]", with: "emails: [jonas@acme.example, j@home.example]")
      .replacing("medium: { approvals: 1, tests: [unit] }", with: "medium: { approvals: \(approvals), tests: [unit] }")
      .replacing("roles: [security, policy-owner]", with: "roles: [reviewer, security, policy-owner]")
    try team.landPolicy(
      "addresses",
      [
        ".countersign/policy.yaml": text,
        ".countersign/allowed_signers": signers + "\n" + key.signer("j@home.example") + "\n",
      ])
    return team
  }

  @Test("A9: written under a second address and key, approved under the first: one's own change")
  func secondAddress() throws {
    let team = try twoAddresses()
    for address in ["j@home.example", "J@HOME.example"] {
      try team.begin(.jonas, "mine")
      try team.git(.jonas, "config", "user.email", address)
      try team.git(.jonas, "config", "user.signingkey", team.sandbox.absolute("keys/jonas-at-home.pub"))
      try team.sandbox.write("jonas/\(run)", "#!/bin/sh\necho \(address)\n")
      try team.commit(.jonas)
      try team.publish(.jonas, "mine")
      try team.git(.jonas, "config", "--unset", "user.email")
      try team.git(.jonas, "config", "--unset", "user.signingkey")
      try team.vouch(at: "mine")
      try team.expectHeld("approvals.own-change", words: ["jonas cannot: author of commit"]) {
        try team.offer(.jonas, "mine")
      }
    }
    try team.must(.maria, "approve", "report", "--rev", "origin/mine", "-m", "Not mine")
    try team.expectTaken { try team.offer(.jonas, "mine") }
  }

  @Test("A9: two approvals by one person with two keys are one")
  func secondKey() throws {
    let team = try twoAddresses(approvals: 2)
    try team.change(.maria, "twice", [run: "#!/bin/sh\necho 2\n"])
    try team.vouch(at: "twice")
    try team.git(.jonas, "config", "user.email", "j@home.example")
    try team.git(.jonas, "config", "user.signingkey", team.sandbox.absolute("keys/jonas-at-home.pub"))
    try team.nextSecond()
    try team.must(.jonas, "approve", "report", "--rev", "origin/twice", "-m", "From home")
    try team.expectHeld("approvals.missing", words: ["1 of 2 approvals"]) { try team.offer(.maria, "twice") }
    try team.must(.sofia, "approve", "report", "--rev", "origin/twice", "-m", "I, too")
    try team.expectTaken { try team.offer(.maria, "twice") }
  }

  @Test("A10: a service's approval is nobody's, even when its signature is good")
  func serviceAsPeer() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder", by: [.sofia])
    // Sofia is no reviewer; her words signed by the service are not better.
    let said = try #require(try team.payloads("report", with: "\"approve\"", "Looked at it").first)
    expect(
      try team.append(said.replacing("Looked", with: "Beep"), to: "report", signedBy: "ci", pushedBy: .ci), 0)
    try team.expectHeld("approvals.missing", words: ["is by the service ci: services are no peers"]) {
      try team.offer(.maria, "louder")
    }
    try team.must(.jonas, "approve", "report", "-m", "A person")
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A10: whoever operates a service is an author of what it wrote")
  func operator_() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      "lena-reviews",
      TeamFiles.policy.replacing(
        "[release-manager, on-call, policy-owner]", with: "[reviewer, release-manager, on-call]"),
      by: [.jonas, .sofia])
    try team.change(.ci, "bot", [run: "#!/bin/sh\necho beep\n"])
    try team.vouch(at: "bot", by: [.lena])
    try team.expectHeld("approvals.own-change", words: ["lena cannot: operates the service ci"]) {
      try team.offer(.lena, "bot")
    }
    try team.must(.jonas, "approve", "report", "--rev", "origin/bot", "-m", "Not my bot")
    try team.expectTaken { try team.offer(.lena, "bot") }
  }

  @Test("A11: a commit under an address that nobody has: its hand cannot be told, held")
  func unknownAddress() throws {
    let team = try Team(.founded)
    for (author, committer) in [("jonas@elsewhere.example", nil), (nil, "jonas@elsewhere.example")] {
      try team.begin(.jonas, "mine")
      try team.sandbox.write("jonas/\(run)", "#!/bin/sh\necho 2\n")
      try team.commit(.jonas, author: author, committer: committer)
      try team.publish(.jonas, "mine")
      try team.vouch(at: "mine", by: [.jonas, .maria])
      try team.expectHeld("metadata.unknown-person", "contributors.unknown") { try team.offer(.jonas, "mine") }
    }
    try team.begin(.jonas, "mine")
    try team.sandbox.write("jonas/\(run)", "#!/bin/sh\necho 2\n")
    try team.commit(.jonas)
    try team.publish(.jonas, "mine")
    try team.expectTaken { try team.offer(.jonas, "mine") }
  }

  @Test("A12: someone rebases for the author, who then approves: both had a hand in it")
  func rebasedForTheAuthor() throws {
    let team = try Team(.founded)
    try team.change(.maria, "hers", [run: "#!/bin/sh\necho 2\n"])
    try team.begin(.jonas, "his", at: "origin/main")
    try team.git(.jonas, "cherry-pick", "origin/hers")
    try team.git(.jonas, "commit", "-q", "--amend", "--no-edit", "--no-verify")
    try team.publish(.jonas, "his")
    #expect(try team.git(.jonas, "log", "-1", "--format=%ae %ce") == "maria@acme.example jonas@acme.example")
    try team.vouch(at: "his", by: [.maria, .jonas])
    try team.expectHeld(
      "approvals.own-change", words: ["maria cannot: author of commit", "jonas cannot: committer of commit"]
    ) { try team.offer(.maria, "his") }
    // The same version from Maria's own commit has another committer, and Jonas counts.
    try team.expectTaken { try team.offer(.maria, "hers") }
  }

  @Test("A13: a co-author is no approver, however the line is spelt or placed, and the finding says what to do")
  func coAuthor() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    for line in [
      "\(Team.aWhy)\nCo-authored-by: Jonas <jonas@acme.example>",
      "\(Team.aWhy)\nCO-AUTHORED-BY: Jonas <JONAS@acme.example>",
      "\(Team.aWhy)\n\nCo-authored-by: Jonas <jonas@acme.example>",
      "\(Team.aWhy)\n\nCo-authored-by: Lena <lena@acme.example>\nCo-Authored-By: Jonas <jonas@acme.example>",
    ] {
      try team.begin(.maria, "ours", at: "origin/louder")
      try team.commit(.maria, "Say it louder\n\n\(line)", how: ["--amend"])
      try team.publish(.maria, "ours")
      try team.expectHeld(
        "approvals.own-change", words: ["jonas cannot: co-author of commit", "somebody else author the change"]
      ) { try team.offer(.maria, "ours") }
    }
    try team.expectTaken { try team.offer(.maria, "louder") }
  }

  @Test("A13: a co-author whose address is nobody's holds, and so does one without an address")
  func unknownCoAuthor() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    for value in ["Jonas <jonas@elsewhere.example>", "Jonas", "<>", "Jonas <jonas@acme.example> <x@y.example>"] {
      try team.begin(.maria, "ours", at: "origin/louder")
      try team.commit(.maria, "Say it louder\n\n\(Team.aWhy)\nCo-authored-by: \(value)", how: ["--amend"])
      try team.publish(.maria, "ours")
      try team.expectHeld("contributors.unknown") { try team.offer(.maria, "ours") }
    }
    try team.begin(.maria, "ours", at: "origin/louder")
    try team.commit(
      .maria, "Say it louder\n\n\(Team.aWhy)\nCo-authored-by: Lena <lena@acme.example>", how: ["--amend"])
    try team.publish(.maria, "ours")
    try team.expectTaken { try team.offer(.maria, "ours") }
  }

  @Test("A14: a committer's name without the committer's key is held; an author's name frees nobody")
  func forged() throws {
    let team = try Team(.founded)
    // Jonas writes as Maria, so that he may approve.
    try team.begin(.jonas, "forged")
    try team.sandbox.write("jonas/\(run)", "#!/bin/sh\necho 2\n")
    try team.commit(.jonas, author: "maria@acme.example", committer: "maria@acme.example")
    try team.publish(.jonas, "forged")
    try team.vouch(at: "forged")
    try team.expectHeld("metadata.committer", words: ["signed by jonas, its committer is maria"]) {
      try team.offer(.jonas, "forged")
    }
    // Without a signature the name stands alone.
    try team.git(.jonas, "checkout", "-q", "forged")
    try team.commit(
      .jonas, author: "maria@acme.example", committer: "maria@acme.example", how: ["--amend", "--no-gpg-sign"])
    try team.publish(.jonas, "forged")
    try team.expectHeld("metadata.unsigned") { try team.offer(.jonas, "forged") }
    // Signed as himself, with her as author: he is its committer.
    try team.git(.jonas, "checkout", "-q", "forged")
    try team.commit(.jonas, how: ["--amend", "--author=Maria <maria@acme.example>"])
    try team.publish(.jonas, "forged")
    try team.expectHeld("approvals.own-change", words: ["jonas cannot: committer of commit"]) {
      try team.offer(.jonas, "forged")
    }
    try team.change(.maria, "hers", [run: "#!/bin/sh\necho 2\n"])
    try team.expectTaken { try team.offer(.maria, "hers") }
  }

  @Test("A21: squashed by a service without a submission: held; whoever submits counts as contributor")
  func squashedByService() throws {
    let team = try Team(.founded)
    func squash(_ text: String) throws -> Outcome {
      try team.begin(.ci, "squash")
      try team.sandbox.write("ci/\(run)", text)
      // The button's author is the forge's word; the co-author's line is gone.
      try team.commit(.ci, "Say it louder (#12)\n\n\(Team.aWhy)", how: ["--author=Maria <maria@acme.example>"])
      return try team.pushToMain(.ci)
    }
    let text = "#!/bin/sh\necho 2\n"
    try team.change(.jonas, "louder", [run: text])
    try team.vouch(at: "louder")
    try team.expectHeld("submission.missing", words: ["the service ci landed", "countersign submit report"]) {
      try squash(text)
    }
    try team.must(.jonas, "submit", "report", "--rev", "louder", "-m", "Mine, as it happens")
    try team.expectHeld("approvals.own-change", words: ["jonas cannot: "]) { try squash(text) }
    // The honest twin: Maria wrote it and submits it, Jonas approves.
    let other = "#!/bin/sh\necho 3\n"
    try team.change(.maria, "hers", [run: other])
    try team.must(.maria, "submit", "report", "-m", "It has to be louder")
    try team.vouch(at: "hers")
    try team.expectTaken { try squash(other) }
  }

  @Test("A21: squashed by a service on the branch, then merged cleanly: the submission is asked all the same")
  func squashedOnTheBranch() throws {
    let team = try Team(.founded)
    try team.begin(.ci, "squash")
    try team.sandbox.write("ci/\(run)", "#!/bin/sh\necho 2\n")
    try team.commit(.ci, how: ["--author=Maria <maria@acme.example>"])
    try team.publish(.ci, "squash")
    try team.vouch(at: "squash")
    try team.expectHeld("contributors.unknown") { try team.offer(.jonas, "squash") }
    try team.must(.maria, "submit", "report", "--rev", "origin/squash", "-m", "Mine")
    try team.expectTaken { try team.offer(.jonas, "squash") }
  }

  @Test("A21: squashed by the merger without the co-author's line: the merger is disqualified")
  func squashedByMerger() throws {
    let team = try Team(.submitted)
    try team.vouch(at: "louder")
    try team.begin(.jonas, "squash")
    try team.git(.jonas, "merge", "-q", "--squash", "origin/louder")
    try team.commit(.jonas, how: ["--author=Maria <maria@acme.example>"])
    try team.expectHeld("approvals.own-change", words: ["jonas cannot: committer of commit"]) {
      try team.pushToMain(.jonas)
    }
    // Squashed by its author it is her commit alone.
    try team.begin(.maria, "squash")
    try team.git(.maria, "merge", "-q", "--squash", "origin/louder")
    try team.commit(.maria)
    try team.expectTaken { try team.pushToMain(.maria) }
  }

  @Test("A22: what a merge made by hand brings was made by whoever made the merge")
  func handMadeMerge() throws {
    let team = try Team(.submitted)
    try team.begin(.jonas, "mine", at: "origin/louder")
    try team.sandbox.write("jonas/\(run)", evil)
    let tree = try team.commit(.jonas)
    // A merge whose tree is Jonas' own, with Maria's branch as its second parent and his commit as none.
    try team.git(.jonas, "checkout", "-q", "--detach", "origin/main")
    let message = "Merge louder\n\n\(Team.aWhy)"
    let merge = try team.git(
      .jonas, "commit-tree", "-S", "-p", "origin/main", "-p", "origin/louder", "-m", message, "\(tree)^{tree}")
    try team.git(.jonas, "checkout", "-q", "-B", "merge", merge)
    try team.publish(.jonas, "merge")
    try team.vouch(at: "merge")
    try team.expectHeld("approvals.own-change", words: ["jonas cannot: author of commit \(merge.prefix(12))"]) {
      try team.pushToMain(.jonas, merge)
    }
    // The same on a branch, landed by a clean merge of Maria's.
    try team.expectHeld("approvals.own-change") { try team.offer(.maria, "merge") }
    try team.vouch(at: "louder")
    try team.expectTaken { try team.offer(.jonas, "louder") }
  }

  @Test(
    "A22: commits taken into main's history without their content, then the content alone: its author is still known")
  func contentLater() throws {
    let team = try Team(.founded)
    try team.begin(.jonas, "mine")
    try team.sandbox.write("jonas/\(run)", evil)
    let mine = try team.commit(.jonas)
    try team.publish(.jonas, "mine")
    // An `-s ours` merge changes no version: its commits are now behind main's first parent.
    try team.expectTaken { try team.offer(.jonas, "mine", how: ["-s", "ours"]) }
    try team.vouch(at: "mine")
    // Bringing the tree back by a merge of an old commit, by an octopus, or by a plain commit: somebody's hand each time.
    for parents in [[mine], [mine, "\(mine)^"], []] {
      let words = ["commit-tree", "-S", "-p", "origin/main"] + parents.flatMap { ["-p", $0] }
      try team.git(.jonas, "fetch", "-q", "origin")
      let made = try team.run(.jonas, "git", words + ["-m", "Again\n\n\(Team.aWhy)", "\(mine)^{tree}"]).output
      try team.expectHeld("approvals.own-change", words: ["jonas cannot: author of commit"]) {
        try team.pushToMain(.jonas, made)
      }
    }
    try team.must(.maria, "approve", "report", "--rev", "origin/mine", "-m", "Not mine")
    try team.expectTaken {
      try team.pushToMain(
        .jonas,
        try team.git(.jonas, "commit-tree", "-S", "-p", "origin/main", "-m", "Again\n\n\(Team.aWhy)", "\(mine)^{tree}"))
    }
  }
}

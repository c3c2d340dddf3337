import Glibc
import TestSupport
import Testing

extension Team {
  /// A change of the policy by one person, on main as it is.
  func craftPolicy(
    _ person: Person,
    _ text: String = TeamFiles.policy.replacing("medium: { approvals: 1, tests: [unit] }", with: "medium: {}")
  )
    throws -> String
  {
    try git(person, "fetch", "-q", "origin")
    let file = try blob(person, text)
    let tree = try graft(person, "origin/main", ".countersign/policy.yaml", ("100644", file))
    let raw = RawCommit(tree: tree, parents: [try git(person, "rev-parse", "origin/main")])
    return try commit(person, raw, signedBy: person)
  }
}

/// Landings past every hook, and what verify says of them: that, and nothing else.
@Suite("verify: broken landings")
struct BrokenLandings {
  struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    var signer: Person? = .maria
    let spoil: @Sendable (Team, inout RawCommit) throws -> Void
  }

  static let spoiled: [Spoiled] = [
    Spoiled(testDescription: "a commit without a signature", rule: "metadata.unsigned", signer: nil) { _, _ in },
    Spoiled(testDescription: "signed by somebody else", rule: "metadata.committer", signer: .jonas) { _, _ in },
    Spoiled(testDescription: "a signature for something else", rule: "metadata.signature") { $1.namespace = "file" },
    Spoiled(testDescription: "changed after it was signed", rule: "metadata.signature") { $1.isTampered = true },
    Spoiled(testDescription: "no reason", rule: "metadata.why") {
      $1.message = Array("Change the greeting\n\nTicket: OPS-7\n".utf8)
    },
    Spoiled(testDescription: "no ticket", rule: "metadata.ticket") {
      $1.message = Array("Change the greeting\n\nWhy: A reason that is long enough\n".utf8)
    },
    Spoiled(testDescription: "dated before its parent", rule: "metadata.backdated") {
      $1.committed -= 7200
      $1.authored -= 7200
    },
    Spoiled(testDescription: "an unknown author", rule: "metadata.unknown-person") {
      $1.author = "nobody <nobody@else.example>"
    },
    Spoiled(testDescription: "a symlink", rule: "path.symlink") { team, raw in
      let link = try team.blob(.maria, "/etc/passwd")
      raw.tree = try team.graft(.maria, "origin/main", "workflows/greet/link", ("120000", link))
    },
    Spoiled(testDescription: "a file that belongs to nobody", rule: "workflow.stray-file") { team, raw in
      raw.tree = try team.graft(
        .maria, "origin/main", "workflows/stray.txt", ("100644", try team.blob(.maria, "nobody's\n")))
    },
  ]

  @Test("is told, with its rule and place, and nothing else is", arguments: spoiled)
  func spoiledLanding(spoiled: Spoiled) throws {
    let team = try Team.unguarded()
    let bad = try team.greeting(signedBy: spoiled.signer) { try spoiled.spoil(team, &$0) }
    try team.force(.maria, bad, "refs/heads/main")
    try team.expectBroken([Told(spoiled.rule, "landing \(team.short(bad))")])
  }

  @Test("an unsigned commit inside a signed merge")
  func inMerge() throws {
    let team = try Team.unguarded()
    try team.git(.maria, "fetch", "-q", "origin")
    let bad = try team.greeting(signedBy: nil)
    let main = try team.git(.maria, "rev-parse", "origin/main")
    let merge = try team.commit(
      .maria, RawCommit(tree: try team.git(.maria, "rev-parse", "\(bad)^{tree}"), parents: [main, bad]),
      signedBy: .maria)
    try team.force(.maria, merge, "refs/heads/main")
    try team.expectBroken([Told("metadata.unsigned", "landing \(team.short(merge))", "commit \(team.short(bad))")])
  }

  @Test("a version that nobody approved or tested, released to everybody: what runs is named first")
  func unapproved() throws {
    let team = try Team.unguarded()
    try team.change(.maria, "louder", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    expect(try team.offer(.maria, "louder"), 0)
    let landing = try team.hub("refs/heads/main")
    var told = [
      Told("approvals.missing", "landing \(team.short(landing)) of report@"),
      Told("tests.missing", "landing \(team.short(landing)) of report@"),
    ]
    for name in ["dev", "test"] {
      let release = try team.craftStep(
        .lena, name, [.take("workflows/report", from: "origin/main")], try team.stepTrailers("report", to: name))
      try team.force(.lena, release, "refs/heads/env/\(name)")
      told.append(Told("landed.past-its-gate", "release \(team.short(release))"))
      // What rests on a step that does not hold does not hold either.
      if name == "test" { told.append(Told("after.skipped", "release \(team.short(release))")) }
    }
    try team.expectBroken(told, runs: ["report"])
  }

  @Test("another policy past its gate is told, and never in force")
  func policy() throws {
    let team = try Team.unguarded()
    let bad = try team.craftPolicy(.maria)
    try team.force(.maria, bad, "refs/heads/main")
    // What lands behind it is judged by the last good one.
    try team.change(.maria, "louder", ["workflows/report/run.sh": "#!/bin/sh\necho 3\n"])
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.nextSecond()
    expect(try team.offer(.maria, "louder"), 0)
    let landing = try team.hub("refs/heads/main")
    try team.expectBroken([
      Told("approvals.missing", "landing \(team.short(bad)) of policy@"),
      Told("approvals.missing", "landing \(team.short(landing)) of report@"),
    ])
  }

  @Test("a policy that does not read")
  func unreadPolicy() throws {
    let team = try Team.unguarded()
    let bad = try team.craftPolicy(.maria, TeamFiles.policy.replacing("people:", with: "poeple:"))
    try team.force(.maria, bad, "refs/heads/main")
    let verified = try team.verify()
    #expect(verified.status == 1)
    #expect(Set(verified.violations.map(\.place)).count > 0)
    #expect(verified.violations.allSatisfy { $0.subject.contains(team.short(bad)) }, "\(verified.violations)")
    #expect(verified.violations.contains { $0.rule == "policy.unknown-key" }, "\(verified.violations)")
  }

  @Test("a key that was revoked signs on")
  func revoked() throws {
    let team = try Team.unguarded()
    let old = try team.shell(.lena, "cut -d' ' -f1,2 ../keys/maria.pub").output
    try team.landPolicy("stolen", [".countersign/revoked_keys": old + "\n"])
    let bad = try team.greeting()
    try team.force(.maria, bad, "refs/heads/main")
    try team.expectBroken([Told("metadata.signature", "landing \(team.short(bad))")])
  }

  @Test("main came in as a second parent: what was released from the landings that are off the line is told")
  func foxtrot() throws {
    let team = try Team.unguarded()
    try team.git(.maria, "fetch", "-q", "origin")
    let main = try team.hub("refs/heads/main")
    let tree = try team.git(.maria, "rev-parse", "origin/main^{tree}")
    let foxtrot = try team.commit(.maria, RawCommit(tree: tree, parents: [team.root, main]), signedBy: .maria)
    try team.force(.maria, foxtrot, "refs/heads/main")
    let verified = try team.verify()
    // What judged them is not on main any more.
    #expect(verified.status == 2, "\(verified.errors)")
    #expect(verified.violations.contains { $0.rule == "release.older-policy" }, "\(verified.violations)")
    #expect(verified.violations.allSatisfy { !$0.subject.contains("adoption") }, "\(verified.violations)")
    // A clone that has seen main before does not follow.
    try team.git(.sofia, "fetch", "-q", "origin")
    expect(try team.countersign(.sofia, "verify"), 2, errors: ["[git.rewound-branch]"])
  }

  @Test("a date that is none is not told as another one")
  func dateless() throws {
    let team = try Team.unguarded()
    try team.git(.lena, "config", "receive.fsckObjects", "false", in: "hub.git")
    let bad = try team.greeting { $0.committed = -5 }
    try team.force(.maria, bad, "refs/heads/main")
    let verified = try team.verify()
    #expect(verified.violations.contains { $0.rule == "commit.malformed" }, "\(verified.violations)")
    #expect(!verified.text.contains("\"since\": \"19"), "\(verified.text)")
  }

  @Test("a bad landing of what ran before: what runs came from elsewhere, and does not rest on it")
  func sameAgain() throws {
    let team = try Team.unguarded()
    try team.git(.maria, "fetch", "-q", "origin")
    let old = try team.git(.maria, "rev-parse", "\(team.root):workflows/greet/run.sh")
    let tree = try team.graft(.maria, "origin/main", "workflows/greet/run.sh", ("100755", old))
    let raw = RawCommit(tree: tree, parents: [try team.git(.maria, "rev-parse", "origin/main")])
    let bad = try team.commit(.maria, raw, signedBy: nil)
    try team.force(.maria, bad, "refs/heads/main")
    // Rolled back in prod to what was adopted there.
    try team.expectBroken([Told("metadata.unsigned", "landing \(team.short(bad))")])
  }

  @Test("what cannot be read hides nothing: an old tree that is gone, a ref that is none", arguments: [0, 1, 2])
  func besides(kind: Int) throws {
    let team = try Team.unguarded()
    let bad = try team.greeting(signedBy: nil)
    try team.force(.maria, bad, "refs/heads/main")
    switch kind {
    case 0:
      let first = try team.git(.lena, "rev-list", "--max-parents=0", "env/prod", in: "hub.git")
      try team.lose(try team.git(.lena, "rev-parse", "\(first)^{tree}", in: "hub.git"))
    case 1: try team.sandbox.write("hub.git/refs/heads/feature", "garbage\n")
    default: try team.sandbox.write("hub.git/refs/countersign/journal/spare", "garbage\n")
    }
    let verified = try team.verify()
    #expect(verified.status == 1, "\(verified.text)\(verified.errors)")
    #expect(
      verified.violations.filter { $0.weight == "violation" }.map(\.rule) == ["metadata.unsigned"],
      "\(verified.violations)")
    #expect(verified.violations.contains { $0.weight == "undecided" }, "\(verified.violations)")
    #expect(verified.counts["landings"] == 4 && verified.counts["statements", default: 0] > 0, "\(verified.counts)")
  }

  @Test("an object that is gone cannot be told, and the rest is")
  func missingObject() throws {
    let team = try Team.unguarded()
    let file = try team.git(.lena, "rev-parse", "main:workflows/report/run.sh", in: "hub.git")
    try team.lose(file)
    let verified = try team.verify()
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(verified.violations.allSatisfy { $0.weight == "undecided" }, "\(verified.violations)")
    #expect(
      verified.violations.contains { $0.rule == "git.missing-object" && $0.subject.contains("landing") },
      "\(verified.violations)")
  }
}

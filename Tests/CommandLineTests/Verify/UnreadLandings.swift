import TestSupport
import Testing

/// Landings whose policy nobody can read, or of which this clone cannot tell whether it is in force: what can be told beside them is.
@Suite("verify: landings that cannot be read")
struct UnreadLandings {
  /// A hub in whose prod an unsigned release of greet runs.
  private func wronged() throws -> Team {
    let team = try Team.unguarded()
    try team.trustObjects()
    let bad = try team.craftStep(
      .lena, "prod", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "prod"),
      isSigned: false)
    try team.force(.lena, bad, "refs/heads/env/prod")
    return team
  }

  enum Spoiling: String, CaseIterable, Sendable {
    case policy, signers, revoked, armor, depth, doubled
  }

  private func spoil(_ raw: inout RawCommit, _ spoiling: Spoiling, _ team: Team) throws {
    func put(_ path: String, _ bytes: Int) throws {
      let file = try team.object(.maria, "blob", [UInt8](repeating: UInt8(ascii: "#"), count: bytes))
      raw.tree = try team.graft(.maria, "origin/main", path, ("100644", file))
    }
    switch spoiling {
    case .policy: try put(".countersign/policy.yaml", 1 << 20 + 1)
    case .signers: try put(".countersign/allowed_signers", 1 << 20 + 1)
    case .revoked: try put(".countersign/revoked_keys", 1 << 20 + 1)
    case .armor: try put(".countersign/openpgp/maria.asc", 1 << 20 + 1)
    case .depth:
      let path = ".countersign/waivers/" + String(repeating: "d/", count: 600) + "x.yaml"
      raw.tree = try team.graft(.maria, "origin/main", path, ("100644", team.blob(.maria, "x\n")))
    case .doubled:
      var entries = try team.rawEntries(.maria, team.git(.maria, "rev-parse", "origin/main^{tree}"))
      entries.insert(entries[0], at: 0)
      raw.tree = try team.object(.maria, "tree", entries.flatMap { Sandbox.rawEntry($0.mode, $0.name, $0.id) })
    }
  }

  @Test("a policy that nobody can read is told, is never in force, and hides nothing", arguments: Spoiling.allCases)
  func unreadable(spoiling: Spoiling) throws {
    let team = try wronged()
    let landing = try team.greeting(signedBy: nil) { try spoil(&$0, spoiling, team) }
    try team.force(.maria, landing, "refs/heads/main")
    let verified = try team.verify()
    #expect(verified.status == 1, "\(verified.text)\(verified.errors)")
    #expect(verified.runs.contains { $0.hasPrefix("greet@") && $0.hasSuffix(" in prod") }, "\(verified.runs)")
    let own = verified.violations.filter { $0.subject.contains(team.short(landing)) && $0.weight == "violation" }
    #expect(own.contains { $0.rule == "metadata.unsigned" || $0.rule == "git.malformed-object" }, "\(verified.text)")
    #expect(verified.counts["landings"] == 4 && verified.counts["releases", default: 0] > 6, "\(verified.counts)")
    if spoiling == .policy {
      #expect(
        own.contains { $0.rule == "git.too-large" && $0.place.contains(".countersign/policy.yaml") },
        "\(verified.violations)")
    }
    // The kill switch, and whoever looks, go by the last good policy.
    let clone = try team.freshClone()
    if spoiling == .policy || spoiling == .doubled {
      #expect(try team.verify(in: clone).status == 1)
      expect(
        try team.countersign(
          .lena, "kill", "greet", "--env", "prod", "-m", "It pays twice, OPS-1", "--local", in: clone),
        0, errors: ["[policy.not-in-force]"])
    }
    if spoiling == .policy {
      expect(try team.countersign(.lena, "status", in: clone), 0, errors: ["[policy.not-in-force]"])
      expect(try team.countersign(.lena, "admit", "greet", "--env", "prod", in: clone), 1)
    }
  }

  @Test("the server takes no policy that nobody can read", arguments: Spoiling.allCases)
  func refused(spoiling: Spoiling) throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let landing = try team.greeting { try spoil(&$0, spoiling, team) }
    let before = try team.hubRefs()
    expect(try team.push(.maria, ["\(landing):refs/heads/main"]), 1, errors: ["pre-receive hook declined"])
    #expect(try team.hubRefs() == before)
  }

  @Test(
    "a landing whose tree is gone cannot be told, and what is judged before it is", arguments: ["", ":.countersign"])
  func gone(path: String) throws {
    let team = try wronged()
    let landing = try team.craftPolicy(.maria)
    try team.force(.maria, landing, "refs/heads/main")
    let tree = path.isEmpty ? "\(landing)^{tree}" : landing + path
    try team.lose(try team.git(.lena, "rev-parse", tree, in: "hub.git"))
    let verified = try team.verify()
    #expect(verified.outcome != "passed" && verified.status != 0, "\(verified.text)")
    let open = verified.violations.filter { $0.rule == "policy.not-in-force" && $0.weight == "undecided" }
    #expect(open.count == 1 && open[0].place.contains(team.short(landing)), "\(verified.violations)")
    #expect(verified.runs.contains { $0.hasPrefix("greet@") }, "\(verified.runs)")
    #expect(verified.counts["releases", default: 0] > 6 && verified.counts["landings"] == 4, "\(verified.counts)")
  }

  @Test("the journal of the policy is not here: nobody is accused, and no older policy comes back")
  func noPolicyJournal() throws {
    let team = try Team.unguarded()
    let clone = try team.freshClone()
    try team.git(.lena, "update-ref", "-d", "refs/countersign/journal/policy", in: clone)
    let verified = try team.verify(in: clone)
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(verified.violations.allSatisfy { $0.weight != "violation" }, "\(verified.violations)")
    #expect(
      verified.violations.contains { $0.rule == "policy.not-in-force" && $0.subject == "policy" },
      "\(verified.violations)")
    for command in [["admit", "greet", "--env", "dev"], ["gate", "greet", "--for", "prod"], ["status"]] {
      expect(try team.run(.lena, Team.binary, command, in: clone), 2, errors: ["[policy.not-in-force]"])
    }
    expect(
      try team.countersign(.lena, "kill", "greet", "--env", "prod", "-m", "It pays twice, OPS-1", "--local", in: clone),
      0, errors: ["[policy.not-in-force]", "going on with the last policy"])
  }

  @Test("a root that is damaged here is told as damaged, and not as another history")
  func damagedRoot() throws {
    let team = try Team.unguarded()
    let tree = try team.git(.lena, "rev-parse", "\(team.root)^{tree}", in: "hub.git")
    try team.lose(tree)
    let lost = try team.countersign(.lena, "verify", in: "hub.git")
    expect(lost, 2, errors: ["[git.missing-object]"], absent: ["[trust.other-history]", "pin another root"])
  }
}

import Glibc
import TestSupport
import Testing

/// R3, R4, R11, R12: when, after what, by whom and beside what something is released.
@Suite("attacks: release")
struct PromotionAttacks {
  private static let greet = [TreeEdit.take("workflows/greet", from: "origin/main")]

  /// `greet` has another version on main than everywhere else.
  private func landed(_ policy: String? = nil) throws -> Team {
    let team = try Team(.adopted)
    if let policy { try team.landPolicy(policy) }
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    return team
  }

  private func promote(_ team: Team, _ environments: String...) throws {
    for name in environments {
      try team.must(.lena, "promote", "greet", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
  }

  private func release(
    _ team: Team, to environment: String, by person: Person = .lena, seconds: Int = 0, zone: String = "+0000"
  ) throws -> String {
    try team.craftStep(
      person, environment, Self.greet, try team.stepTrailers("greet", to: environment), seconds: seconds, zone: zone)
  }

  private func dates(_ team: Team, _ words: String) throws -> [String] {
    try team.shell(.lena, words, in: "").output.split(separator: "\n").map(String.init)
  }

  @Test("R3: two releases made on one tip: the second is refused, by force as well, and judged again on the new tip")
  func race() throws {
    let team = try landed()
    let first = try release(team, to: "dev")
    let second = try release(team, to: "dev", by: .maria)
    expect(try team.pushStep(.lena, first, "dev"), 0)
    expect(try team.pushStep(.maria, second, "dev"), 1, errors: ["[rejected]"])
    try team.expectHeld("push.rewinds") { try team.pushStep(.maria, second, "dev", force: true) }
    let again = try release(team, to: "dev", by: .maria)
    try team.expectHeld("release.form", says: ["it changes nothing"]) { try team.pushStep(.maria, again, "dev") }
    // Nor both of them, one merged into the other.
    let merged = try team.craftStep(
      .maria, "dev", [], try team.stepTrailers("greet", to: "dev"), parents: [first, second])
    try team.expectHeld("release.form", says: ["2 parents"]) { try team.pushStep(.maria, merged, "dev") }
    #expect(try team.hub("refs/heads/env/dev") == first)
  }

  @Test("R3: pushed at the same moment: one wins, the branch has one step more")
  func sameMoment() throws {
    let team = try landed()
    let before = try team.hub("refs/heads/env/dev")
    let first = try release(team, to: "dev")
    let second = try release(team, to: "dev", by: .maria)
    let hub = team.sandbox.absolute("hub.git")
    let outcome = try team.shell(
      .lena,
      """
      git push -q --no-verify \(hub) \(first):refs/heads/env/dev 2>../one.err & one=$!
      git -C ../maria push -q --no-verify \(hub) \(second):refs/heads/env/dev 2>../two.err & two=$!
      wait $one; a=$?; wait $two; echo "$a $?"
      """)
    #expect(["0 1", "1 0"].contains(outcome.output), "\(outcome.output)")
    let winner = outcome.output == "0 1" ? first : second
    #expect(try team.hub("refs/heads/env/dev") == winner)
    #expect(try team.git(.lena, "rev-parse", "\(winner)^", in: "hub.git") == before)
    try team.expectSound()
  }

  @Test("R4: an environment left out, or passed through in the same push, or past its gate: held")
  func skipped() throws {
    let team = try landed()
    try promote(team, "dev")
    let prod = try release(team, to: "prod")
    try team.expectHeld("after.skipped", says: ["--env test -m WHY"]) { try team.pushStep(.lena, prod, "prod") }
    let test = try release(team, to: "test")
    try team.expectHeld("after.skipped") {
      try team.tryGit(
        .lena, "push", "--no-verify", "origin", "\(test):refs/heads/env/test", "\(prod):refs/heads/env/prod")
    }
    // Somebody without the role puts it into test while the hook is away.
    let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
    try team.openHub()
    let forced = try release(team, to: "test", by: .maria)
    expect(try team.pushStep(.maria, forced, "test"), 0)
    try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
    try team.expectHeld("after.skipped") { try team.pushStep(.lena, prod, "prod") }
    expect(
      try team.countersign(
        .lena, "rollback", "greet", "--env", "test", "--version", "previous", "-m", "Nobody asked", "--execute"), 0)
    try promote(team, "test")
    let honest = try release(team, to: "prod")
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  @Test("R4: a soak shortened by dates, on either end: held with the earliest time")
  func soak() throws {
    let team = try landed(TeamFiles.policy.replacing("low: { soak: 0s }", with: "low: { soak: 12m }"))
    try promote(team, "dev")
    // Set back by an hour the release in test does not get in; by what two clocks may differ it does.
    let old = try release(team, to: "test", seconds: -3600)
    try team.expectHeld("push.dated") { try team.pushStep(.lena, old, "test") }
    let earlier = try release(team, to: "test", seconds: -280)
    expect(try team.pushStep(.lena, earlier, "test"), 0)
    for seconds in [0, 280, 3600] {
      let early = try release(team, to: "prod", seconds: seconds)
      try team.expectHeld("soak.short", says: ["it could pass at"]) { try team.pushStep(.lena, early, "prod") }
    }
    // Where the rules ask for less it goes on.
    try team.landPolicy(TeamFiles.policy.replacing("low: { soak: 0s }", with: "low: { soak: 1m }"))
    let honest = try release(team, to: "prod")
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }

  @Test("R4: a release in a window, a freeze or a soak by another zone's clock, or another hour's: held")
  func zones() throws {
    let team = try Team(.adopted)
    // Three hours from now for two hours, by UTC; today is the last day of the freeze, by the clock of an island.
    let clock = try dates(
      team,
      """
      date -u -d '+3 hours' +%H:00; date -u -d '+3 hours' +%a | tr A-Z a-z
      zone=Pacific/Kiritimati; [ "$(date -u +%H)" != 09 ] || zone=Etc/GMT+12
      echo $zone; TZ=$zone date +%F; TZ=$zone date -d yesterday +%F
      """)
    #expect(clock.count == 5)
    let end = clock[0] == "23:00" ? "24:00" : clock[0].prefix(3) + "59"
    let windows = """
      windows: { later: { zone: UTC, days: \(clock[1]), hours: "\(clock[0])-\(end)" } }

      """
    func policy(_ dev: String, _ rest: String) -> String {
      TeamFiles.policy.replacing(
        "dev: { branch: env/dev, release: [author, release-manager], all: {} }",
        with: "dev: { branch: env/dev, release: [author, release-manager], all: \(dev) }") + rest
    }
    try team.landPolicy(policy("{ window: later }", windows))
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    for zone in ["+0000", "+0300", "-2100"] {
      let elsewhere = try release(team, to: "dev", zone: zone)
      try team.expectHeld("window.closed", says: ["it opens at"]) { try team.pushStep(.lena, elsewhere, "dev") }
    }
    let ahead = try release(team, to: "dev", seconds: 3 * 3600)
    try team.expectHeld("window.closed") { try team.pushStep(.lena, ahead, "dev") }
    try team.expectHeld("push.dated") { try team.pushStep(.lena, ahead, "dev") }
    func freeze(from: String, until: String) -> String {
      "freezes: [ { name: audit, zone: \(clock[2]), from: \(from), until: \(until), environments: [dev] } ]\n"
    }
    try team.landPolicy(policy("{}", freeze(from: clock[4], until: clock[3])))
    for zone in ["+0000", "-1200", "+1400"] {
      let elsewhere = try release(team, to: "dev", zone: zone)
      try team.expectHeld("freeze.on", says: ["both days included", "wait until"]) {
        try team.pushStep(.lena, elsewhere, "dev")
      }
    }
    // The freeze is over since midnight there, wherever the releaser sits.
    try team.landPolicy(policy("{}", freeze(from: clock[4], until: clock[4])))
    let honest = try release(team, to: "dev", zone: "-1200")
    expect(try team.pushStep(.lena, honest, "dev"), 0)
  }

  @Test("R4: a window lies as the zone's own clock says, on the nights it is set as well")
  func summerTime() throws {
    let team = try landed(
      TeamFiles.policy.replacing(
        "dev: { branch: env/dev, release: [author, release-manager], all: {} }",
        with: "dev: { branch: env/dev, release: [author, release-manager], all: { window: night } }")
        + "windows: { night: { zone: Europe/Berlin, days: sun, hours: \"02:30-03:30\" } }\n")
    try team.must(.lena, "sync")
    // On 28 March 2027 there is no 02:30: from two it is three. On 31 October 2027 there are two.
    let moments: [(at: String, isOpen: Bool)] = [
      ("2027-03-21T01:29:59Z", false), ("2027-03-21T01:30:00Z", true), ("2027-03-28T00:59:59Z", false),
      ("2027-03-28T01:00:00Z", true), ("2027-03-28T01:29:59Z", true), ("2027-03-28T01:30:00Z", false),
      ("2027-10-31T00:29:59Z", false), ("2027-10-31T00:30:00Z", true), ("2027-10-31T01:30:00Z", true),
      ("2027-10-31T02:29:59Z", true), ("2027-10-31T02:30:00Z", false), ("2027-11-01T01:45:00Z", false),
    ]
    for moment in moments {
      let outcome = try team.countersign(
        .lena, "gate", "greet", "--for", "dev", "--rev", "origin/main", "--at", moment.at, "--explain-all")
      #expect(
        outcome.output.contains("[window.closed]") != moment.isOpen && outcome.output.contains("window"),
        "\(moment): \(outcome.output)\n\(outcome.errors)")
    }
  }

  @Test("R11: released by its author, by who approved it, or by a service of theirs, where roles are separate: held")
  func separate() throws {
    let separate = "{ separate: [author, approver, releaser] }"
    let team = try landed(
      TeamFiles.policy.replacing(
        "dev: { branch: env/dev, release: [author, release-manager], all: {} }",
        with: "dev: { branch: env/dev, release: [author, release-manager, tester], all: \(separate) }"))
    let own = try release(team, to: "dev", by: .maria)
    try team.expectHeld("separate.same-person", says: ["maria is both author and releaser"]) {
      try team.pushStep(.maria, own, "dev")
    }
    try team.must(.lena, "approve", "greet", "--for", "dev", "--rev", "origin/main", "-m", "It greets")
    for person in [Person.lena, .ci] {
      let approved = try release(team, to: "dev", by: person)
      try team.expectHeld("separate.same-person", says: ["lena is both approver and releaser"]) {
        try team.pushStep(person, approved, "dev")
      }
    }
    try team.nextSecond()
    try team.must(.lena, "withdraw", "greet", "--for", "dev", "--rev", "origin/main", "-m", "I release it")
    try team.must(.jonas, "approve", "greet", "--for", "dev", "--rev", "origin/main", "-m", "It greets")
    let honest = try release(team, to: "dev")
    expect(try team.pushStep(.lena, honest, "dev"), 0)
  }

  /// `greet` calls `spare`, and tests are asked for in test.
  private func calling() throws -> Team {
    let team = try Team(.adopted)
    try team.landPolicy(
      TeamFiles.policy.replacing(
        "test: { branch: env/test, after: dev, release: [release-manager], all: {} }",
        with: "test: { branch: env/test, after: dev, release: [release-manager], all: { tests: [unit] } }"))
    let manifest = TeamFiles.workflow("greet", risk: "low")["workflow.yaml"] ?? ""
    try team.landFiles(
      "calls",
      [
        "workflows/greet/workflow.yaml": manifest + "uses: [spare]\n",
        "workflows/spare/run.sh": "#!/bin/sh\necho called\n",
      ])
    // What is said of a version in the second of its landing comes too late for it, and is held.
    try team.nextSecond()
    return team
  }

  private func promote(_ team: Team, workflow: String, _ environment: String) throws -> Outcome {
    try team.countersign(
      .lena, "promote", workflow, "--env", environment, "-m", "Step by step", "--ticket", "OPS-7")
  }

  @Test("R12: the used workflow is there in another version than tested, or killed, or not at all: held")
  func uses() throws {
    let team = try calling()
    expect(try promote(team, workflow: "greet", "dev"), 0)
    for workflow in ["greet", "spare"] {
      try team.must(.ci, "test", workflow, "--suite", "unit", "--rev", "origin/main")
    }
    let early = try release(team, to: "test")
    try team.expectHeld("uses.other-version", says: ["ran with spare@"]) { try team.pushStep(.lena, early, "test") }
    expect(try promote(team, workflow: "spare", "dev"), 0)
    expect(try promote(team, workflow: "spare", "test"), 0)
    try team.must(.ci, "test", "greet", "--suite", "unit", "--rev", "origin/main")
    try team.must(.lena, "kill", "spare", "--env", "prod", "-m", "Not in prod")
    let honest = try release(team, to: "test")
    expect(try team.pushStep(.lena, honest, "test"), 0)
    let killed = try release(team, to: "prod")
    try team.expectHeld("uses.killed") { try team.pushStep(.lena, killed, "prod") }
    // A kill or a rollback of a used workflow is never held.
    expect(
      try team.countersign(
        .lena, "rollback", "spare", "--env", "test", "--version", "previous", "-m", "Too loud", "--execute"), 0)
    expect(try team.countersign(.lena, "kill", "spare", "--env", "test", "-m", "Still too loud"), 0)
  }

  @Test("R12: a used workflow that is released nowhere, is removed under its callers, or calls back: held")
  func missing() throws {
    let team = try calling()
    expect(try promote(team, workflow: "spare", "dev"), 0)
    expect(try promote(team, workflow: "greet", "dev"), 0)
    // Removed on main it would leave an orphan.
    let removal = try team.change(.maria, "away", ["workflows/spare": nil])
    try team.expectHeld("uses.removed", says: ["greet"]) {
      try team.tryGit(.maria, "push", "--no-verify", "origin", "\(removal):refs/heads/main")
    }
    let back = (TeamFiles.workflow("spare", risk: "low")["workflow.yaml"] ?? "") + "uses: [greet]\n"
    let circle = try team.change(.maria, "circle", ["workflows/spare/workflow.yaml": back])
    try team.expectHeld("uses.circle") {
      try team.tryGit(.maria, "push", "--no-verify", "origin", "\(circle):refs/heads/main")
    }
    // A new workflow is used by greet, lands with it, and is released nowhere yet.
    var files: [String: String?] = [:]
    for (name, text) in TeamFiles.workflow("extra", risk: "low") { files["workflows/extra/\(name)"] = text }
    let manifest = TeamFiles.workflow("greet", risk: "low")["workflow.yaml"] ?? ""
    files["workflows/greet/workflow.yaml"] = manifest + "uses: [extra]\n"
    try team.landFiles("extra", files)
    let alone = try release(team, to: "dev")
    try team.expectHeld("uses.missing", says: ["promote extra --env dev"]) { try team.pushStep(.lena, alone, "dev") }
    // In one push, the used one first: taken.
    var trailers = try team.stepTrailers("extra", to: "dev")
    let first = try team.craftStep(.lena, "dev", [.take("workflows/extra", from: "origin/main")], trailers)
    trailers = try team.stepTrailers("greet", to: "dev")
    let second = try team.craftStep(.lena, "dev", Self.greet, trailers, parents: [first])
    expect(try team.pushStep(.lena, second, "dev"), 0)
    // The last caller is gone in dev, so the used one may go there: not before.
    try team.landFiles("gone", ["workflows/spare": nil])
    expect(try promote(team, workflow: "spare", "dev"), 0)
    let test = try team.craftStep(
      .lena, "test", [.drop("workflows/spare")],
      try team.stepTrailers("greet", to: "test").merging([
        "Release": "spare@none", "Journal": try team.journalTip("spare"),
      ]) { $1 })
    expect(try team.pushStep(.lena, test, "test"), 0)
  }
}

import TestSupport
import Testing

/// What a newer Countersign writes and this one cannot read: by somebody known it may be a no, by a stranger it is rubbish.
@Suite("command line: statements in a newer format")
struct NewerFormatTests {
  /// Whose word it is, and what of it is newer.
  enum Newer: String, CaseIterable, Sendable {
    case predicate, member, allOfIt
  }

  /// A no about what is on main, for prod, that this Countersign cannot read.
  private func no(_ team: Team, _ newer: Newer, by person: Person, about workflow: String = "greet") throws
    -> JournalFile
  {
    let version = try team.digests(workflow, at: "origin/main")
    var statement = RawStatement.recall(workflow, version)
    switch newer {
    case .predicate: statement.type = "urn:countersign:recall:v2"
    case .member: statement.members += #","until":"2099-01-01T00:00:00Z""#
    case .allOfIt: return try team.file(statement, team.envelope(person, #"{"countersign":2,"recall":"\#(workflow)"}"#))
    }
    return try team.file(statement, by: person)
  }

  /// `greet` goes from test to prod next; `hello` has landed and is in dev and test.
  private func team() throws -> Team {
    let team = try Team(.released)
    try team.openHub()
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "greet", "--env", name, "-m", "They shall hear it", "--ticket", "OPS-7")
    }
    return team
  }

  private func bring(_ team: Team, _ file: JournalFile, to workflow: String = "greet") throws {
    try team.nextSecond()
    let spec = try team.journal(.maria, workflow, adding: [file])
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/\(workflow)")
  }

  @Test("signed by somebody known: undecided, and a kill does not wait for it", arguments: Newer.allCases)
  func known(newer: Newer) throws {
    let team = try team()
    try bring(team, no(team, newer, by: .sofia))
    expect(try team.countersign(.lena, "sync"), 0)
    let said = [
      "[statement.unread]", "sofia@acme.example signed", "--> journal greet, commit ", "update Countersign here",
    ]
    expect(try team.countersign(.lena, "gate", "greet", "--for", "prod"), 2, out: said)
    let promoted = try team.countersign(
      .lena, "promote", "greet", "--env", "prod", "-m", "They shall hear it", "--ticket", "OPS-7")
    expect(promoted, 2, out: ["[statement.unread]"])
    expect(try team.countersign(.lena, "status", "greet"), 0)
    let verified = try team.verify()
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(verified.violations.contains { $0.rule == "statement.unread" && $0.weight == "undecided" })
    #expect(verified.violations.allSatisfy { $0.weight == "undecided" }, "\(verified.violations)")
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 0)
    expect(try team.countersign(.lena, "kill", "greet", "--env", "prod", "-m", "It shouts at night"), 0)
  }

  @Test("signed by nobody whom the policy knows, or carried from another place: disturbs nobody")
  func strangers() throws {
    let team = try team()
    let eve = team.sandbox.absolute("keys/eve")
    _ = try team.sandbox.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", eve])
    let version = try team.digests("greet", at: "origin/main")
    let folder = "\(version.dirHash.prefix(2))/\(version.dirHash)"
    var statement = RawStatement.recall("greet", version)
    statement.type = "urn:countersign:recall:v2"
    let payload = Array(statement.json.utf8)
    let type = "application/vnd.in-toto+json"
    let message = Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    let seals = [
      try team.armor(key: eve, message, namespace: "countersign").split(separator: "\n").filter { !$0.hasPrefix("-") }
        .joined(), try team.seal(.sofia, payload + [0x20]), try team.seal(.sofia, payload, namespace: "git"),
    ]
    var files = try seals.map { seal in
      try team.file(
        statement, team.envelope(payload: team.base64(payload), seal: seal, keyid: team.fingerprint(.sofia)))
    }
    // What somebody known said of another version, of another workflow or in another repository.
    var elsewhere = statement
    elsewhere.repository = "00000000-7b1d-4c58-9a53-0d6f2f1b7c11"
    var another = statement
    another.version = try team.digests("greet", at: team.root)
    var spare = statement
    spare.workflow = "spare"
    for other in [elsewhere, another, spare] {
      let envelope = try team.envelope(.sofia, other.json)
      files.append(("\(folder)/\(try team.sha256(envelope)).json", envelope))
    }
    try team.nextSecond()
    let spec = try team.journal(.maria, "greet", adding: files)
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/greet")
    let clone = try team.freshClone()
    expect(try team.countersign(.lena, "gate", "greet", "--for", "prod", in: clone), 0, absent: ["statement.unread"])
    expect(try team.countersign(.lena, "sync"), 2, errors: ["[statement.malformed]"], absent: ["statement.unread"])
    let verified = try team.verify()
    #expect(verified.status == 1, "\(verified.violations)")
    #expect(verified.violations.allSatisfy { $0.subject == "journal of greet" }, "\(verified.violations)")
  }

  @Test("a no that came later leaves a landing and a policy of before as they were")
  func later() throws {
    let team = try team()
    try bring(team, no(team, .predicate, by: .sofia, about: "spare"), to: "spare")
    let policy = try team.git(.lena, "rev-parse", "origin/main:.countersign")
    var statement = RawStatement.recall("policy", RawVersion(dirHash: try policyHash(team), gitTree: policy))
    statement.type = "urn:countersign:recall:v2"
    let text = statement.json.replacing("workflows/policy", with: ".countersign")
    try bring(team, team.file(statement, team.envelope(.sofia, text)), to: "policy")
    expect(try team.countersign(.lena, "sync"), 0)
    expect(try team.countersign(.lena, "gate", "greet", "--for", "prod"), 0)
    let verified = try team.verify()
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(verified.violations.allSatisfy { $0.subject.hasPrefix("journal of ") }, "\(verified.violations)")
  }

  private func policyHash(_ team: Team) throws -> String {
    let script = """
      set -e
      d=$(mktemp -d ../.out-XXXXXX)
      git archive --format=tar origin/main .countersign | tar -xf - -C "$d"
      cd "$d/.countersign"
      find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0r sha256sum -- | sha256sum | cut -c1-64
      """
    return try team.shell(.lena, script).output
  }
}

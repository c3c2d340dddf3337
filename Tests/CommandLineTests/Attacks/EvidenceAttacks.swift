import Glibc
import TestSupport
import Testing

/// THREATS, "Evidence": what is said, by whom, about what. E2, E3, E4, E5, E6, E10, E13 here; journals, sizes and hosts beside it.
@Suite("attacks: evidence")
struct EvidenceAttacks {
  /// Maria's change of `report`, and both ends of it.
  struct Scene {
    let team: Team
    let version: RawVersion
    let base: RawVersion

    init() throws {
      team = try Team(.submitted)
      version = try team.digests("report", at: "origin/louder")
      base = try team.digests("report", at: "origin/main")
    }

    var approval: RawStatement { .review("approve", "report", version, base: base) }
    var run: RawStatement { .test("report", version) }

    /// A push of one statement by a person, as raw bytes.
    func append(_ person: Person, _ statement: RawStatement, _ envelope: [UInt8]) throws -> String {
      try team.journal(person, "report", adding: [try team.file(statement, envelope)])
    }

    func append(_ person: Person, _ statements: RawStatement...) throws -> String {
      try team.journal(person, "report", adding: try statements.map { try team.file($0, by: person) })
    }

    /// Maria's branch as one landing, dated now.
    func landing() throws -> String {
      try team.git(.maria, "fetch", "-q", "origin")
      let tree = try team.git(.maria, "rev-parse", "origin/louder^{tree}")
      return try team.commit(.maria, RawCommit(tree: tree, parents: [team.root]), signedBy: .maria) + ":refs/heads/main"
    }
  }

  @Test("the honest twin of everything here: a review and a run, journal first, then the landing: taken")
  func honest() throws {
    let scene = try Scene()
    try scene.team.expectHeld(.maria, [scene.landing()], ["approvals.missing", "tests.missing"])
    try scene.team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    try scene.team.expectTaken(.ci, [scene.append(.ci, scene.run)])
    try scene.team.expectTaken(.maria, [scene.landing()])
  }

  @Test("E2: the envelope's key id is a hint: who signed decides, and one that points elsewhere is held")
  func keyid() throws {
    let scene = try Scene()
    let team = scene.team
    // Maria signs and says that it was jonas.
    let claimed = try team.envelope(.maria, scene.approval.json, keyid: team.fingerprint(.jonas))
    try team.expectHeld(
      .maria, [scene.append(.maria, scene.approval, claimed)], ["statement.malformed"], says: ["keyid"])
    for keyid in ["", "jonas", "SHA256:\(String(repeating: "A", count: 43))"] {
      let statement = scene.approval
      let envelope = try team.envelope(.jonas, statement.json, keyid: keyid)
      try team.expectHeld(.jonas, [scene.append(.jonas, statement, envelope)], ["statement.malformed"])
    }
    try team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
  }

  @Test("E2: a signature of nobody's key, of other bytes, or none: held")
  func strangers() throws {
    let scene = try Scene()
    let team = scene.team
    team.sandbox.environment = team.environment(.lena)
    _ = try team.sandbox.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", team.sandbox.absolute("keys/eve")])
    let payload = Array(scene.approval.json.utf8)
    let type = "application/vnd.in-toto+json"
    let message = Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    func body(_ armor: String) -> String { armor.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined() }
    let seals = [
      body(try team.armor(key: team.sandbox.absolute("keys/eve"), message, namespace: "countersign")),
      body(try team.armor(.jonas, payload, namespace: "countersign")), try team.seal(.jonas, Array("{}".utf8)),
      try team.seal(.jonas, payload + [0x20]), "", "AAAA", try team.base64(Array("SSHSIG".utf8)),
    ]
    for seal in seals {
      let envelope = try team.envelope(payload: team.base64(payload), seal: seal, keyid: team.fingerprint(.jonas))
      let refspec = try team.journal(.maria, "report", adding: [team.file(scene.approval, envelope)])
      let before = try team.hubRefs()
      let outcome = try team.push(.maria, [refspec])
      expect(outcome, 1, errors: ["countersign: held", "[statement."])
      #expect(try team.hubRefs() == before, "seal '\(seal.prefix(20))'")
    }
  }

  @Test(
    "G9: a signature made for git or for a file is no statement: held",
    arguments: ["git", "file", "countersign2", "COUNTERSIGN"])
  func namespace(name: String) throws {
    let scene = try Scene()
    let envelope = try scene.team.envelope(.jonas, scene.approval.json, namespace: name)
    try scene.team.expectHeld(
      .jonas, [scene.append(.jonas, scene.approval, envelope)], ["statement.stranger"], says: ["'\(name)'"])
  }

  static let envelopes:
    [(String, @Sendable (_ payload: String, _ seal: String, _ keyid: String, _ other: String) -> String)] = [
      (
        "two payloads",
        { payload, seal, keyid, other in
          #"{"payload":"\#(other)","payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "two payloads, one escaped",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)","p\u0061yload":"\#(other)","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "two signatures",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"},{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "no signature",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","signatures":[]}"#
        }
      ),
      (
        "another payload type",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)","payloadType":"text/plain","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "a further member",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","note":"\#(other)","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "a second document behind it",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}{"payload":"\#(other)"}"#
        }
      ),
      (
        "a byte order mark",
        { payload, seal, keyid, other in
          "\u{feff}"
            + #"{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "base64 with a line break",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload.prefix(8))\n\#(payload.dropFirst(8))","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "base64 of the other alphabet",
        { payload, seal, keyid, other in
          #"{"payload":"\#(payload)_-","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}"#
        }
      ),
      (
        "an array",
        { payload, seal, keyid, other in
          #"[{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"\#(keyid)","sig":"\#(seal)"}]}]"#
        }
      ),
      (
        "no JSON",
        { payload, seal, keyid, other in
          "\(payload)\(seal)\(keyid)\(other)"
        }
      ),
    ]

  @Test("E2: an envelope that two readers read differently: held", arguments: envelopes.indices)
  func envelope(row: Int) throws {
    let scene = try Scene()
    let team = scene.team
    let payload = Array(scene.approval.json.utf8)
    let other = try team.base64(Array(RawStatement.review("approve", "spare", scene.version, base: nil).json.utf8))
    let text = try Self.envelopes[row].1(
      team.base64(payload), team.seal(.jonas, payload), team.fingerprint(.jonas), other)
    try team.expectHeld(
      .jonas, [scene.append(.jonas, scene.approval, Array((text + "\n").utf8))], ["statement.malformed"])
  }

  static let payloads: [(String, @Sendable (String) -> String)] = [
    (
      "a decision twice", { $0.replacing(#""decision":"approve""#, with: #""decision":"reject","decision":"approve""#) }
    ),
    ("a subject twice", { $0.replacing(#""subject":["#, with: #""subject":[],"subject":["#) }),
    ("a time twice", { $0.replacing(#""time":"#, with: #""time":"2020-01-01T00:00:00Z","time":"#) }),
    ("a member that nobody reads", { $0.replacing(#""comment":"#, with: #""ignored":true,"comment":"#) }),
    ("an unknown decision", { $0.replacing(#""approve""#, with: #""APPROVE""#) }),
    ("another type of statement", { $0.replacing("in-toto.io/Statement/v1", with: "in-toto.io/Statement/v2") }),
    ("another predicate", { $0.replacing("review:v1", with: "review:v2") }),
    ("digests in capitals", { $0.replacing(#""dirHash":"0000"#, with: #""dirHash":"FFFF"#) }),
    ("a short nonce", { $0.replacing(#""nonce":""#, with: #""nonce":"0"#) }),
    ("a time without zone", { $0.replacing("Z\",\"nonce", with: "\",\"nonce") }),
    ("an impossible time", { $0.replacing(#""time":"2"#, with: #""time":"9999-99-99T2"#) }),
    (
      "two entries for one target",
      {
        $0.replacing(
          #""entries":["#, with: #""entries":[{"workflow":"report","target":"main","base":null,"class":"low"},"#)
      }
    ),
    ("an entry for another workflow", { $0.replacing(#""workflow":"report""#, with: #""workflow":"greet""#) }),
    ("a comma too many", { $0.replacing("}]", with: "},]") }),
    ("a comment", { "/* signed */" + $0 }),
    ("a NUL", { $0.replacing("Yes", with: "Y\u{0}s") }),
    ("half a surrogate", { $0.replacing("Yes", with: "\\ud800") }),
  ]

  @Test("E2: a statement that is not read strictly as it was signed: held", arguments: payloads.indices)
  func payload(row: Int) throws {
    let scene = try Scene()
    let team = scene.team
    let text = Self.payloads[row].1(scene.approval.json)
    let envelope = try team.envelope(.jonas, text)
    try team.expectHeld(.jonas, [scene.append(.jonas, scene.approval, envelope)], ["statement.malformed"])
  }

  @Test("E2: a statement of another repository: held")
  func repository() throws {
    let scene = try Scene()
    var statement = scene.approval
    statement.repository = "5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c12"
    try scene.team.expectHeld(
      .jonas, [scene.append(.jonas, statement)], ["statement.stranger"], says: ["another repository"])
  }

  @Test(
    "E3: a statement in the journal of a workflow that it does not name: held", arguments: ["spare", "policy", "all"])
  func otherJournal(name: String) throws {
    let scene = try Scene()
    let refspec = try scene.team.journal(.jonas, name, adding: [scene.team.file(scene.approval, by: .jonas)])
    try scene.team.expectHeld(.jonas, [refspec], ["statement.misplaced"])
    try scene.team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
  }

  @Test("E4: a statement copied to another version's path, or under another name: held")
  func otherPath() throws {
    let scene = try Scene()
    let team = scene.team
    let (path, bytes) = try team.file(scene.approval, by: .jonas)
    let hash = scene.base.dirHash
    let name = String(path.split(separator: "/")[2])
    let moved = [
      "\(hash.prefix(2))/\(hash)/\(name)", "\(path.prefix(2))/\(hash)/\(name)", "records/\(name)",
      "xx/\(path.dropFirst(3))",
      String(path.dropLast(10)) + "00000.json", path.replacing(".json", with: ".JSON"), "\(path)/x.json", name,
      "attachments/\(name.prefix(2))/\(name.dropLast(5))x",
    ]
    for path in moved {
      let refspec = try team.journal(.jonas, "report", adding: [(path, bytes)])
      let before = try team.hubRefs()
      let outcome = try team.push(.jonas, [refspec])
      #expect(
        ["[statement.misplaced]", "[journal.stray-file]"].contains { outcome.errors.contains($0) },
        "\(path): \(outcome.errors)")
      expect(outcome, 1, errors: ["countersign: held"])
      #expect(try team.hubRefs() == before)
    }
    try team.expectTaken(.jonas, [try team.journal(.jonas, "report", adding: [(path, bytes)])])
  }

  @Test("E5: a run of other content, of another suite, or by no tester meets no gate: held")
  func otherRun() throws {
    let scene = try Scene()
    let team = scene.team
    try team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    try team.expectTaken(.ci, [scene.append(.ci, .test("report", scene.base))])
    try team.expectHeld(.maria, [scene.landing()], ["tests.missing"])
    try team.expectTaken(.ci, [scene.append(.ci, .test("report", scene.version, suite: "unit2"))])
    try team.expectHeld(.maria, [scene.landing()], ["tests.missing"])
    try team.expectTaken(.ci, [scene.append(.ci, .test("report", scene.version, suite: "Unit"))])
    try team.expectHeld(.maria, [scene.landing()], ["tests.missing"])
    try team.expectTaken(.maria, [scene.append(.maria, scene.run)])
    try team.expectHeld(.maria, [scene.landing()], ["tests.missing"], says: ["maria, who is no tester"])
    // The same files with other modes: the dirHash agrees, the tree does not.
    var modes = scene.version
    modes.gitTree = scene.base.gitTree
    try team.expectTaken(.ci, [scene.append(.ci, .test("report", modes))])
    try team.expectHeld(.maria, [scene.landing()], ["tests.missing"])
    try team.expectTaken(.ci, [scene.append(.ci, scene.run)])
    try team.expectTaken(.maria, [scene.landing()])
  }

  @Test("E6: the latest run counts: red after green is held, green after red is taken")
  func latestRun() throws {
    let scene = try Scene()
    let team = scene.team
    let green = scene.run
    var red = RawStatement.test("report", scene.version, result: "FAILED", failed: #"["it is brief"]"#)
    red.seconds = green.seconds
    try team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    // On a tie of times the red one counts, whichever was appended last.
    try team.expectTaken(.ci, [scene.append(.ci, red)])
    try team.expectTaken(.ci, [scene.append(.ci, green)])
    try team.expectHeld(.maria, [scene.landing()], ["tests.failed"], says: ["it is brief"])
    try team.nextSecond()
    try team.expectTaken(.ci, [scene.append(.ci, scene.run)])
    try team.expectTaken(.maria, [scene.landing()])
  }

  static let runs: [(String, String, String, String, String, String)] = [
    ("nothing ran", "PASSED", "[]", "[]", "[]", "tests.empty"),
    ("everything was skipped", "PASSED", "[]", "[]", #"["it speaks"]"#, "tests.empty"),
    ("it warned", "WARNED", #"["it speaks"]"#, "[]", "[]", "tests.failed"),
    ("it failed and names no test", "FAILED", #"["it speaks"]"#, "[]", "[]", "tests.failed"),
  ]

  @Test("E6: an empty, skipped or warned suite is no green run: held", arguments: runs.indices)
  func emptyRun(row: Int) throws {
    let (_, result, passed, failed, skipped, rule) = Self.runs[row]
    let scene = try Scene()
    try scene.team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    let run = RawStatement.test(
      "report", scene.version, result: result, passed: passed, failed: failed, skipped: skipped)
    try scene.team.expectTaken(.ci, [scene.append(.ci, run)])
    try scene.team.expectHeld(.maria, [scene.landing()], [rule])
  }

  @Test("E6: a run that says PASSED and names failures contradicts itself: held")
  func contradiction() throws {
    let scene = try Scene()
    let run = RawStatement.test("report", scene.version, result: "PASSED", failed: #"["it is brief"]"#)
    try scene.team.expectHeld(.ci, [scene.append(.ci, run)], ["statement.malformed"], says: ["PASSED"])
  }

  @Test(
    "E6: a suite that exits with 0 while its report names a failure, or nothing: recorded as FAILED, held",
    arguments: [
      "<testcase name=\"a\"/><testcase name=\"b\"><failure/></testcase>:0", "<testcase name=\"a\"/>:1",
      "<testcase name=\"a\"><skipped/></testcase>:0", ":0",
    ])
  func command(suite: String) throws {
    let parts = suite.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let scene = try Scene()
    let team = scene.team
    let script = "echo '<testsuite>\(parts[0])</testsuite>' >\"$COUNTERSIGN_JUNIT\"\nexit \(parts[1])\n"
    try team.sandbox.write("ci/suite.sh", script)
    let outcome = try team.countersign(
      .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--", "sh",
      team.sandbox.absolute("ci/suite.sh"))
    expect(outcome, 1, out: ["FAILED"])
    try team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    try team.expectHeld(.maria, [scene.landing()], ["tests.failed"])
  }

  @Test(
    "E10: a statement whose clock was set back or forward by more than an hour: held",
    arguments: [
      -3700, 3700, -86_400, 31_536_000, -3500, 240,
    ])
  func clock(shift: Int) throws {
    let scene = try Scene()
    let shifted = [scene.approval, scene.run].map { statement in
      var statement = statement
      statement.seconds += shift
      return statement
    }
    let first = try scene.append(.jonas, shifted[0])
    guard abs(shift) > 3600 else { return try scene.team.expectTaken(.jonas, [first]) }
    try scene.team.expectHeld(.jonas, [first], ["push.dated"])
    try scene.team.expectHeld(.ci, [scene.append(.ci, shifted[1])], ["push.dated"])
  }

  @Test("E10: a yes dated ahead does not win over a no that is said now: held")
  func ahead() throws {
    let scene = try Scene()
    var yes = scene.approval
    yes.seconds += 1800
    try scene.team.expectTaken(.jonas, [scene.append(.jonas, yes)])
    try scene.team.expectTaken(.ci, [scene.append(.ci, scene.run)])
    try scene.team.expectTaken(
      .jonas, [scene.append(.jonas, .review("reject", "report", scene.version, base: scene.base))])
    try scene.team.expectHeld(.maria, [scene.landing()], ["approvals.rejected"])
  }

  @Test("E10: what bears on a landing and is dated before it does not come after it: held")
  func afterwards() throws {
    let scene = try Scene()
    let team = scene.team
    try team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    try team.expectTaken(.ci, [scene.append(.ci, scene.run)])
    try team.nextSecond()
    try team.expectTaken(.maria, [scene.landing()])
    var no = RawStatement.review("reject", "report", scene.version, base: scene.base)
    no.seconds -= 60
    try team.expectHeld(.jonas, [scene.append(.jonas, no)], ["push.dated"])
    try team.nextSecond()
    try team.expectTaken(
      .jonas, [scene.append(.jonas, .review("reject", "report", scene.version, base: scene.base))])
  }

  @Test("E13: evidence beside the branch that needs it does not count: held; journals first, it is taken")
  func beside() throws {
    let scene = try Scene()
    let team = scene.team
    let said = try team.journal(
      .jonas, "report", adding: [team.file(scene.approval, by: .jonas), team.file(scene.run, by: .ci)])
    let id = String(said.prefix(40))
    try team.git(.jonas, "push", "-q", "--no-verify", ".", "\(id):refs/heads/journal")
    try team.git(.maria, "fetch", "-q", team.sandbox.absolute("jonas"), "refs/heads/journal")
    let landing = try scene.landing()
    for words in [[said, landing], [landing, said], ["--atomic", said, landing]] {
      try team.expectHeld(.maria, words, ["push.evidence-first", "approvals.missing", "tests.missing"])
    }
    try team.expectTaken(.maria, [said])
    try team.expectTaken(.maria, [landing])
  }
}

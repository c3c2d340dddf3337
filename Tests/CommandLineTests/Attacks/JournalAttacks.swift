import Glibc
import TestSupport
import Testing

/// THREATS, "Evidence": the journal as a thing of git (E1), sizes (E7, E11), what reaches a terminal (E9), hosts (E12).
extension EvidenceAttacks {
  @Test("E1: an entry removed, changed or replaced, a parent added, a history of its own: held")
  func appendOnly() throws {
    let scene = try Scene()
    let team = scene.team
    try team.expectTaken(.jonas, [scene.append(.jonas, scene.approval)])
    let tip = try #require(try team.journalTip(.maria, "report"))
    let tree = try team.git(.maria, "rev-parse", tip + "^{tree}")
    let path = try #require(
      try team.git(.maria, "ls-tree", "-r", "--name-only", tip).split(separator: "\n").map(String.init).first)
    let junk = try team.blob(.maria, "{}\n")
    let removed = try team.graft(.maria, tree, path, nil)
    let changed = try team.graft(.maria, tree, path, ("100644", junk))
    let executable = try team.graft(
      .maria, tree, path, ("100755", try team.git(.maria, "rev-parse", "\(tip):\(path)")))
    for bad in [removed, changed, executable] {
      let refspec = try team.journal(.maria, "report", tree: bad, parents: [tip])
      try team.expectHeld(.maria, [refspec], ["journal.append-only"], says: [path])
      // Hidden between two commits, the last of which has everything again.
      let middle = String(refspec.prefix(40))
      try team.expectHeld(
        .maria, [team.journal(.maria, "report", tree: tree, parents: [middle])], ["journal.append-only"])
    }
    let side = String(try team.journal(.maria, "report", tree: tree, parents: []).prefix(40))
    try team.expectHeld(
      .maria, [team.journal(.maria, "report", tree: tree, parents: [tip, side])], ["journal.append-only"],
      says: ["2 parents"])
    try team.expectHeld(
      .maria, [team.journal(.maria, "report", tree: tree, parents: [side, tip])], ["journal.append-only"])
    try team.expectHeld(.maria, ["--force", "\(side):refs/countersign/journal/report"], ["journal.append-only"])
    try team.expectHeld(.maria, ["--force", "\(team.root):refs/countersign/journal/report"], ["journal.append-only"])
    try team.expectTaken(.ci, [scene.append(.ci, scene.run)])
  }

  static let strays: [(String, String, String)] = [
    ("README.md", "100644", "journal.stray-file"), ("attachments/00/x", "100644", "journal.stray-file"),
    ("ab/x.txt", "100644", "journal.stray-file"), ("ab/link.json", "120000", "journal.stray-file"),
    ("ab/sub", "160000", "journal.stray-file"), ("ab/caf\u{e9}\u{202e}.json", "100644", "statement.malformed"),
    ("records/x.json", "100644", "statement.malformed"),
  ]

  @Test("E1: what is neither a statement nor an attachment that one names: held", arguments: strays.indices)
  func stray(row: Int) throws {
    let (path, mode, rule) = Self.strays[row]
    let scene = try Scene()
    let team = scene.team
    try team.trustObjects()
    let tip = try #require(try team.journalTip(.maria, "report"))
    let id = mode == "160000" ? team.root : try team.blob(.maria, "x\n")
    let refspec = try team.journal(
      .maria, "report", tree: team.graft(.maria, tip, path, (mode, id)), parents: [tip])
    try team.expectHeld(.maria, [refspec], [rule])
  }

  @Test("E7: an attachment that no statement of the push names: held; one that is named is taken")
  func attachments() throws {
    let scene = try Scene()
    let team = scene.team
    let report = Array("<testsuite><testcase name=\"it speaks\"/></testsuite>".utf8)
    let digest = try team.sha256(report)
    let attachment: JournalFile = ("attachments/\(digest.prefix(2))/\(digest)", report)
    try team.expectHeld(.ci, [team.journal(.ci, "report", adding: [attachment])], ["journal.stray-file"])
    let other: JournalFile = ("attachments/\(digest.prefix(2))/\(digest)", report + [0x0a])
    try team.expectHeld(.ci, [team.journal(.ci, "report", adding: [other])], ["journal.stray-file"])
    let run = RawStatement.test("report", scene.version, reports: [digest])
    try team.expectTaken(.ci, [team.journal(.ci, "report", adding: [attachment, team.file(run, by: .ci)])])
  }

  @Test("E7: an attachment of more than 8 MiB, a statement of more than 1 MiB: held")
  func large() throws {
    let scene = try Scene()
    let team = scene.team
    let report = [UInt8](repeating: 0x20, count: (8 << 20) + 1)
    let digest = try team.sha256(report)
    let run = RawStatement.test("report", scene.version, reports: [digest])
    let refspec = try team.journal(
      .ci, "report", adding: [("attachments/\(digest.prefix(2))/\(digest)", report), team.file(run, by: .ci)])
    try team.expectHeld(.ci, [refspec], ["journal.too-large"])
    let wordy = RawStatement.review(
      "approve", "report", scene.version, base: scene.base, comment: String(repeating: "x", count: 1 << 20))
    try team.expectHeld(.jonas, [scene.append(.jonas, wordy)], ["statement.malformed"])
    let wordier = RawStatement.review(
      "approve", "report", scene.version, base: scene.base, comment: String(repeating: "x", count: 2 << 20))
    try team.expectHeld(.jonas, [scene.append(.jonas, wordier)], ["journal.too-large"])
  }

  @Test("E7: attachments that unpack to gigabytes are counted from their headers: held")
  func unpacking() throws {
    let scene = try Scene()
    let team = scene.team
    let tip = try #require(try team.journalTip(.ci, "report"))
    // Forty files of 8 MB each, a few kilobytes as a pack.
    let script = """
      export GIT_INDEX_FILE=$(mktemp -u ../.out-XXXXXX)
      git read-tree \(tip)
      for i in $(seq 40); do
        { echo $i; head -c 8000000 /dev/zero; } >../.out-big
        s=$(sha256sum <../.out-big | cut -c1-64)
        printf '100644 %s\\tattachments/%s/%s\\n' $(git hash-object -w ../.out-big) $(echo $s | cut -c1-2) $s
        echo $s >&3
      done 3>../.out-names | git update-index --index-info
      git write-tree
      """
    let made = try team.shell(.ci, script)
    let names = try team.shell(.ci, "cat ../.out-names").output.split(separator: "\n").map(String.init)
    #expect(names.count == 40, "\(made.errors)")
    let run = try team.file(.test("report", scene.version, reports: names), by: .ci)
    let tree = try team.graft(.ci, made.output, run.path, ("100644", team.object(.ci, "blob", run.bytes)))
    try team.expectHeld(.ci, [team.journal(.ci, "report", tree: tree, parents: [tip])], ["journal.too-large"])
  }

  @Test("E7: junk by the hundred, signed by nobody who is known: held, and the report stays readable")
  func junk() throws {
    let scene = try Scene()
    let team = scene.team
    let seal = try team.seal(.jonas, Array("{}".utf8))
    let keyid = try team.fingerprint(.jonas)
    // Made in one go: an envelope differs by its nonce alone.
    let payload = scene.approval.json
    let nonce = try #require(payload.split(separator: "\"").map(String.init).first { $0.count == 32 })
    let hash = scene.version.dirHash
    let tip = try #require(try team.journalTip(.maria, "report"))
    let script = """
      export GIT_INDEX_FILE=$(mktemp -u ../.out-XXXXXX)
      git read-tree \(tip)
      for i in $(seq -f %032.0f 150); do
        p=$(printf '%s' "$1" | sed "s/\(nonce)/$i/" | base64 -w0)
        printf '{"payload":"%s","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"%s","sig":"%s"}]}\\n' "$p" "$2" "$3" >../.out-one
        s=$(sha256sum <../.out-one | cut -c1-64)
        printf '100644 %s\\t\(hash.prefix(2))/\(hash)/%s.json\\n' $(git hash-object -w ../.out-one) $s
      done | git update-index --index-info
      git write-tree
      """
    let made = try team.run(.maria, "sh", ["-c", script, "sh", payload, keyid, seal])
    let refspec = try team.journal(.maria, "report", tree: made.output, parents: [tip])
    try team.expectRefused(.maria, refspec, anyOf: ["statement.stranger"])
  }

  @Test("E11: JSON that nests, repeats or counts without end: held", arguments: 0..<6)
  func jsonBomb(row: Int) throws {
    let scene = try Scene()
    let team = scene.team
    let plain = scene.approval.json
    let bombs = [
      String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 50_000) + "1",
      plain.replacing(#""Yes""#, with: String(repeating: "[", count: 100) + String(repeating: "]", count: 100)),
      plain.replacing(#""Yes""#, with: "1" + String(repeating: "0", count: 100_000)),
      plain.replacing(#""Yes""#, with: "1e999999999"),
      plain.replacing(#""entries":["#, with: #""entries":["# + String(repeating: "{},", count: 250_000)),
    ]
    let envelope = try team.envelope(.jonas, bombs[row])
    try team.expectHeld(.jonas, [scene.append(.jonas, scene.approval, envelope)], ["statement.malformed"])
    // The same as the envelope itself.
    try team.expectHeld(
      .jonas, [scene.append(.jonas, scene.approval, Array(bombs[row].utf8))], ["statement.malformed"])
  }

  static let yaml: [(String, @Sendable () -> String, String)] = [
    (
      "aliases",
      {
        "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
      }, "yaml.anchor"
    ),
    ("a merge key", { "base: { a: 1 }\n<<: { b: 2 }\n" }, "yaml.merge-key"),
    ("depth", { "a: " + String(repeating: "[", count: 50_000) + "\n" }, "yaml.too-deep"),
    (
      "blocks within blocks", { (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined() }, "yaml.too-deep"
    ),
    ("values", { "a: [" + String(repeating: "1,", count: 200_000) + "]\n" }, "yaml.too-many-values"),
    ("a tag", { "a: !!python/object/apply:os.system [x]\n" }, "yaml.tag"),
    ("two documents", { "a: 1\n---\nb: 2\n" }, "yaml.several-documents"),
    (
      "a huge number",
      {
        TeamFiles.workflow("greet", risk: "low")["workflow.yaml"].map {
          $0 + "limits: { retries: 1\(String(repeating: "0", count: 400)) }\n"
        } ?? ""
      }, "manifest."
    ),
    ("a size", { "# " + String(repeating: "x", count: 2 << 20) + "\n" }, "manifest.too-large"),
  ]

  @Test("E11: a manifest or a policy that unfolds without end: held, with the place", arguments: yaml.indices)
  func yamlBomb(row: Int) throws {
    let (_, text, rule) = Self.yaml[row]
    let team = try Team(.founded)
    let bad = try team.greeting { raw in
      raw.tree = try team.graft(
        .maria, "origin/main", "workflows/greet/workflow.yaml", ("100644", team.blob(.maria, text())))
    }
    let before = try team.hubRefs()
    let held = try team.push(.maria, ["\(bad):refs/heads/main"])
    expect(held, 1, errors: ["countersign: held", "[\(rule)", "workflows/greet/workflow.yaml"])
    let policy = try team.greeting { raw in
      raw.tree = try team.graft(
        .maria, "origin/main", ".countersign/policy.yaml", ("100644", team.blob(.maria, text())))
    }
    let worse = try team.push(.maria, ["\(policy):refs/heads/main"])
    expect(worse, 1, errors: ["nothing of this push is taken"], absent: ["countersign: passed"])
    #expect(try team.hubRefs() == before)
  }

  static let xml: [(String, String)] = [
    (
      "entities",
      "<!DOCTYPE t [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><testsuite><testcase name='&b;'/></testsuite>"
    ),
    (
      "an outer entity",
      "<!DOCTYPE t [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><testsuite><testcase name='&a;'/></testsuite>"
    ),
    ("a contradiction", "<testsuite tests='2' failures='0'><testcase name='a'/></testsuite>"),
    ("a huge count", "<testsuite tests='99999999999999999999999'><testcase name='a'/></testsuite>"),
    ("another root", "<html><testcase name='a'/></html>"),
    ("nothing", ""),
  ]

  @Test(
    "E11: a report that is a bomb, contradicts itself or is none: nothing is recorded: undecided",
    arguments: xml.indices)
  func xmlBomb(row: Int) throws {
    let scene = try Scene()
    let team = scene.team
    let deep = "<testsuite>" + String(repeating: "<testsuite>", count: 100_000)
    for text in [Self.xml[row].1] + (row == 0 ? [deep] : []) {
      try team.sandbox.write("ci/report.xml", text)
      let before = try team.statements("report")
      let outcome = try team.countersign(
        .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--junit",
        team.sandbox.absolute("ci/report.xml"),
        "--", "true")
      expect(outcome, 2, errors: ["[test.no-report]"])
      #expect(try team.statements("report") == before)
    }
  }

  @Test("E9: control, colour and bidi characters in reasons, comments and test names are shown, never sent")
  func escapes() throws {
    let scene = try Scene()
    let team = scene.team
    let evil = "\\u001b[31mred\\u0007\\u202egnp\\u0000"
    let jonas = RawStatement.review("reject", "report", scene.version, base: scene.base, comment: evil)
    try team.expectTaken(.jonas, [scene.append(.jonas, jonas)])
    let names = "[\"\(evil)\"]"
    try team.expectTaken(
      .ci, [scene.append(.ci, .test("report", scene.version, result: "FAILED", passed: "[]", failed: names))])
    let text = "Say\u{1b}]0;evil\u{7} \u{202e}olleh\n\nWhy: A \u{1b}[2Jreason that is long\nTicket: OPS-7\u{202e}\n"
    let tree = try team.git(.maria, "rev-parse", "origin/louder^{tree}")
    let bad = try team.commit(
      .maria, RawCommit(tree: tree, parents: [team.root], message: Array(text.utf8)), signedBy: .maria)
    // `expectHeld` looks for what may not reach a terminal.
    try team.expectHeld(
      .maria, ["\(bad):refs/heads/main"], ["approvals.rejected", "tests.failed"], says: ["u{1b}", "u{202e}"])
    for person in [Person.maria, .jonas] { expect(try team.countersign(person, "sync"), 0) }
    for words in [
      ["log", "report"], ["status"], ["gate", "report", "--for", "main", "--rev", "origin/louder"],
      ["status", "report"],
    ] {
      for format in ["text", "json", "markdown"] {
        let outcome = try team.run(.maria, Team.binary, words + ["--format", format])
        let told = outcome.output + outcome.errors
        #expect(!told.unicodeScalars.contains { hostile.contains($0) }, "\(words) \(format): \(told)")
      }
    }
  }

  @Test(
    "E12: a host that rewinds, drops or rewrites a journal is named, nothing is given up, and nothing decided on it",
    arguments: [
      "git update-ref refs/countersign/journal/report refs/countersign/journal/report~1",
      "git update-ref -d refs/countersign/journal/report",
      "git update-ref refs/countersign/journal/report $(git commit-tree -m x refs/countersign/journal/report^{tree})",
    ])
  func rewound(deed: String) throws {
    let scene = try Scene()
    let team = scene.team
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    try team.must(.jonas, "reject", "report", "-m", "No, on second thoughts")
    expect(try team.countersign(.maria, "sync"), 0)
    let seen = try team.git(.maria, "rev-parse", "refs/countersign/remotes/origin/journal/report")
    // A host that shows less has no hook that asks it.
    try team.openHub()
    expect(try team.shell(.lena, deed, in: "hub.git"), 0)
    let synced = try team.countersign(.maria, "sync")
    expect(synced, 2, errors: ["[journal.rewound]", "refs/countersign/remotes/origin/journal/report"])
    #expect(try team.git(.maria, "rev-parse", "refs/countersign/remotes/origin/journal/report") == seen)
    #expect(try team.statements("report", in: "maria") >= 4)
    let landed = try team.countersign(.maria, "land", "louder")
    #expect(landed.status != 0, "\(landed.output)\(landed.errors)")
  }

  @Test(
    "E12: a host that rewinds or drops a protected branch: named, kept, and admit decides nothing",
    arguments: [
      ("main", "git update-ref refs/heads/main refs/heads/main~1"), ("main", "git update-ref -d refs/heads/main"),
      ("env/prod", "git update-ref refs/heads/env/prod refs/heads/env/prod~1"),
      ("env/prod", "git update-ref -d refs/heads/env/prod"),
    ])
  func rewoundBranch(branch: String, deed: String) throws {
    let team = try Team(.released)
    expect(try team.countersign(.maria, "sync"), 0)
    expect(try team.countersign(.maria, "admit", "report", "--env", "prod"), 0)
    let seen = try team.git(.maria, "rev-parse", "refs/remotes/origin/\(branch)")
    try team.openHub()
    expect(try team.shell(.lena, deed, in: "hub.git"), 0)
    expect(try team.countersign(.maria, "sync"), 2, errors: ["[remote.rewound]", branch])
    #expect(try team.git(.maria, "rev-parse", "refs/remotes/origin/\(branch)") == seen)
    // A plain fetch shows git what the host shows; what was seen still counts.
    _ = try team.tryGit(.maria, "fetch", "-q", "--prune", "origin", "+refs/heads/*:refs/remotes/origin/*")
    expect(try team.countersign(.maria, "admit", "report", "--env", "prod"), 2, errors: ["[git.rewound-branch]"])
  }

  @Test("E12: a host that shows two clones two journals: the one who hears of both has both")
  func split() throws {
    let scene = try Scene()
    let team = scene.team
    expect(try team.countersign(.sofia, "sync"), 0)
    expect(try team.shell(.lena, "cp -R hub.git second.git", in: ""), 0)
    try team.git(.sofia, "remote", "set-url", "origin", team.sandbox.absolute("second.git"))
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    try team.must(.sofia, "reject", "report", "-m", "It shouts at night")
    let before = try team.statements("report", in: "maria")
    expect(try team.countersign(.maria, "sync"), 0)
    try team.git(.maria, "remote", "add", "other", team.sandbox.absolute("second.git"))
    expect(try team.countersign(.maria, "sync", "other"), 0)
    #expect(try team.statements("report", in: "maria") >= before + 2)
  }
}

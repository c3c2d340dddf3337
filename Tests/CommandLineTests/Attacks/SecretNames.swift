import TestSupport
import Testing

/// Secrets in the names of files and in what commands write into commits (E8), and what a scan remembers.
@Suite("attacks: no secret in names and words")
struct SecretNames {
  /// Made up here, so that nobody's scanner finds it in this file.
  private static let token = "gh" + "p_" + "q7Zt2LmXw9RkVb4NcYd6Hs8JfGp3Ta5Eu1Qz"

  @Test("E8: the name of a file and of a directory: held at the commit and at the server, and not shown")
  func names() throws {
    let team = try Team(.founded)
    let file = try team.blob(.maria, "nothing\n")
    for path in ["notes/\(Self.token).txt", "\(Self.token)/notes.txt"] {
      var raw = RawCommit(tree: try team.graft(.maria, "origin/main", path, ("100644", file)), parents: [team.root])
      raw.message = Array(goodMessage.utf8)
      let bad = try team.commit(.maria, raw, signedBy: .maria)
      let shown = path.replacing(Self.token, with: "…")
      try team.expectHeld(
        .maria, ["\(bad):refs/heads/work"], ["secret.found"], says: ["the name \(shown)"], absent: [Self.token])
      expect(
        try team.countersign(.maria, "scan", "\(team.root)..\(bad)"), 1, out: ["the name \(shown)"],
        absent: [Self.token])
    }
    try team.git(.maria, "checkout", "-q", "-b", "work")
    try team.sandbox.write("maria/notes-\(Self.token).txt", "nothing\n")
    try team.git(.maria, "add", "--all")
    let good = "Write it down\n\nWhy: It has to be written down\nTicket: OPS-3\n"
    expect(
      try team.run(.maria, "git", ["commit", "-q", "-F", "-"], input: good), 1,
      errors: ["[secret.found]", "notes-….txt"], absent: [Self.token])
    try team.git(.maria, "mv", "notes-\(Self.token).txt", "notes.txt")
    expect(try team.run(.maria, "git", ["commit", "-q", "-F", "-"], input: good), 0)
  }

  @Test("E8: the name of an entry in a tree that no commit has, and of a gitlink: held, and not shown")
  func treeNames() throws {
    let team = try Team(.founded)
    let empty = try team.run(.maria, "git", ["mktree"], input: "").output.trimmingPrefix { $0 == " " }.prefix(40)
    for entry in ["100644 blob \(try team.blob(.maria, "x\n"))", "040000 tree \(empty)"] {
      let tree = try team.run(.maria, "git", ["mktree"], input: "\(entry)\t\(Self.token)\n").output.prefix(40)
      try team.git(.maria, "tag", "-f", "t1", String(tree))
      try team.expectHeld(
        .maria, ["refs/tags/t1"], ["secret.found"], says: ["the name …"], absent: [Self.token])
    }
    let listed = try team.git(.maria, "ls-tree", "\(team.root)^{tree}")
    let link = "160000 commit \(team.root)\t\(Self.token)"
    let tree = try team.run(.maria, "git", ["mktree"], input: "\(listed)\n\(link)\n").output.prefix(40)
    var raw = RawCommit(tree: String(tree), parents: [team.root])
    raw.message = Array(goodMessage.utf8)
    let bad = try team.commit(.maria, raw, signedBy: .maria)
    try team.expectHeld(
      .maria, ["\(bad):refs/heads/work"], ["secret.found"], says: ["the name …"], absent: [Self.token])
  }

  @Test("E8: in a commit's signature, its comment or behind it: held on every branch; its letters hold nothing")
  func signatures() throws {
    let team = try Team(.founded)
    let tree = try team.git(.maria, "rev-parse", "\(team.root)^{tree}")
    let who = "M <m@acme.example> 1 +0000"
    let head = "tree \(tree)\nparent \(team.root)\nauthor \(who)\ncommitter \(who)\n"
    let (begin, end) = (" -----BEGIN SSH SIGNATURE-----\n", " -----END SSH SIGNATURE-----\n")
    for signature in [
      "gpgsig \(Self.token)\n",
      "gpgsig -----BEGIN PGP SIGNATURE-----\n Comment: \(Self.token)\n \n iQEz\n -----END PGP SIGNATURE-----\n",
      "gpgsig\(begin) U1NIU0lHAAAAAQ==\n\(end) \(Self.token)\n",
    ] {
      let bad = try team.run(
        .maria, "git", ["hash-object", "-t", "commit", "-w", "--stdin"], input: "\(head)\(signature)\nhello\n"
      ).output.prefix(40)
      try team.expectHeld(
        .maria, ["\(bad):refs/heads/work"], ["secret.found"], says: ["the signature of commit \(bad.prefix(12))"],
        absent: [Self.token])
    }
    // Letters at the end of a signature that look like a name.
    let chance = "gpgsig\(begin) U1NIU0lHAAAAAQ+myPw==\n U1NIU0lHAAAAAQAAADMAAAALc3No\n\(end)"
    let good = try team.run(
      .maria, "git", ["hash-object", "-t", "commit", "-w", "--stdin"], input: "\(head)\(chance)\nhello\n"
    ).output.prefix(40)
    try team.expectTaken(.maria, ["\(good):refs/heads/work"])
  }

  @Test("E8: in the reason of a kill and of a freeze: nothing is signed; without it both are done")
  func words() throws {
    let team = try Team(.released)
    for words in [["kill", "report", "--env", "dev"], ["freeze", "--env", "dev", "--until", "2h"]] {
      expect(
        try team.run(.lena, Team.binary, words + ["-m", "It logs \(Self.token)"]), 1,
        errors: ["[secret.found]", "nothing was signed"], absent: [Self.token])
      expect(try team.run(.lena, Team.binary, words + ["-m", "It logs what it should not"]), 0)
    }
  }

  @Test("scan of all history looks at an object once, believes only what it wrote, and looks again when rules change")
  func remembered() throws {
    let team = try Team(.founded)
    func scan(_ words: String...) throws -> Outcome {
      try team.run(.maria, Team.binary, ["scan", "--history"] + words)
    }
    expect(try scan(), 0, out: ["no secret"], absent: ["in an earlier run"])
    expect(try scan(), 0, out: ["objects in an earlier run: no secret"])
    expect(try scan("--anew"), 0, out: ["no secret"], absent: ["in an earlier run"])
    let bad: String = try team.blob(.maria, "token \(Self.token)\n")
    for _ in 0..<2 { expect(try scan(), 1, out: ["in an earlier run: 1 secret"], absent: [Self.token]) }
    // Somebody else's word that this one was looked at is nobody's.
    let path = "maria/.git/countersign/scanned"
    var digits = bad[...]
    var id: [UInt8] = []
    while let byte = UInt8(digits.prefix(2), radix: 16) {
      id.append(byte)
      digits = digits.dropFirst(2)
    }
    try team.sandbox.write(path, try team.sandbox.read(path) + id)
    expect(try scan(), 1, out: ["1 secret"], absent: ["in an earlier run"])
    expect(try scan(), 1, out: ["in an earlier run: 1 secret"])
    try team.sandbox.write(
      "maria/.countersign/rules/acme.toml", "[[rules]]\nid = \"acme-badge\"\nregex = '''ACME-[0-9]{4}'''\n")
    try team.git(.maria, "add", "--all")
    let message = "Add a rule\n\nWhy: Badges are secrets, too\nTicket: OPS-3\n"
    _ = try team.run(.maria, "git", ["commit", "-q", "--no-verify", "-F", "-"], input: message)
    expect(try scan(), 1, out: ["1 secret"], absent: ["in an earlier run"])
  }

  @Test("a rule for one path is tried in all history, and what an allowlist lets be is counted, and told with --notes")
  func paths() throws {
    let team = try Team(.founded)
    try team.sandbox.write(
      "maria/.countersign/rules/acme.toml",
      """
      [[rules]]
      id = "acme-badge"
      regex = '''ACME-[0-9]{4}-[a-z0-9]{8}'''
      path = '''^badges/'''
      [[rules]]
      id = "acme-key-file"
      path = '''[.]pfx$'''
      [[allowlists]]
      paths = ['''^samples/''']

      """)
    for path in ["badges/a.txt", "other/a.txt", "samples/a.txt"] {
      try team.sandbox.write("maria/\(path)", "ACME-1234-k3v9q7x2 \(path == "samples/a.txt" ? Self.token : "")\n")
    }
    try team.sandbox.write("maria/keys/bank.pfx", "x\n")
    try team.git(.maria, "add", "--all")
    let message = "Add a rule\n\nWhy: Badges are secrets, too\nTicket: OPS-3\n"
    _ = try team.run(.maria, "git", ["commit", "-q", "--no-verify", "-F", "-"], input: message)
    for words in [["scan"], ["scan", "--history"]] {
      let told = try team.run(.maria, Team.binary, words)
      expect(told, 1, out: ["badges/a.txt:1:1", "keys/bank.pfx", "2 secrets, 1 let be"], absent: ["samples/a.txt"])
      expect(
        try team.run(.maria, Team.binary, words + ["--notes"]), 1, out: ["samples/a.txt", "let be by the allowlist"])
    }
  }

  @Test("A8: the bytes of a file that one place lets be, or no rule is for, at another place of the same push: held")
  func places() throws {
    let team = try Team(.founded)
    let rules = """
      [[rules]]
      id = "acme-badge"
      regex = '''ACME-[0-9]{4}-[a-z0-9]{8}'''
      path = '''^badges/'''
      [[rules]]
      id = "acme-key-file"
      path = '''[.]pfx$'''
      [[allowlists]]
      paths = ['''^samples/''']

      """
    try team.landPolicy("badges", [".countersign/rules/acme.toml": rules])
    let rows = [
      ("ACME-1234-k3v9q7x2\n", "a.txt", "badges/a.txt", "likely"),
      ("ACME-1234-k3v9q7x3\n", "z.txt", "badges/a.txt", "likely"),
      ("store 1\n", "a.txt", "z.pfx", "likely"), ("store 2\n", "z.txt", "a.pfx", "likely"),
      ("one \(Self.token)\n", "samples/a.txt", "z.txt", "found"),
      ("two \(Self.token)\n", "samples/a.txt", "a.txt", "found"),
    ]
    for (text, free, bad, rule) in rows {
      try team.expectHeld(
        .maria, try twins(team, text, [free, bad]), ["secret.\(rule)"], says: ["--> \(bad):1:"], absent: [Self.token])
    }
    for (index, (text, free, _, _)) in rows.enumerated() {
      let refs = try twins(team, text, [free]).map { $0 + "-\(index)" }
      try team.expectTaken(.maria, refs)
    }
  }

  @Test("A8: the bytes of a file that a waiver lets be in one workflow, at another place of the same push: held")
  func waivedPlace() throws {
    let team = try Team(.founded)
    let text = "token \(Self.token)\n"
    let free = "workflows/greet/notes.txt"
    let told = try team.push(.maria, try twins(team, text, [free]))
    expect(told, 1, errors: ["[secret.found]", "--> \(free):1:"], absent: [Self.token])
    let words = told.errors.split(whereSeparator: { " ,\n".contains($0) })
    let mark = try #require(words.firstIndex(of: "fingerprint"))
    let waiver = """
      rule: secret.found
      workflow: greet
      fingerprint: "\(words[mark + 1])"
      reason: it is a token of the documentation
      owner: sofia
      expires: \(try team.shell(.maria, "date -u -d '+30 days' +%F").output)

      """
    try team.landPolicy("waiver", [".countersign/waivers/token.yaml": waiver])
    for bad in ["a.txt", "z.txt", "workflows/spare/notes.txt"] {
      try team.expectHeld(
        .maria, try twins(team, text, [free, bad]), ["secret.found"], says: ["--> \(bad):1:"], absent: [Self.token])
    }
    try team.expectTaken(.maria, try twins(team, text, [free]))
  }

  /// A commit on main with the same bytes at several paths, to be pushed to a branch to work on.
  private func twins(_ team: Team, _ text: String, _ paths: [String]) throws -> [String] {
    try team.git(.maria, "fetch", "-q", "origin")
    let main = try team.git(.maria, "rev-parse", "origin/main")
    var tree = try team.git(.maria, "rev-parse", "origin/main^{tree}")
    let file = try team.blob(.maria, text)
    for path in paths { tree = try team.graft(.maria, tree, path, ("100644", file)) }
    return ["\(try team.commit(.maria, RawCommit(tree: tree, parents: [main]), signedBy: .maria)):refs/heads/work"]
  }
}

import TestSupport
import Testing

/// G11: what lies outside of the governed roots is nobody's version, and is checked out by everybody.
@Suite("attacks: what no clone can check out")
struct CloneAttacks {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let path: String
    var mode = "100644"
    var content = "x\n"
    let says: String
  }

  static let rows = [
    Row(testDescription: "a link to nothing", path: "link", mode: "120000", content: "", says: "a link to nothing"),
    Row(
      testDescription: "a link to a zero byte", path: "notes/link", mode: "120000", content: "\u{0}x",
      says: "a zero in it"),
    Row(
      testDescription: "a link with a zero byte in it", path: "link", mode: "120000", content: "a\u{0}b",
      says: "a zero in it"),
    Row(testDescription: "a backslash", path: "workflows\\greet", says: "backslash"),
    Row(
      testDescription: "a link that is too long", path: "link", mode: "120000",
      content: String(repeating: "x", count: 4096), says: "a link to 4096 bytes"),
    Row(testDescription: "a long name", path: String(repeating: "n", count: 256), says: "has 256 bytes"),
    Row(
      testDescription: "a directory's long name", path: "notes/\(String(repeating: "n", count: 256))/x",
      says: "has 256 bytes"),
    Row(
      testDescription: "a long path",
      path: Array(repeating: String(repeating: "n", count: 100), count: 41)
        .joined(separator: "/"), says: "its path has 4140 bytes"),
  ]

  @Test(
    "G11: a landing that brings what ends 'git clone' for everybody: held; on a branch to work on: taken",
    arguments: rows)
  func noCheckout(row: Row) throws {
    let team = try Team(.founded)
    let bad = try team.greeting { raw in
      raw.tree = try team.graft(.maria, "origin/main", row.path, (row.mode, team.blob(.maria, row.content)))
    }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["path.no-checkout"], says: [row.says])
    try team.expectTaken(.maria, ["\(bad):refs/heads/free"])
  }

  @Test(
    "G11: git's own name, as any file system has it, on a server that checks no objects: held",
    arguments: [".git", ".GIT", "git~1", "..", ".git. ", ".g\u{200c}it", ".git::$INDEX_ALLOCATION", "notes/.Git/x"])
  func gitsOwn(path: String) throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let bad = try team.greeting { raw in
      raw.tree = try team.graft(.maria, "origin/main", path, ("100644", team.blob(.maria, "x\n")))
    }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["path.no-checkout"], says: ["for itself"])
    let good = try team.greeting { raw in
      raw.tree = try team.graft(.maria, "origin/main", ".github", ("100644", team.blob(.maria, "x\n")))
    }
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
  }

  @Test(
    "G11: in a workflow, what Windows cannot check out or takes for another file: held, and found by check",
    arguments: [
      ("workflows/greet/aux.md", "path.device-name", "for a device"),
      ("workflows/greet/notes/COM1", "path.device-name", "for a device"),
      ("workflows/nul/workflow.yaml", "path.device-name", "for a device"),
      ("workflows/greet/workfl~1.yam", "path.case-twins", "the short name of 'workflow.yaml'"),
      (".countersign/allowe~1", "path.case-twins", "the short name of 'allowed_signers'"),
      ("workflows/greet/a:b", "path.reserved-character", "the character :"),
      ("workflows/greet/a.", "path.edge-space-or-dot", "ends in a dot"),
      ("workflows/greet/a ", "path.edge-space-or-dot", "ends in a space"),
      ("workflows/greet/RUN.sh", "path.case-twins", "differ only in case"),
      ("workflows/greet/GIT~1", "path.git-directory", "for itself"),
    ])
  func windows(path: String, rule: String, says: String) throws {
    let team = try Team(.founded)
    func landing(_ path: String) throws -> String {
      try team.greeting { raw in
        raw.tree = try team.graft(.maria, raw.tree, path, ("100644", team.blob(.maria, "x\n")))
      }
    }
    try team.trustObjects()
    try team.expectHeld(.maria, ["\(try landing(path)):refs/heads/main"], [rule], says: [says])
    // git puts the last one into no index that libgit2 reads, and asks for more than one file of a workflow.
    guard !path.hasPrefix("workflows/nul/"), !path.hasSuffix("/GIT~1") else { return }
    try team.sandbox.write("maria/\(path)", "x\n")
    try team.git(.maria, "-c", "core.protectNTFS=false", "add", "--", path)
    let check = try team.countersign(.maria, "check", "--staged")
    #expect(check.status == 1 && (check.output + check.errors).contains("[\(rule)]"), "\(check)")
  }

  @Test("G11: outside of workflows the same names are nobody's business; beside them, names that only look so: taken")
  func notWindows() throws {
    let team = try Team(.founded)
    let good = try team.greeting { raw in
      let file = try team.blob(.maria, "x\n")
      for path in ["notes/aux.md", "notes/a:b", "notes/a.", "notes/README~1", "workflows/greet/auxiliary.md"] {
        raw.tree = try team.graft(.maria, raw.tree, path, ("100644", file))
      }
    }
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
  }

  @Test("G11: the longest name and a link that leads nowhere yet: taken, and cloned")
  func fits() throws {
    let team = try Team(.founded)
    let good = try team.greeting { raw in
      let file = try team.blob(.maria, "x\n")
      raw.tree = try team.graft(.maria, "origin/main", String(repeating: "n", count: 255), ("100644", file))
      raw.tree = try team.graft(.maria, raw.tree, "link", ("120000", try team.blob(.maria, "notes/later")))
    }
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
    expect(try team.run(.jonas, "git", ["clone", "-q", "hub.git", "again"], in: ""), 0)
  }

  @Test(
    "G16: a root directory of tens of thousands of files, which would hold what others push: held; shorter: taken")
  func wideRoot() throws {
    let team = try Team(.founded)
    let file = try team.blob(.maria, "x\n")
    let mine = try team.rawEntries(.maria, try team.git(.maria, "rev-parse", "origin/main^{tree}"))
    func wide(_ count: Int) throws -> String {
      let more = (0..<count).flatMap { Sandbox.rawEntry("100644", Array("x\(100_000 + $0)".utf8), file) }
      return try team.object(
        .maria, "tree", mine.flatMap { Sandbox.rawEntry($0.mode, $0.name, $0.id) } + more)
    }
    let bad = try team.greeting { $0.tree = try wide(40_000) }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["path.too-wide"], says: ["put the files into directories"])
    try team.expectTaken(.maria, ["\(try team.greeting { $0.tree = try wide(2_000) }):refs/heads/main"])
    // Where it is so long already, it may become shorter.
    let hub = try team.hub("refs/heads/main")
    let long = try team.greeting {
      $0.tree = try wide(40_000)
      $0.parents = [hub]
    }
    let shorter = try team.greeting {
      $0.tree = try wide(39_999)
      $0.parents = [long]
    }
    try team.expectTaken(.maria, ["\(long):refs/heads/long"])
    try team.git(.lena, "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", long, in: "hub.git")
    try team.expectTaken(.maria, ["\(shorter):refs/heads/main"])
  }
}

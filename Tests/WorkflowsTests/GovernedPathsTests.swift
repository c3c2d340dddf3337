import Diagnostics
import Git
import TestSupport
import Testing
import Workflows

@Suite struct GovernedPathsTests {
  private func findings(
    of entries: [TreeEntry], in repository: borrowing Repository, fileSize: Int = 1000, files: Int = 20
  ) throws -> [Finding] {
    // Written raw: git itself refuses some of these names.
    let tree = try repository.write(tree: entries)
    return try GovernedPaths.findings(
      inTree: tree, at: "workflows/w", fileSize: fileSize, files: files, isNew: true, in: repository)
  }

  @Test(
    arguments: [
      (Array("caf\u{65}\u{301}".utf8), [Rule.pathNotNFC]), ([0x61, 0xff], [.pathNotUTF8]),
      ([0xed, 0xa0, 0x80], [.pathNotUTF8]), (Array("a\tb".utf8), [.pathHiddenCharacter]),
      (Array("a\nb".utf8), [.pathHiddenCharacter]), (Array("a\u{7f}".utf8), [.pathHiddenCharacter]),
      (Array("a\u{202e}b".utf8), [.pathHiddenCharacter]), (Array("a\u{200b}b".utf8), [.pathHiddenCharacter]),
      (Array("a\u{2066}b".utf8), [.pathHiddenCharacter]), (Array("a\u{ad}b".utf8), [.pathHiddenCharacter]),
      (Array("a\u{3164}b".utf8), [.pathHiddenCharacter]), (Array("a\u{fe0f}b".utf8), [.pathHiddenCharacter]),
      (Array("a\u{e000}b".utf8), [.pathHiddenCharacter]), (Array("a\"b".utf8), [.pathReservedCharacter]),
      (Array("a'b".utf8), [.pathReservedCharacter]), (Array("a\\b".utf8), [.pathReservedCharacter]),
      (Array("a:b".utf8), [.pathReservedCharacter]), (Array("a*".utf8), [.pathReservedCharacter]),
      (Array("a?".utf8), [.pathReservedCharacter]), (Array("a<b".utf8), [.pathReservedCharacter]),
      (Array("a>b".utf8), [.pathReservedCharacter]), (Array("a|b".utf8), [.pathReservedCharacter]),
      (Array(" a".utf8), [.pathEdgeSpaceOrDot]), (Array("a ".utf8), [.pathEdgeSpaceOrDot]),
      (Array("a.".utf8), [.pathEdgeSpaceOrDot]), (Array("\u{a0}a".utf8), [.pathEdgeSpaceOrDot]),
      (Array("git~1".utf8), [.pathGitDirectory]), (Array("GIT~1".utf8), [.pathGitDirectory]),
      (Array("ordinary".utf8), []), (Array("Ünïcode 日本.json".utf8), []), (Array(".hidden".utf8), []),
      (Array("-dash (1) [x] {y} #,;=+@!$%&~^`".utf8), []), (Array("a..b".utf8), []), (Array("café".utf8), []),
    ] as [([UInt8], [Rule])])
  func namesAreJudged(name: [UInt8], rules: [Rule]) throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    let asFile = try findings(of: [TreeEntry(name: name, mode: .blob, id: blob)], in: repository)
    #expect(asFile.map(\.rule) == rules)
    let inside = try repository.write(tree: [TreeEntry(name: "f", mode: .blob, id: blob)])
    let asDirectory = try findings(of: [TreeEntry(name: name, mode: .tree, id: inside)], in: repository)
    #expect(asDirectory.map(\.rule) == rules)
  }

  @Test(arguments: [".git", ".GIT", ".Git", ".", ".."])
  func whatGitKeepsForItselfIsRefused(name: String) throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let blob = try sandbox.writeObject("blob", [1])
    let hex = try sandbox.writeObject("tree", Sandbox.rawEntry("100644", Array(name.utf8), blob))
    let tree = try #require(ObjectID(hex: hex))
    let repository = try Repository.open(path)
    let found = try GovernedPaths.findings(inTree: tree, at: "w", fileSize: 9, files: 9, isNew: true, in: repository)
    #expect(found.contains { $0.rule == .pathGitDirectory })
  }

  @Test func modesAreJudged() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    let rows: [(FileMode, [Rule])] = [
      (.symlink, [.pathSymlink]), (.gitlink, [.pathGitlink]), (.other(0o100664), [.pathMode]), (.blob, []),
      (.executable, []),
    ]
    for (mode, rules) in rows {
      let found = try findings(of: [TreeEntry(name: "a", mode: mode, id: blob)], in: repository)
      #expect(found.map(\.rule) == rules)
    }
  }

  @Test(arguments: [
    ("con", true), ("CON", true), ("nul.json", true), ("Aux.tar.gz", true), ("prn .txt", true), ("com1", true),
    ("LPT9.md", true), ("com¹.x", true), ("conin$", true), ("CONOUT$.txt", true), ("com", false), ("com0", false),
    ("com10", false), ("console", false), ("auxiliary.json", false), ("my-con.json", false), ("nul-values", false),
    ("x.con", false), ("lpt", false), ("comx", false), ("con-", false), (".aux", false),
  ])
  func namesOfDevicesAreFound(name: String, isOne: Bool) throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    let expected = isOne ? [Rule.pathDeviceName] : []
    let file = try repository.write(tree: [TreeEntry(name: name, mode: .blob, id: blob)])
    #expect(try findings(of: [TreeEntry(name: name, mode: .blob, id: blob)], in: repository).map(\.rule) == expected)
    #expect(try findings(of: [TreeEntry(name: "d", mode: .tree, id: file)], in: repository).map(\.rule) == expected)
    // What has landed is no longer asked, and what lies below a directory of the name is.
    #expect(
      try GovernedPaths.findings(inTree: file, at: "w", fileSize: 9, files: 9, isNew: false, in: repository).isEmpty)
    let plain = try repository.write(tree: [TreeEntry(name: "f", mode: .blob, id: blob)])
    let below = try GovernedPaths.findings(
      inTree: plain, at: "workflows/\(name)", fileSize: 9, files: 9, isNew: true, in: repository)
    #expect(below.map(\.rule) == expected)
  }

  @Test(arguments: [
    (["report-export.json", "REPORT~1.JSO"], true), (["report-export.json", "repo~100.jso"], true),
    (["report-export.json", "repor~10.jso"], true), (["report-export.json", "re4F2A~1.jso"], true),
    (["workflow.yaml", "workfl~1.yam"], true), ([".hidden", "hidden~1"], true), (["a b", "ab~1"], true),
    (["a.b.c", "ab~1.c"], true), (["a+longer-name", "a_long~1"], true), (["x.yaml", "x~1.yam"], true),
    (["report-export.json", "report~1.txt"], false), (["report-export.json", "other~1.jso"], false),
    (["report-export.json", "report~1"], false), (["report-export.json", "report~.jso"], false),
    (["report-export.json", "r~1.jso"], false), (["report.txt", "report~1.txt"], false),
    (["draft~2.md", "draft~1.md"], false), (["report-export.json", "report~1.json"], false),
  ])
  func shortNamesOfOthersAreFound(names: [String], twins: Bool) throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    let entries = names.map { TreeEntry(name: $0, mode: .blob, id: blob) }
    #expect(try findings(of: entries, in: repository).map(\.rule) == (twins ? [.pathCaseTwins] : []))
    #expect(
      try GovernedPaths.findings(
        inTree: try repository.write(tree: entries), at: "w", fileSize: 9, files: 9, isNew: false, in: repository
      ).isEmpty)
  }

  @Test(arguments: [
    (["a", "A"], true), (["straße", "STRASSE"], true), (["\u{e9}", "\u{c9}"], true), (["ſ", "s"], true),
    (["\u{212a}", "k"], true), (["a", "b"], false), (["a", "a.b"], false),
  ])
  func caseTwinsAreFound(names: [String], twins: Bool) throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    let found = try findings(of: names.map { TreeEntry(name: $0, mode: .blob, id: blob) }, in: repository)
    #expect(found.contains { $0.rule == .pathCaseTwins } == twins)
  }

  @Test func sizeNumberAndDepthAreBounded() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: Array("12345".utf8))
    let two = [TreeEntry(name: "a", mode: .blob, id: blob), TreeEntry(name: "b", mode: .blob, id: blob)]
    let exact = try findings(of: two, in: repository, fileSize: 5, files: 2)
    #expect(exact.isEmpty)
    let large = try findings(of: two, in: repository, fileSize: 4, files: 2)
    #expect(large.map(\.rule) == [.pathTooLarge, .pathTooLarge])
    let many = try findings(of: two, in: repository, fileSize: 5, files: 1)
    #expect(many.map(\.rule) == [.pathTooManyFiles])
    var deep = try repository.write(tree: two)
    for _ in 0..<GovernedPaths.depthLimit {
      deep = try repository.write(tree: [TreeEntry(name: "d", mode: .tree, id: deep)])
    }
    let found = try GovernedPaths.findings(inTree: deep, at: "w", fileSize: 9, files: 99, isNew: true, in: repository)
    #expect(found.map(\.rule) == [.pathTooDeep])
    var bomb = try repository.write(tree: two)
    for _ in 0..<30 {
      bomb = try repository.write(tree: [
        TreeEntry(name: "l", mode: .tree, id: bomb), TreeEntry(name: "r", mode: .tree, id: bomb),
      ])
    }
    let bounded = try GovernedPaths.findings(
      inTree: bomb, at: "w", fileSize: 9, files: 1000, isNew: true, in: repository)
    #expect(bounded.map(\.rule) == [.pathTooManyFiles])
  }

  @Test(arguments: [
    ("* filter=lfs diff=lfs merge=lfs -text\n", [1]), ("*.json ident\n", [1]), ("# ident\n\n a export-ignore", [3]),
    ("\"a b\" export-subst\n", [1]), ("\"a\\\" b\" ident\n", [1]), ("* working-tree-encoding=UTF-16\n", [1]),
    ("* text eol=crlf\r\n", [1]), ("[attr]mine ident\n* mine\n", [1]), ("a text\tfilter\n", [1]),
    ("* -filter !ident\n", []), ("* text=auto eol=lf diff=json linguist-generated\n", []), ("ident text\n", []),
    ("\"a filter=lfs\n", [1]), ("\"a\\\" ident\n", [1]), ("\"a\\q filter=lfs text\"\n", [1]),
    ("\"\\101 ident\" text\n", []),
    ("\"ident filter\" text\n", []), ("", []), ("*.png binary\n", []),
  ])
  func attributesThatChangeACheckoutAreRefused(text: String, lines: [Int]) throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: Array(text.utf8))
    for name in [".gitattributes", ".GitAttributes"] {
      let found = try findings(of: [TreeEntry(name: name, mode: .blob, id: blob)], in: repository)
      #expect(found.map(\.place?.line) == lines && found.allSatisfy { $0.rule == .pathGitAttributes })
    }
    let root = try repository.replacing(path: "workflows/.gitattributes", in: nil, with: (.blob, blob))
    let above = try GovernedPaths.attributeFindings(above: "workflows/w", inRootTree: root, in: repository)
    #expect(above.map(\.place?.line) == lines)
  }

  @Test func pointersToLargeFilesAreRefusedAndLookAlikesAreNot() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    let rows = [(pointer, [Rule.pathLargeFilePointer]), ("see " + pointer, []), ("version 1\n", [])]
    for (text, rules) in rows {
      let blob = try repository.write(blob: Array(text.utf8))
      let found = try findings(of: [TreeEntry(name: "a", mode: .blob, id: blob)], in: repository)
      #expect(found.map(\.rule) == rules)
    }
    let missing = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    let tree = try #require(
      ObjectID(hex: sandbox.writeObject("tree", Sandbox.rawEntry("100644", Array("a".utf8), missing.hex))))
    #expect(throws: GitError.missingObject(missing)) {
      _ = try GovernedPaths.findings(inTree: tree, at: "w", fileSize: 9, files: 9, isNew: true, in: repository)
    }
  }

  @Test func everyRuleIsListedOnce() {
    let ids = (PathRules.all + DiscoveryRules.all + GitRules.all).map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(PathRules.all.map(\.id) == PathRules.all.map(\.id).sorted())
  }
}

@Suite("names that are taken for others")
struct TakenNameTests {
  @Test(
    "what some file system opens in place of another name",
    arguments: [
      ("Workflows", "workflows"), ("workflows.", "workflows"), ("workflows . ", "workflows"),
      ("work\u{200d}flows", "workflows"), ("workflow\u{17f}", "workflows"), ("wor\u{212a}flows", "workflows"),
      ("workflows:x", "workflows"), ("WORKFL~1", "workflows"), ("workf~12", "workflows"), ("WO1A2B~1", "workflows"),
      ("COUNTE~1", ".countersign"),
    ])
  func isTaken(name: String, other: String) {
    #expect(GovernedPaths.isTaken(name, for: other))
  }

  @Test(
    "other names",
    arguments: [
      ("workflow", "workflows"), ("work~1", "workflows"), ("workflows~", "workflows"), ("workfl~x", "workflows"),
      ("flows~1", "flows"), ("notes", "workflows"), ("countersign", ".countersign"), ("workflows2", "workflows"),
    ])
  func isOther(name: String, other: String) {
    #expect(!GovernedPaths.isTaken(name, for: other))
  }
}

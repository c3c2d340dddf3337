import Testing

private let sample = #"""
  import Diagnostics  // import Foundation
  /* import Glibc /* nested */ still a comment */
  let text = "import Darwin \(call("in", 2)) try! x" + #"raw \(no) " quote"#
  let empty = ""
  let long = """
    one "two" three
    four \
    five
    """
  let behind = 1
  """#

@Suite("scanner: what is code and what is not")
struct ScannerTests {
  @Test("comments and strings are told from code, nested and raw ones too")
  func pieces() {
    let source = Source(sample)
    #expect(source.comments.map(\.text) == ["// import Foundation", "/* import Glibc /* nested */ still a comment */"])
    #expect(
      source.strings.map(\.text) == [
        "import Darwin ", "in", " try! x", #"raw \(no) " quote"#, "", "\n  one \"two\" three\n  four   five\n  ",
      ])
    #expect(source.code.contains("call(\"\", 2)"))
    #expect(!source.code.contains("try!"))
  }

  @Test("lines are counted through strings and comments")
  func lines() {
    #expect(Source(sample).tokens.last { $0.word == "behind" }?.line == 10)
    #expect(Source(sample).code.split(separator: "\n", omittingEmptySubsequences: false).count == 10)
  }

  @Test(
    "a text that ends early ends", arguments: ["\"abc", "/* abc", "\"\\(", "\"\\", "#\"abc\"", "\"\"\"", "\"\"\"\na\\"])
  func endsEarly(text: String) {
    #expect(Source(text).pieces.count <= 3)
  }
}

@Suite("scanner: offences")
struct OffenceTests {
  @Test(
    "what is forbidden is found",
    arguments: [
      ("let a = try? b()", "try without a catch"), ("let a = try! b()", "try without a catch"),
      ("let a = b as! C", "as!"), ("fatalError(\"x\")", "fatalError"),
      ("struct A: @unchecked Sendable {}", "@unchecked Sendable"), ("@testable import Git", "@testable"),
      ("let a = \"\\(try? b())\"", "try without a catch"), ("// TO" + "DO: later", "TO" + "DO"),
      ("/* FIX" + "ME */", "FIX" + "ME"),
    ])
  func found(text: String, what: String) {
    #expect(forbidden(in: "\n" + text).map(\.what) == [what])
    #expect(forbidden(in: "\n" + text).first?.line == 2)
  }

  @Test(
    "what looks like it is not",
    arguments: [
      "let a = \"try? b as! C fatalError( TO\" + \"DO\"", "// try? and as! and fatalError( and @testable",
      "do { try a() } catch { }",
      "let a = b as? C", "retry!", "let a = try !b()", "let a = flag ? try b() : c", "let todos = 1  // method",
      "@Sendable () -> Void",
    ])
  func notFound(text: String) {
    #expect(forbidden(in: text).isEmpty)
  }

  @Test(
    "empty words are found in strings",
    arguments: [
      "\"Invalid input\"", "\"the date is invalid\"", "\"it failed to open\"", "\"it failed \\\n  to open\"",
      "\"Please try again\"", "\"oops\"", "\"\"\"\n  an invalid line\n  \"\"\"", "\"\\(name): invalid\"",
      "Finding(.a, \"invalid\")", "Rule(\"a.b\", \"It is invalid.\")",
    ])
  func empty(text: String) {
    #expect(emptyWords(in: text).count == 1)
  }

  @Test(
    "and not elsewhere",
    arguments: [
      "let invalid = 1  // invalid", "\"invalidate\"",
      "\"it failed, to\"  + \"day\"".replacing("failed, to", with: "failed"),
      "\"pleased\"", "Rule(\"a.invalid\", \"x\")", "\"failed to update ref\"",
    ])
  func notEmpty(text: String) {
    #expect(emptyWords(in: text).isEmpty)
  }
}

@Suite("scanner: rules")
struct RuleScanTests {
  @Test("declarations are read, over several lines too, and others are strays")
  func declarations() {
    let found = rules(
      in: """
        extension Rule {
          package static let one = Rule("a.one", "x", "y")
          static let two = Rule(
            "a.two", "Rule(\\"a.three\\")", "y")
        }
        let stray = [Rule("a.four", "x", "y")]
        func make(id: String) -> Rule { Rule(id, "x", "y") }
        """)
    #expect(found.declared == [DeclaredRule(name: "one", id: "a.one"), DeclaredRule(name: "two", id: "a.two")])
    #expect(found.stray.map(\.line) == [6, 7])
  }

  @Test("a template of rules is read")
  func template() {
    let found = ruleTemplate(
      in: """
        init(prefix: String) { one = Rule("\\(prefix).one-thing", "x", "y") }
        static let manifest = Shapes(prefix: "manifest", document: "x")
        """)
    #expect(found.ends == [".one-thing"])
    #expect(found.prefixes == ["manifest"])
  }

  @Test("lists are read, joined ones too, and nothing beside them")
  func lists() {
    let text = """
      package enum ThisRules {
        package static let all: [Rule] = [.one, .two] + more + [.three]
        private static let other: [Finding] = [.four]
      }
      """
    #expect(listedRules(in: text) == ["one", "two", "three"])
    #expect(ruleLists(in: text) == ["ThisRules"])
    #expect(listedRules(in: "let all: [Rule] = []\nlet x = [.one]").isEmpty)
  }

  @Test("ids are dotted kebab-case", arguments: ["a.b", "policy.unknown-key", "sha-1.a.b2"])
  func ids(id: String) {
    #expect(isRuleID(id))
  }

  @Test(
    "other forms are no ids",
    arguments: ["", "a", "a.", ".a", "a..b", "A.b", "a.b_c", "a.-b", "a.b-", "a.b--c", "a.b c", "a.é"])
  func noIDs(id: String) {
    #expect(!isRuleID(id))
  }
}

@Suite("scanner: modules")
struct ModuleScanTests {
  @Test("every form of an import is read")
  func forms() {
    let text = """
      import A
      package import B
      @preconcurrency internal import C.Sub
      import struct D.Thing
      #if canImport(E)
        import E
      #endif
      let x = Kind.import, y = "import F"  // import G
      enum K { case `import` }
      """
    #expect(imports(in: text) == ["A", "B", "C", "D", "E"])
  }

  @Test("an import without leave is named")
  func strays() {
    let module = Module("Gates", needs: ["Facts"], system: ["Glibc"])
    #expect(strayImports(in: "import Facts\nimport Glibc\nimport Swift", of: module).isEmpty)
    #expect(strayImports(in: "import Facts\nimport Git\nimport Foundation", of: module) == ["Foundation", "Git"])
  }

  @Test("a manifest's modules are read, products by their own names")
  func manifest() {
    let text = """
      func module(_ name: String, needs: [Target.Dependency] = []) -> Target { .target(name: name, dependencies: needs) }
      let package = Package(
        name: "x", dependencies: [.package(url: "https://example.com", from: "1.0.0")],
        targets: [
          .systemLibrary(name: "C"),
          module("A"),  // module("No", needs: ["Not"])
          module("B", needs: ["C", .product(name: "D", package: "d-package"), "A"], touchesC: true),
          .executableTarget(name: "run", dependencies: ["B"], swiftSettings: house),
          tests("BTests", needs: ["B"]),
        ])
      """
    #expect(
      modules(inManifest: text) == [Module("A"), Module("B", needs: ["A", "C", "D"]), Module("run", needs: ["B"])])
  }
}

@Suite("scanner: the tree and its documents")
struct TreeScanTests {
  @Test("twins are found")
  func twins() {
    #expect(caseTwins(["a", "b", "A", "c", "b"]) == [["A", "a"], ["b", "b"]])
    #expect(caseTwins(["a", "ab"]).isEmpty)
    #expect(prefixes(of: "a/b/c") == ["a", "a/b", "a/b/c"])
  }

  @Test(
    "a .gitignore is read",
    arguments: [(".build*/", true), ("/.build", true), (".build/", true), ("build", false), ("", false)])
  func ignoring(text: String, isIgnored: Bool) {
    #expect(ignores(".build", by: "*.swp\n" + text) == isIgnored)
  }

  @Test("paths of one machine are found")
  func paths() {
    let foreign = ["work", "root", "Users"].map { "cd /" + $0 + "/x" } + ["\"/tmp/" + "notes/x\"", "(/tmp/" + "h-x)"]
    for text in foreign { #expect(foreignPaths(in: "a\n" + text).map(\.line) == [2], "\(text)") }
    for text in ["src/work" + "/x", "/tmp/countersign-x", "$HOME/root" + "/x", "/workshop/x"] {
      #expect(foreignPaths(in: text).isEmpty, "\(text)")
    }
  }

  @Test("relative paths are followed, and those that leave the project are told")
  func following() {
    #expect(resolved("../hooks/a", from: "docs/x.md") == "hooks/a")
    #expect(resolved("./b.md", from: "docs/x.md") == "docs/b.md")
    #expect(resolved("../../x", from: "docs/x.md") == nil)
    #expect(resolved("/etc/x", from: "docs/x.md") == nil)
  }

  @Test("links and tables of Markdown are read")
  func markdown() {
    let text = """
      See [a](b.md#c), [d](https://example.com/x) and [e](#f).
      ```
      [not](this.md)
      ```
      | one | two |
      |---|---|
      | a | b `c` d |
      | e | |

      | one | two |
      """
    #expect(fileLinks(in: text) == ["b.md"])
    #expect(table(["one", "two"], in: text) == [["a", "b `c` d"], ["e", ""]])
    #expect(table(["one"], in: text)?.count == 2)
    #expect(table(["three"], in: text) == nil)
    #expect(codeSpans(in: "a `b` c `d e`") == ["b", "d e"])
  }
}

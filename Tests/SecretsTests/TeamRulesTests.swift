import Diagnostics
import Secrets
import Testing

@Suite("secrets: a team's rules")
struct TeamRulesTests {
  private static let path = ".countersign/rules/acme.toml"

  private func rules(_ text: String) -> SecretRules {
    SecretRules(files: [SecretRules.File(path: Self.path, bytes: Array(text.utf8))])
  }

  private func scan(
    _ text: String, with toml: String, path: String = "flow.json", tail: [UInt8] = []
  ) throws -> ScanOutcome {
    let engine = try SecretEngine(rules(toml))
    let scanner = try SecretScanner(engine, options: SecretScanner.Options(key: [1]))
    return try scanner.scan(Array(text.utf8) + tail, as: .definition(path: path))
  }

  @Test("a rule with the id of a built-in one holds beside it, under an id of its own")
  func sameId() throws {
    let toml = """
      [[rules]]
      id = "jwt"
      regex = '''\\bJWT-([0-9]{8})(?:[\\x60'"\\s;]|\\\\[nr]|$)'''
      keywords = ["jwt-"]
      [[rules]]
      id = "private-key"
      regex = '''KEY-[0-9]{8}'''
      [[allowlists]]
      targetRules = ["private-key"]
      stopwords = ["0000"]
      """
    #expect(rules(toml).problems.isEmpty)
    let outcome = try scan("a JWT-72918465 KEY-72918465 KEY-72910000", with: toml)
    #expect(outcome.findings.map(\.rule) == ["team-jwt", "team-private-key"])
    #expect(rules(toml + "\n[[rules]]\nid = \"jwt\"\nregex = \"a\"\n").problems.count == 1)
  }

  private static let full = """
    title = "Acme"
    [extend]
    useDefault = true
    disabledRules = ["jwt"]

    [[rules]]
    id = "acme-badge"
    description = "badge of the gate"
    regex = '''ACME-([0-9]{4})-([a-z0-9]{8})'''
    secretGroup = 2
    entropy = 1.5
    keywords = ["acme-"]
      [[rules.allowlists]]
      description = "the badge of the tests"
      stopwords = ["zzzz"]
      [[rules.allowlists]]
      condition = "AND"
      paths = ['''^tests/''']
      regexTarget = "line"
      regexes = ["sample"]

    [[rules]]
    id = "acme-seal"
    regex = '(?i)seal:\\s*([a-f0-9]{12})'

    [[rules]]
    id = "acme-keystore"
    path = '\\.p12$'

    [allowlist]
    description = "generated"
    paths = ['^generated/']
    """

  @Test("rules are read as gitleaks reads them: groups, entropy, keywords, paths, allowlists")
  func read() throws {
    #expect(rules(Self.full).problems.isEmpty)
    #expect(!rules(Self.full).rules.contains { $0.id == "jwt" })
    let badge = "x ACME-4711-q7x2m9k4 y"
    let outcome = try scan(badge, with: Self.full)
    #expect(
      outcome.findings.map(\.rule) == ["acme-badge"] && outcome.findings.first?.range == 12..<20)
    #expect(try scan("x ACME-4711-aaaaaaab y", with: Self.full).findings.isEmpty)
    #expect(try scan("SEAL: 7c0e9f1ab5d3", with: Self.full).findings.map(\.rule) == ["acme-seal"])
    #expect(
      try scan("any", with: Self.full, path: "keys/pay.p12").findings.map(\.rule) == [
        "acme-keystore"
      ])
    #expect(try scan("any", with: Self.full, path: "keys/pay.txt").findings.isEmpty)
    #expect(
      try scan("x ACME-4711-zzzz9k4q y", with: Self.full).allowed.map(\.finding.rule) == [
        "acme-badge"
      ])
    #expect(try scan("sample " + badge, with: Self.full, path: "tests/a.txt").findings.isEmpty)
    #expect(try scan("sample " + badge, with: Self.full, path: "src/a.txt").findings.count == 1)
    #expect(try scan(badge, with: Self.full, path: "tests/a.txt").findings.count == 1)
    let generated = try scan(badge, with: Self.full, path: "generated/a.txt")
    #expect(
      generated.findings.isEmpty
        && generated.allowed.map(\.because) == ["the allowlist 'generated'"])
  }

  @Test("letters beyond ASCII are letters: in classes, by number, without case, and beside bytes that are no text")
  func letters() throws {
    for (expression, text) in [
      (#"(?i)schl\u00fcssel=([0-9]{8})"#, "SCHL\u{dc}SSEL=72918465"),
      (#"^[a-z\u00e4\u00f6\u00fc]{3}=([0-9]{8})"#, "t\u{fc}r=72918465"),
      (#"^t\\x{fc}r=([0-9]{8})"#, "t\u{fc}r=72918465"), (#"^\\p{L}{3}=([0-9]{8})"#, "t\u{fc}r=72918465"),
    ] {
      let toml = "[[rules]]\nid = \"door\"\nregex = \"\(expression)\"\n"
      #expect(rules(toml).problems.isEmpty)
      #expect(try scan(text, with: toml, tail: [0x20, 0xff, 0xfc]).findings.map(\.rule) == ["door"], "\(expression)")
    }
    #expect(
      try scan("t\u{20ac}r=72918465", with: "[[rules]]\nid = \"door\"\nregex = \"^[t\u{fc}]{2}r=[0-9]{8}\"\n").findings
        .isEmpty)
  }

  @Test("a team's allowlist for its own rule does not hide what a built-in rule finds")
  func hiding() throws {
    let toml =
      "[[rules]]\nid = \"any\"\nregex = 'ghp_[A-Za-z0-9]+'\n[[rules.allowlists]]\nregexes = ['.']\n"
    #expect(try scan(Made.gitHub, with: toml).findings.map(\.rule) == ["github-token"])
  }

  @Test(
    "what cannot be used is said with its line, and never left out",
    arguments: [
      ("[[rules]]\nid = \"a\"\nregex = '('", 3, "PCRE2"), ("[[rules]]\nid = \"a\"", 1, "neither"),
      ("[[rules]]\nregex = 'a'", 1, "no 'id'"), ("[[rules]]\nid = \"\\\u{4}\"", 2, "is no escape"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\n[[rules]]\nid = \"a\"\nregex = 'b'", 4, "another rule's"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\nregexp = 'b'", 4, "regexp"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\nsecretGroup = 3", 3, "group 3"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\nkeywords = 'b'", 4, "array"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\nentropy = \"b\"", 4, "number"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\nid = \"b\"", 4, "twice"),
      ("[extend]\npath = \"other.toml\"", 2, "elsewhere"),
      ("[extend]\ndisabledRules = [\"jwt\", \"jtw\"]", 2, "'jtw'"),
      ("[[rules]]\nid = \"a\"\nregex = \"\\d\"", 3, "escape"), ("rules = 3", 1, "a table"),
      ("x", 1, "'='"),
      ("[[rules]]\nid = \"a\"\nregex = 'a'\n[[rules.allowlists]]\nregexes = ['[']", 4, "PCRE2"),
      ("[allowlist]\ncondition = \"XOR\"", 2, "'OR'"), ("a = 2026-01-01", 1, "no value"),
      ("[a]\n[a]", 2, "already"),
      ("a = '''b", 1, "does not end"),
    ])
  func unusable(toml: String, line: Int, word: String) {
    let problems = rules(toml).problems
    #expect(
      problems.first?.rule == .secretRuleUnusable
        && problems.first?.place == Place(Self.path, line: line))
    #expect(problems.contains { $0.what.contains(word) }, "\(problems.map(\.what))")
  }

  @Test("the digest changes with every file, and not with their order")
  func digests() {
    let one = SecretRules.File(path: "a.toml", bytes: [])
    let other = SecretRules.File(path: "b.toml", bytes: Array("title = \"b\"".utf8))
    #expect(SecretRules(files: [one, other]).digest == SecretRules(files: [other, one]).digest)
    #expect(SecretRules(files: [one]).digest != SecretRules.builtIn.digest)
    #expect(SecretRules(files: [one]).digest != SecretRules(files: [other]).digest)
  }

  @Test("a rule that needs too many steps is undecided, not clean")
  func limits() throws {
    let toml = "[[rules]]\nid = \"slow\"\nregex = '(a+)+[bc]'\n"
    let outcome = try scan(String(repeating: "a", count: 5_000) + "d", with: toml)
    #expect(!outcome.isClean && outcome.undecided.contains { $0.contains("'slow'") })
  }
}

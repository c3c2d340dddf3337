import TestSupport
import Testing

@Suite("command line: --format")
struct FormatTests {
  /// One question with a known answer.
  private struct Asked {
    let name: String
    let words: [String]
    let status: Int32
    var directory: String?
  }

  static let formats = ["text", "json", "markdown", "sarif", "junit", "github"]
  private static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/")

  static func schema(_ name: String) -> String { "\(folder)/../../templates/\(name).schema.json" }
  static let sarif = folder + "/../ReportingTests/Fixtures/sarif-schema-2.1.0.json"

  /// Every command with formats, and every way in which it ends.
  private func questions(_ team: Team) throws -> [Asked] {
    try team.change(.maria, "polite", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.change(.maria, "quieter", ["workflows/report/run.sh": "#!/bin/sh\necho 1\n"])
    try team.change(
      .maria, "typo",
      [".countersign/policy.yaml": TeamFiles.policy.replacing("approvals: 1,", with: "approvls: 1,")])
    let nothing = try team.git(
      .maria, "commit-tree", "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "-p", "HEAD", "-m", "Nothing")
    try team.git(.lena, "clone", "-q", team.sandbox.absolute("hub.git"), team.sandbox.absolute("unpinned"))
    func gate(_ name: String, _ range: String, _ status: Int32, in directory: String? = nil) -> Asked {
      Asked(
        name: name, words: ["gate", "--changed", range, "--for", "main"], status: status, directory: directory)
    }
    return [
      gate("a gate without a root", "HEAD..HEAD", 2, in: "unpinned"),
      gate("a gate that judges nothing", "origin/main..origin/main", 1),
      gate("a gate that is held", "origin/main..origin/quieter", 1),
      gate("a gate that goes back", "origin/polite..origin/main", 1),
      gate("a gate that passes", "origin/main..origin/polite", 0),
      gate("a range that does not read", "origin/main...origin/polite", 64),
      Asked(
        name: "a release that is held", words: ["gate", "greet", "--for", "prod", "--rev", "origin/main"], status: 1),
      Asked(name: "a check of nothing", words: ["check", nothing], status: 2),
      Asked(name: "a check of what is not there", words: ["check", "origin/lost"], status: 2),
      Asked(name: "a check that is held", words: ["check", "origin/typo"], status: 1),
      Asked(name: "a check that is in order", words: ["check", "origin/polite"], status: 0),
      Asked(name: "what is not fresh", words: ["admit", "report", "--env", "prod", "--fresh", "0s"], status: 2),
      Asked(name: "what is not released", words: ["admit", "lost", "--env", "prod"], status: 1),
      Asked(
        name: "another version", words: ["admit", "report", "--env", "prod", "--version", "0123456789ab"], status: 1),
      Asked(name: "what may run", words: ["admit", "report", "--env", "prod"], status: 0),
    ]
  }

  @Test("the exit status never depends on it, and each form says how it ended")
  func everyOutcome() throws {
    let team = try Team(.released)
    try team.must(.maria, "sync")
    try team.nextSecond()
    let asked = try questions(team)
    var json: [String] = []
    var sarif: [String] = []
    for question in asked {
      for format in Self.formats {
        let outcome = try team.run(
          .maria, Team.binary, question.words + ["--format", format], in: question.directory)
        let said = "\(question.name), \(format): \(outcome.status)\n\(outcome.output)\n\(outcome.errors)"
        #expect(outcome.status == question.status, "\(said)")
        if format != "text" { #expect(Self.looksPassed(format, outcome.output) == (question.status == 0), "\(said)") }
        if format == "json" { json.append(outcome.output) }
        if format == "sarif" { sarif.append(outcome.output) }
        // What stopped a command is told on standard error, whatever the form.
        if question.status >= 2 { #expect(!outcome.errors.isEmpty || question.name == "a check of nothing", "\(said)") }
      }
    }
    let problems = try SchemaCheck.problems(schema: Self.schema("report"), documents: json)
    #expect(problems == asked.map { _ in nil }, "\(problems.compactMap { $0 })")
    #expect(try SchemaCheck.problems(schema: Self.sarif, documents: sarif) == asked.map { _ in nil })
  }

  private static func looksPassed(_ format: String, _ text: String) -> Bool {
    switch format {
    case "json": text.contains("  \"outcome\": \"passed\",\n  \"summary\"")
    case "markdown": text.hasPrefix("## countersign ") && text.split(separator: "\n")[0].hasSuffix(": passed")
    case "sarif": text.contains("\"executionSuccessful\": true") && !text.contains("\"level\": \"error\"")
    case "junit": text.contains("<testcase ") && !text.contains("<failure") && !text.contains("<error")
    case "github": text.hasPrefix("::notice ") && !text.contains("::error ")
    default: false
    }
  }

  @Test("an annotation points at the file, the line and the column")
  func place() throws {
    let team = try Team(.submitted)
    let held = try team.countersign(
      .maria, "gate", "--changed", "origin/main..origin/louder", "--for", "main", "--format", "github")
    expect(
      held, 1,
      out: [
        "::error title=countersign gate%3A held::",
        "::error file=workflows/report/workflow.yaml,title=approvals.missing::",
      ])
    try team.change(
      .maria, "typo", [".countersign/policy.yaml": TeamFiles.policy.replacing("min-length:", with: "min-lenght:")])
    let typo = try team.countersign(.maria, "check", "HEAD", "--format", "github")
    expect(typo, 1, out: ["::error file=.countersign/policy.yaml,line=11,col=33,title=policy.unknown-key::"])
  }

  @Test("a format that nobody has is wrong usage")
  func unknown() throws {
    let team = try Team(.founded)
    for command in [["check"], ["gate", "report", "--for", "main"], ["admit", "report", "--env", "prod"]] {
      expect(try team.run(.maria, Team.binary, command + ["--format", "xml"]), 64, errors: ["'xml'"])
    }
  }

  @Test("what status prints as JSON follows its schemas")
  func status() throws {
    let team = try Team(.submitted)
    let board = try team.must(.jonas, "status", "--format", "json").output
    let mine = try team.must(.jonas, "status", "--mine", "--format", "json").output
    #expect(try SchemaCheck.problems(schema: Self.schema("status"), documents: [board]) == [nil])
    #expect(try SchemaCheck.problems(schema: Self.schema("waiting"), documents: [mine]) == [nil])
    #expect(try SchemaCheck.problems(schema: Self.schema("waiting"), documents: [board]) != [nil])
  }
}

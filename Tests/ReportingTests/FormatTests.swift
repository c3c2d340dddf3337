import Diagnostics
import Gates
import Glibc
import Reporting
import StrictJSON
import StrictXML
import TestSupport
import Testing

@Suite("formats: what did not pass looks so in each of them")
struct FormatTests {
  /// What a reader of the format takes for a pass.
  private func looksPassed(_ form: Form, _ report: Report) throws -> Bool {
    let text = form.text(report)
    switch form {
    case .text: return !["held", "undecided", "error:", "nothing was judged", "cannot"].contains { text.contains($0) }
    case .markdown: return text.hasPrefix("## countersign \(report.command): passed\n")
    case .json: return try read(text)["outcome"]?.string == "passed"
    case .github: return !text.contains("::error ") && text.hasPrefix("::notice title=countersign ")
    case .sarif:
      let run = try self.run(text)
      let results = try #require(run["results"]?.array).map { $0["level"]?.string }
      return try isSuccessful(run) && !results.contains("error")
    case .junit:
      let root = try StrictXML.read(Array(text.utf8))
      let cases = root.children.flatMap(\.children)
      let isRed = cases.contains { one in one.children.contains { ["failure", "error"].contains($0.name) } }
      #expect(root["tests"] == "\(cases.count)")
      return !cases.isEmpty && !isRed && root["failures"] == "0" && root["errors"] == "0"
    }
  }

  private func read(_ text: String) throws -> JSONNode { try StrictJSON.read(Array(text.utf8)) }

  private func run(_ text: String) throws -> JSONNode { try #require(try read(text)["runs"]?.array?.first) }

  private func isSuccessful(_ run: JSONNode) throws -> Bool {
    let invocation = try #require(run["invocations"]?.array?.first)
    return invocation["executionSuccessful"]?.bool == true
  }

  @Test("held and undecided are no pass", arguments: blocking, Form.allCases)
  func blocks(sample: Sample, form: Form) throws {
    #expect(try !looksPassed(form, sample.report), "\(form.text(sample.report))")
  }

  @Test("passed is one", arguments: passing, Form.allCases)
  func passes(sample: Sample, form: Form) throws {
    #expect(try looksPassed(form, sample.report), "\(form.text(sample.report))")
  }

  @Test("undecided is an error, and a run that did not succeed", arguments: blocking)
  func undecided(sample: Sample) throws {
    guard sample.report.outcome == .undecided else { return }
    let root = try StrictXML.read(Array(JUnitXML.text(sample.report).utf8))
    #expect(root["errors"] != "0")
    #expect(try !isSuccessful(try run(SARIFReport.text(sample.report, version: "1"))))
    #expect(
      GitHubReport.text(sample.report).hasPrefix("::error title=countersign \(sample.report.command)%3A undecided::"))
  }

  @Test("word for word", arguments: Form.allCases)
  func golden(form: Form) throws {
    let text = samples.filter { $0.report.summary != hostile }.map { sample in
      "=== \(sample.testDescription)\n\(form.text(sample.report))"
    }.joined()
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let path = "\(folder)/Golden/\(form.rawValue).txt"
    let sandbox = try Sandbox()
    if getenv("COUNTERSIGN_RECORD") != nil {
      try sandbox.write(path, text)
      Issue.record("recorded \(form.rawValue).txt: look at it, then run without COUNTERSIGN_RECORD")
      return
    }
    #expect(String(decoding: try sandbox.read(path), as: UTF8.self) == text)
  }
}

@Suite("formats: text from outside stays text")
struct HostileTextTests {
  private let report = blocking.filter { $0.report.summary == hostile }.map(\.report)

  @Test("a workflow command of GitHub is one line, and its properties are whole")
  func github() throws {
    let text = GitHubReport.text(try #require(report.first))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 4)
    for line in lines {
      #expect(["::error ", "::notice ", "::warning "].contains { line.hasPrefix($0) }, "\(line)")
      let properties = line.dropFirst(2).split(separator: "::", maxSplits: 1)[0]
      let keys = properties.split(separator: " ", maxSplits: 1)[1].split(separator: ",").map {
        $0.split(separator: "=", maxSplits: 1)[0]
      }
      #expect(keys.allSatisfy { ["file", "line", "col", "title"].contains($0) }, "\(keys)")
    }
    #expect(text.contains("50%25"))
    #expect(!text.contains("\r"))
  }

  @Test("JUnit is XML with the same words")
  func junit() throws {
    let root = try StrictXML.read(Array(JUnitXML.text(try #require(report.first)).utf8))
    #expect(root.children.count == 2)
    #expect(root.children.flatMap(\.children).allSatisfy { $0.name == "testcase" })
  }

  @Test("Markdown has no row, image or tag more")
  func markdown() throws {
    let text = MarkdownReport.text(try #require(report.first))
    #expect(!text.contains("<script"))
    #expect(!text.contains("[x]("))
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("| ") }.count == 3)
  }

  @Test("SARIF tells where a rule stands in others' catalogues, and is still by the schema of OASIS")
  func tags() throws {
    let sample = try #require(samples.first { $0.testDescription == "a check that is held" })
    let text = SARIFReport.text(sample.report, version: "1") { rule in
      rule.id == "manifest.odd" ? ["external/cwe/cwe-319", "iso-27001/A.8.24"] : []
    }
    let compact = text.split(whereSeparator: \.isWhitespace).joined()
    #expect(compact.contains("\"tags\":[\"security\",\"external/cwe/cwe-319\",\"iso-27001/A.8.24\"]"))
    #expect(compact.split(separator: "\"tags\"").count == 2, "a rule without has no tags, not none")
    #expect(try SchemaCheck.problems(schema: SchemaTests.sarif, documents: [text]) == [nil])
  }

  @Test("SARIF doubles braces, and a path is a reference")
  func sarif() throws {
    let text = SARIFReport.text(try #require(report.first), version: "1")
    #expect(text.contains("{{0}}"))
    #expect(text.contains("\"uri\": \"a/50%25%2C%20a%3Ab%0D%0A"))
  }
}

import Glibc
import TestSupport
import Testing

/// What others' linters say of the templates. `.ci/setup` installs them; where they are missing this does not pass.
@Suite("templates: linted")
struct TemplateLintTests {
  private static let tools: String = {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    return variable("COUNTERSIGN_TOOLS") ?? (variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache")
      + "/countersign/tools"
  }()

  private func lint(_ tool: String, _ words: [String]) throws -> Outcome {
    let program = "\(Self.tools)/bin/\(tool)"
    try #require(access(program, X_OK) == 0, "\(program) is not there; next: run .ci/setup")
    return try Sandbox().run(program, words)
  }

  private struct Job: Sendable {
    let tool: String
    let words: [String]
    let file: String
    /// A change that the linter has to see.
    let spoiled: (from: String, to: String)
  }

  private static let jobs = [
    Job(
      tool: "zizmor", words: ["--offline", "--persona", "pedantic"], file: "github-actions.yml",
      spoiled: ("@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4")),
    Job(
      tool: "zizmor", words: ["--offline"], file: "github-actions.yml",
      spoiled: ("release-gate.sh test", "release-gate.sh test ${{ github.event.pull_request.title }}")),
    Job(
      tool: "check-jsonschema", words: ["--builtin-schema", "vendor.github-workflows"], file: "github-actions.yml",
      spoiled: ("timeout-minutes: 10", "timeout-minuets: 10")),
    Job(
      tool: "check-jsonschema", words: ["--builtin-schema", "vendor.gitlab-ci"], file: "gitlab-ci.yml",
      spoiled: ("when: always", "when: sometimes")),
    Job(
      tool: "shellcheck", words: ["--shell", "sh"], file: "release-gate.sh",
      spoiled: ("\"$COUNTERSIGN_ROOT\"", "$COUNTERSIGN_ROOT")),
  ]

  @Test("nothing is found, and what is spoiled is", arguments: jobs.indices)
  func clean(index: Int) throws {
    let job = Self.jobs[index]
    let path = "\(Forge.template)/\(job.file)"
    expect(try lint(job.tool, job.words + [path]), 0)
    let sandbox = try Sandbox()
    let text = String(decoding: try sandbox.read(path), as: UTF8.self)
    let spoiled = text.replacing(job.spoiled.from, with: job.spoiled.to)
    try #require(spoiled != text)
    try sandbox.write(job.file, spoiled)
    #expect(try lint(job.tool, job.words + [sandbox.absolute(job.file)]).status != 0)
  }
}

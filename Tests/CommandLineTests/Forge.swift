import StrictYAML
import TestSupport
import Testing

/// A forge as far as a job can tell: what it sets, and the shell that its definition holds.
enum Forge: String, CaseIterable, Sendable {
  case github, gitlab, shell

  /// What the job has to do with.
  struct Ground {
    let team: Team
    let root: String
    /// The commit of the change, or of main.
    let head: String
    let isChange: Bool
  }

  static let template =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/") + "/templates"

  /// Where the forge keeps the head of change 7.
  var changeRef: String {
    switch self {
    case .github: "refs/pull/7/head"
    case .gitlab: "refs/merge-requests/7/head"
    case .shell: "refs/heads/louder"
    }
  }

  /// Runs the shell of one job as the forge would, in a fresh clone; `drop` are variables that nobody set.
  func run(
    _ job: String, _ ground: Ground, in directory: String, setting extra: [String: String] = [:],
    drop: Set<String> = []
  ) throws -> Outcome {
    let team = ground.team
    try fresh(directory, ground)
    var environment: [String: String]
    let script: String
    switch self {
    case .github: (environment, script) = try github(job, ground, directory)
    case .gitlab: (environment, script) = try gitlab(job, ground, directory)
    case .shell:
      environment = settings(ground)
      environment["COUNTERSIGN_HEAD"] = ground.head
      environment["COUNTERSIGN_SUMMARY"] = team.sandbox.absolute(directory + ".summary")
      environment["COUNTERSIGN_RUN"] = "https://ci.example/1"
      environment["COUNTERSIGN_ENVIRONMENTS"] = "dev"
      script = "sh '\(Self.template)/release-gate.sh' \(job)"
    }
    environment = environment.merging(extra) { $1 }.filter { !drop.contains($0.key) }
    // A runner has no identity of its own.
    environment["HOME"] = team.sandbox.absolute("home/runner")
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    try team.sandbox.makeDirectory("home/runner")
    return try team.run(.ci, "sh", ["-e", "-c", script], in: directory, environment: environment)
  }

  /// What the team set, whatever the forge calls it.
  private func settings(_ ground: Ground) -> [String: String] {
    [
      "COUNTERSIGN_ROOT": ground.root, "COUNTERSIGN_EMAIL": "ci@acme.example",
      "COUNTERSIGN_KEY_FILE": ground.team.sandbox.absolute("keys/ci"),
    ]
  }

  /// A clone as the forge's checkout makes it: shallow where it may be, of main and not of the change.
  private func fresh(_ directory: String, _ ground: Ground) throws {
    let sandbox = ground.team.sandbox
    guard try sandbox.run("test", ["-e", sandbox.absolute(directory + "/.git")]).status != 0 else { return }
    let depth = self == .github ? ["--depth", "1"] : []
    let checkout = self == .gitlab ? ["--no-checkout"] : []
    let outcome = try ground.team.run(
      .ci, "git",
      ["clone", "-q", "--branch", "main"] + depth + checkout
        + ["file://" + sandbox.absolute("hub.git"), sandbox.absolute(directory)], in: "")
    guard outcome.status == 0 else { throw SandboxError.status(command: "git clone", outcome) }
    // A runner compiles the secret rules in each clone: a second of processor time that says nothing new here.
    let own = sandbox.absolute(directory + "/.git/countersign")
    let kept = try sandbox.run(
      "sh",
      ["-c", "mkdir -p \"$1\" && cp -p \"$0\"/.git/countersign/secret-rules-* \"$1\"", sandbox.absolute("maria"), own])
    guard kept.status == 0 else { throw SandboxError.status(command: "cp secret-rules", kept) }
  }

  private func github(_ job: String, _ ground: Ground, _ directory: String) throws -> ([String: String], String) {
    let sandbox = ground.team.sandbox
    let key = String(decoding: try sandbox.read("keys/ci"), as: UTF8.self)
    let expressions = [
      "vars.COUNTERSIGN_ROOT": ground.root, "vars.COUNTERSIGN_EMAIL": "ci@acme.example",
      "secrets.COUNTERSIGN_KEY": key, "github.token": "token-that-nobody-needs-here",
      "github.event.pull_request.head.sha || github.sha": ground.head,
      "github.server_url": "file://" + sandbox.path, "github.repository": "hub", "github.run_id": "99",
      "github.event.pull_request.number": "7",
    ]
    let file = try StrictYAML.read(sandbox.read(Self.template + "/github-actions.yml"))
    let definition = try #require(file.at("jobs", job))
    let runs = try #require(definition.at("steps")?.items).filter { $0.at("run") != nil }
    #expect(runs.count == 1, "one step of a job runs the gate")
    let step = try #require(runs.first)
    var environment = [
      "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": sandbox.absolute(directory + ".summary"),
      "GITHUB_ENV": sandbox.absolute(directory + ".env"),
    ]
    for place in [file, definition, step] {
      for entry in place.at("env")?.entries ?? [] {
        environment[entry.key] = try Self.filled(entry.value.text, expressions)
      }
    }
    let script = try #require(step.at("run")?.text)
    // An expression inside a script is text that becomes code.
    #expect(!script.contains("${{"))
    return (environment, script)
  }

  private static func filled(_ text: String, _ expressions: [String: String]) throws -> String {
    var filled = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${{") {
      filled += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      let end = try #require(rest.firstRange(of: "}}"))
      let expression = rest[..<end.lowerBound].split(separator: " ").joined(separator: " ")
      filled += try #require(expressions[expression], "nobody said what \(expression) is")
      rest = rest[end.upperBound...]
    }
    return filled + rest
  }

  private func gitlab(_ job: String, _ ground: Ground, _ directory: String) throws -> ([String: String], String) {
    let sandbox = ground.team.sandbox
    let file = try StrictYAML.read(sandbox.read(Self.template + "/gitlab-ci.yml"))
    let definition = try #require(file.at(job))
    let base = try #require(file.at(definition.at("extends")?.text ?? ""))
    var environment = settings(ground).merging([
      "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": ground.head, "CI_PROJECT_DIR": sandbox.absolute(directory),
      "CI_PROJECT_URL": "file://" + sandbox.absolute("hub"), "CI_PIPELINE_URL": "https://gitlab.example/1",
    ]) { $1 }
    if ground.isChange {
      environment["CI_MERGE_REQUEST_IID"] = "7"
      // Only in pipelines of merged results; the pipeline's own commit is the change's otherwise.
      environment["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] = ""
    }
    for place in [file, definition] {
      for entry in place.at("variables")?.entries ?? [] {
        let text = entry.value.text
        environment[entry.key] = text.hasPrefix("$") ? try #require(environment[String(text.dropFirst())]) : text
      }
    }
    let before = try #require(base.at("before_script")?.items)
    let lines = before + (definition.at("script")?.items ?? [])
    #expect(lines.count > before.count)
    return (environment, lines.map(\.text).joined(separator: "\n"))
  }
}

extension YAMLNode {
  /// The value below these keys; nil where one is not there.
  func at(_ keys: String...) -> YAMLNode? {
    var node = self
    for key in keys {
      guard let next = node.entries.first(where: { $0.key == key }) else { return nil }
      node = next.value
    }
    return node
  }

  var entries: [YAMLEntry] { if case .mapping(let entries) = content { entries } else { [] } }
  var items: [YAMLNode]? { if case .sequence(let items) = content { items } else { nil } }
  var text: String { if case .scalar(let text, _) = content { text } else { "" } }
}

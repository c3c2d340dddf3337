import TestSupport
import Testing

/// A place where somebody may leave a secret by mistake, and what the program tells of that place.
struct Leak: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What it tells: the id of a rule.
  let rule: String
  /// Files as they become, by their path, of a token; nil for what is not there yet.
  let files: @Sendable (_ token: String) -> [String: String]

  init(_ name: String, _ rule: String, _ files: @escaping @Sendable (_ token: String) -> [String: String]) {
    testDescription = name
    self.rule = rule
    self.files = files
  }

  /// In the manifest of `greet`, in place of a text.
  static func manifest(_ name: String, _ rule: String, _ old: String, _ new: @escaping @Sendable (String) -> String)
    -> Leak
  {
    Leak("manifest, \(name)", rule) { token in
      let text = TeamFiles.workflow("greet", risk: "low")["workflow.yaml"] ?? ""
      precondition(text.contains(old), "the manifest has what is replaced")
      return ["workflows/greet/workflow.yaml": text.replacing(old, with: new(token), maxReplacements: 1)]
    }
  }

  static func policy(_ name: String, _ rule: String, _ old: String, _ new: @escaping @Sendable (String) -> String)
    -> Leak
  {
    Leak("policy, \(name)", rule) { token in
      precondition(TeamFiles.policy.contains(old), "the policy has what is replaced")
      return [".countersign/policy.yaml": TeamFiles.policy.replacing(old, with: new(token), maxReplacements: 1)]
    }
  }

  /// A workflow of its own with a definition of an engine.
  static func definition(
    _ engine: String, _ file: String, _ rule: String, _ text: @escaping @Sendable (String) -> String
  ) -> Leak {
    Leak("definition of \(engine)", rule) { token in
      let manifest = (TeamFiles.workflow("own", risk: "low")["workflow.yaml"] ?? "")
        .replacing("engine: script", with: "engine: \(engine)")
        .replacing("definition: run.sh", with: "definition: \(file)\ndestinations: [api.acme.example]")
      return [
        "workflows/own/workflow.yaml": manifest, "workflows/own/\(file)": text(token),
        "workflows/own/RUNBOOK.md": TeamFiles.workflow("own", risk: "low")["RUNBOOK.md"] ?? "",
        "workflows/own/unit.sh": "exit 0\n",
      ]
    }
  }
}

extension Leak {
  static let manifests: [Leak] = [
    .manifest("engine", "manifest.unknown-value", "engine: script") { "engine: \($0)" },
    .manifest("a setting", "manifest.unknown-key", "title:") { "\($0): x\ntitle:" },
    .manifest("owner", "manifest.malformed", "owner: maria") { "owner: \($0)" },
    .manifest("risk", "manifest.unknown-value", "risk: low") { "risk: \($0)" },
    .manifest("actions", "manifest.unknown-value", "risk: low") { "risk: low\nactions: [\($0)]" },
    .manifest("definition", "manifest.no-file", "definition: run.sh") { "definition: \($0).sh" },
    .manifest("runbook", "manifest.no-file", "runbook: RUNBOOK.md") { "runbook: \($0).md" },
    .manifest("a host", "manifest.malformed", "risk: low") { "risk: low\ndestinations: ['\($0)']" },
    .manifest("an address", "manifest.malformed", "risk: low") {
      "risk: low\ndestinations: ['https://x:\($0)@api.bank.example']"
    },
    .manifest("an address that is cut", "manifest.malformed", "risk: low") {
      "risk: low\ndestinations: ['https://somebody-with-a-long-name.accounts:\($0)@api.bank.example']"
    },
    .manifest("uses", "manifest.malformed", "risk: low") { "risk: low\nuses: [\($0)]" },
    .manifest("escalation", "manifest.malformed", "[jonas, sofia]") { "[jonas, '\($0)']" },
    .manifest("environment", "manifest.malformed", "dev: {}") { "'\($0)': {}" },
    .manifest("name", "manifest.malformed", "workflow: greet") { "workflow: \($0)" },
    .manifest("alias", "yaml.anchor", "identity: svc-greet") { "identity: *\($0)" },
    .manifest("tag", "yaml.tag", "identity: svc-greet") { "identity: !\($0) x" },
    .manifest("a key twice", "yaml.duplicate-key", "identity: svc-greet") { "\($0): 1\n\($0): 2" },
  ]

  static let policies: [Leak] = [
    .policy("person", "policy.malformed", "maria: {") { "\($0): { emails: [x@y.example] }\n  maria: {" },
    .policy("email", "policy.malformed", "[maria@acme.example]") { "['\($0)']" },
    .policy("role", "policy.malformed", "roles: [author, reviewer]") { "roles: [author, '\($0)']" },
    .policy("a setting", "policy.unknown-key", "recall: [") { "\($0): 1\nrecall: [" },
    .policy("ticket", "policy.ticket-pattern", "OPS-[0-9]+") { "(\($0)" },
    .policy("repository", "policy.malformed", "5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11") { $0 },
    .policy("gate", "policy.unknown-key", "low: {}") { "low: { \($0): 1 }" },
    .policy("after", "policy.malformed", "after: dev") { "after: \($0)" },
  ]

  static let others: [Leak] = [
    Leak("signers, an option", "signers.option") {
      [".countersign/allowed_signers": "maria@acme.example \($0) ssh-ed25519 AAAA\n"]
    },
    Leak("signers, who", "signers.principal") { [".countersign/allowed_signers": "\($0) ssh-ed25519 AAAA\n"] },
    Leak("rules, a pattern", "secret.rule-unusable") {
      [".countersign/rules/a.toml": "[[rules]]\nid = '\($0)'\nregex = '(\($0)'\n"]
    },
    Leak("rules, a setting", "secret.rule-unusable") {
      [".countersign/rules/a.toml": "[[rules]]\nid = 'a'\nregex = 'x'\n\($0) = 1\n"]
    },
    Leak("name of a directory", "workflow.name") { ["workflows/\($0)/workflow.yaml": "workflow: x\n"] },
    // What the check shows of a command ends within the second.
    .definition("github-actions", "g.yml", "inspection.destination-undeclared") { token in
      "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: 'curl https://a\(token).example/\(token)'\n"
    },
    .definition("n8n", "flow.json", "inspection.destination-undeclared") { token in
      """
      {"name": "own", "nodes": [{"id": "q", "name": "Q", "type": "n8n-nodes-base.httpRequest", "typeVersion": 4,
        "position": [1, 2],
        "parameters": {"url": "https://b.example/\(String(repeating: "a", count: 75))/\(token)", "method": "POST"}}],
        "connections": {"\(token)": {"main": [[{"node": "Q", "type": "main", "index": 0}]]}}}

      """
    },
  ]

  /// Made up, the same for each name.
  static func token(_ name: String) -> String {
    let letters = Array("aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7".utf8)
    var state = UInt64(name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xffff_ffff })
    return "gh" + "p_"
      + String(
        decoding: (0..<36).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return letters[Int(state >> 33) % letters.count]
        }, as: UTF8.self)
  }
}

extension Outcome {
  /// Whether it says a token, or eight letters of it that say which it is.
  func tells(_ token: String) -> Bool {
    let secret = Array(token.utf8.dropFirst(4))
    let said = output + errors
    // Markdown writes `\_`.
    let plain = said.replacing("\\", with: "")
    return (0...(secret.count - 8)).contains { start in
      let part = String(decoding: secret[start..<(start + 8)], as: UTF8.self)
      return said.contains(part) || plain.contains(part)
    }
  }
}

@Suite("command line: no message tells a secret")
struct LeakTests {
  static let questions: [[String]] = [
    ["check", "--staged"], ["scan", "--staged", "--notes", "--format", "json"], ["hook", "pre-commit"],
  ]
  static let committed: [[String]] = [
    ["check", "HEAD", "--format", "markdown"], ["diff", "own", "--format", "json"],
    ["gate", "--changed", "origin/main..HEAD", "--for", "main", "--format", "sarif"],
    ["gate", "--changed", "origin/main..HEAD", "--for", "main"], ["policy", "try", ".countersign/policy.yaml"],
  ]

  @Test("a place in a manifest is told, and what stands there is not")
  func manifests() throws { try look(Leak.manifests) }

  @Test("so are those of a policy")
  func policies() throws { try look(Leak.policies) }

  @Test("so are those of keys, rules, names and definitions")
  func others() throws { try look(Leak.others) }

  private func look(_ leaks: [Leak]) throws {
    let team = try Team(.founded)
    for leak in leaks {
      let token = Leak.token(leak.testDescription)
      try team.git(.jonas, "checkout", "-q", "-f", "-B", "leak", "origin/main")
      for (path, text) in leak.files(token) { try team.sandbox.write("jonas/\(path)", text) }
      try team.git(.jonas, "add", "--all")
      var told = try Self.questions.map { ($0, try team.run(.jonas, Team.binary, $0)) }
      try team.git(.jonas, "commit", "-q", "--no-verify", "-m", "Change it")
      for question in Self.committed { told.append((question, try team.run(.jonas, Team.binary, question))) }
      for (question, outcome) in told {
        #expect(
          !outcome.tells(token),
          "\(leak): \(question.joined(separator: " ")) tells \(token):\n\(outcome.output)\(outcome.errors)")
      }
      #expect(
        told.contains { ($0.1.output + $0.1.errors).contains("[\(leak.rule)]") }, "\(leak): nothing says \(leak.rule)")
    }
  }

  @Test("the story of what landed tells the words of a commit without the secret in them")
  func story() throws {
    let team = try Team(.founded)
    try team.openHub()
    let token = Leak.token("story")
    try team.git(.maria, "checkout", "-q", "main")
    try team.sandbox.write("maria/workflows/greet/run.sh", "#!/bin/sh\necho 3\n")
    try team.git(
      .maria, "commit", "-q", "-a", "--no-verify", "-m", "Use \(token) there", "-m", "Why: for \(token) alone")
    try team.git(.maria, "push", "-q", "--no-verify", "origin", "main")
    for words in [["log", "greet"], ["log", "greet", "--format", "json"]] {
      let outcome = try team.run(.maria, Team.binary, words)
      expect(outcome, 0, out: ["Use (secret) there"])
      #expect(!outcome.tells(token))
    }
  }

  @Test("where nothing was committed, no commit is to be changed")
  func steps() throws {
    let team = try Team(.adopted)
    let token = Leak.token("steps")
    try team.sandbox.write("maria/message", "Use \(token)\n\nWhy: Nothing works without it\nTicket: OPS-7\n")
    expect(
      try team.countersign(.maria, "hook", "commit-msg", "message"), 1, errors: ["next: say it without the secret\n"],
      absent: ["--amend", token])
    expect(
      try team.countersign(.lena, "kill", "greet", "--env", "prod", "-m", "It has \(token) in it"), 1,
      errors: ["say it without the secret: nothing was signed"], absent: ["--amend", token])
    try team.git(.maria, "commit", "-q", "--allow-empty", "--no-verify", "-m", "Use \(token)")
    expect(
      try team.countersign(.maria, "scan", "origin/main..HEAD"), 1, out: ["git commit --amend"],
      absent: [token, "say it without"])
  }

  @Test("a line that begins as a comment is looked at, too: git may keep it")
  func comments() throws {
    let team = try Team(.founded)
    let token = Leak.token("comments")
    let tail = "# Changes to be committed:\n#\tnew file: x\n"
    for (line, status) in [("# use \(token)", Int32(1)), ("# use it", 0)] {
      try team.sandbox.write(
        "maria/message", "Use it\n\n\(line)\nWhy: Nothing works without it\nTicket: OPS-7\n\n\(tail)")
      expect(
        try team.countersign(.maria, "hook", "commit-msg", "message", environment: ["GIT_EDITOR": "vi"]), status,
        absent: [token])
    }
  }

  @Test("a waiver that does not read is told where it would count")
  func waivers() throws {
    let team = try Team(.founded)
    try team.git(.maria, "checkout", "-q", "main")
    try team.sandbox.write("maria/.countersign/waivers/a.yaml", "rule: [secret.found\n")
    try team.git(.maria, "add", "--all")
    try team.git(.maria, "commit", "-q", "--no-verify", "-m", "Let it be")
    expect(
      try team.countersign(.maria, "scan"), 0, out: ["warning: ", "--> .countersign/waivers/a.yaml", "no secret"])
  }
}

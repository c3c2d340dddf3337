import TestSupport
import Testing

/// THREATS: a secret in a log or a comment (E8): what shows a difference is pasted into both.
@Suite("attacks: no difference shows a secret")
struct SecretShownAttacks {
  /// Made up here, so that nobody's scanner finds them in this file.
  private static let tail = ["!4" + "7tau", "!4" + "8tau", "!4" + "9tau", "!5" + "3tau"]
  private static let secrets = zip(["Kranich", "Hafen", "Winter", "Mantel"], tail).map { $0 + $1 }

  private static func node(_ name: String, _ type: String, _ parameters: String) -> String {
    "{\"id\": \"\(name)\", \"name\": \"\(name)\", \"type\": \"n8n-nodes-base.\(type)\", \"typeVersion\": 2, "
      + "\"position\": [0, 0], \"parameters\": \(parameters)}"
  }

  private static func flow(_ secrets: [String]) -> String {
    let header = "{\"parameters\": [{\"name\": \"password\", \"value\": \"\(secrets[3])\"}]}"
    let nodes = [
      node("Start", "manualTrigger", "{}"),
      node("Fetch", "httpRequest", "{\"url\": \"https://svc:\(secrets[0])@api.x.example/\"}"),
      node(
        "Ask", "httpRequest",
        "{\"url\": \"https://api.x.example/in?password=\(secrets[1])\", \"headerParameters\": \(header)}"),
      node(
        "Work", "code",
        "{\"jsCode\": \"const password='\(secrets[2].replacing("!", with: "\\u0021"))';\\nreturn items;\"}"),
    ]
    return "{\"name\": \"Tell\", \"nodes\": [\n\(nodes.joined(separator: ",\n"))\n], \"connections\": {}}\n"
  }

  private static let manifest = TeamFiles.workflow("greet", risk: "low")["workflow.yaml"]?
    .replacing("engine: script", with: "engine: n8n").replacing("run.sh", with: "flow.json")

  /// `brought` brings them, HEAD has others in their place.
  private func changed() throws -> Team {
    let team = try Team(.founded)
    try team.openHub()
    try team.change(
      .maria, "more",
      [
        "workflows/greet/workflow.yaml": Self.manifest, "workflows/greet/flow.json": Self.flow(Self.secrets),
        "workflows/greet/run.sh": nil,
      ])
    try team.git(.maria, "tag", "brought")
    try team.sandbox.write("maria/workflows/greet/flow.json", Self.flow(Self.secrets.map { "\($0)q" }))
    try team.git(.maria, "commit", "-qa", "--no-verify", "-m", "Change them")
    return team
  }

  private func expectHidden(_ outcome: Outcome, says: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    expect(
      outcome, 0, out: says, absent: Self.tail + ["Kranich", "sha256:"], sourceLocation: sourceLocation)
  }

  @Test("E8: diff, in every format and by lines, shows no part of what scan finds")
  func diff() throws {
    let team = try changed()
    let scan = try team.countersign(.maria, "scan", "--format", "json")
    #expect(scan.output.split(separator: "\"rule\": \"secret.").count == Self.secrets.count + 1, "\(scan.output)")
    for format in ["text", "markdown", "json"] {
      for range in ["origin/main..brought", "brought..HEAD", "HEAD..origin/main"] {
        for lines in [[], ["--lines"]] {
          expectHidden(
            try team.run(
              .maria, "countersign", ["diff", "greet", range, "--format", format] + lines), says: ["greet"])
        }
      }
    }
    // What differs reads different, and the hash is the one that scan tells.
    let words = try team.countersign(.maria, "diff", "greet", "brought..HEAD").output
    let url = try #require(
      words.split(separator: "\n").first { $0.contains("svc:") && $0.contains(" -> ") }, "\(words)")
    let hashes = url.split(separator: "(secret, hash ").dropFirst().map { $0.prefix(8) }
    #expect(hashes.count == 2 && hashes[0] != hashes[1] && scan.output.contains("hash \(hashes[1])"), "\(words)")
  }

  @Test("E8: what stands beside a secret in a text or a wrapping does not change unseen")
  func beside() throws {
    let team = try Team(.founded)
    try team.openHub()
    let secret = "q7XmK9t\\\\\\\"2ZrW4b" + "V0hN"
    let token = "gh" + "p_" + "q7XmK9t2ZrW4bV0hN5sDj8PyF3gC6aLeT1uR"
    func flow(_ iban: String) throws -> String {
      let body = "{\\\"pay_to\\\": \\\"\(iban)\\\", \\\"password\\\": \\\"\(secret)\\\"}"
      let wrapped = try team.base64(Array("to=\(iban) with \(token)".utf8))
      let nodes = [
        Self.node("Pay", "httpRequest", "{\"url\": \"https://a.example/\", \"jsonBody\": \"\(body)\"}"),
        Self.node("Ask", "httpRequest", "{\"url\": \"https://a.example/\", \"body\": \"\(wrapped)\"}"),
      ]
      return "{\"name\": \"Tell\", \"nodes\": [\n\(nodes.joined(separator: ",\n"))\n], \"connections\": {}}\n"
    }
    try team.change(
      .maria, "more",
      [
        "workflows/greet/workflow.yaml": Self.manifest, "workflows/greet/flow.json": try flow("DE00 1111"),
        "workflows/greet/run.sh": nil,
      ])
    try team.sandbox.write("maria/workflows/greet/flow.json", try flow("DE99 2222"))
    try team.git(.maria, "commit", "-qa", "--no-verify", "-m", "Change it")
    for lines in [[], ["--lines"]] {
      let outcome = try team.run(.maria, "countersign", ["diff", "greet", "HEAD~1..HEAD"] + lines)
      expect(outcome, 0, out: ["DE00 1111", "DE99 2222"], absent: ["2ZrW4b", token])
      let gone = Set(outcome.output.split(separator: "\n").filter { $0.hasPrefix("-") }.map { $0.dropFirst() })
      let come = Set(outcome.output.split(separator: "\n").filter { $0.hasPrefix("+") }.map { $0.dropFirst() })
      #expect(gone.isDisjoint(with: come), "\(outcome.output)")
      for line in outcome.output.split(separator: "\n") where line.contains(" -> ") && line.contains("hash ") {
        let sides = line.split(separator: " -> ", maxSplits: 1)
        #expect(!sides[0].hasSuffix(sides[1]), "\(line)")
      }
    }
  }

  @Test("E8: neither do submit, approve and git diff, whether or not the file is understood")
  func elsewhere() throws {
    let team = try changed()
    try team.git(.maria, "push", "-q", "--no-verify", "--force", "origin", "HEAD:more")
    try team.git(.jonas, "fetch", "-q", "origin")
    expectHidden(try team.countersign(.maria, "submit", "greet", "-m", "It has to ask"), says: [])
    let approved = try team.countersign(.jonas, "approve", "greet", "-m", "Read it")
    expectHidden(approved, says: [])
    #expect(approved.errors.contains("(secret, hash "))
    try team.must(.maria, "hooks", "install")
    let diff = try team.tryGit(.maria, "diff", "brought", "HEAD")
    expectHidden(diff, says: ["step 'Fetch'", "(secret, hash "])
    try team.sandbox.write("maria/workflows/greet/flow.json", "{\"password\": \"\(Self.secrets[2])\"}\n")
    expectHidden(try team.tryGit(.maria, "diff", "--", "workflows"), says: ["+{\"password\": \"(secret, hash "])
  }

  @Test("E8: a gate, check and the hook say why a class was raised, and what is wrong, without the secret")
  func gate() throws {
    let team = try Team(.adopted)
    let raise = "risk: { raise: [{ to: medium, when: { meaning: [destination-changed] } }] }\nrecall:"
    try team.change(.maria, "rule", [".countersign/policy.yaml": TeamFiles.policy.replacing("recall:", with: raise)])
    for person in [Person.jonas, .sofia] {
      try team.must(person, "approve", "policy", "--rev", "origin/rule", "-m", "Places are to be read")
    }
    try team.must(.maria, "land", "rule")
    let script = "#!/bin/sh\ncurl https://hooks.x.example/in\n"
    try team.change(.maria, "call", ["workflows/greet/run.sh": script])
    try team.must(.maria, "land", "call")
    try team.openHub()
    let leak = script.replacing("/in", with: "/in?password=\(Self.secrets[1])")
    try team.change(.maria, "leak", ["workflows/greet/run.sh": leak])
    let held = try team.countersign(.maria, "gate", "greet", "--for", "main", "--rev", "leak")
    expect(held, 1, out: ["the class was raised to medium", "password=(secret, hash "], absent: Self.tail + ["Hafen"])
    #expect(held.output.contains("[inspection.destination-undeclared]"))
    for words in [["check", "--staged", "--notes"], ["hook", "pre-commit"]] {
      try team.git(.maria, "reset", "-q", "--soft", "origin/main")
      let checked = try team.run(.maria, "countersign", words)
      #expect((checked.output + checked.errors).contains("[inspection.destination-undeclared]"), "\(checked)")
      expect(checked, words[0] == "hook" ? 1 : checked.status, absent: Self.tail + ["Hafen"])
    }
  }

  @Test("E8: a command line is searched before it is shown and run, and a value in the place of a name is not repeated")
  func typed() throws {
    let team = try Team(.submitted)
    let token = "gh" + "p_" + "q7Zt2LmXw9RkVb4NcYd6Hs8JfGp3Ta5Eu1Qz"
    let ran = team.sandbox.absolute("ci/ran")
    let run = try team.countersign(
      .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--", "sh", "-c",
      "touch '\(ran)'; echo \(token)")
    expect(run, 1, errors: ["[secret.found]", "the command line", "nothing was run"], absent: [token])
    #expect(try team.run(.ci, "test", ["-e", ran]).status == 1)
    for value in [token, "Winter" + "49"] {
      let record = try team.countersign(.lena, "record", "report", "rotation", value)
      expect(record, 2, errors: ["names no such secret", "not shown"], absent: [value])
    }
  }
}

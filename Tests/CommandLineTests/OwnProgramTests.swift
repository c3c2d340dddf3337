import TestSupport
import Testing

@Suite("main job: a program of the team's own is a suite")
struct OwnProgramTests {
  /// A policy program: what it is told must fit the schema, and high classes need a destination.
  private static let program = """
    import json, os, sys
    from jsonschema import Draft202012Validator

    facts = json.load(open(os.environ["COUNTERSIGN_FACTS"], encoding="utf-8"))
    with open(sys.argv[1], encoding="utf-8") as file: schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(facts)
    if facts["manifest"]["owner"] not in sys.argv[2:]: sys.exit(f"{facts['manifest']['owner']} may own nothing")
    """

  /// The package, found from where this file lies.
  private static let schema: String = {
    let parts = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(parts)/templates/facts.schema.json"
  }()

  private func judge(_ team: Team, owners: String..., suite: String = "rules") throws -> Outcome {
    try team.sandbox.write("rules.py", Self.program)
    return try team.run(
      .ci, Team.binary,
      [
        "test", "report", "--suite", suite, "--rev", "origin/louder", "--", "python3",
        team.sandbox.absolute("rules.py"),
        Self.schema,
      ] + owners)
  }

  @Test("its exit status is the suite's result, signed like any other, and a gate asks for it")
  func statusDecides() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    expect(
      try judge(team, owners: "sofia"), 1,
      out: ["rules on report@", "FAILED (0 passed, 1 failed, 0 skipped), recorded"],
      errors: ["maria may own nothing"])
    try team.nextSecond()
    expect(
      try judge(team, owners: "sofia", "maria"), 0, out: ["PASSED (1 passed, 0 failed, 0 skipped), recorded"])
    #expect(try team.statements("report") == before + 2)
    expect(try team.countersign(.ci, "log", "report"), 0, out: ["rules: PASSED", "rules: FAILED"])
    try team.landPolicy(TeamFiles.policy.replacing("approvals: 1, tests: [unit]", with: "approvals: 1, tests: [rules]"))
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    expect(
      try team.countersign(.jonas, "gate", "report", "--for", "main", "--rev", "origin/louder", "--explain-all"), 0,
      out: ["met tests"])
    try team.nextSecond()
    expect(try judge(team, owners: "sofia"), 1)
    expect(
      try team.countersign(.ci, "gate", "report", "--for", "main", "--rev", "origin/louder"), 1,
      out: ["[tests.failed]"])
  }

  @Test("the facts are those of this version")
  func facts() throws {
    let team = try Team(.submitted)
    let file = team.sandbox.absolute("facts.json")
    try team.must(
      .ci, "test", "report", "--suite", "rules", "--rev", "origin/louder", "--", "sh", "-c",
      "cp \"$COUNTERSIGN_FACTS\" '\(file)'")
    func told(_ filter: String) throws -> String { try team.shell(.ci, "jq -r '\(filter)' '\(file)'").output }
    #expect(try told(".schema") == "urn:countersign:facts:v1")
    #expect(try told(".workflow") == "report" && told(".path") == "workflows/report")
    #expect(try told(".version.dirHash[0:12]") == team.version("report", at: "origin/louder", .maria))
    #expect(try told(".base.dirHash[0:12]") == team.version("report", at: team.root, .maria))
    #expect(try told(".policy.gitTree") == team.git(.lena, "rev-parse", "origin/main:.countersign"))
    #expect(try told(".class") == "medium" && told(".target") == "main")
    #expect(try told(".changed | join(\" \")") == "run.sh")
    #expect(try told(".manifest.escalation[0]") == "jonas" && told(".manifest.tests.unit") == "sh unit.sh")
  }

  @Test("a suite that the manifest names needs its report, whatever command stands in for it; and a report counts")
  func reports() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    expect(try judge(team, owners: "maria", suite: "unit"), 2, errors: ["[test.no-report]"])
    expect(
      try team.countersign(.ci, "test", "report", "--suite", "rules", "--rev", "origin/louder"), 2,
      errors: ["[test.no-command]"])
    expect(
      try team.countersign(
        .ci, "test", "report", "--suite", "rules", "--rev", "origin/louder", "--junit", "none.xml", "--", "true"), 2,
      errors: ["[test.no-report]"])
    #expect(try team.statements("report") == before)
    expect(
      try team.countersign(
        .ci, "test", "report", "--suite", "rules", "--rev", "origin/louder", "--", "sh", "-c",
        TeamFiles.suite(passing: ["a"], failing: ["b"])), 1, out: ["FAILED (1 passed, 1 failed"])
    expect(
      try team.countersign(
        .ci, "test", "report", "--suite", "rules", "--rev", "origin/louder", "--", "no-such-program"), 1,
      out: ["FAILED (0 passed, 1 failed"])
    expect(
      try team.countersign(
        .ci, "test", "report", "--suite", "rules", "--rev", "origin/louder", "--", "sh", "-c", "kill -9 $$"), 1,
      out: ["FAILED (0 passed, 1 failed"])
  }
}

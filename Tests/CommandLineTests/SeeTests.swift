import TestSupport
import Testing

@Suite("main job: status, log, explain, import, check, new")
struct SeeTests {
  @Test("status shows each workflow at each environment, as text and as JSON with a schema")
  func status() throws {
    let team = try Team(.released)
    let version = try team.version("report", at: "origin/main", .maria)
    try team.must(.lena, "sync")
    let text = try team.countersign(.lena, "status")
    expect(text, 0, out: ["workflow", "main", "dev", "test", "prod", "greet", "report", "spare"])
    let line = text.output.split(separator: "\n").first { $0.hasPrefix("report") } ?? ""
    #expect(line.split(separator: " ").filter { $0.hasPrefix(version.prefix(8)) }.count == 4, "\(line)")
    let json = try team.countersign(.lena, "status", "--format", "json")
    expect(json, 0, out: ["\"schema\"", version])
    expect(try team.countersign(.lena, "status", "gre*"), 0, out: ["greet"], absent: ["report"])
    expect(try team.countersign(.lena, "status", "nope"), 2, errors: ["[selection.workflow]"])
  }

  @Test("status --mine names what waits for whoever asks, until they have spoken")
  func mine() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "sync")
    expect(try team.countersign(.jonas, "status", "--mine"), 0, out: ["report@", "It has to be louder"])
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    expect(try team.countersign(.jonas, "status", "--mine"), 0, out: ["nothing waits for jonas"])
  }

  @Test("log tells who did what, when and why, in order")
  func log() throws {
    let team = try Team(.released)
    try team.must(.sofia, "sync")
    let outcome = try team.countersign(.sofia, "log", "report")
    expect(
      outcome, 0,
      out: [
        " in prod by lena: Baseline: what ran here before", "submitted", "by maria: It has to be louder",
        "unit: PASSED, 2 passed, 0 failed by the service ci", "by jonas: Heard it", "landed",
        "by maria: Land louder on main",
        " in prod by lena", "by lena: Everybody shall hear it",
      ])
    let times = outcome.output.split(separator: "\n").map { String($0.prefix(20)) }
    #expect(times == times.sorted() && times.allSatisfy { $0.hasSuffix("Z") })
  }

  @Test("log of a workflow that was removed everywhere is still there")
  func gone() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "away", ["workflows/spare": nil])
    try team.must(.maria, "land", "away")
    for name in ["dev", "test", "prod"] {
      try team.must(.lena, "promote", "spare", "--env", name, "-m", "Nobody needs it", "--ticket", "OPS-8")
    }
    expect(try team.countersign(.lena, "log", "spare"), 0, out: ["approved", "Nobody needs it"])
    let version = try team.version("spare", at: team.root)
    expect(try team.countersign(.lena, "recall", "spare", "--version", version, "-m", "It is haunted"), 0)
    let rollback = try team.countersign(
      .lena, "rollback", "spare", "--env", "prod", "--version", version, "-m", "We need it", "--execute")
    expect(rollback, 1, out: ["recall"])
  }

  @Test("explain knows each rule that it lists")
  func explain() throws {
    let team = try Team(.founded)
    let list = try team.countersign(.maria, "explain", "--list")
    expect(list, 0, out: ["approvals.missing", "soak.short", "metadata.why"])
    #expect(list.output.split(separator: "\n").count > 100)
    expect(try team.countersign(.maria, "explain", "approvals.missing"), 0, out: ["approvals.missing"])
    expect(try team.countersign(.maria, "explain", "soak"), 0)
    expect(
      try team.countersign(.maria, "explain", "approvals.mising"), 2, errors: ["did you mean 'approvals.missing'?"])
  }

  private static func export(id: String, stamp: String) -> String {
    """
    {"id": "\(id)", "versionId": "\(stamp)", "updatedAt": "\(stamp)", "name": "Tell", "active": true,
     "nodes": [{"id": "a", "name": "Start", "type": "n8n-nodes-base.manualTrigger", "typeVersion": 1,
                "position": [0, 0], "parameters": {}}],
     "connections": {}, "settings": {}, "pinData": {}, "meta": {"instanceId": "\(stamp)"}}
    """
  }

  @Test("an n8n export imported twice, with other stamps, is the same version")
  func importing() throws {
    let team = try Team(.founded)
    try team.sandbox.write("first.json", Self.export(id: "1", stamp: "2026-01-01T00:00:00.000Z"))
    try team.sandbox.write("second.json", Self.export(id: "1", stamp: "2026-02-02T00:00:00.000Z"))
    expect(try team.countersign(.maria, "import", "tell", "../first.json"), 0, out: ["n8n"])
    try team.git(.maria, "add", "--all")
    let tree = try team.git(.maria, "write-tree")
    expect(try team.countersign(.maria, "import", "tell", "../second.json"), 0, out: ["the same version"])
    try team.git(.maria, "add", "--all")
    #expect(try team.git(.maria, "write-tree") == tree)
    let other = Self.export(id: "1", stamp: "2026-02-02T00:00:00.000Z").replacing("Start", with: "Begin")
    try team.sandbox.write("third.json", other)
    expect(try team.countersign(.maria, "import", "tell", "../third.json"), 0, out: ["changed"])
    try team.git(.maria, "add", "--all")
    #expect(try team.git(.maria, "write-tree") != tree)
  }

  @Test("a new workflow of each engine is in order before anything is filled in")
  func newOfEach() throws {
    let team = try Team(.founded)
    let help = try team.countersign(.maria, "new", "--help").output
    let line = try #require(help.split(separator: "\n").first { $0.hasPrefix("Engines: ") })
    let start = try #require(help.firstRange(of: line)?.lowerBound)
    let words = help[start...].prefix { $0 != "." }.dropFirst("Engines: ".count)
    let engines = words.split { $0.isWhitespace || $0 == "," }
    #expect(engines.count == 9)
    for engine in engines {
      expect(
        try team.countersign(.maria, "new", "new-\(engine)", "--engine", "\(engine)"), 0, out: ["made workflows/new-"])
    }
    try team.git(.maria, "add", "--all")
    let check = try team.countersign(.maria, "check", "--staged", "--notes")
    expect(check, 0, out: ["in order"])
    // What only the platform knows is noted, and nothing else.
    let lines = check.output.split(separator: "\n")
    let told = zip(lines, lines.dropFirst()).filter { $1.hasPrefix("  --> workflows/new-") }.map(\.0)
    #expect(told.count >= engines.count - 1)
    for line in told {
      #expect(
        line.hasSuffix("[inspection.permission-default]") || line.hasSuffix("[inspection.error-unheard]"), "\(line)")
    }
  }

  @Test("a new workflow passes its own check and its own suite, lands and is released")
  func new() throws {
    let team = try Team(.founded)
    try team.git(.maria, "checkout", "-q", "-b", "tell")
    expect(try team.countersign(.maria, "new", "tell", "--engine", "script"), 0, out: ["made workflows/tell"])
    expect(try team.countersign(.maria, "new", "tell", "--engine", "script"), 2, errors: ["error: ", "next: "])
    try team.git(.maria, "add", "--all")
    expect(try team.countersign(.maria, "check", "--staged"), 0, out: ["in order"])
    try team.git(.maria, "commit", "-q", "-m", "Tell", "-m", "Why: Somebody has to tell\nTicket: OPS-4")
    let run = try team.countersign(.ci, "test", "tell", "--suite", "unit", "--rev", "origin/tell")
    expect(run, 2, errors: ["origin/tell"])
    try team.git(.maria, "push", "-q", "origin", "tell")
    expect(try team.countersign(.ci, "test", "tell", "--suite", "unit", "--rev", "origin/tell"), 0, out: ["PASSED"])
    try team.expectSound()
  }
}

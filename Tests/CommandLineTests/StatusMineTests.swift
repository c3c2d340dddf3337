import TestSupport
import Testing

@Suite("command line: what waits for whom, and in which form")
struct StatusMineTests {
  @Test("what somebody submitted waits for the others, and a plain git fetch is enough to see it")
  func mine() throws {
    let team = try Team(.submitted)
    expect(try team.countersign(.maria, "status", "--mine"), 0, out: ["nothing waits for maria"])
    try team.git(.jonas, "fetch", "-q")
    expect(
      try team.countersign(.jonas, "status", "--mine"), 0,
      out: ["report@", "for main, submitted", "It has to be louder"])
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    expect(try team.countersign(.jonas, "status", "--mine"), 0, out: ["nothing waits for jonas"])
  }

  @Test("a change whose class goes up waits for whom the gate of the lower class names, too")
  func raised() throws {
    let team = try Team(.founded)
    try team.landPolicy(
      TeamFiles.policy.replacing(
        "medium: { approvals: 1, tests: [unit] }", with: "medium: { approvals: [security] }\n  high: { approvals: 1 }"))
    let manifest = try #require(TeamFiles.workflow("report", risk: "high")["workflow.yaml"])
    try team.change(.maria, "high", ["workflows/report/workflow.yaml": manifest])
    try team.must(.maria, "submit", "report", "-m", "It pays now")
    for person in [Person.jonas, .sofia] {
      try team.must(person, "sync")
      expect(try team.countersign(person, "status", "--mine"), 0, out: ["report@", "It pays now"])
      try team.expectHeld("approvals.missing", words: ["class high"]) { try team.offer(.maria, "high") }
      try team.must(person, "approve", "report", "-m", "Looked at it")
    }
    try team.expectTaken { try team.offer(.maria, "high") }
  }

  @Test("--mine has a form for programs")
  func json() throws {
    let team = try Team(.submitted)
    let version = try team.version("report", at: "origin/louder", .maria)
    try team.git(.jonas, "fetch", "-q")
    expect(
      try team.countersign(.jonas, "status", "--mine", "--format", "json"), 0,
      out: ["\"schema\": \"urn:countersign:waiting:v1\"", "\"workflow\": \"report\"", "\"target\": \"main\"", version])
    expect(
      try team.countersign(.maria, "status", "--mine", "--format", "json"), 0,
      out: ["\"person\": \"maria\"", "\"waiting\": []"])
  }

  @Test("a form that a board does not have is refused", arguments: ["markdown", "sarif"])
  func form(name: String) throws {
    let team = try Team(.founded)
    expect(try team.countersign(.maria, "status", "--format", name), 64, errors: ["text", "json"])
  }
}

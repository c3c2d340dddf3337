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

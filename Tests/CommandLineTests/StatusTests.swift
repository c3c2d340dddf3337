import TestSupport
import Testing

@Suite("command line: status as a release manager looks at it")
struct StatusTests {
  @Test("what differs says what it waits for, and what is ready says who can promote it")
  func ahead() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "sync")
    expect(
      try team.countersign(.jonas, "status"), 0, out: ["main: ", "submitted ", " ago: It has to be louder"],
      absent: ["waits for"])
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.must(.maria, "land", "louder")
    expect(
      try team.countersign(.maria, "status"), 0, out: ["dev: ", "is ready: lena or maria can promote it"],
      absent: ["submitted ", "test: ", "prod: "])
    try team.must(.lena, "promote", "report", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    try team.must(.lena, "promote", "report", "--env", "test", "-m", "For the testers", "--ticket", "OPS-7")
    expect(
      try team.countersign(.lena, "status"), 0, out: ["prod: ", " waits for approvals (jonas)"], absent: ["is ready"])
    expect(try team.countersign(.lena, "status", "greet"), 0, out: ["greet"], absent: ["prod: "])
  }

  @Test("a kill is seen at once: of one workflow with its reason, of everything in each row")
  func kills() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    let one = try team.countersign(.lena, "status")
    expect(one, 0, out: ["prod: killed ", " ago by lena: It shouts at customers"])
    #expect(one.output.split(separator: "\n").filter { $0.contains("KILLED") }.count == 1)
    try team.must(.lena, "kill", "--all", "--env", "test", "-m", "The key leaked")
    let all = try team.countersign(.lena, "status")
    expect(all, 0, out: ["test: everything is KILLED since ", " by lena: The key leaked"])
    #expect(all.output.split(separator: "\n").filter { $0.contains("KILLED") }.count == 4)
    expect(try team.countersign(.lena, "status", "--format", "json"), 0, out: ["\"killedBy\": \"lena\""])
  }

  @Test("looking back shows what stood there then, kills too, and says that it looks back")
  func back() throws {
    let team = try Team(.released)
    let old = try team.version("report", at: team.root).prefix(8)
    let new = try team.version("report", at: "origin/main").prefix(8)
    let then = try team.git(.lena, "log", "-1", "--format=%ct", "origin/env/prod~1")
    let now = try team.git(.lena, "log", "-1", "--format=%ct", "origin/env/prod")
    func time(_ seconds: String) throws -> String {
      try team.shell(.lena, "date -u -d @\(seconds) +%Y-%m-%dT%H:%M:%SZ").output
    }
    try team.nextSecond()
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    func prod(_ moment: String) throws -> (Outcome, Substring) {
      let outcome = try team.countersign(.lena, "status", "report", "--at", moment)
      let row = outcome.output.split(separator: "\n").first { $0.hasPrefix("report") } ?? ""
      return (outcome, row)
    }
    let (before, row) = try prod(try time(then))
    expect(before, 0, errors: ["looking back to \(try time(then))"], absent: ["KILLED"])
    #expect(row.contains(old) && !row.contains("\(new)*"), "\(row)")
    let (after, released) = try prod(try time(now))
    expect(after, 0, absent: ["KILLED"])
    #expect(!released.contains(old) && released.contains("\(new)*"), "\(released)")
    expect(try team.countersign(.lena, "status", "report"), 0, out: ["KILLED"])
  }

  @Test(
    "what is no moment of the past is refused",
    arguments: [
      ("2099-01-01T00:00:00Z", Int32(64), "is still to come"), ("yesterday", 64, "is no time"),
      ("2001-01-01T00:00Z", 2, "nothing was governed here yet"), ("2026-13-01T00:00Z", 64, "is no time"),
      ("2026-03-12T09:00+25:00", 64, "is no time"), ("9999999999d", 64, "is no time"), ("", 64, "is no time"),
    ])
  func noMoment(text: String, status: Int32, words: String) throws {
    let team = try Team(.founded)
    expect(try team.countersign(.lena, "status", "--at", text), status, errors: [words])
  }

  @Test("the longest name fits into 100 columns, and stands there whole")
  func width() throws {
    let team = try Team(.founded)
    let name = String(repeating: "a-long-name-", count: 5) + "abc"
    var files: [String: String?] = [:]
    for (file, text) in TeamFiles.workflow(name, risk: "low") { files["workflows/\(name)/\(file)"] = text }
    try team.change(.maria, "long", files)
    try team.must(.maria, "land", "long")
    try team.must(
      .maria, "promote", name, "--env", "dev", "-m", String(repeating: "why-", count: 40), "--ticket", "OPS-7")
    try team.must(.lena, "kill", name, "--env", "dev", "-m", String(repeating: "why-", count: 60))
    let outcome = try team.countersign(.lena, "status")
    expect(outcome, 0, out: [name + "\n", "KILLED"])
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  @Test("eight environments stand below each other")
  func many() throws {
    let team = try Team(.founded)
    let more = (1...6).map { "  stage\($0): { branch: env/stage\($0), release: [release-manager], all: {} }\n" }
    try team.landPolicy("stages", TeamFiles.policy + more.joined())
    try team.must(.lena, "sync")
    let outcome = try team.countersign(.lena, "status", "greet")
    expect(outcome, 0, out: ["\n  stage6", "\n  prod"])
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  @Test("all at once judge the first of what differs, and say what was left out; a name is always judged")
  func bounded() throws {
    let team = try Team(.founded)
    var files: [String: String?] = [:]
    for number in 1...9 {
      for (file, text) in TeamFiles.workflow("w\(number)", risk: "low") { files["workflows/w\(number)/\(file)"] = text }
    }
    try team.change(.maria, "many", files)
    try team.must(.maria, "land", "many")
    // Nothing is in dev: twelve workflows could come next.
    expect(
      try team.countersign(.maria, "status"), 0,
      out: [" that could come next w", "not judged: name workflows"])
    expect(try team.countersign(.maria, "status", "w9"), 0, out: ["is ready"], absent: ["not judged"])
  }

  @Test("standard error says nothing of progress where nobody watches")
  func quiet() throws {
    let team = try Team(.released)
    try team.sandbox.write("lena/tried.yaml", TeamFiles.policy)
    for words in [["status"], ["releases", "--env", "prod"], ["sync"], ["policy", "try", "tried.yaml"]] {
      let outcome = try team.run(.lena, Team.binary, words)
      #expect(!outcome.errors.contains("\r") && !outcome.errors.contains("fetching"), "\(words): \(outcome.errors)")
    }
    // On a terminal it comes, and goes.
    let watched = try team.shell(.lena, "script -qec 'countersign sync' /dev/null </dev/null")
    #expect(watched.output.contains("fetching from origin …\r\u{1b}[K"), "\(watched.output)")
  }
}

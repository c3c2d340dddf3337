import TestSupport
import Testing

/// What a definition does, at the author's machine and at the door of main.
@Suite("inspection: the checks where they are asked")
struct InspectionTests {
  /// A flow of class medium that speaks to one host; `scheme` and the host are what the tests change.
  private static func files(scheme: String = "http", host: String = "ledger.acme.example") -> [String: String] {
    var files: [String: String] = [:]
    for (file, text) in TeamFiles.workflow("report", risk: "medium") { files["workflows/report/\(file)"] = text }
    files["workflows/report/run.sh"] = nil
    files["workflows/report/workflow.yaml"] = files["workflows/report/workflow.yaml"]?
      .replacing("engine: script", with: "engine: n8n").replacing("run.sh", with: "flow.json")
      .replacing("identity:", with: "destinations: [ledger.acme.example]\nidentity:")
    files["workflows/report/flow.json"] = """
      {
        "name": "report",
        "nodes": [
          { "name": "Start", "type": "n8n-nodes-base.manualTrigger", "parameters": {} },
          {
            "name": "Post", "type": "n8n-nodes-base.httpRequest",
            "parameters": { "method": "POST", "url": "\(scheme)://\(host)/v1/lines", "options": { "timeout": 30000 } }
          }
        ],
        "connections": { "Start": { "main": [[{ "node": "Post", "type": "main", "index": 0 }]] } }
      }

      """
    return files
  }

  private func written(_ files: [String: String]) throws -> Team {
    let team = try Team(.founded)
    for (path, text) in files { try team.sandbox.write("maria/\(path)", text) }
    try team.git(.maria, "rm", "-q", "workflows/report/run.sh")
    try team.git(.maria, "add", "--all")
    return team
  }

  private func fingerprint(_ output: String) throws -> String {
    let tail = try #require(output.split(separator: "fingerprint: \"").dropFirst().first, "\(output)")
    return String(tail.prefix { $0 != "\"" })
  }

  private func waive(_ team: Team, _ fingerprint: String, expires: String) throws {
    try team.sandbox.write(
      "maria/.countersign/waivers/ledger.yaml",
      """
      rule: inspection.plain-transport
      workflow: report
      fingerprint: "\(fingerprint)"
      reason: The old ledger speaks http on a line of its own
      owner: sofia
      expires: \(expires)

      """)
    try team.git(.maria, "add", "--all")
  }

  @Test("check names the rule, the place in the definition, the fingerprint, and counts what it looked at")
  func check() throws {
    let team = try written(Self.files())
    let outcome = try team.countersign(.maria, "check", "--staged")
    expect(
      outcome, 1,
      out: [
        "'Post' speaks http without encryption [inspection.plain-transport]", "workflows/report/flow.json:7:",
        "checked 3 workflows, 3 definitions, 1 policy: 1 error, ", ".countersign/waivers",
      ])
    #expect(try fingerprint(outcome.output).count == 20)
    let sarif = try team.countersign(.maria, "check", "--staged", "--format", "sarif")
    expect(
      sarif, 1,
      out: [
        "\"ruleId\": \"inspection.plain-transport\"", "\"countersign/v1\"", "\"startLine\": 7",
        "\"external/cwe/cwe-319\"", "\"iso-27001/A.8.24\"",
      ])
    #expect(try SchemaCheck.problems(schema: FormatTests.sarif, documents: [sarif.output]) == [nil])
  }

  @Test("a waiver accepts this finding and no other, and only until its day")
  func waived() throws {
    let team = try written(Self.files())
    let print = try fingerprint(try team.countersign(.maria, "check", "--staged").output)
    let today = try team.shell(.maria, "date -u +%F").output
    try waive(team, print, expires: today)
    let notes = try team.countersign(.maria, "check", "--staged", "--notes")
    expect(notes, 0, out: ["accepted until \(today) by sofia: The old ledger"], absent: ["error:"])
    try waive(team, print, expires: "2020-01-01")
    expect(
      try team.countersign(.maria, "check", "--staged"), 1,
      out: ["[waiver.expired]", "error: 'Post' speaks http", "--> .countersign/waivers/ledger.yaml"])
    try waive(team, print, expires: today)
    for (path, text) in Self.files(host: "thief.example") { try team.sandbox.write("maria/\(path)", text) }
    try team.git(.maria, "add", "--all")
    expect(
      try team.countersign(.maria, "check", "--staged"), 1,
      out: ["[inspection.destination-undeclared]", "[inspection.plain-transport]", "[waiver.unused]"])
  }

  @Test("a waiver that does not read is an error, and waives nothing")
  func malformed() throws {
    let team = try written(Self.files())
    try team.sandbox.write("maria/.countersign/waivers/all.yaml", "rule: inspection.plain-transport\n")
    try team.git(.maria, "add", "--all")
    expect(
      try team.countersign(.maria, "check", "--staged"), 1,
      out: ["[waiver.missing-key]", "[inspection.plain-transport]"])
    let commit = try team.tryGit(
      .maria, "commit", "-q", "-m", "Waive", "-m", "Why: Nobody shall be stopped\nTicket: OPS-3")
    expect(commit, 1, errors: ["[waiver.missing-key]", "nothing was committed"])
  }

  @Test("a definition that does not read is not decided, never in order")
  func unread() throws {
    var files = Self.files()
    files["workflows/report/flow.json"] = "{ \"nodes\": [ }\n"
    let outcome = try written(files).countersign(.maria, "check", "--staged")
    expect(outcome, 2, out: ["[definition.unreadable]", "2 definitions"], absent: ["in order"])
  }

  @Test("pre-commit shows it for what is staged")
  func preCommit() throws {
    let team = try written(Self.files())
    let outcome = try team.tryGit(
      .maria, "commit", "-q", "-m", "Post lines", "-m", "Why: The ledger wants them\nTicket: OPS-3")
    expect(outcome, 1, errors: ["[inspection.plain-transport]", "nothing was committed"], absent: ["note:"])
  }

  @Test("the gate holds a landing, and a waiver that the change brings does not help it")
  func gate() throws {
    let team = try written(Self.files())
    let print = try fingerprint(try team.countersign(.maria, "check", "--staged").output)
    let today = try team.shell(.maria, "date -u +%F").output
    try waive(team, print, expires: today)
    try team.git(.maria, "checkout", "-q", "-b", "post")
    expect(
      try team.tryGit(.maria, "commit", "-q", "-m", "Post lines", "-m", "Why: The ledger wants them\nTicket: OPS-3"), 0)
    try team.git(.maria, "push", "-q", "origin", "post")
    let held = try team.countersign(.maria, "gate", "report", "--for", "main")
    expect(held, 1, out: ["unmet inspection: 'Post' speaks http", "[inspection.plain-transport]"])
    for (path, text) in Self.files(scheme: "https") { try team.sandbox.write("maria/\(path)", text) }
    try team.git(.maria, "add", "--all")
    expect(
      try team.tryGit(.maria, "commit", "-q", "-m", "Encrypt it", "-m", "Why: Nobody shall read along\nTicket: OPS-3"),
      0)
    try team.git(.maria, "push", "-q", "origin", "post")
    let mended = try team.countersign(.maria, "gate", "report", "--for", "main", "--explain-all")
    expect(mended, 1, out: ["met inspection: in order", "unmet approvals"])
  }
}

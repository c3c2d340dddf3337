import TestSupport
import Testing

/// Files that anybody can put into a journal where no hook stands: each is told, and counts for nobody.
@Suite("verify: journals with rubbish in them")
struct ClutteredJournals {
  enum Rubbish: String, CaseIterable, Sendable {
    case words, link, twice
  }

  @Test("rubbish beside what was said about a version: that, and nothing else", arguments: Rubbish.allCases)
  func beside(rubbish: Rubbish) throws {
    let team = try Team.unguarded()
    let version = try team.digests("report", at: "origin/main").dirHash
    let name = "\(version.prefix(2))/\(version)/\(String(repeating: "0", count: 64)).json"
    let text = rubbish == .twice ? "{\"payload\":\"\",\"payload\":\"\"}\n" : "rubbish"
    let tip = try #require(try team.journalTip(.maria, "report"))
    let tree = try team.graft(
      .maria, tip, name, (rubbish == .link ? "120000" : "100644", try team.blob(.maria, text)))
    try team.nextSecond()
    let spec = try team.journal(.maria, "report", tree: tree, parents: [tip])
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/report")
    try team.expectBroken([
      Told(rubbish == .link ? "journal.stray-file" : "statement.malformed", "journal of report")
    ])
    let clone = try team.freshClone()
    expect(try team.countersign(.lena, "admit", "report", "--env", "dev", in: clone), 0)
  }

  @Test("rubbish beside what was said about a policy takes nothing else from sight")
  func besidePolicy() throws {
    let team = try Team.unguarded()
    let bad = try team.craftStep(
      .lena, "prod", [.take("workflows/greet", from: "origin/main")], try team.stepTrailers("greet", to: "prod"),
      isSigned: false)
    try team.force(.lena, bad, "refs/heads/env/prod")
    let paths = try team.git(.lena, "ls-tree", "-r", "--name-only", "refs/countersign/journal/policy", in: "hub.git")
    let path = try #require(paths.split(separator: "\n").first { $0.hasSuffix(".json") })
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let spec = try team.journal(
      .maria, "policy", adding: [("\(folder)/\(String(repeating: "0", count: 64)).json", Array("rubbish".utf8))])
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/policy")
    let verified = try team.verify()
    #expect(verified.status == 1 && verified.counts["landings"] == 3, "\(verified.text)\(verified.errors)")
    #expect(verified.runs.contains { $0.hasPrefix("greet@") }, "\(verified.runs)")
    #expect(verified.violations.contains { $0.subject.contains(team.short(bad)) }, "\(verified.violations)")
    #expect(
      verified.violations.filter { $0.subject == "journal of policy" }.map(\.rule) == ["statement.malformed"],
      "\(verified.violations)")
  }

  @Test("much that is amiss in one commit hides nothing that is said in it")
  func crowd() throws {
    let team = try Team.unguarded()
    var statement = RawStatement.test("greet", try team.digests("greet", at: "origin/main"))
    statement.repository = "00000000-7b1d-4c58-9a53-0d6f2f1b7c11"
    var files: [JournalFile] = (10..<40).map { ("!\($0).txt", Array("\($0)".utf8)) }
    files.append(try team.file(statement, by: .ci))
    try team.nextSecond()
    let spec = try team.journal(.maria, "greet", adding: files)
    try team.force(.maria, String(spec.prefix(40)), "refs/countersign/journal/greet")
    let verified = try team.verify()
    #expect(verified.status == 1, "\(verified.violations)")
    #expect(verified.violations.contains { $0.rule == "statement.stranger" }, "\(verified.violations)")
    #expect(verified.violations.contains { $0.what.hasPrefix("10 more") }, "\(verified.violations)")
  }

  @Test("a no about two workflows that was left out of the journal of one")
  func withheldNo() throws {
    let team = try Team.unguarded()
    try team.must(.jonas, "reject", "greet", "spare", "--for", "dev", "--rev", "origin/main", "-m", "Not these two")
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 0)
    try team.rewriteJournal("spare", dropping: Team.statements(with: "Not these two"))
    try team.expectBroken(
      [Told("verify.gone-statement", "journal of spare")], outcome: "undecided", status: 2, runs: ["spare"])
  }

  @Test("a journal that no step names is missing, and what lies in others says that it was there: nobody is accused")
  func missingSister() throws {
    let team = try Team.unguarded()
    let clone = try team.freshClone()
    try team.git(.lena, "update-ref", "-d", "refs/countersign/journal/spare", in: clone)
    let verified = try team.verify(in: clone)
    #expect(verified.status == 2, "\(verified.violations)")
    #expect(
      verified.violations.allSatisfy { $0.weight == "undecided" && $0.what.contains("journal/spare") },
      "\(verified.violations)")
  }
}

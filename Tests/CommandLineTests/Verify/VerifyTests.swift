import TestSupport
import Testing

@Suite("verify: a history that holds, and what cannot be told")
struct VerifyTests {
  @Test("the untouched one passes, with counts, in the hub and in a clone, for any number of threads")
  func whole() throws {
    let team = try Team(.told)
    let verified = try team.verify()
    #expect(verified.status == 0, "\(verified.text)\(verified.errors)")
    #expect(verified.outcome == "passed" && verified.violations.isEmpty, "\(verified.text)")
    let counts: [String: Int64] = [
      "landings": 3, "changes of the policy": 1, "environments": 3, "adoptions": 3, "releases": 6, "kills": 1,
      "resumes": 1, "rollbacks": 1, "freezes": 0, "other commits on environments": 0,
    ]
    for (what, count) in counts { #expect(verified.counts[what] == count, "\(what): \(verified.counts)") }
    for what in ["commits", "statements", "journals", "attachments"] {
      #expect(verified.counts[what, default: 0] > 0, "\(what): \(verified.counts)")
    }
    for number in ["1", "2", "3"] {
      #expect(try team.verify("--threads", number).text == verified.text, "\(number) threads")
    }
    let text = try team.countersign(.lena, "verify", in: "hub.git")
    expect(text, 0, out: ["6 releases", "passed: main from", "order rests on the dates that were signed"])
    for number in ["1", "2", "3"] {
      #expect(try team.countersign(.lena, "verify", "--threads", number).output == text.output, "\(number) threads")
    }
  }

  @Test("every form says how it ended")
  func forms() throws {
    let team = try Team.unguarded(.told)
    for form in FormatTests.formats {
      expect(try team.countersign(.lena, "verify", "--format", form, in: "hub.git"), 0)
    }
    let bad = try team.greeting(signedBy: nil)
    try team.force(.maria, bad, "refs/heads/main")
    for form in FormatTests.formats {
      expect(
        try team.countersign(.lena, "verify", "--format", form, in: "hub.git"), 1, out: [team.short(bad)],
        absent: ["passed:"])
    }
    let json = try team.countersign(.lena, "verify", "--format", "json", in: "hub.git").output
    let problems = try SchemaCheck.problems(schema: FormatTests.schema("verification"), documents: [json, "{}"])
    #expect(problems[0] == nil && problems[1] != nil, "\(problems)")
  }

  @Test("a root alone proves nothing, and no root at all less")
  func nothing() throws {
    let team = try Team(.founded)
    expect(
      try team.countersign(.lena, "verify", in: "hub.git"), 2, out: ["[verify.nothing]", "0 landings", "undecided"])
    try team.git(.lena, "clone", "-q", team.sandbox.absolute("hub.git"), team.sandbox.absolute("unpinned"))
    for form in FormatTests.formats {
      expect(
        try team.countersign(.lena, "verify", "--format", form, in: "unpinned"), 2, errors: ["[trust.no-root]"],
        absent: ["passed:"])
    }
    let json = try team.countersign(.lena, "verify", "--format", "json", in: "unpinned").output
    #expect(try SchemaCheck.problems(schema: FormatTests.schema("report"), documents: [json]) == [nil])
    expect(try team.countersign(.lena, "verify", "--from", team.root, in: "unpinned"), 2, out: ["[verify.nothing]"])
  }

  @Test("a clone without journals, a shallow one and a grafted one cannot tell")
  func cutOff() throws {
    let team = try Team(.told)
    let hub = team.sandbox.absolute("hub.git")
    try team.git(.lena, "clone", "-q", hub, team.sandbox.absolute("plain"))
    expect(
      try team.countersign(.lena, "verify", "--from", team.root, in: "plain"), 2,
      out: ["[policy.not-in-force]", "[verify.no-journals]", "countersign sync", " 0 violations"])
    try team.git(.lena, "clone", "-q", "--depth", "2", "file://" + hub, team.sandbox.absolute("shallow"))
    expect(try team.countersign(.lena, "verify", "--from", team.root, in: "shallow"), 2, errors: ["[git.shallow]"])
    try team.sandbox.write("hub.git/info/grafts", team.hub("refs/heads/main") + "\n")
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 2, errors: ["[git.grafts]"])
  }

  @Test("another history under the same name")
  func otherHistory() throws {
    let team = try Team.unguarded()
    let tree = try team.git(.maria, "rev-parse", "origin/main^{tree}")
    let other = try team.commit(.maria, RawCommit(tree: tree, parents: []), signedBy: .maria)
    try team.force(.maria, other, "refs/heads/main")
    expect(try team.countersign(.lena, "verify", in: "hub.git"), 2, errors: ["[trust.other-history]"])
  }

  @Test("what was remembered of main by whoever can write there is not believed")
  func poisonedMainLine() throws {
    let team = try Team.unguarded()
    expect(try team.countersign(.lena, "status", in: "hub.git"), 0)
    let bad = try team.craftPolicy(.maria)
    try team.force(.maria, bad, "refs/heads/main")
    let memory = """
      countersign main line 2
      root \(team.root)
      tip \(bad) 5 1
      trees \(try team.git(.maria, "rev-parse", "\(bad):.countersign")) \(try team.hub("refs/countersign/journal/policy"))
      policy 0 \(team.root)
      policy 4 \(bad)
      end

      """
    try team.sandbox.write("hub.git/countersign/main-line", memory)
    try team.expectBroken([Told("approvals.missing", "landing \(team.short(bad))")])
    #expect(String(decoding: try team.sandbox.read("hub.git/countersign/main-line"), as: UTF8.self) == memory)
  }
}

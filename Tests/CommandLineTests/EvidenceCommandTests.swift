import TestSupport
import Testing

@Suite("main job: a change is judged, reviewed and tested")
struct EvidenceCommandTests {
  @Test("a held gate names what is missing, and who can give it")
  func held() throws {
    let team = try Team(.submitted)
    let version = try team.version("report", at: "origin/louder", .maria)
    let outcome = try team.countersign(.maria, "gate", "report", "--for", "main")
    expect(
      outcome, 1,
      out: [
        "held: report@\(version) for main, class medium", "unmet approvals", "[approvals.missing]", "jonas",
        "maria cannot: author of commit", "unmet tests", "[tests.missing]",
        "ci: countersign test report@\(version) --suite unit",
      ], absent: ["lena or", "sofia"])
  }

  @Test("a submission is one signed statement in the journal at the hub")
  func submission() throws {
    let team = try Team(.submitted)
    #expect(try team.statements("report") == 2)
    let log = try team.countersign(.maria, "log", "report")
    expect(log, 0, out: ["submitted", "for main by maria: It has to be louder"])
    let again = try team.countersign(.maria, "submit", "report", "-m", "It still has to be louder")
    expect(again, 0, out: ["submitted report@"])
    #expect(try team.statements("report") == 3)
  }

  @Test("an approval by the author does not count; one by another person does")
  func approval() throws {
    let team = try Team(.submitted)
    expect(
      try team.countersign(.maria, "approve", "report", "-m", "I like it"), 0,
      out: ["maria approved report@"], errors: ["approve report for main:", "class medium", "M run.sh"])
    expect(try team.countersign(.maria, "gate", "report", "--for", "main"), 1, out: ["0 of 1 approvals"])
    expect(
      try team.countersign(.jonas, "approve", "report", "-m", "I like it, too"), 0, out: ["jonas approved report@"])
    let gate = try team.countersign(
      .jonas, "gate", "report", "--for", "main", "--rev", "origin/louder", "--explain-all")
    expect(gate, 1, out: ["met approvals: jonas (role 'reviewer')", "unmet tests"])
  }

  @Test("a reject holds, and its withdrawal lets the approval count again")
  func rejectAndWithdraw() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    expect(try team.countersign(.jonas, "gate", "report", "--for", "main", "--rev", "origin/louder"), 0)
    expect(try team.countersign(.sofia, "reject", "report"), 64, errors: ["Say why, with -m."])
    try team.nextSecond()
    try team.must(.jonas, "reject", "report", "-m", "It wakes the baby")
    let rejected = try team.countersign(.jonas, "gate", "report", "--for", "main", "--rev", "origin/louder")
    expect(rejected, 1, out: ["unmet approvals", "jonas", "It wakes the baby"])
    // Times are whole seconds, and of two words in one second the no counts.
    try team.nextSecond()
    try team.must(.jonas, "withdraw", "report", "-m", "There is no baby")
    let withdrawn = try team.countersign(.jonas, "gate", "report", "--for", "main", "--rev", "origin/louder")
    expect(withdrawn, 1, out: ["0 of 1 approvals"], absent: ["It wakes the baby"])
    try team.nextSecond()
    try team.must(.jonas, "approve", "report", "-m", "Yes after all")
    expect(try team.countersign(.jonas, "gate", "report", "--for", "main", "--rev", "origin/louder"), 0)
  }

  @Test("a service's review and a stranger's key sign nothing")
  func noPeers() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    expect(
      try team.countersign(.ci, "approve", "report", "-m", "Beep"), 1,
      errors: ["your key is no person's whom the policy knows [review.stranger]", "services are no peers"])
    let key = try TestKey("stranger", in: team.sandbox)
    try team.git(.jonas, "config", "user.signingkey", key.path + ".pub")
    expect(try team.countersign(.jonas, "approve", "report", "-m", "Hello"), 1, errors: ["[review.stranger]"])
    #expect(try team.statements("report") == before)
  }

  struct Run: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let suite: String
    let says: [String]
    let isRecorded: Bool
  }

  static let runs = [
    Run(
      testDescription: "a test failed", suite: TeamFiles.suite(passing: ["a"], failing: ["b"], status: 1),
      says: ["FAILED (1 passed, 1 failed, 0 skipped), recorded"], isRecorded: true),
    Run(
      testDescription: "a test failed, and the command hides it",
      suite: TeamFiles.suite(passing: ["a"], failing: ["b"]),
      says: ["FAILED"], isRecorded: true),
    Run(
      testDescription: "all passed, and the command says no", suite: TeamFiles.suite(passing: ["a"], status: 3),
      says: ["FAILED"], isRecorded: true),
    Run(testDescription: "nothing ran", suite: TeamFiles.suite(), says: ["FAILED (0 passed"], isRecorded: true),
    Run(
      testDescription: "everything was skipped", suite: TeamFiles.suite(skipped: ["a", "b"]),
      says: ["FAILED (0 passed, 0 failed, 2 skipped)"], isRecorded: true),
  ]

  @Test("a run that is no pass is recorded as none, and holds", arguments: runs)
  func notPassed(run: Run) throws {
    let team = try Team(.founded)
    try team.change(.maria, "louder", ["workflows/report/unit.sh": run.suite])
    try team.must(.maria, "submit", "report", "-m", "Another suite")
    let outcome = try team.countersign(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    expect(outcome, 1, out: run.says)
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    let gate = try team.countersign(.jonas, "gate", "report", "--for", "main", "--rev", "origin/louder")
    expect(gate, 1, out: ["unmet tests"], absent: ["unmet approvals"])
  }

  @Test("a run without a report, or with one that does not read, is recorded as nothing")
  func noReport() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    let none = try team.countersign(
      .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--", "true")
    expect(none, 2, errors: ["the run left no JUnit report", "[test.no-report]"])
    let broken = try team.countersign(
      .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--", "sh", "-c",
      "echo '<testsuite>' >\"$COUNTERSIGN_JUNIT\"")
    expect(broken, 2, errors: ["the JUnit report does not read", "[test.no-report]"])
    let unknown = try team.countersign(.ci, "test", "report", "--suite", "unti", "--rev", "origin/louder")
    expect(unknown, 2, errors: ["has no suite 'unti'", "did you mean 'unit'?"])
    #expect(try team.statements("report") == before)
  }

  @Test("a run that is not to be signed leaves its reports, its command and how it ended, and says nothing to anybody")
  func unsigned() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    for (status, said) in [(Int32(1), "did not succeed"), (0, "succeeded")] {
      let outcome = try team.countersign(
        .maria, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--unsigned", "left", "--", "sh", "-c",
        "sh unit.sh; exit \(status)")
      expect(outcome, status, out: ["the run \(said); nothing is signed"])
      #expect(try team.shell(.maria, "cat left/status", in: "maria").output == "\(status)")
    }
    #expect(try team.shell(.maria, "ls left", in: "maria").output == "command\nreport-1.xml\nstatus")
    expect(
      try team.countersign(
        .maria, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--unsigned", "none", "--", "true"), 2,
      errors: ["[test.no-report]"])
    let secret = Leak.token("unsigned")
    expect(
      try team.countersign(
        .maria, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--unsigned", "none", "--", "sh", "-c",
        "sh unit.sh; printf '<testsuite><testcase name=\"%s%s\"/></testsuite>' \(secret.prefix(4)) \(secret.dropFirst(4)) "
          + ">\"$COUNTERSIGN_JUNIT\""), 1,
      errors: ["there is a secret", "prints no secret: nothing was left"], absent: [secret])
    expect(try team.shell(.maria, "test ! -e none", in: "maria"), 0)
    #expect(try team.statements("report") == before)
    #expect(try team.statements("report", in: "maria") == before)
  }

  @Test("a run that passed is one statement with its report, and its own words are talk")
  func passed() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    let outcome = try team.countersign(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    expect(outcome, 0, out: ["PASSED (2 passed, 0 failed, 0 skipped), recorded"], errors: ["running sh unit.sh"])
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(try team.statements("report") == before + 1)
    let attachments = try team.git(
      .lena, "ls-tree", "-r", "--name-only", "refs/countersign/journal/report", "attachments/", in: "hub.git")
    #expect(attachments.split(separator: "\n").count == 1)
  }

  @Test("the later run counts, also when it is the worse one")
  func laterRun() throws {
    let team = try Team(.submitted)
    try team.must(.jonas, "approve", "report", "-m", "Yes")
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    expect(try team.countersign(.ci, "gate", "report", "--for", "main", "--rev", "origin/louder"), 0)
    try team.nextSecond()
    let red = try team.countersign(
      .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--", "sh", "-c",
      TeamFiles.suite(failing: ["it speaks"], status: 1))
    expect(red, 1, out: ["FAILED"])
    expect(
      try team.countersign(.ci, "gate", "report", "--for", "main", "--rev", "origin/louder"), 1, out: ["unmet tests"])
  }

  @Test("a record names the version on main and changes none")
  func record() throws {
    let team = try Team(.founded)
    expect(
      try team.countersign(.lena, "record", "report", "access", "-m", "Nobody left"), 0,
      out: ["recorded access for report"])
    let paths = try team.git(
      .lena, "ls-tree", "-r", "--name-only", "refs/countersign/journal/report", in: "hub.git")
    #expect(paths.hasPrefix("records/") && paths.hasSuffix(".json"))
    expect(
      try team.countersign(.lena, "record", "report", "rotation", "NO_SUCH"), 2, errors: ["error:", "next:"])
    #expect(try team.hub("refs/heads/main") == team.root)
  }

  @Test("--local keeps a statement here and says so in the last line")
  func local() throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    try team.must(.jonas, "sync")
    let outcome = try team.countersign(.jonas, "approve", "report", "-m", "Yes", "--local")
    expect(outcome, 0, errors: ["kept here only: nothing has changed anywhere else"])
    #expect(outcome.errors.hasSuffix("kept here only: nothing has changed anywhere else"))
    #expect(try team.statements("report") == before)
    #expect(try team.statements("report", in: "jonas") == before + 1)
    expect(try team.countersign(.jonas, "sync"), 0)
    #expect(try team.statements("report") == before + 1)
    try team.expectSound()
  }
}

import TestSupport
import Testing

@Suite("command line: exit statuses and next steps")
struct NextStepTests {
  @Test("whoever may not recall is held")
  func recall() throws {
    let team = try Team(.released)
    let version = try team.version("report", at: "origin/main")
    expect(
      try team.countersign(.maria, "recall", "report", "--version", version, "-m", "Too loud"), 1,
      errors: ["[recall.role]"])
  }

  @Test("nothing left to adopt is held, as nothing left to promote is")
  func adopt() throws {
    let team = try Team(.adopted)
    expect(
      try team.countersign(.lena, "adopt", "--env", "dev"), 1,
      errors: ["dev holds everything already", "next: countersign promote WORKFLOW --env dev", "[promote.nothing]"])
  }

  @Test("a submission whose content nobody pushed says where to get it")
  func notHere() throws {
    let team = try Team(.submitted)
    try team.git(.maria, "checkout", "-q", "-B", "quiet", "origin/main")
    try team.sandbox.write("maria/workflows/report/run.sh", "#!/bin/sh\n")
    try team.git(
      .maria, "commit", "-q", "--no-verify", "-a", "-m", "Quiet", "-m", "Why: It is night now\nTicket: OPS-7")
    try team.nextSecond()
    try team.must(.maria, "submit", "report", "-m", "It is night now")
    expect(
      try team.countersign(.jonas, "approve", "report"), 2,
      errors: [
        "which was submitted, is not here", "next: fetch the author's branch: git fetch origin", "[git.not-found]",
      ])
    try team.git(.maria, "push", "-q", "--no-verify", "origin", "quiet")
    expect(try team.countersign(.jonas, "approve", "report"), 0)
  }

  @Test("a public key that is missing is made from the private one beside it")
  func key() throws {
    let team = try Team(.submitted)
    try team.git(.jonas, "config", "user.signingkey", "/nonexistent/key.pub")
    expect(
      try team.countersign(.jonas, "approve", "report"), 2,
      errors: ["ssh-keygen -y -f /nonexistent/key > /nonexistent/key.pub"], absent: [".pub.pub"])
  }

  @Test("log tells one workflow's story, and says so of a name that means several")
  func log() throws {
    let team = try Team(.submitted)
    expect(
      try team.countersign(.maria, "log", "*"), 2,
      errors: ["'*' means 3 workflows", "next: name one: greet, report, spare", "[selection.workflow]"])
    expect(try team.countersign(.maria, "log", "rep*"), 0, out: ["submitted "])
  }

  @Test("what log tells stands in columns")
  func columns() throws {
    let team = try Team(.released)
    try team.must(.jonas, "reject", "report", "--rev", "origin/main", "--for", "dev", "-m", "No")
    let log = try team.countersign(.jonas, "log", "report")
    expect(log, 0, out: ["Z  submitted ", "Z  approved  ", "Z  rejected  ", "Z  tested    ", "Z  landed    "])
  }

  @Test("a report that is named twice ran once")
  func junit() throws {
    let team = try Team(.submitted)
    let outcome = try team.countersign(
      .ci, "test", "report", "--suite", "unit", "--rev", "origin/louder", "--junit", "d.xml", "--junit", "./d.xml",
      "--",
      "sh", "-c", "COUNTERSIGN_JUNIT=d.xml sh unit.sh")
    expect(outcome, 0, out: ["PASSED (2 passed, 0 failed, 0 skipped), recorded"])
  }

  @Test("one is one")
  func one() throws {
    let team = try Team(.founded)
    try team.must(
      .jonas, "approve", "greet", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    let folder = "running/greet"
    for (file, text) in TeamFiles.workflow("greet", risk: "low") {
      try team.sandbox.write("\(folder)/\(file)", Array(text.utf8), executable: file.hasSuffix("run.sh"))
    }
    expect(
      try team.countersign(.lena, "adopt", "--env", "dev", "--from", team.sandbox.absolute("running")), 0,
      out: ["adopted 1 workflow in dev: commit "])
    expect(try team.countersign(.lena, "doctor"), 0, out: [" 1 landing on 'main'"])
  }
}

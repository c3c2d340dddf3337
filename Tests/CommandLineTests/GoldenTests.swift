import TestSupport
import Testing

/// Whole transcripts: command, standard output, standard error, status. `COUNTERSIGN_RECORD=1` writes them anew, and the
/// run does not pass, so that nobody records without looking.
@Suite("golden: what is said, word for word")
struct GoldenTests {
  @Test("a held gate")
  func heldGate() throws {
    let team = try Team(.submitted)
    try Transcript(team).run(.maria, "gate", "report", "--for", "main").compare("gate-held")
  }

  @Test("a passed gate, with all that was asked")
  func passedGate() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.must(.maria, "sync")
    try Transcript(team).run(.maria, "gate", "report", "--for", "main", "--explain-all").compare("gate-passed")
  }

  @Test("a held promotion")
  func heldPromotion() throws {
    let team = try Team(.adopted)
    try team.change(.maria, "louder", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "louder")
    try Transcript(team)
      .run(.maria, "promote", "greet", "--env", "prod", "--rev", "origin/main", "-m", "Everybody shall be greeted")
      .compare("promote-held")
  }

  @Test("rollback: the list, the commands, the deed")
  func rollback() throws {
    let team = try Team(.released)
    try Transcript(team)
      .run(.lena, "rollback", "report", "--env", "prod")
      .run(.lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "Too loud at night")
      .run(
        .lena, "rollback", "report", "--env", "prod", "--version", "previous", "-m", "Too loud at night", "--execute"
      )
      .compare("rollback")
  }

  @Test("kill, and what the last door says")
  func kill() throws {
    let team = try Team(.released)
    try Transcript(team)
      .run(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
      .run(.lena, "admit", "report", "--env", "prod")
      .run(.lena, "resume", "report", "--env", "prod", "-m", "It whispers now")
      .compare("kill")
  }

  @Test("status")
  func status() throws {
    let team = try Team(.released)
    try Transcript(team).run(.lena, "status").compare("status")
  }

  @Test("explain of one rule")
  func explain() throws {
    try Transcript(try Team(.founded)).run(.maria, "explain", "approvals.missing").compare("explain")
  }

  @Test("a policy with a typo")
  func typo() throws {
    let team = try Team(.founded)
    let text = TeamFiles.policy.replacing("approvals: 1,", with: "approvls: 1,")
    try team.sandbox.write("maria/.countersign/policy.yaml", text)
    try team.git(.maria, "add", "--all")
    try Transcript(team).run(.maria, "check", "--staged").compare("bad-policy")
  }

  @Test("no root of trust")
  func root() throws {
    let team = try Team(.founded)
    try team.git(.maria, "config", "--unset", "countersign.root")
    try Transcript(team).run(.maria, "gate", "report", "--for", "main").compare("bad-root")
  }

  @Test("no key")
  func key() throws {
    let team = try Team(.submitted)
    try team.git(.jonas, "config", "user.signingkey", "")
    try Transcript(team).run(.jonas, "approve", "report", "-m", "Yes").compare("bad-key")
  }
}

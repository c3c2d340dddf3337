import TestSupport
import Testing

/// R8: what a resume leaves where the marker of a kill was.
@Suite("attacks: the marker of a kill")
struct MarkerAttacks {
  private static let marker = KillAttacks.marker

  @Test(
    "R8: an approved resume that leaves something where the marker was: held; one that removes it is taken",
    arguments: [TreeEdit.makeExecutable(marker), .makeLink(marker)])
  func leavesSomething(edit: TreeEdit) throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at customers")
    let kill = try team.hub("refs/heads/env/prod")
    try team.must(.jonas, "approve", "report", "--resume", kill, "--env", "prod", "-m", "It is quiet again")
    let trailers: StepTrailers = [
      "Resume": "report", "Environment": "prod", "Policy": try team.hub("refs/heads/main"), "Why": Team.stepWhy,
      "Journal": try team.journalTip("report"),
    ]
    let bad = try team.craftStep(.lena, "prod", [edit], trailers)
    try team.expectHeld("release.form", says: ["removes \(Self.marker) and nothing else"]) {
      try team.pushStep(.lena, bad, "prod")
    }
    let honest = try team.craftStep(.lena, "prod", [.drop(Self.marker)], trailers)
    expect(try team.pushStep(.lena, honest, "prod"), 0)
  }
}

import TestSupport
import Testing

/// R1: what an adoption takes in, and on whose word.
@Suite("attacks: release")
struct AdoptionAttacks {
  @Test("R1: an approval of an adoption that was made without that workflow serves no later one; given anew it does")
  func later() throws {
    let team = try Team(.founded)
    try team.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "As it runs today")
    let main = try team.hub("refs/heads/main")
    func adopt(_ workflow: String, _ count: String = "1 workflow") throws -> String {
      let trailers: StepTrailers = [
        "Adopt": count, "Environment": "dev", "Policy": main, "Source": main, "Why": Team.stepWhy,
      ]
      return try team.craftStep(.lena, "dev", [.take("workflows/\(workflow)", from: main)], trailers)
    }
    for count in ["2 workflows", "1 workflows", "greet", "all"] {
      let wrong = try adopt("greet", count)
      try team.expectHeld("release.form", says: ["it adopts 1 workflow"]) { try team.pushStep(.lena, wrong, "dev") }
    }
    expect(try team.pushStep(.lena, try adopt("greet"), "dev"), 0)
    let old = try adopt("spare")
    try team.expectHeld("approvals.spent", says: ["an approval serves one adoption"]) {
      try team.pushStep(.lena, old, "dev")
    }
    try team.nextSecond()
    try team.must(
      .jonas, "approve", "spare", "--adoption", "--for", "dev", "--rev", "origin/main", "-m", "It runs there, too")
    try team.nextSecond()
    expect(try team.pushStep(.lena, try adopt("spare"), "dev"), 0)
    try team.must(.lena, "sync")
    for name in ["greet", "spare"] { expect(try team.countersign(.lena, "admit", name, "--env", "dev"), 0) }
    expect(try team.countersign(.lena, "verify"), 0)
  }
}

import TestSupport
import Testing

/// A20: the word of one person raises the class of a change, and the gate of the higher class asks less.
@Suite("attacks: approvals")
struct RaisedAttacks {
  /// A change of class high, for which two approvals are asked; everything else may land as it is.
  private func high() throws -> (team: Team, version: RawVersion, base: RawVersion) {
    let team = try Team(.founded)
    try team.landPolicy(
      "laxer",
      TeamFiles.policy.replacing(
        "  low: {}\n  medium: { approvals: 1, tests: [unit] }\n", with: "  all: {}\n  high: { approvals: 2 }\n"
      ).replacing("roles: [security, policy-owner]", with: "roles: [reviewer, security, policy-owner]"))
    let manifest = try #require(TeamFiles.workflow("greet", risk: "high")["workflow.yaml"])
    try team.change(.maria, "high", ["workflows/greet/workflow.yaml": manifest])
    return (team, try team.digests("greet", at: "origin/high"), try team.digests("greet", at: team.root))
  }

  private func say(
    _ team: Team, _ person: Person, _ version: RawVersion, _ base: RawVersion, _ risk: String
  ) throws {
    let review = RawStatement.review("approve", "greet", version, base: base, risk: risk)
    try team.expectTaken(person, [team.journal(person, "greet", adding: [team.file(review, by: person)])])
  }

  @Test("A20: its author, or somebody who approves nothing, reviews it as critical, where less is asked: held")
  func byItsAuthor() throws {
    let (team, version, base) = try high()
    try team.expectHeld("approvals.missing", words: ["class high"]) { try team.offer(.maria, "high") }
    for person in [Person.maria, .lena] {
      try say(team, person, version, base, "critical")
      try team.expectHeld("approvals.own-change", words: ["0 of 2", "class high"]) { try team.offer(.maria, "high") }
    }
    try team.must(.jonas, "approve", "greet", "--rev", "origin/high", "-m", "Looked at it")
    try team.expectHeld("approvals.own-change", words: ["1 of 2", "class high"]) { try team.offer(.maria, "high") }
    try team.must(.sofia, "approve", "greet", "--rev", "origin/high", "-m", "Looked at it")
    try team.expectTaken { try team.offer(.maria, "high") }
  }

  @Test("A20: one reviewer who reviews it as critical, where less is asked, does not stand for two: held")
  func byOneReviewer() throws {
    let (team, version, base) = try high()
    try say(team, .jonas, version, base, "critical")
    try team.expectHeld("approvals.missing", words: ["1 of 2", "class critical"]) { try team.offer(.maria, "high") }
    // What others approve is for the class that is computed, and does not count until he says it for that one.
    try team.must(.sofia, "approve", "greet", "--rev", "origin/high", "-m", "Looked at it")
    try team.expectHeld("approvals.class", words: ["class critical", "countersign withdraw greet"]) {
      try team.offer(.maria, "high")
    }
    try team.must(.sofia, "withdraw", "greet", "--rev", "origin/high", "-m", "Not yet")
    try team.nextSecond()
    try team.must(.jonas, "approve", "greet", "--rev", "origin/high", "-m", "Looked at it")
    try team.expectHeld("approvals.missing", words: ["1 of 2", "class high"]) { try team.offer(.maria, "high") }
    // Who takes it for critical as well fills the other slot.
    try say(team, .sofia, version, base, "critical")
    try team.expectHeld("approvals.class", words: ["1 of 2", "class critical"]) { try team.offer(.maria, "high") }
    try team.nextSecond()
    try say(team, .jonas, version, base, "critical")
    try team.expectTaken { try team.offer(.maria, "high") }
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0)
  }
}

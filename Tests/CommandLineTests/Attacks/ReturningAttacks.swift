import TestSupport
import Testing

/// A19, R8, R10, R16: what people sign names environments and workflows by their names, and what was killed, spent or owed is found by
/// branch and path: a name that came to another place would begin anew.
@Suite("attacks: names that come back at another place")
struct ReturningAttacks {
  private static let moved = TeamFiles.policy.replacing("branch: env/prod", with: "branch: env/prod2")
  private static let dropped = TeamFiles.policy.split(separator: "  prod:\n").first.map(String.init) ?? ""
  private static let renamed = TeamFiles.policy.replacing(
    "prod:\n    branch: env/prod", with: "live:\n    branch: env/live")

  /// A change of the policy on a branch, agreed to by whoever has to.
  private func agreed(_ team: Team, _ branch: String, _ text: String) throws {
    try team.change(.maria, branch, [".countersign/policy.yaml": text])
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/\(branch)", "-m", "Agreed")
    }
  }

  @Test(
    "R8: an environment is given another branch, where its kills are not: held, though everybody agreed; another name: taken"
  )
  func movedEnvironment() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night")
    try agreed(team, "moved", Self.moved)
    try team.expectHeld(
      "policy.not-in-force",
      words: ["gives the environment prod another branch", "a name that no environment ever had"]
    ) {
      try team.offer(.maria, "moved")
    }
    try agreed(team, "renamed", Self.renamed)
    try team.expectTaken { try team.offer(.maria, "renamed") }
  }

  @Test(
    "R8: an environment is dropped, and comes back at its old branch or at another one: held", arguments: [true, false])
  func droppedEnvironment(isAtOldBranch: Bool) throws {
    let team = try Team(.released)
    try agreed(team, "dropped", Self.dropped)
    try team.expectTaken { try team.offer(.maria, "dropped") }
    try agreed(team, "back", isAtOldBranch ? TeamFiles.policy : Self.moved)
    try team.expectHeld("policy.not-in-force", words: ["brings back the environment prod", "dropped"]) {
      try team.offer(.maria, "back")
    }
    try agreed(team, "renamed", Self.renamed)
    try team.expectTaken { try team.offer(.maria, "renamed") }
  }

  @Test("R8: the same on a host without the hook: the policy is not in force in any clone, and the kill stands")
  func movedWithoutHook() throws {
    let team = try Team(.released)
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night")
    try agreed(team, "moved", Self.moved)
    try team.openHub()
    #expect(try team.offer(.maria, "moved").status == 0)
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 1, out: ["gives the environment prod another branch"])
    expect(try team.countersign(.lena, "admit", "report", "--env", "prod"), 1, errors: ["[admit.killed]"])
    expect(
      try team.run(
        .lena, Team.binary, ["promote", "report", "--env", "prod", "-m", "Step by step", "--ticket", "OPS-7"]), 1)
  }

  @Test("A19: with two governed roots a spent approval lands the same version again at the other one: held")
  func otherRoot() throws {
    let team = try Team(.adopted)
    try team.landPolicy(
      "two-roots", TeamFiles.policy.replacing("workflows: [workflows]", with: "workflows: [workflows, flows]"))
    var files: [String: String?] = [:]
    for (file, text) in TeamFiles.workflow("delta", risk: "low") { files[file] = text }
    func at(_ root: String) -> [String: String?] {
      Dictionary(uniqueKeysWithValues: files.map { ("\(root)/delta/\($0.key)", $0.value) })
    }
    try team.landFiles("new", at("workflows"))
    try team.landFiles("gone", at("workflows").mapValues { _ in nil })
    try team.nextSecond()
    try team.change(.maria, "other", at("flows"))
    try team.expectHeld("workflow.moved", words: ["delta lay at workflows/delta before", "a name that it never had"]) {
      try team.offer(.maria, "other")
    }
    expect(try team.countersign(.maria, "land", "other"), 1, out: ["[workflow.moved]"])
    try team.change(.maria, "same", at("workflows"))
    try team.expectTaken { try team.offer(.maria, "same") }
  }
}

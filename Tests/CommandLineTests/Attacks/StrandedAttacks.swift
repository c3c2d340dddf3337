import TestSupport
import Testing

/// P5: what ends to be governed while an environment still runs it.
@Suite("attacks: policy")
struct StrandedAttacks {
  private let policy = ".countersign/policy.yaml"

  @Test("P5: a root is dropped while an environment has workflows of it, which nobody could kill there any more: held")
  func root() throws {
    let team = try Team(.adopted)
    let both = TeamFiles.policy.replacing("workflows: [workflows]", with: "workflows: [workflows, legacy]")
    try team.landPolicy(both)
    var files: [String: String?] = [:]
    for (file, text) in TeamFiles.workflow("oldpay", risk: "low") { files["legacy/oldpay/\(file)"] = text }
    files["legacy/oldpay/run.sh"] = Team.hello
    try team.landFiles("old", files)
    func promote(to environments: [String]) throws {
      for name in environments {
        try team.must(.lena, "promote", "oldpay", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
      }
    }
    try promote(to: ["dev", "test", "prod"])
    try team.landFiles("gone", ["legacy/oldpay": nil])
    try team.change(.maria, "one", [policy: TeamFiles.policy])
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/one", "-m", "Nothing is left there")
    }
    for left in [["dev", "test", "prod"], ["prod"]] {
      try team.expectHeld("push.stranded", words: left.map { "\($0) still runs workflows of it" }) {
        try team.offer(.maria, "one")
      }
      if left.count > 1 { try promote(to: ["dev", "test"]) }
    }
    try team.must(.lena, "kill", "oldpay", "--env", "prod", "-m", "It pays twice")
    try promote(to: ["prod"])
    try team.expectTaken { try team.offer(.maria, "one") }
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0)
  }
}

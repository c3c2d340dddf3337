import TestSupport
import Testing

/// P5: what ends to be governed while an environment still runs it.
@Suite("attacks: policy")
struct StrandedAttacks {
  private let policy = ".countersign/policy.yaml"

  @Test("P5: a root is dropped while an environment has workflows of it, which nobody could kill there any more: held")
  func root() throws {
    let team = try Team(.adopted)
    let two = TeamFiles.policy.replacing("workflows: [workflows]", with: "workflows: [workflows, legacy]")
    try team.landPolicy(two)
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
    let source = try team.hub("refs/heads/main")
    let version = try team.trailer("Release", of: "env/dev").replacing("oldpay@", with: "")
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
    // Nor does it come back beside the policy.
    let main = try team.hub("refs/heads/main")
    let trailers: StepTrailers = [
      "Rollback": "oldpay@\(version)", "Environment": "dev", "Source": source, "Policy": main, "Why": Team.stepWhy,
    ]
    let back = try team.craftStep(.lena, "dev", [.take("legacy/oldpay", from: source)], trailers)
    let landing = try team.greeting { raw in
      raw.tree = try team.git(.maria, "rev-parse", "origin/one^{tree}")
      raw.parents.append(try team.git(.maria, "rev-parse", "origin/one"))
    }
    try team.git(.lena, "fetch", "-q", team.sandbox.absolute("maria"), landing)
    let both = ["\(landing):refs/heads/main", "\(back):refs/heads/env/dev"]
    for refs in [both, both.reversed()] { try team.expectHeld(.lena, refs, ["push.stranded"]) }
    try team.expectTaken { try team.offer(.maria, "one") }
    try team.must(.lena, "sync")
    expect(try team.countersign(.lena, "verify"), 0)
  }
}

import TestSupport
import Testing

extension GitAttacks {
  @Test("what a stranger brings is held without being looked into; what a known author signs is inspected")
  func strangersDefinition() throws {
    let team = try Team(.founded)
    try team.trustObjects()
    try team.git(.maria, "fetch", "-q", "origin")
    let main = try team.git(.maria, "rev-parse", "origin/main")
    let manifest = "workflow: pay\ntitle: Pay\nowner: maria\nengine: n8n\ndefinition: flow.json\nrisk: low\n"
    let flow =
      "{\"name\":\"pay\",\"nodes\":[{\"id\":\"1\",\"name\":\"Pay out\",\"type\":\"n8n-nodes-base.stripe\",\"parameters\":{\"operation\":\"create\"}}],\"connections\":{}}"
    let named = try team.graft(
      .maria, "origin/main", "workflows/pay/workflow.yaml", ("100644", team.blob(.maria, manifest)))
    let tree = try team.graft(.maria, named, "workflows/pay/flow.json", ("100644", team.blob(.maria, flow)))
    let undeclared = "[inspection.action-undeclared]"
    let unlooked = "what it does is looked at when it is known who brings it"

    let unsigned = try team.commit(.maria, RawCommit(tree: tree, parents: [main]), signedBy: nil)
    var outcome = try team.push(.maria, ["\(unsigned):refs/heads/main"])
    expect(outcome, 1, errors: ["countersign: held", "[metadata.unsigned]", unlooked], absent: [undeclared])

    var raw = RawCommit(tree: tree, parents: [main])
    raw.committer = "mallory <mallory@evil.example>"
    let strange = try team.commit(.maria, raw, signedBy: .maria)
    outcome = try team.push(.maria, ["\(strange):refs/heads/main"])
    expect(outcome, 1, errors: ["[metadata.unknown-person]", unlooked], absent: [undeclared])

    let signed = try team.commit(.maria, RawCommit(tree: tree, parents: [main]), signedBy: .maria)
    outcome = try team.push(.maria, ["\(signed):refs/heads/main"])
    expect(outcome, 1, errors: ["countersign: held", undeclared], absent: [unlooked])
  }
}

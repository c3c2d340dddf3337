import Diagnostics
import Facts
import Gates
import Testing
import Vocabulary

@Suite("class")
struct RiskGateTests {
  @Test("whether there is a gate", arguments: rows)
  func judged(_ row: Row) throws { try row.check(RiskGate.self) }

  private static let unread = Finding(
    Rule("manifest.unknown-key", "A key is unknown.", "Delete it."), "a key is unknown")

  static let rows: [Row] = [
    .unmet("a class without a gate (P3)", "class.no-gate", "class critical at main", "under 'main'", from: .landing) {
      try $0.manifest("risk: low", "risk: critical")
    },
    .unmet(
      "in an environment (P3)", "class.no-gate", "class medium at prod", "under 'environments.prod'", from: .release
    ) {
      try $0.manifest("risk: low\nactions: [payment]", "risk: medium")
      try $0.baseManifest("actions: [payment]\n", "")
      $0.dropReviews()
    },
    .unmet(
      "the policy without a gate", "class.no-gate", "a change of the policy", "under 'policy'", from: .policyLanding
    ) {
      try $0.policy("policy: { approvals: { count: 2, role: policy-owner } }\n", "")
    },
    .unmet("a release of the policy", "class.no-gate", from: .release) {
      $0.question = Question(act: .release, workflow: "policy", target: prod, version: proposed, base: present)
    },
    .unmet("an environment that is not there", "class.no-environment", "did you mean 'prod'?", from: .release) {
      $0.question = Question(
        act: .release, workflow: workflow, target: .environment("prot"), version: proposed, base: present)
    },
    .unmet("a kill where there is none", "class.no-environment", from: .kill) {
      $0.question = Question(act: .kill, workflow: workflow, target: .environment("moon"), version: nil, base: nil)
    },
    .unmet("two areas claim it (P9)", "class.claimed-twice", "pay, vendors", from: .landing) {
      try $0.policy(
        "recall:",
        """
        areas:
          pay: { workflows: ["*-payment"], roles: { reviewer: [jonas] } }
          vendors: { workflows: ["vendor-*"], roles: { reviewer: [piotr] } }
        recall:
        """)
    },
    .undecided("nobody could look at the base: it may be higher", "git.missing-object", from: .landing) {
      $0.facts.baseManifest = .unknown(because: lost)
    },
    .undecided("nor at the new end", "git.missing-object", from: .release) {
      $0.facts.manifest = .unknown(because: lost)
    },
    .undecided("a reader without memory", "yaml.out-of-memory", from: .landing) {
      $0.facts.baseManifest = .unknown(
        because: Finding(Rule("yaml.out-of-memory", "No memory.", "Add some."), "no memory"))
    },
    .met("a base whose manifest does not read is of the unknown class", "high", from: .landing) {
      $0.facts.baseManifest = .unknown(because: unread)
    },
    .met("high by its actions", "high", from: .landing),
    .met("low", "low", from: .landing) {
      $0.dropReviews()
      try $0.manifest("actions: [payment]\n", "")
      try $0.baseManifest("actions: [payment]\n", "")
    },
    .met("the policy", "policy", from: .policyLanding),
    .met("a kill", "kill", from: .kill),
    .met("`all` is the gate of every class that is not named", "critical", from: .release) {
      try $0.manifest("risk: low", "risk: critical")
      $0.question = Question(
        act: .release, workflow: workflow, target: .environment("test"), version: proposed, base: present)
    },
    .notAsked("new commits", from: .commits),
  ]
}

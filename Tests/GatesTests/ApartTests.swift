import Diagnostics
import Facts
import Gates
import Testing

@Suite("apart")
struct ApartTests {
  @Test("what one environment has and another uses (R13)", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Apart.self) }

  private static func own(_ settings: String, _ scene: inout Scene) throws {
    try scene.manifest("environments: { test: {} }", "environments: { \(settings) }")
  }

  static let rows: [Row] = [
    .unmet(
      "test reads the secret of prod", "apart.shared", "environment 'test' shares the secret at",
      "with the general setting", from: .landing
    ) { try own("test: { secrets: [{ name: T, from: \"vault://kv/finance/bank#token\" }] }", &$0) },
    .unmet("the same, to an environment", "apart.shared", from: .release) {
      try own("test: { secrets: [{ name: T, from: \"vault://kv/finance/bank#token\" }] }", &$0)
    },
    .unmet("test runs as prod does", "apart.shared", "the identity 'svc-pay'", from: .landing) {
      try own("test: { identity: svc-pay }, prod: { identity: svc-pay }", &$0)
    },
    .unmet("prod reaches what test reaches", "apart.shared", "the destination 'mock.example'", from: .landing) {
      try own("test: { destinations: [mock.example] }, prod: { destinations: [bank.example, mock.example] }", &$0)
    },
    .unmet(
      "an environment that the policy does not have", "apart.shared", "environment 'lab'", from: .landing
    ) { try own("test: {}, lab: { secrets: [{ name: T, from: \"vault://kv/finance/bank#token\" }] }", &$0) },
    .unmet("class high, and nothing is said of any environment", "apart.general", "'test', 'prod'", from: .landing) {
      try $0.manifest("environments: { test: {} }\n", "")
    },
    .unmet("the same, to an environment", "apart.general", "the secret at", from: .release) {
      try $0.manifest("environments: { test: {} }\n", "")
    },
    .unmet("no manifest", "apart.shared", from: .landing) { $0.facts.manifest = .known(nil) },
    .undecided("the manifest is not known", "git.missing-object", from: .landing) {
      $0.facts.manifest = .unknown(because: lost)
    },
    .met("test has nothing", "each environment has its own", from: .landing),
    .met("each has its own", from: .release) {
      try own("test: { identity: svc-pay-test, destinations: [mock.example] }, prod: { identity: svc-pay }", &$0)
    },
    .met("a name that is an identity here and a host there", from: .landing) {
      try own("test: { identity: bank.example }, prod: { destinations: [bank.example] }", &$0)
    },
    .met("nothing is said of any environment, and class low", from: .landing) {
      try $0.manifest("environments: { test: {} }\n", "")
      try $0.manifest("actions: [payment]\n", "")
      $0.facts.baseManifest = $0.facts.manifest
      $0.dropReviews()
    },
    .met("nothing is said of any environment, and there is nothing to share", from: .landing) {
      try $0.manifest("environments: { test: {} }\n", "")
      try $0.manifest("secrets: [{ name: BANK_TOKEN, from: \"vault://kv/finance/bank#token\", rotate: 90d }]\n", "")
    },
    .notAsked("a removal", from: .removal),
    .notAsked("the policy", from: .policyLanding),
    .notAsked("a rollback (R7)", from: .rollback),
    .notAsked("a kill (R7)", from: .kill),
  ]

  @Test("the finding names the line and the column")
  func place() throws {
    var scene = try Scene(.landing)
    try Self.own("test: { identity: a }, prod: { identity: a }", &scene)
    guard case .unmet(let findings)? = scene.answer(Apart.id) else {
      Issue.record("not held")
      return
    }
    let place = try #require(findings.first?.place)
    // By name, prod comes before test.
    #expect("\(place)" == "workflows/vendor-payment/workflow.yaml:12:35")
  }
}

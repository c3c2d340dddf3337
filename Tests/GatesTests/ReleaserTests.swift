import Facts
import Gates
import Testing
import Vocabulary

@Suite("releaser")
struct ReleaserTests {
  @Test("who may write to an environment", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Releaser.self) }

  private static let twoAreas = """
    areas:
      pay: { workflows: ["vendor-*"], roles: { reviewer: [maria] } }
      vendor: { workflows: ["vendor-p*"], roles: { reviewer: [jonas] } }
    recall:
    """

  static let rows: [Row] = [
    .unmet("not signed", "releaser.unknown", "lena: countersign promote", from: .release) { $0.facts.actor = .absent },
    .unmet("a key that does not count", "releaser.unknown", "revoked", from: .release) { $0.facts.actor = .revoked },
    .unmet(
      "a person without the role", "releaser.role", "otto may not write a release in prod", "'release-manager'",
      from: .release
    ) {
      $0.facts.actor = .person("otto")
    },
    .unmet("a person who has left", "releaser.role", "gone", from: .release) { $0.facts.actor = .person("gone") },
    .unmet("a service without the role", "releaser.role", "ci", from: .release) { $0.facts.actor = .service("ci") },
    .unmet("outside the area whose role it is", "releaser.role", "tom: countersign promote", from: .release) {
      try $0.policy(
        "recall:", "areas: { pay: { workflows: [\"vendor-*\"], roles: { release-manager: [tom] } } }\nrecall:")
    },
    .unmet("a service in an area that gives the role to people", "releaser.role", "bot", from: .release) {
      try $0.policy("roles: [deployer]", "roles: [release-manager]")
      try $0.policy(
        "recall:", "areas: { pay: { workflows: [\"vendor-*\"], roles: { release-manager: [tom] } } }\nrecall:")
      $0.facts.actor = .service("bot")
    },
    .unmet("a release where two areas claim the workflow", "releaser.role", from: .release) {
      try $0.policy("recall:", twoAreas)
    },
    .unmet(
      "a rollback by someone without the role", "releaser.role", "maria", "lena or nils or otto: countersign rollback",
      from: .rollback
    ) {
      $0.facts.actor = .person("maria")
    },
    .unmet("a kill by someone without the role (R8)", "releaser.role", "maria", from: .kill) {
      $0.facts.actor = .person("maria")
    },
    .unmet("a kill that is not signed", "releaser.unknown", from: .kill) { $0.facts.actor = .absent },
    .unmet("a rollback where the policy gives it to releasers alone", "releaser.role", "otto", from: .rollback) {
      try $0.policy("    rollback: [release-manager, on-call]\n", "")
    },
    .unmet("a kill where the policy gives it to releasers alone", "releaser.role", "otto", from: .kill) {
      try $0.policy("    kill: [release-manager, on-call]\n", "")
    },
    .unmet("a resume by someone who may neither release nor kill", "releaser.role", "jonas", from: .resume) {
      $0.facts.actor = .person("jonas")
    },
    .unmet("a resume by a service", "releaser.role", "bot", from: .resume) {
      try $0.policy("roles: [deployer]", "roles: [release-manager]")
      $0.facts.actor = .service("bot")
    },
    .unmet(
      "an adoption by no policy owner", "releaser.role", "otto", "jonas or lena or sofia: countersign adopt",
      from: .adoption
    ) {
      $0.facts.actor = .person("otto")
    },
    .unmet("an adoption by a service", "releaser.role", "bot", from: .adoption) {
      try $0.policy("roles: [deployer]", "roles: [policy-owner]")
      $0.facts.actor = .service("bot")
    },
    .unmet("an environment that is not there", "releaser.role", "the policy names none", from: .kill) {
      $0.question = Question(act: .kill, workflow: workflow, target: .environment("moon"), version: nil, base: nil)
    },
    .undecided("it cannot be told", "releaser.undecided", "jonas and tom", from: .release) {
      $0.facts.actor = .ambiguous
    },
    .undecided("nor of a kill", "releaser.undecided", from: .kill) { $0.facts.actor = .ambiguous },
    .met("a release manager", "lena", from: .release),
    .met("a service with the role", "bot", from: .release) {
      try $0.policy("roles: [deployer]", "roles: [release-manager]")
      $0.facts.actor = .service("bot")
    },
    .met("the role of its area", "tom", from: .release) {
      try $0.policy(
        "recall:", "areas: { pay: { workflows: [\"vendor-*\"], roles: { release-manager: [tom] } } }\nrecall:")
      $0.facts.actor = .person("tom")
    },
    .met("a kill where two areas claim the workflow", "otto", from: .kill) { try $0.policy("recall:", twoAreas) },
    .met("a rollback where two areas claim the workflow", "otto", from: .rollback) {
      try $0.policy("recall:", twoAreas)
    },
    .met("on call, for a rollback", "otto", from: .rollback),
    .met("on call, for a kill", "otto", from: .kill),
    .met("whoever may kill, for a resume", "otto", from: .resume),
    .met("a policy owner, for an adoption", "lena", from: .adoption),
    .notAsked("a landing", from: .landing),
    .notAsked("new commits", from: .commits),
  ]
}

import TestSupport
import Testing

@Suite("main job: check finds it before anybody waits for it")
struct CheckTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Shell, in the clone, before everything is staged.
    let edit: String
    var status: Int32 = 1
    let says: [String]
  }

  private static func manifest(_ workflow: String, _ edit: String) -> String {
    "sed -i '\(edit)' workflows/\(workflow)/workflow.yaml"
  }

  private static func policy(_ edit: String) -> String { "sed -i '\(edit)' .countersign/policy.yaml" }

  static let rows = [
    Row(
      testDescription: "two workflows run under one identity",
      edit: manifest("greet", "s/svc-greet/svc-report/"),
      says: [
        "report and greet both run as 'svc-report' [check.shared-identity]", "workflows/report/workflow.yaml:8:11",
      ]),
    Row(
      testDescription: "one of them in another environment",
      edit: manifest("greet", "s/dev: {}/dev: { identity: svc-spare }/"),
      says: ["spare and greet both run as 'svc-spare'", "workflows/spare/workflow.yaml:8:11"]),
    Row(
      testDescription: "two environments share an identity",
      edit: manifest("greet", "s/dev: {}, test: {}/dev: { identity: svc-greet }, test: {}/"),
      says: [
        "environment 'dev' shares the identity 'svc-greet'", "[apart.shared]", "workflows/greet/workflow.yaml:9:34",
      ]),
    Row(
      testDescription: "a high class whose environments all use the same",
      edit: manifest("greet", "s/risk: low/risk: high/; /^environments/d"),
      says: ["'dev', 'test', 'prod' all use the identity 'svc-greet' [apart.general]"]),
    Row(
      testDescription: "a low class whose environments all use the same", edit: manifest("greet", "/^environments/d"),
      status: 0, says: ["warning: the environments 'dev', 'test', 'prod'", "[apart.general]"]),
    Row(
      testDescription: "a runbook without its parts", edit: "echo 'Good luck.' >workflows/greet/RUNBOOK.md",
      says: ["the runbook has no part 'pause', 'roll back', 'fall back to hand work' [runbook.parts]"]),
    Row(
      testDescription: "a high class without a runbook",
      edit: manifest("greet", "s/risk: low/risk: high/; /^runbook/d"), says: ["greet has no runbook [runbook.missing]"]),
    Row(
      testDescription: "a low class without a runbook", edit: manifest("greet", "/^runbook/d"), status: 0,
      says: ["warning: greet has no runbook [runbook.missing]"]),
    Row(
      testDescription: "a rule for secrets that cannot be used",
      edit: "mkdir -p .countersign/rules && printf '[[rules]]\\nid = \"a\"\\n' >.countersign/rules/a.toml",
      says: ["the rule 'a' has neither 'regex' nor 'path' [secret.rule-unusable]", ".countersign/rules/a.toml:1"]),
    Row(
      testDescription: "nobody to escalate to", edit: manifest("greet", "s/escalation: .*/escalation: [nobody]/"),
      says: ["[owner.escalation]"]),
    Row(
      testDescription: "a time zone that does not exist",
      edit:
        "printf 'freezes: [ { name: y, zone: Europe/Berlni, from: 2026-12-20, until: 2027-01-04, environments: [prod] } ]\\n' "
        + ">>.countersign/policy.yaml",
      says: ["[calendar.zone]", "Europe/Berlni", "policy.yaml:29:23", "did you mean 'Europe/Berlin'?"]),
    Row(
      testDescription: "two freezes that share days",
      edit:
        "printf 'freezes: [ { name: y, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [prod] },\n  "
        + "{ name: z, zone: UTC, from: 2027-01-04, until: 2027-01-09, environments: [prod] } ]\n' "
        + ">>.countersign/policy.yaml", says: ["error: the freezes 'y' and 'z' share days", "policy.yaml:30:3"]),
    Row(
      testDescription: "a freeze that ends before it begins",
      edit:
        "printf 'freezes: [ { name: y, zone: UTC, from: 2026-12-20, until: 2026-12-19, environments: [prod] } ]\\n' "
        + ">>.countersign/policy.yaml", says: ["[policy.out-of-range]", "policy.yaml:29:"]),
    Row(
      testDescription: "a day that does not exist",
      edit:
        "printf 'freezes: [ { name: y, zone: UTC, from: 2026-02-30, until: 2026-12-19, environments: [prod] } ]\\n' "
        + ">>.countersign/policy.yaml", says: ["[policy.malformed]", "policy.yaml:29:"]),
    Row(
      testDescription: "a window that never opens",
      edit: "printf 'windows: { w: { zone: UTC, days: mon, hours: \"09:00-09:00\" } }\\n' >>.countersign/policy.yaml",
      says: ["which never opens", "policy.yaml:29:"]),
    Row(
      testDescription: "after in a circle",
      edit: policy("s/dev: { branch: env.dev,/dev: { branch: env\\/dev, after: prod,/"),
      says: ["[policy.circle]", "policy.yaml:18:"]),
    Row(
      testDescription: "a role nobody has", edit: policy("s/kill: .*/kill: [operator]/"),
      says: ["which nobody holds", "policy.yaml:25:"]),
    Row(
      testDescription: "a quorum beyond the people", edit: policy("s/resume: .*/resume: { approvals: 3 }/"), status: 0,
      says: [
        "warning: 'resume' of environment 'prod' asks for 3 people and 2 could be found [policy.quorum]",
        "policy.yaml:26:5",
      ]),
    Row(
      testDescription: "tests that nobody may record", edit: policy("s/roles: \\[tester\\]/roles: [robot]/"), status: 0,
      says: ["nobody could act as 'tester' [policy.unheld-role]", "policy.yaml:14:"]),
  ]

  @Test("and says where", arguments: rows)
  func found(row: Row) throws {
    let team = try Team(.founded)
    expect(try team.countersign(.maria, "check"), 0, out: ["in order"])
    let edit = try team.shell(.maria, row.edit + " && git add --all && git commit -q --no-verify -m Wrong")
    expect(edit, 0)
    let outcome = try team.countersign(.maria, "check")
    #expect(outcome.status == row.status, "\(outcome.output)\(outcome.errors)")
    for words in row.says { #expect(outcome.output.contains(words), "no \(words) in:\n\(outcome.output)") }
  }
}

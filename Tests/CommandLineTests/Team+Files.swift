/// The files of the team's repository.
enum TeamFiles {
  /// Soaks of a second at most; only `report` (class medium) needs a review and a test run.
  static let policy = """
    countersign: 1
    repository: 5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11
    workflows: [workflows]
    people:
      maria: { emails: [maria@acme.example], roles: [author, reviewer] }
      jonas: { emails: [jonas@acme.example], roles: [reviewer, policy-owner] }
      sofia: { emails: [sofia@acme.example], roles: [security, policy-owner] }
      lena: { emails: [lena@acme.example], roles: [release-manager, on-call, policy-owner] }
    services:
      ci: { emails: [ci@acme.example], roles: [tester], operated-by: [lena] }
    commits: { signed: true, why: { min-length: 10 }, ticket: "OPS-[0-9]+" }
    main:
      low: {}
      medium: { approvals: 1, tests: [unit] }
    policy: { approvals: { count: 2, role: policy-owner } }
    recall: [security, release-manager]
    environments:
      dev: { branch: env/dev, release: [author, release-manager], all: {} }
      test: { branch: env/test, after: dev, release: [release-manager], all: {} }
      prod:
        branch: env/prod
        after: test
        release: [release-manager]
        rollback: [release-manager, on-call]
        kill: [release-manager, on-call]
        resume: { approvals: 2 }
        low: { soak: 0s }
        medium: { approvals: 1, soak: 1s }

    """

  /// Workflows as the root brings them: path below `workflows/` and text.
  static let workflows: [String: String] = {
    var files: [String: String] = [:]
    for (name, risk) in [("greet", "low"), ("report", "medium"), ("spare", "low")] {
      for (file, text) in workflow(name, risk: risk) { files["\(name)/\(file)"] = text }
    }
    return files
  }()

  static func workflow(_ name: String, risk: String) -> [String: String] {
    [
      "workflow.yaml": """
      workflow: \(name)
      title: The workflow \(name)
      owner: maria
      escalation: [jonas, sofia]
      engine: script
      definition: run.sh
      risk: \(risk)
      identity: svc-\(name)
      environments: { dev: {}, test: {} }
      tests: { unit: "sh unit.sh" }
      runbook: RUNBOOK.md

      """,
      "run.sh": "#!/bin/sh\necho 1\n",
      "unit.sh": suite(passing: ["it speaks", "it is brief"]),
      "RUNBOOK.md": """
      # \(name)

      ## Pause

      countersign kill \(name) --env prod -m WHY

      ## Roll back

      countersign rollback \(name) --env prod

      ## Fall back to hand work

      Say it yourself.

      """,
    ]
  }

  /// A suite of two lines: a report with these cases, and an exit status.
  static func suite(passing: [String] = [], failing: [String] = [], skipped: [String] = [], status: Int = 0) -> String {
    let cases =
      passing.map { "<testcase name=\"\($0)\"/>" } + failing.map { "<testcase name=\"\($0)\"><failure/></testcase>" }
      + skipped.map { "<testcase name=\"\($0)\"><skipped/></testcase>" }
    return "printf '%s' '<testsuite>\(cases.joined())</testsuite>' >\"$COUNTERSIGN_JUNIT\"\nexit \(status)\n"
  }
}

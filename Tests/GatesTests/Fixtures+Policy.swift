/// The policy of the scenes: nine people, two services, a gate for every class but critical.
let standardPolicy = """
  countersign: 1
  repository: 5f0e6c1e-8a44-4f5c-9d0b-2f6d1c7b9a3e
  people:
    maria: { emails: [maria@acme.example, m@home.example], roles: [author, reviewer] }
    jonas: { emails: [jonas@acme.example, j@home.example], roles: [reviewer, policy-owner] }
    piotr: { emails: [piotr@acme.example], roles: [reviewer, security] }
    sofia: { emails: [sofia@acme.example], roles: [security, policy-owner] }
    lena: { emails: [lena@acme.example], roles: [release-manager, on-call, policy-owner] }
    otto: { emails: [otto@acme.example], roles: [on-call] }
    nils: { emails: [nils@acme.example], roles: [on-call] }
    tom: { emails: [tom@acme.example], roles: [author] }
    gone: { emails: [gone@acme.example], roles: [] }
  services:
    ci: { emails: [ci@acme.example], roles: [tester], operated-by: [otto] }
    forge: { emails: [forge@acme.example], operated-by: [] }
    bot: { emails: [bot@acme.example], roles: [deployer], operated-by: [jonas] }
  commits: { signed: true, why: { min-length: 15 }, ticket: "OPS-[0-9]+" }
  main:
    low: {}
    medium: { approvals: 1 }
    high: { approvals: [reviewer, security], tests: [unit, contract] }
  policy: { approvals: { count: 2, role: policy-owner } }
  risk:
    unknown: medium
    raise:
      - { to: high, when: { actions: [payment] } }
      - { to: critical, when: { data: [health] } }
  recall: [security, release-manager]
  reviews: { access: 90d, security: 180d }
  environments:
    test: { branch: env/test, release: [author, release-manager], all: {} }
    prod:
      branch: env/prod
      after: test
      release: [release-manager]
      rollback: [release-manager, on-call]
      kill: [release-manager, on-call]
      resume: { approvals: { count: 2, role: on-call } }
      break-glass: { approvals: [on-call], for: 4h }
      low: {}
      high: { approvals: [reviewer, security], tests: { suites: [unit, contract], within: 7d }, soak: 24h,
              separate: [author, approver, releaser], window: office-hours }
  windows: { office-hours: { zone: UTC, days: mon-thu, hours: "09:00-16:00" } }
  freezes: [{ name: year-end, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [prod] }]

  """

/// The manifest of both ends.
let standardManifest = """
  workflow: vendor-payment
  title: Pay approved vendor invoices
  owner: maria
  escalation: [jonas, lena]
  engine: script
  definition: flow.sh
  risk: low
  actions: [payment]
  uses: [notify-finance]
  secrets: [{ name: BANK_TOKEN, from: "vault://kv/finance/bank#token", rotate: 90d }]
  runbook: RUNBOOK.md
  environments: { test: {} }

  """

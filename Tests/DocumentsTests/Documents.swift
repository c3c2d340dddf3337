extension Kind {
  /// A document in order with little in it; it ends where another setting can follow.
  var small: String {
    switch self {
    case .policy:
      """
      countersign: 1
      repository: 5f0e6c1e-8a44-4f5c-9d0b-2f6d1c7b9a3e
      people:
        maria: { emails: [maria@acme.example], roles: [author, reviewer] }
        jonas: { emails: [jonas@acme.example], roles: [reviewer, security] }

      """
    case .workflow: "workflow: vendor-payment\ntitle: Pay\nengine: n8n\ndefinition: flow.json\n"
    }
  }

  /// A document in order that has every setting there is.
  var whole: String {
    switch self {
    case .policy:
      small + """
        services: { ci: { emails: [ci@acme.example], roles: [tester], operated-by: [maria] } }
        workflows: [flows, jobs/nightly]
        commits: { signed: false, why: { min-length: 20 }, ticket: "OPS-[0-9]+" }
        main:
          branch: trunk
          low: { approvals: 1, tests: [unit], separate: [author, approver], window: office }
          medium: {}
          high: { approvals: { count: 1, role: reviewer, slots: [security, { any: [author, reviewer] }] }, tests: [unit] }
          critical: { tests: { suites: [unit], within: 7d } }
          all: {}
        policy: { approvals: 2, separate: [author, approver], window: office }
        risk: { unknown: high, raise: [{ to: high, when: { actions: [payment], data: [personal], meaning: [new-destination], does: [access] } }] }
        areas: { pay: { workflows: ["vendor-*"], roles: { reviewer: [maria] } } }
        recall: [security]
        reviews: { access: 90d, security: 180d }
        environments:
          test: { branch: env/test, release: [author], all: {} }
          prod:
            branch: env/prod
            after: test
            release: [author]
            rollback: [author]
            kill: [author]
            resume: { approvals: 2 }
            break-glass: { approvals: [security], for: 4h }
            low: { approvals: 1, tests: [unit], soak: 4h, separate: [author, releaser], window: office }
            medium: {}
            high: {}
            critical: {}
            all: {}
        windows: { office: { zone: Europe/Berlin, days: mon-thu, hours: "09:00-16:00" } }
        freezes: [{ name: year-end, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [prod] }]
        limits: { file-size: 5MB, files: 1000 }

        """
    case .workflow:
      small + """
        owner: maria
        escalation: [jonas]
        risk: high
        actions: [payment]
        data: [financial]
        identity: svc-vendor-payment
        permissions: ["erp:invoices:read"]
        destinations: [api.bank.example]
        secrets: [{ name: BANK_TOKEN, from: "vault://kv/bank#token", rotate: 90d }]
        human-approval: { step: Approve payment, when: "amount > 10000 EUR" }
        limits: { timeout: 30s, retries: 3 }
        uses: [notify-finance]
        tests: { unit: npm test }
        runbook: RUNBOOK.md
        environments:
          test:
            identity: svc-vendor-payment-test
            destinations: [sandbox.bank.example]
            secrets: [{ name: BANK_TOKEN, from: "vault://kv/bank-test#token", rotate: 90d }]

        """
    }
  }
}

/// What neither the readers nor the schemas take.
let shapeMistakes: [(kind: Kind, text: String)] = [
  (.policy, "colour: blue"), (.policy, "main: []"), (.policy, "main: { hihg: {} }"), (.policy, "main: { low: }"),
  (.policy, "main: { low: { soak: 4h } }"), (.policy, "main: { low: { approvals: 0 } }"),
  (.policy, "main: { low: { approvals: two } }"),
  (.policy, "main: { low: { approvals: \"2\" } }"), (.policy, "main: { low: { approvals: [] } }"),
  (.policy, "main: { low: { approvals: {} } }"),
  (.policy, "main: { low: { approvals: { cuont: 2 } } }"),
  (.policy, "main: { low: { approvals: { role: reviewer, slots: [maria] } } }"),
  (.policy, "main: { low: { approvals: [1] } }"), (.policy, "main: { low: { approvals: [{ any: [] }] } }"),
  (.policy, "main: { low: { tests: unit } }"),
  (.policy, "main: { low: { tests: [] } }"), (.policy, "main: { low: { tests: { within: 7d } } }"),
  (.policy, "main: { low: { tests: [unit, unit] } }"),
  (.policy, "main: { low: { separate: [author] } }"), (.policy, "main: { low: { separate: [author, lander] } }"),
  (.policy, "main: { branch: a..b }"),
  (.policy, "policy: { tests: [unit] }"), (.policy, "workflows: []"), (.policy, "workflows: [/flows]"),
  (.policy, "workflows: [../flows]"),
  (.policy, "workflows: [flows/]"), (.policy, "commits: { signed: yes }"), (.policy, "commits: { why: {} }"),
  (.policy, "commits: { why: { min-length: 0 } }"),
  (.policy, "services: { ci: { emails: [ci@acme.example] } }"),
  (.policy, "services: { ci: { emails: [\"*@acme.example\"], operated-by: [] } }"),
  (.policy, "risk: { unknown: hihg }"), (.policy, "risk: { raise: [{ to: high }] }"),
  (.policy, "risk: { raise: [{ to: high, when: {} }] }"),
  (.policy, "risk: { raise: [{ to: high, when: { actions: [paymnt] } }] }"),
  (.policy, "risk: { raise: [{ to: high, when: { meaning: [new-destnation] } }] }"),
  (.policy, "risk: { raise: [{ to: high, when: { does: [] } }] }"),
  (.policy, "areas: { a: { workflows: [a] } }"),
  (.policy, "areas: { a: { workflows: [\"a?\"], roles: { reviewer: [maria] } } }"),
  (.policy, "areas: { a: { workflows: [a], roles: {} } }"),
  (.policy, "recall: []"), (.policy, "reviews: { access: 90 }"),
  (.policy, "environments: { main: { branch: e/p, release: [author] } }"),
  (.policy, "environments: { all: { branch: e/p, release: [author] } }"),
  (.policy, "environments: { p: { release: [author] } }"),
  (.policy, "environments: { p: { branch: e/p, release: [] } }"),
  (.policy, "environments: { p: { branch: refs/heads/p, release: [author] } }"),
  (.policy, "environments: { p: { branch: e/p.lock, release: [author] } }"),
  (.policy, "environments: { p: { branch: e//p, release: [author] } }"),
  (.policy, "environments: { p: { branch: e/p, release: [author], resume: {} } }"),
  (.policy, "environments: { p: { branch: e/p, release: [author], break-glass: { approvals: 1 } } }"),
  (.policy, "windows: { w: { zone: ../etc, days: daily, hours: \"09:00-16:00\" } }"),
  (.policy, "windows: { w: { zone: UTC, days: everyday, hours: \"09:00-16:00\" } }"),
  (.policy, "windows: { w: { zone: UTC, days: [], hours: \"09:00-16:00\" } }"),
  (.policy, "windows: { w: { zone: UTC, days: daily, hours: \"9-16\" } }"),
  (.policy, "freezes: [{ name: f, zone: UTC, from: 2026-12-20, until: 2027-13-04, environments: [p] }]"),
  (.policy, "freezes: {}"),
  (.policy, "limits: { file-size: 5 }"), (.policy, "limits: { files: 0 }"), (.policy, "limits: { file-size: 5MiB }"),
  (.workflow, "ower: maria"), (.workflow, "owner:"), (.workflow, "owner: Maria"), (.workflow, "owner: 7"),
  (.workflow, "risk: hihg"), (.workflow, "actions: [paymnt]"),
  (.workflow, "actions: payment"), (.workflow, "data: [PII]"), (.workflow, "identity: a b"),
  (.workflow, "destinations: [https://a.example]"),
  (.workflow, "destinations: [A.example]"), (.workflow, "destinations: [\"*.example\"]"),
  (.workflow, "secrets: [{ name: A }]"),
  (.workflow, "secrets: [{ name: A, from: hunter2 }]"),
  (.workflow, "secrets: [{ name: A, from: \"vault://u:p@h/x\" }]"),
  (.workflow, "secrets: [{ name: A B, from: \"env:A\" }]"),
  (.workflow, "secrets: { A: \"env:A\" }"), (.workflow, "human-approval: { when: always }"),
  (.workflow, "limits: { retries: three }"), (.workflow, "limits: { retries: -1 }"),
  (.workflow, "limits: { timeout: 30 }"), (.workflow, "uses: [all]"), (.workflow, "uses: [a, a]"),
  (.workflow, "tests: [unit]"), (.workflow, "tests: { unit: \"\" }"),
  (.workflow, "tests: { Unit: make }"), (.workflow, "runbook: ../RUNBOOK.md"),
  (.workflow, "environments: { main: {} }"), (.workflow, "environments: { test: { permissions: [] } }"),
]

/// What the readers and the schemas both take.
let unusualForms: [(kind: Kind, text: String)] = [
  (.policy, "main: { low: { approvals: { slots: [maria, { any: [author, security] }] } } }"),
  (.policy, "main: { low: { approvals: [any: [author]] } }"),
  (.policy, "main: { low: { approvals: { count: 1 } }, all: {} }"),
  (.policy, "services: { bot: { emails: [\"1+app[bot]@acme.example\"], operated-by: [] } }"),
  (.policy, "areas: { a: { workflows: [a], roles: { reviewer: [] } } }"),
  (.policy, "environments: { p: { branch: p, release: [author] } }"),
  (.policy, "windows: { w: { zone: America/Argentina/Salta, days: \"mon-wed, sat\", hours: \"00:00-24:00\" } }"),
  (.policy, "windows: { w: { zone: Etc/GMT+5, days: [mon-tue, sun], hours: 09:00-16:00 } }"),
  (.policy, "workflows: [a.b, ..c/...]"), (.policy, "limits: { file-size: 500KB }"), (.policy, "freezes: []"),
  (.policy, "environments: {}"),
  (.workflow, "secrets: []"), (.workflow, "secrets: [{ name: A, from: \"${{ secrets.A_1 }}\" }]"),
  (.workflow, "secrets: [{ name: A, from: \"azure-kv://v/s?version=1\" }]"),
  (.workflow, "destinations: [\"[::1]:443\", localhost:5678, my_db]"), (.workflow, "runbook: docs/RUN BOOK.md"),
  (.workflow, "environments: { test: {} }"), (.workflow, "limits: {}"),
  (.workflow, "uses: []"), (.workflow, "tests: { unit: \"a\\nb\" }"), (.workflow, "actions: []"),
  (.workflow, "human-approval: { step: Approve }"),
]

import Calendars
import Diagnostics
import PolicyModel
import Testing
import Vocabulary

@Suite("Reading a policy")
struct ReadingTests {
  @Test("the example of the design says what it says")
  func example() throws {
    let policy = try readPolicy(designExample)
    #expect(policy.repository == id)
    #expect(policy.roots == ["workflows"])
    #expect(policy.people.keys.sorted() == ["jonas", "lena", "maria", "sofia"])
    #expect(policy.people["jonas"]?.emails == ["jonas@acme.example", "j@home.example"])
    #expect(policy.services["ci"]?.operatedBy == ["lena"])
    #expect(policy.commits.signed && policy.commits.whyMinimum == 15 && policy.commits.ticket == "OPS-[0-9]+")
    #expect(policy.integrationBranch == "main")
    #expect(policy.main.gate(for: .low)?.approvals?.slots == [.role("reviewer")])
    #expect(policy.main.gate(for: .high)?.approvals?.slots == [.role("reviewer"), .role("security")])
    #expect(policy.main.gate(for: .high)?.tests?.suites == ["unit", "contract"])
    #expect(policy.main.gate(for: .critical) == nil)
    #expect(policy.policyGate?.approvals?.slots == [.role("policy-owner"), .role("policy-owner")])
    #expect(policy.risk.unknown == .high)
    #expect(policy.risk.raise.map(\.to) == [.high, .high])
    #expect(policy.risk.raise.map(\.actions) == [["payment", "access", "contract"], []])
    #expect(policy.risk.raise.map(\.data) == [[], ["financial", "personal"]])
    #expect(policy.areas["finance"]?.roles == ["reviewer": ["maria", "jonas"]])
    #expect(policy.recall == ["security", "release-manager"])
    #expect(policy.reviews.access == Span("90d") && policy.reviews.security == Span("180d"))
    #expect(policy.environments.map(\.name) == ["dev", "test", "prod"])
  }

  @Test("its environments, windows and freezes")
  func environments() throws {
    let policy = try readPolicy(designExample)
    let dev = try #require(policy.environment(named: "dev"))
    #expect(dev.after == nil && dev.rollback == dev.release && dev.kill == dev.release && dev.resume == nil)
    let gate = try #require(dev.gates.gate(for: .critical))
    #expect(gate.approvals == nil && gate.tests == nil && gate.soak == nil && gate.separate == [] && gate.windows == [])
    let prod = try #require(policy.environment(named: "prod"))
    #expect(prod.ref == "refs/heads/env/prod" && prod.after == "test")
    #expect(prod.kill == ["release-manager", "on-call"])
    #expect(prod.resume?.slots == [.role("reviewer"), .role("reviewer")])
    #expect(prod.breakGlass?.approvals.slots == [.role("on-call")] && prod.breakGlass?.duration == Span("4h"))
    let high = try #require(prod.gates.gate(for: .high))
    #expect(
      high.separate == [.author, .approver, .releaser] && high.windows == ["office-hours"] && high.soak == Span("24h"))
    #expect(high.tests?.within == Span("7d"))
    #expect(prod.gates.gate(for: .critical) == nil)
    #expect(
      policy.windows["office-hours"]
        == Window(
          name: "office-hours", zone: "Europe/Berlin", days: [.monday, .tuesday, .wednesday, .thursday],
          hours: 540..<960))
    #expect(policy.freezes.map(\.name) == ["year-end"] && policy.freezes.first?.until.description == "2027-01-04")
    #expect(policy.limits == .standard)
  }

  @Test("what is left out is held, or has the default that the reference names")
  func defaults() throws {
    let policy = try readPolicy(head)
    #expect(policy.main.byClass.isEmpty && policy.main.all == nil && policy.policyGate == nil)
    #expect(RiskClass.allCases.allSatisfy { policy.main.gate(for: $0) == nil })
    #expect(policy.risk.unknown == .critical && policy.recall == [] && policy.environments == [])
    #expect(policy.commits == .standard && policy.commits.signed)
    #expect(policy.roots == ["workflows"] && policy.integrationBranch == "main" && policy.limits == .standard)
    #expect(policy.services.count == 1 && policy.reviews.access == nil && policy.freezes == [] && policy.areas == [:])
  }

  @Test(
    "the forms of approvals",
    arguments: [
      ("2", [Slot.role("reviewer"), .role("reviewer")]),
      ("[reviewer, maria]", [.role("reviewer"), .person("maria")]),
      ("[{ any: [security, on-call] }]", [.any(["security", "on-call"])]),
      ("[any: [security, on-call]]", [.any(["security", "on-call"])]),
      ("{ count: 1 }", [.role("reviewer")]),
      ("{ count: 2, role: security }", [.role("security"), .role("security")]),
      ("{ slots: [lena] }", [.person("lena")]),
      ("{ count: 1, role: security, slots: [lena] }", [.role("security"), .person("lena")]),
    ])
  func approvals(text: String, slots: [Slot]) throws {
    #expect(
      try readPolicy(head + "main: { low: { approvals: \(text) } }\n").main.gate(for: .low)?.approvals?.slots == slots)
  }

  @Test(
    "the forms of days",
    arguments: [
      ("daily", [0, 1, 2, 3, 4, 5, 6]), ("mon", [0]), ("mon-thu", [0, 1, 2, 3]), ("\"mon,wed,fri\"", [0, 2, 4]),
      ("\"mon-wed, sat\"", [0, 1, 2, 5]), ("sat-mon", [5, 6, 0]), ("[tue, thu-fri]", [1, 3, 4]), ("sun-sun", [6]),
    ])
  func days(text: String, days: [Int]) throws {
    let policy = try readPolicy(head + "windows: { w: { zone: UTC, days: \(text), hours: 00:00-24:00 } }\n")
    #expect(policy.windows["w"]?.days == Set(days.compactMap(Weekday.init)))
    #expect(policy.windows["w"]?.hours == 0..<1440)
  }

  @Test("sizes are powers of 1,024", arguments: [("1KB", 1024), ("500KB", 512_000), ("64MB", 67_108_864)])
  func sizes(text: String, bytes: Int) throws {
    #expect(try readPolicy(head + "limits: { file-size: \(text), files: 7 }\n").limits.fileSize == bytes)
  }

  @Test("unsigned commits are accepted where the policy says so")
  func unsigned() throws {
    #expect(try readPolicy(head + "commits: { signed: false }\n").commits.signed == false)
  }

  @Test("places name the source that was given")
  func source() {
    guard case .failure(let errors) = PolicyReading.read(Array("- 1".utf8), source: "main:.countersign/policy.yaml")
    else {
      Issue.record("the policy was read")
      return
    }
    #expect(errors.findings.first?.place?.description == "main:.countersign/policy.yaml:1:1")
  }
}

/// The policy of DESIGN.md, section 2.
let designExample = """
  countersign: 1
  repository: \(id)
  workflows: [workflows]
  people:                              # one human: every address, every role; keys are in allowed_signers
    maria: { emails: [maria@acme.example], roles: [author, reviewer] }
    jonas: { emails: [jonas@acme.example, j@home.example], roles: [reviewer, policy-owner] }
    sofia: { emails: [sofia@acme.example], roles: [security, policy-owner] }
    lena:  { emails: [lena@acme.example], roles: [release-manager, on-call, policy-owner] }
  services:
    ci:    { emails: [ci@acme.example], roles: [tester], operated-by: [lena] }
  commits:  { signed: true, why: { min-length: 15 }, ticket: "OPS-[0-9]+" }
  main:                                # the gate for a landing, by risk class
    low:    { approvals: 1 }
    medium: { approvals: 1, tests: [unit] }
    high:   { approvals: [reviewer, security], tests: [unit, contract] }   # one of each role, by distinct people
  policy:   { approvals: { count: 2, role: policy-owner } }               # the gate for a change of .countersign itself
  risk:
    unknown: high                      # what cannot be classified is treated as this
    raise:
      - { to: high, when: { actions: [payment, access, contract] } }
      - { to: high, when: { data: [financial, personal] } }
  areas:                               # who owns what: in an area its roles stand in place of the general ones
    finance: { workflows: ["vendor-*", "invoice-*"], roles: { reviewer: [maria, jonas] } }
  recall: [security, release-manager]  # who may bar a version
  reviews: { access: 90d, security: 180d }             # records that must not be older
  environments:
    dev:  { branch: env/dev, release: [author, release-manager], all: {} }        # `all`: every class not named
    test: { branch: env/test, after: dev, release: [release-manager], all: { tests: [unit] } }
    prod:
      branch: env/prod
      after: test
      release: [release-manager]       # the roles that may write a release
      rollback: [release-manager, on-call]
      kill: [release-manager, on-call]
      resume: { approvals: 2 }
      break-glass: { approvals: [on-call], for: 4h }     # absent: nobody may
      low:      { soak: 0s }
      medium:   { soak: 4h, tests: { suites: [unit], within: 30d } }
      high:     { approvals: [reviewer, security], tests: { suites: [unit, contract], within: 7d }, soak: 24h,
                  separate: [author, approver, releaser], window: office-hours }       # `separate` names acts, not roles
  windows:  { office-hours: { zone: Europe/Berlin, days: mon-thu, hours: "09:00-16:00" } }
  freezes:  [ { name: year-end, zone: Europe/Berlin, from: 2026-12-20, until: 2027-01-04, environments: [prod] } ]   # last day included

  """

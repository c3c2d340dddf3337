import Diagnostics
import Documents
import Testing
import Vocabulary
import Workflows

@Suite("Reading a manifest")
struct ManifestReadingTests {
  @Test("a mistake is one finding with rule, place and words", arguments: manifestMistakes)
  func reported(_ mistake: ManifestMistake) throws {
    #expect(mistake.findings.count == 1)
    let finding = try #require(mistake.findings.first)
    #expect(finding.rule.id == mistake.rule)
    #expect(finding.level == .error)
    #expect(finding.place?.source == manifestSource)
    if let place = mistake.place { #expect("\(finding.place?.line ?? 0):\(finding.place?.column ?? 0)" == place) }
    let words = manifestWords(finding)
    for word in mistake.words { #expect(words.contains(word), "no \(word) in:\n\(words)") }
    for word in ["invalid", "failed to", "please", "oops"] { #expect(!words.lowercased().contains(word)) }
    #expect((ManifestRules.all + DocumentsRules.all).contains(finding.rule))
  }

  @Test(
    "a literal is no reference, and no message repeats it",
    arguments: [
      "hunter2-sekret", "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc-sekret", "vault:sekret", "vault:///sekret",
      "http://host/sekret", "VAULT://kv/sekret",
      "vault://user:" + "sekret@host/kv", "vault://kv/a sekret", "env:", "env:1sekret", "env:A=sekret",
      "${{ secrets.A }} sekret", "${{ env.sekret }}",
      "${{secrets.sekret}}", " vault://kv/sekret", "aws-sm:sekret", "vault://kv/ö-sekret",
    ])
  func literal(text: String) throws {
    let findings = manifestFindings(manifestHead + "secrets: [{ name: A, from: \"\(text)\" }]\n")
    #expect(findings.map(\.rule.id) == ["manifest.literal-secret"])
    #expect(!manifestWords(try #require(findings.first)).contains("sekret"))
  }

  @Test(
    "what could be a secret is never repeated, whatever else is wrong",
    arguments: [
      "secrets: sekret", "secrets: [sekret]", "secrets: [{ name: A, from: [sekret] }]",
      "secrets: [{ name: \"A sekret\", from: \"env:A\" }]",
      "secrets: [{ name: A, from: 8150925 }]", "secrets: [{ name: A, from: \"env:A\", rotate: sekret }]",
      "secrets: [{ name: A, from: \"se\\u200Bkret sekret\" }]", "environments: { test: { secrets: [sekret] } }",
    ])
  func confidential(text: String) {
    let findings = manifestFindings(manifestHead + text + "\n")
    #expect(!findings.isEmpty)
    for finding in findings {
      #expect(!manifestWords(finding).contains("sekret"))
      #expect(!manifestWords(finding).contains("8150925"))
    }
  }

  @Test(
    "references say where a secret is kept",
    arguments: [
      "vault://kv/finance/bank#token", "aws-sm://arn:aws:secretsmanager:eu-central-1:123456789012:secret:bank",
      "env:BANK_TOKEN",
      "azure-kv://finance/bank-token", "gcp-sm://projects/acme/secrets/bank/versions/3", "${{ secrets.BANK_TOKEN }}",
    ])
  func references(text: String) throws {
    let manifest = try readManifest(manifestHead + "secrets: [{ name: A, from: \"\(text)\" }]\n").get()
    #expect(manifest.general.secrets.map(\.from) == [text])
  }

  @Test(
    "hosts are destinations",
    arguments: [
      "a", "api.bank.example", "erp.acme.example:8443", "10.0.0.1", "\"[::1]:443\"", "\"[fe80::1]\"", "my_db:5432",
    ])
  func hosts(text: String) throws {
    let manifest = try readManifest(manifestHead + "destinations: [\(text)]\n").get()
    #expect(manifest.general.destinations.count == 1)
  }

  @Test("the example of the design says what it says")
  func example() throws {
    let manifest = try readManifest(manifestExample).get()
    #expect(manifest.workflow == "vendor-payment" && manifest.title == "Pay approved vendor invoices")
    #expect(manifest.owner == "maria" && manifest.escalation == ["jonas", "lena"])
    #expect(manifest.engine == .n8n && manifest.definition == "flow.json" && manifest.risk == .high)
    #expect(manifest.actions == ["payment"] && manifest.data == ["financial", "personal"])
    #expect(manifest.permissions == ["erp:invoices:read", "bank:payments:create"])
    #expect(manifest.general.identity == "svc-vendor-payment")
    #expect(manifest.general.destinations == ["api.bank.example", "erp.acme.example"])
    let secret = try #require(manifest.general.secrets.first)
    #expect(
      secret.name == "BANK_TOKEN" && secret.from == "vault://kv/finance/bank#token" && secret.rotate == Span("90d"))
    #expect(manifest.humanApproval?.step == "Approve payment" && manifest.humanApproval?.when == "amount > 10000 EUR")
    #expect(manifest.limits?.timeout == Span("30s") && manifest.limits?.retries == 3)
    #expect(manifest.uses == ["notify-finance"] && manifest.runbook == "RUNBOOK.md")
    #expect(manifest.tests == ["unit": "npm test", "contract": "./tests/contract.sh"])
    #expect(manifest.environments.keys.sorted() == ["dev", "test"])
    #expect(manifest.environments["dev"]?.secrets == [])
    #expect(manifest.environments["test"]?.identity == "svc-vendor-payment-test")
    #expect(manifest.shared == [] && manifest.holdings.count == 9)
  }

  @Test("without an owner it can be read, as the gate holds it")
  func ownerless() throws {
    let manifest = try readManifest(manifestHead).get()
    #expect(manifest.owner == nil && manifest.risk == nil && manifest.general.identity == nil)
    #expect(manifest.environments.isEmpty && manifest.uses.isEmpty && manifest.tests.isEmpty && manifest.limits == nil)
  }

  @Test("commands may have several lines")
  func script() throws {
    let manifest = try readManifest(manifestHead + "tests:\n  unit: |\n    npm ci\n    npm test\n").get()
    #expect(manifest.tests == ["unit": "npm ci\nnpm test\n"])
  }

  @Test("all mistakes are reported, not only the first")
  func all() {
    let text =
      manifestHead.replacing("n8n", with: "n8m")
      + "owner: 7\nlimits: { retries: three, tries: 1 }\nsecrets: [{ from: x }]\n"
    #expect(
      Set(manifestFindings(text).map(\.rule.id)) == [
        "manifest.unknown-value", "manifest.wrong-type", "manifest.unknown-key", "manifest.missing-key",
        "manifest.literal-secret",
      ])
    #expect(manifestFindings(text).count == 6)
  }

  @Test(
    "what environments share is known with its place",
    arguments: [
      (
        "identity: a\nenvironments: { t: { identity: a } }",
        "environment 't' shares the identity 'a' with the general setting"
      ),
      (
        "destinations: [a.example]\nenvironments: { t: { destinations: [b.example, a.example] } }",
        "the destination 'a.example'"
      ),
      (
        "secrets: [{ name: A, from: \"env:A\" }]\nenvironments: { t: { secrets: [{ name: B, from: \"env:A\" }] } }",
        "the secret at 'env:A'"
      ),
      (
        "environments: { s: { identity: a }, t: { identity: a } }",
        "environment 't' shares the identity 'a' with environment 's'"
      ),
    ])
  func shared(text: String, what: String) throws {
    let manifest = try readManifest(manifestHead + text + "\n").get()
    #expect(manifest.shared.count == 1)
    let shared = try #require(manifest.shared.first)
    #expect("\(shared.user) shares \(shared.thing) with \(shared.owner)".contains(what))
    #expect(shared.place.source == manifestSource && shared.place.line != nil)
  }

  @Test("the ids of the rules are distinct, in order and begin with the topic")
  func rules() {
    let ids = ManifestRules.all.map(\.id)
    #expect(ids == ids.sorted() && Set(ids).count == ids.count && ids.allSatisfy { $0.hasPrefix("manifest.") })
    #expect(ManifestRules.all.allSatisfy { $0.summary.hasSuffix(".") && $0.explanation.count > 40 })
  }
}

/// The manifest of DESIGN.md, section 2.
let manifestExample = """
  # yaml-language-server: $schema=…/workflow.schema.json
  workflow: vendor-payment
  title: Pay approved vendor invoices
  owner: maria                         # a person in the policy; unknown or missing owner holds every gate
  escalation: [jonas, lena]
  engine: n8n                          # see ENGINES.md; `script` for anything else
  definition: flow.json
  risk: high                           # low | medium | high | critical: declared; the computed class may be higher, never lower
  actions: [payment]                   # payment | access | contract | communication | data-change
  data: [financial, personal]
  identity: svc-vendor-payment         # dedicated to this workflow; `environments` gives the others their own
  permissions: [erp:invoices:read, bank:payments:create]
  destinations: [api.bank.example, erp.acme.example]
  secrets:
    - { name: BANK_TOKEN, from: "vault://kv/finance/bank#token", rotate: 90d }      # when it was last rotated is a record, not a version
  human-approval: { step: Approve payment, when: "amount > 10000 EUR" }
  limits: { timeout: 30s, retries: 3 }
  uses: [notify-finance]
  tests: { unit: "npm test", contract: "./tests/contract.sh" }
  runbook: RUNBOOK.md                  # must say how to pause, roll back and fall back to hand work
  environments:                        # identity, destinations and secrets are never shared between environments
    dev:  { identity: svc-vendor-payment-dev, destinations: [mock.bank.example], secrets: [] }
    test: { identity: svc-vendor-payment-test, destinations: [sandbox.bank.example],
            secrets: [{ name: BANK_TOKEN, from: "vault://kv/finance-test/bank#token", rotate: 90d }] }

  """

import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: every setting of a manifest")
struct ManifestDifferenceTests {
  private static let whole = """
    workflow: pay
    title: Pay approved invoices
    owner: maria
    escalation: [jonas]
    engine: script
    definition: run.sh
    risk: high
    actions: [payment]
    data: [financial]
    identity: svc-pay
    permissions: [erp:invoices:read]
    destinations: [api.bank.example]
    secrets: [{ name: BANK_TOKEN, from: "vault://kv/bank#token", rotate: 90d }]
    human-approval: { step: Approve payment, when: "amount > 1000" }
    limits: { timeout: 30s, retries: 2 }
    uses: [notify]
    tests: { unit: "npm test" }
    runbook: RUNBOOK.md
    environments:
      dev: { identity: svc-pay-dev, destinations: [mock.example], secrets: [] }

    """

  /// Words of the manifest, what they become, and the kind and line that must be told.
  struct Row: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let kind: ChangeKind
    let line: String
    var testDescription: String { line }

    init(_ old: String, _ new: String, _ kind: ChangeKind, _ line: String) {
      self.old = old
      self.new = new
      self.kind = kind
      self.line = line
    }
  }

  static let rows = [
    Row(
      "title: Pay approved invoices", "title: Pay all invoices", .renamed,
      "title: Pay approved invoices -> Pay all invoices"),
    Row("owner: maria", "owner: tom", .ownerChanged, "owner: maria -> tom"),
    Row("owner: maria\n", "", .ownerChanged, "owner: maria -> nothing"),
    Row("escalation: [jonas]", "escalation: [lena]", .ownerChanged, "escalation: jonas -> lena"),
    Row("engine: script", "engine: n8n", .typeChanged, "engine: script -> n8n"),
    Row("definition: run.sh", "definition: other.sh", .settingChanged, "definition: run.sh -> other.sh"),
    Row("risk: high", "risk: low", .riskLowered, "risk: high -> low"),
    Row("risk: high\n", "", .riskLowered, "risk: high -> nothing"),
    Row("risk: high", "risk: critical", .riskRaised, "risk: high -> critical"),
    Row("actions: [payment]", "actions: [payment, access]", .newRisk, "new action: access"),
    Row("actions: [payment]", "actions: []", .riskLowered, "action gone: payment"),
    Row("data: [financial]", "data: [financial, personal]", .newRisk, "new data: personal"),
    Row("data: [financial]", "data: []", .riskLowered, "data gone: financial"),
    Row("identity: svc-pay\n", "identity: svc-all\n", .identityChanged, "identity: svc-pay -> svc-all"),
    Row("[erp:invoices:read]", "[\"erp:*\"]", .permissionWidened, "new permission: erp:*"),
    Row("[erp:invoices:read]", "[]", .permissionNarrowed, "permission gone: erp:invoices:read"),
    Row("[api.bank.example]", "[api.bank.example, x.example]", .newDestination, "new destination: x.example"),
    Row("[api.bank.example]", "[]", .destinationRemoved, "destination gone: api.bank.example"),
    Row(
      "rotate: 90d }]", "rotate: 90d }, { name: ERP, from: \"vault://kv/erp\" }]", .newCredential,
      "new secret 'ERP' from vault://kv/erp"),
    Row("name: BANK_TOKEN", "name: TOKEN", .credentialRemoved, "secret gone, 'BANK_TOKEN'"),
    Row("kv/bank#token", "kv/other#token", .credentialChanged, "secret 'BANK_TOKEN' comes from"),
    Row("rotate: 90d", "rotate: 365d", .limitsLoosened, "rotation of 'BANK_TOKEN': 90d -> 365d"),
    Row("rotate: 90d", "rotate: 30d", .limitsTightened, "rotation of 'BANK_TOKEN': 90d -> 30d"),
    Row(
      "human-approval: { step: Approve payment, when: \"amount > 1000\" }\n", "", .approvalRemoved,
      "no human approval any more"),
    Row("step: Approve payment", "step: Approve", .approvalChanged, "human approval at: Approve payment -> Approve"),
    Row(
      "when: \"amount > 1000\"", "when: \"amount > 100000\"", .approvalChanged,
      "human approval, when: amount > 1000 -> amount > 100000"),
    Row("timeout: 30s", "timeout: 300s", .limitsLoosened, "timeout: 30s -> 5m"),
    Row("limits: { timeout: 30s, retries: 2 }\n", "", .limitsLoosened, "timeout: 30s -> nothing"),
    Row("retries: 2", "retries: 9", .limitsLoosened, "retries: 2 -> 9"),
    Row("retries: 2", "retries: 1", .limitsTightened, "retries: 2 -> 1"),
    Row("uses: [notify]", "uses: [notify, refund]", .newCall, "new used workflow: refund"),
    Row("uses: [notify]", "uses: []", .callRemoved, "used workflow gone: notify"),
    Row("unit: \"npm test\"", "unit: \"true\"", .testsChanged, "test 'unit': npm test -> true"),
    Row("tests: { unit: \"npm test\" }\n", "", .testsChanged, "test 'unit': npm test -> nothing"),
    Row("runbook: RUNBOOK.md", "runbook: BOOK.md", .settingChanged, "runbook: RUNBOOK.md -> BOOK.md"),
    Row(
      "identity: svc-pay-dev", "identity: svc-shared", .identityChanged, "identity in dev: svc-pay-dev -> svc-shared"),
    Row("[mock.example]", "[api.bank.example.dev]", .newDestination, "new destination in dev: api.bank.example.dev"),
    Row("secrets: []", "secrets: [{ name: D, from: \"vault://d\" }]", .newCredential, "new secret in dev 'D'"),
  ]

  private static func side(_ text: String) throws -> Side {
    let manifest = try ManifestReading.read(Array(text.utf8), source: "workflow.yaml", directory: "pay").get()
    let script = Side.Definition(path: "run.sh", bytes: Array("echo 1\n".utf8), in: "run.sh", engine: .script)
    return Side(manifest: .read(manifest), definitions: [script], others: [:])
  }

  @Test("one setting changed is told in the words of the model", arguments: rows)
  func told(row: Row) throws {
    try #require(Self.whole.contains(row.old))
    let changed = Self.whole.replacing(row.old, with: row.new)
    let difference = Difference.between(try Self.side(Self.whole), try Self.side(changed))
    let lines = difference.changes.filter { $0.kind == row.kind }.map(\.what)
    #expect(lines.contains { $0.hasPrefix("declared: " + row.line) }, "\(difference.lines.map(\.text))")
  }

  @Test("an environment that is named with nothing in it has nothing of the general setting any more")
  func named() throws {
    let changed = Self.whole.replacing("  dev: {", with: "  test: {}\n  dev: {")
    let lines = Difference.between(try Self.side(Self.whole), try Self.side(changed)).lines.map(\.text)
    #expect(lines.contains("- declared: destination gone in test: api.bank.example"), "\(lines)")
  }

  @Test("no setting is left out")
  func complete() throws {
    let manifest = Mirror(
      reflecting: try ManifestReading.read(Array(Self.whole.utf8), source: "", directory: "pay").get())
    let known = manifest.children.compactMap(\.label).map { $0 == "humanApproval" ? "human-approval" : $0 }
    #expect(known.count > 15)
    // The name is the directory's; the other two are settings in settings, each with rows of its own.
    for key in Set(known).subtracting(["workflow", "general", "environments"]) {
      #expect(Self.rows.contains { $0.line.contains(key.prefix(5)) || $0.old.contains("\(key):") }, "\(key)")
    }
  }

  @Test("comments, order and layout of a manifest are silent")
  func layout() throws {
    let lines = Self.whole.split(separator: "\n").map(String.init)
    let other = "# moved\n" + ([lines[1], lines[0]] + lines.dropFirst(2)).joined(separator: "\n") + "\n"
    #expect(Difference.between(try Self.side(Self.whole), try Self.side(other)).changes == [])
  }

  @Test("a new workflow is told as all that it is, a manifest that does not read as not understood")
  func ends() throws {
    let new = Difference.between(nil, try Self.side(Self.whole))
    #expect(
      Set(new.changes.map(\.kind)).isSuperset(of: [
        .newRisk, .newDestination, .newCredential, .permissionWidened, .stepAdded,
      ]))
    let unread = Side(
      manifest: .unread(Finding(Rule("manifest.test", "It is none.", "Mend it."), "it does not read")), definitions: [],
      others: [:])
    let difference = Difference.between(try Self.side(Self.whole), unread)
    #expect(difference.changes.contains { $0.kind == .notUnderstood && $0.what.contains("it does not read") })
    #expect(!difference.isUnderstood)
    let gone = Difference.between(try Self.side(Self.whole), nil)
    #expect(gone.lines.first?.text == "* the workflow is removed, and all that it does: 1 step")
  }
}

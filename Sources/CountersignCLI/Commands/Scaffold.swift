import Diagnostics
import PolicyModel
import Vocabulary
import Workflows

/// The files of a new workflow.
struct Scaffold: Sendable {
  let name: String
  let root: String
  /// nil: no policy says who there is.
  let owner: String?
  let engine: Engine
  /// What was imported; nil: the smallest definition that the engine accepts.
  let definition: [UInt8]?
  let policy: Policy?

  /// From the top of the repository.
  var path: String { "\(root)/\(name)" }

  func files() throws(NormalisingError) -> [WorkTree.File] {
    let content = try Normalising.normalise(definition ?? Array(smallestDefinition.utf8), engine: engine)
    return [
      WorkTree.File(Manifest.fileName, manifest),
      WorkTree.File(definitionFile, content, isExecutable: engine == .script),
      WorkTree.File("RUNBOOK.md", runbook),
      WorkTree.File("tests/unit.py", suite),
    ]
  }
}

extension Scaffold {
  /// What the definition is called: as the engine's own tools call it, where they do.
  var definitionFile: String {
    switch engine {
    case .n8n: "flow.json"
    case .stepFunctions: isYAML ? "definition.asl.yaml" : "definition.asl.json"
    case .githubActions: "workflow.yml"
    case .argo, .serverlessWorkflow: "definition.yaml"
    case .logicApps: "definition.json"
    case .nodeRed: "flows.json"
    case .bpmn: "process.bpmn"
    case .script: "run.sh"
    }
  }

  /// Step Functions takes both; what was imported decides.
  var isYAML: Bool {
    guard let definition else { return false }
    return definition.first { ![0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d].contains($0) } != UInt8(ascii: "{")
  }
}

extension Scaffold {
  /// `vendor-payment` as a line for people: `Vendor payment`.
  var title: String {
    let words = name.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private var manifest: String {
    """
    # The manifest of this workflow: what it is, who answers for it, what it may reach. Fill in what is empty; what stands
    # here is reviewed with every change. Unknown settings are errors, so nothing is ever misspelt in silence.
    workflow: \(Self.word(name))
    title: "\(title)"
    \(ownership)

    engine: \(engine.rawValue)
    definition: \(definitionFile)

    risk: high                # low, medium, high or critical; what is computed may be higher. Lower it when you can say why
    actions: []               # what it does that can harm: payment, access, contract, communication, data-change
    data: []                  # what it touches: financial, personal

    # What it uses in production, and wherever no environment below has its own. The least that is enough.
    identity: svc-\(name)     # dedicated to this workflow
    permissions: []           # ["erp:invoices:read", "bank:payments:create"]
    destinations: []          # hosts that it may reach: [api.bank.example]
    secrets: []               # where they are kept, never what they are, one map each:
    #  - { name: BANK_TOKEN, from: "vault://kv/finance/bank#token", rotate: 90d }

    # Payments, access, contracts: a person decides in the run. Name the step in the definition that waits for them.
    # human-approval: { step: Approve payment, when: "amount > 10000 EUR" }
    limits: { timeout: 30s, retries: 3 }
    uses: []                  # workflows that this one calls
    tests:                    # suite to command; each writes a JUnit report to $COUNTERSIGN_JUNIT
      unit: python3 tests/unit.py
    runbook: RUNBOOK.md       # must say how to pause, roll back and fall back to hand work

    # Identity, destinations and secrets are never shared between environments.
    \(environments)

    """
  }

  private var ownership: String {
    let others =
      policy?.people.values.filter { !$0.roles.isEmpty && $0.name != owner }.map { Self.word($0.name) }.sorted() ?? []
    let someone = others.isEmpty ? "jonas, lena" : others.prefix(2).joined(separator: ", ")
    let line = owner.map { "owner: \(Self.word($0))" } ?? "# owner: maria"
    return """
      \(line)    # a person of the policy; without a known owner every gate holds
      # escalation: [\(someone)]    # who is called when the owner does not answer
      """
  }

  /// One line for each environment but the last, which is what the general setting is for.
  private var environments: String {
    let earlier = policy?.environments.dropLast() ?? []
    guard !earlier.isEmpty else {
      return """
        # environments:
        #   test: { identity: svc-\(name)-test, destinations: [sandbox.bank.example], secrets: [] }
        """
    }
    return "environments:\n"
      + earlier.map { "  \(Self.word($0.name)): { identity: svc-\(name)-\($0.name), destinations: [], secrets: [] }" }
      .joined(separator: "\n")
  }

  /// The environment that matters most, for the runbook's commands.
  private var lastEnvironment: String { policy?.environments.last?.name ?? "prod" }

  private var runbook: String {
    """
    # \(name)

    Say in two sentences what it does, when it runs, and what it never does.

    Owner: \(owner ?? "see `owner` in workflow.yaml"). When they do not answer: `escalation` in workflow.yaml.

    ## How to tell that it is broken

    - Say what people see first: an alert, a report that is missing, a number that is too high.

    ## Pause

    One person who may kill is enough, and it takes effect with the push:

        countersign kill \(name) --env \(lastEnvironment) -m "What was seen, and since when"

    The next run asks `countersign admit` and does not start. Say here what becomes of a run that is under way.

    ## Roll back

        countersign rollback \(name) --env \(lastEnvironment)

    lists the versions that ran there before and are healthy, with the plain git commands for each. Say here what a rollback
    does not undo, and who undoes it.

    ## Fall back to hand work

    1. Pause the workflow, so that nothing is done twice.
    2. Say here who does the work by hand, from which list, and who checks it.
    3. Say here how the workflow learns what was done by hand, before it is resumed.

    """
  }

  /// A name as a YAML value: quoted where YAML or one of its readers would take it for something else than a text.
  static func word(_ name: String) -> String {
    let taken: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain = name.first.map { ("a"..."z").contains($0) } == true && !taken.contains(name)
    return isPlain ? name : "\"\(name)\""
  }
}

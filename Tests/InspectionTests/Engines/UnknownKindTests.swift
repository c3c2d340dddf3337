import Inspection
import Testing
import Vocabulary
import Workflows

/// A kind of step that nobody knows is told as not known, in every engine: silence would look like something harmless.
@Suite("Engines: kinds that are not known")
struct UnknownKindTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let engine: Engine
    let text: String
    /// The step that it is about.
    let step: String
    /// Whether a note says so, beside a destination that is not known.
    var isNoted = true
  }

  private static func n8n(_ type: String, _ more: String = "") -> String {
    "{\"name\": \"f\", \"nodes\": [{\"id\": \"1\", \"name\": \"X\", \"type\": \"\(type)\", \"parameters\": {\"operation\": \"create\"}\(more)}], \"connections\": {}}"
  }

  private static func machine(_ resource: String) -> String {
    "{\"StartAt\": \"X\", \"States\": {\"X\": {\"Type\": \"Task\", \"Resource\": \"\(resource)\", \"End\": true}}}"
  }

  private static func logic(_ action: String) -> String {
    "{\"$schema\": \"https://x/workflowdefinition.json#\", \"triggers\": {}, \"actions\": {\"X\": \(action)}}"
  }

  static let unknown = [
    Row(testDescription: "n8n's own, of no kind", engine: .n8n, text: n8n("n8n-nodes-base.newPayNode"), step: "X"),
    Row(
      testDescription: "n8n's own agents", engine: .n8n, text: n8n("@n8n/n8n-nodes-langchain.newThing"), step: "X"),
    Row(testDescription: "a package of others", engine: .n8n, text: n8n("n8n-nodes-acme.paynow"), step: "X"),
    Row(
      testDescription: "a package of others with a harmless name", engine: .n8n, text: n8n("n8n-nodes-acme.noOp"),
      step: "X"),
    Row(
      testDescription: "a trigger of others, which may stand anywhere", engine: .n8n,
      text: n8n("n8n-nodes-acme.payTrigger"), step: "X"),
    Row(
      testDescription: "Node-RED", engine: .nodeRed,
      text:
        "[{\"id\": \"t\", \"type\": \"tab\", \"label\": \"x\"}, {\"id\": \"X\", \"type\": \"pay-now\", \"z\": \"t\", \"wires\": []}]",
      step: "X"),
    Row(
      testDescription: "an activity", engine: .stepFunctions,
      text: machine("arn:aws:states:eu-west-1:123456789012:activity:pay"), step: "X"),
    Row(
      testDescription: "Logic Apps: a type", engine: .logicApps,
      text: logic("{\"type\": \"PayNow\", \"inputs\": {\"amount\": 7}}"), step: "X"),
    Row(
      testDescription: "Logic Apps: a connector, which is told as one", engine: .logicApps,
      text: logic(
        "{\"type\": \"ServiceProvider\", \"inputs\": {\"serviceProviderConfiguration\": {\"serviceProviderId\": \"/serviceProviders/newpay\", \"operationId\": \"pay\", \"connectionName\": \"n\"}}}"
      ), step: "X", isNoted: false),
    Row(
      testDescription: "Serverless Workflow: a function of nobody", engine: .serverlessWorkflow,
      text:
        "document: {dsl: 1.0.0, namespace: a, name: b, version: 1.0.0}\ndo:\n  - X: {call: paynow, with: {amount: 7}}\n",
      step: "X"),
    Row(
      testDescription: "Argo: a plugin", engine: .argo,
      text:
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: x}\nspec:\n  entrypoint: X\n  templates:\n    - name: X\n      plugin: {paynow: {amount: 7}}\n",
      step: "X"),
    Row(
      testDescription: "GitHub Actions: an action, which is told as one", engine: .githubActions,
      text: "on: push\njobs:\n  j:\n    runs-on: x\n    steps:\n      - id: X\n        uses: acme/pay-now@v1\n",
      step: "j/X",
      isNoted: false),
    Row(
      testDescription: "BPMN: a worker, which is told as a function", engine: .bpmn,
      text:
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:z=\"http://camunda.org/schema/zeebe/1.0\"><process id=\"p\" isExecutable=\"true\"><serviceTask id=\"X\"><extensionElements><z:taskDefinition type=\"pay-now\"/></extensionElements></serviceTask></process></definitions>",
      step: "X", isNoted: false),
  ]

  @Test("where it goes is not known, and a note says that it is not", arguments: unknown)
  func isTold(row: Row) throws {
    let model = try model(row.text, engine: row.engine)
    let step = try model.step(row.step)
    #expect(step.destinations.contains { $0.host.value == nil })
    #expect(
      model.unknowns.contains { $0.what.contains("is not known") || $0.what.contains("are not known") } == row.isNoted)
    // It is told, too, where it comes to a workflow that was there.
    let before = Model(engine: row.engine, name: model.name, spot: model.spot)
    let kinds = Set(Difference.between(before, model).changes.map(\.kind))
    #expect(kinds.contains(.newDestination))
    #expect(kinds.contains(.notUnderstood) == row.isNoted)
  }

  @Test("a service of AWS that nobody knows is noted; its host is known")
  func service() throws {
    let model = try model(Self.machine("arn:aws:states:::aws-sdk:newpay:pay"), engine: .stepFunctions)
    #expect(model.unknowns.map(\.what) == ["what the service 'newpay' does is not known"])
    #expect(model.hosts == ["newpay.amazonaws.com"])
  }

  @Test("what is known to do nothing outside stays so", arguments: ["set", "if", "merge", "noOp", "code", "splitOut"])
  func harmless(name: String) throws {
    let model = try model(Self.n8n("n8n-nodes-base.\(name)"), engine: .n8n)
    #expect(model.unknowns.isEmpty && model.hosts.isEmpty)
  }

  @Test("what gives access is known to", arguments: ["awsIam", "venafiTlsProtectCloud", "okta", "ldap"])
  func access(name: String) throws {
    #expect(try model(Self.n8n("n8n-nodes-base.\(name)"), engine: .n8n).step("X").risks.contains(.access))
  }

  @Test("one that is switched off does nothing, and is no note")
  func off() throws {
    #expect(try model(Self.n8n("n8n-nodes-base.newPayNode", ", \"disabled\": true"), engine: .n8n).unknowns.isEmpty)
  }
}

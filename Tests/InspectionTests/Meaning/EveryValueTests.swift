import Inspection
import StrictJSON
import Testing
import Workflows

/// A definition, and the values in it that mean nothing to what it does, with the reason.
struct ValuesCase: CustomTestStringConvertible, Sendable {
  let engine: Engine
  /// A history's first text, or the text itself.
  let text: String
  let ending: String
  let silent: [String]
  var testDescription: String { text.count < 60 ? text : engine.rawValue }

  init(_ engine: Engine, _ text: String, ending: String = "json", silent: [String] = []) {
    self.engine = engine
    self.text = text
    self.ending = ending
    self.silent = silent
  }

  func read() throws -> String {
    if text.contains("\n") { return text }
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return String(decoding: try Disk.read("\(folder)/Histories/\(text)/before.\(ending)"), as: UTF8.self)
  }

  var scalars: Scalars {
    get throws {
      switch ending {
      case "json": Scalars(json: try read())
      case "yml": Scalars(yaml: try read())
      default: Scalars(xml: try read())
      }
    }
  }

  func side(_ text: String) throws -> Side {
    let manifest = "workflow: pay\ntitle: T\nowner: maria\nengine: \(engine.rawValue)\ndefinition: flow.\(ending)\n"
    return Side(
      manifest: .read(
        try ManifestReading.read(Array(manifest.utf8), source: "workflow.yaml", directory: "pay").get()),
      definitions: [
        Side.Definition(path: "flow.\(ending)", bytes: Array(text.utf8), in: "workflows/pay/flow", engine: engine)
      ],
      others: [:])
  }

  func isSilent(_ path: String) -> Bool {
    let plain = path.replacing(/\.\d+/, with: ".#")
    return silent.contains { $0.first == "*" ? plain.hasSuffix($0.dropFirst()) : plain == $0 || path == $0 }
  }
}

/// Where the editor shows things, and ids that it gives anew; the ninth node is a note.
private let n8nLayout = [
  "*.position.#", "nodes.#.id", "nodes.#.webhookId", "nodes.#.notes", "*.index", "*.type", "versionId", "id",
  "meta.instanceId", "nodes.8.name", "nodes.8.typeVersion", "*.parameters.content", "*.cachedResultName",
  "*.cachedResultUrl", "*.conditions.#.id",
]

let valuesCases = [
  n8n("n8n-approval-led-past"), n8n("n8n-a-no-pays-too"), n8n("n8n-quiet-failures"),
  n8n("n8n-credential-and-certificate"), n8n("n8n-one-line-of-code"),
  ValuesCase(.stepFunctions, "step-functions-timeout-grants", silent: ["Comment", "*.Comment", "*.End"]),
  ValuesCase(
    .stepFunctions, machine,
    silent: ["Comment", "States.Ask.Comment", "States.Each.End", "States.Each.ItemProcessor.States.One.End"]),
  ValuesCase(
    .logicApps, "logic-apps-plain-http-and-a-password", silent: ["*$schema", "*contentVersion"]),
  ValuesCase(.logicApps, flow, silent: ["*$schema", "*contentVersion", "properties.state"]),
  ValuesCase(.nodeRed, "node-red-a-badge-for-all", silent: [".#.id", ".#.x", ".#.y", ".#.outputs", ".7.name"]),
  ValuesCase(.serverlessWorkflow, tasks, silent: ["document.namespace", "document.version", "document.dsl"]),
  ValuesCase(.githubActions, "actions-permissions-and-pin", ending: "yml"),
  ValuesCase(.githubActions, job, ending: "yml", silent: ["id"]),
  ValuesCase(.argo, "argo-approval-becomes-a-pause", ending: "yml", silent: ["apiVersion"]),
  ValuesCase(.argo, cron, ending: "yml", silent: ["apiVersion"]),
  ValuesCase(
    .bpmn, "bpmn-legal-is-skipped", ending: "bpmn",
    silent: [
      "version", "xmlns:dc", "xmlns:zeebe", "xmlns:bpmndi", "targetNamespace", "id", "bpmnElement", "x", "y", "width",
      "height", "name",
    ]),
]

private func n8n(_ history: String) -> ValuesCase { ValuesCase(.n8n, history, silent: n8nLayout) }

@Suite("meaning: every value of a definition")
struct EveryValueTests {
  @Test("another value is told, unless it says nothing about what the workflow does", arguments: valuesCases)
  func told(_ one: ValuesCase) throws {
    let before = try one.side(try one.read())
    #expect(before.definitions[0].obstacle == nil)
    let scalars = try one.scalars.others
    #expect(scalars.count > 9)
    var untold: Set<String> = []
    for other in scalars where !one.isSilent(other.path) {
      if Difference.between(before, try one.side(other.text)).changes.isEmpty { untold.insert(other.path) }
    }
    #expect(untold.sorted() == [])
  }

  @Test("the order of keys says nothing", arguments: valuesCases.filter { $0.ending == "json" })
  func order(_ one: ValuesCase) throws {
    let text = try one.read()
    let turned = turned(JSON(try StrictJSON.read(Array(text.utf8)))).written(pretty: true)
    #expect(turned != text)
    let difference = Difference.between(try one.side(text), try one.side(turned))
    #expect(difference.changes == [], "\(difference.lines.map(\.text))")
  }

  private func turned(_ value: JSON) -> JSON {
    switch value {
    case .array(let elements): .array(elements.map(turned))
    case .object(let members): .object(members.reversed().map { .init($0.key, turned($0.value)) })
    default: value
    }
  }

  @Test("where the first condition that holds decides, another order is told")
  func conditions() throws {
    let one = ValuesCase(.stepFunctions, machine)
    let first = "{ \"Variable\": \"$.amount\", \"NumericLessThan\": 10, \"Next\": \"Pay\" }"
    let second =
      "{ \"Variable\": \"$.amount\", \"NumericGreaterThan\": 5, \"Next\": \"Ask\", \"Assign\": { \"a\": 1 } }"
    try #require(machine.contains(first) && machine.contains(second))
    let swapped = machine.replacing(first, with: "@").replacing(second, with: first).replacing("@", with: second)
    let lines = Difference.between(try one.side(machine), try one.side(swapped)).lines.map(\.text)
    #expect(lines.contains { $0.contains("'Choose' tries its conditions in another order") }, "\(lines)")
    #expect(lines.contains { $0.contains("now: 'Ask' if") }, "\(lines)")
  }

  @Test("what is too long to be kept still counts to its end")
  func long() throws {
    let one = ValuesCase(.serverlessWorkflow, tasks)
    let start = String(repeating: ".x > 1 and ", count: 80)
    let texts = ["1", "2"].map { tasks.replacing(".sum > 5", with: "\(start)\($0)") }
    #expect(!Difference.between(try one.side(texts[0]), try one.side(texts[1])).changes.isEmpty)
    let many = (0..<300).map { "\"k\($0)\": \($0)" }
    let bodies = [many, many.dropLast() + ["\"k299\": 7"], Array(many.reversed())].map { members in
      tasks.replacing("\"body\": { \"a\": 1 }", with: "\"body\": {\(members.joined(separator: ", "))}")
    }
    let sides = try bodies.map(one.side)
    #expect(!Difference.between(sides[0], sides[1]).changes.isEmpty)
    #expect(Difference.between(sides[0], sides[2]).changes == [])
  }
}

private let machine = """
  {
    "Comment": "c", "QueryLanguage": "JSONPath", "StartAt": "Choose", "TimeoutSeconds": 60,
    "States": {
      "Choose": { "Type": "Choice", "Default": "No", "Choices": [
        { "Variable": "$.amount", "NumericLessThan": 10, "Next": "Pay" },
        { "Variable": "$.amount", "NumericGreaterThan": 5, "Next": "Ask", "Assign": { "a": 1 } },
        { "And": [{ "Variable": "$.a", "IsNull": true }, { "Variable": "$.b", "StringEquals": "x" }], "Next": "No" }
      ] },
      "Ask": { "Type": "Task", "Comment": "c", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Next": "Pay",
        "HeartbeatSeconds": 5, "Parameters": { "Type": "t", "Comment": "p", "Next": "n", "QueueUrl": "https://q.example/a" } },
      "Pay": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Each",
        "Parameters": { "FunctionName": "pay:1", "Payload": { "End": "e", "Default": "d" } },
        "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 2, "MaxAttempts": 2, "BackoffRate": 2.5 }],
        "Catch": [{ "ErrorEquals": ["F"], "ResultPath": "$.f", "Next": "No" }] },
      "Each": { "Type": "Map", "MaxConcurrency": 2, "ItemsPath": "$.items", "End": true,
        "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": "One",
          "States": { "One": { "Type": "Pass", "Result": { "r": 1 }, "End": true } } } },
      "No": { "Type": "Fail", "Error": "e", "Cause": "c" }
    }
  }
  """

private let flow = """
  {
    "properties": {
      "displayName": "Pay", "state": "Started",
      "connectionReferences": { "mail": { "connectionName": "shared-mail-1", "api": { "name": "shared_office365" } } },
      "definition": {
        "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
        "contentVersion": "1.0.0.0",
        "parameters": { "bank": { "type": "String", "defaultValue": "https://bank.example" } },
        "triggers": { "Daily": { "type": "Recurrence", "recurrence": { "frequency": "Day", "interval": 1 } } },
        "actions": {
          "Pay": { "type": "Http", "runAfter": {}, "operationOptions": "DisableAsyncPattern", "limit": { "timeout": "PT1M" },
            "inputs": { "method": "POST", "uri": "@parameters('bank')", "body": { "code": "c", "kind": "k" },
              "retryPolicy": { "type": "fixed", "count": 2, "interval": "PT5S" } },
            "runtimeConfiguration": { "secureData": { "properties": ["inputs"] } } },
          "Until_done": { "type": "Until", "expression": "@equals(1, 2)", "limit": { "count": 5, "timeout": "PT1H" },
            "runAfter": { "Pay": ["Failed", "TimedOut"] }, "actions": {} },
          "Note": { "type": "Compose", "inputs": "x", "runAfter": { "Pay": ["Succeeded"] } }
        }
      }
    }
  }
  """

private let tasks = """
  {
    "document": { "dsl": "1.0.0", "namespace": "acme", "name": "pay", "version": "1.0.0" },
    "input": { "schema": { "format": "json" } },
    "use": { "retries": { "few": { "delay": { "seconds": 3 }, "limit": { "attempt": { "count": 4 } } } } },
    "schedule": { "cron": "0 3 * * *" }, "timeout": { "after": "PT5M" },
    "do": [
      { "choose": { "switch": [{ "big": { "when": ".sum > 5", "then": "ask" } }, { "small": { "then": "pay" } }] } },
      { "ask": { "listen": { "to": { "one": { "with": { "type": "approved" } } } } } },
      { "pay": { "call": "http", "if": ".ok", "with": { "method": "post", "endpoint": "https://bank.example/pay", "body": { "a": 1 } } } },
      { "both": { "fork": { "compete": true, "branches": [{ "l": { "set": { "then": "x" } } }, { "r": { "wait": { "seconds": 3 } } }] } } },
      { "careful": { "try": [{ "one": { "emit": { "event": { "with": { "type": "t", "do": "d" } } } } }],
        "catch": { "errors": { "with": { "status": 503 } }, "when": ".retry", "retry": { "delay": { "seconds": 2 }, "limit": { "attempt": { "count": 3 } } },
          "do": [{ "undo": { "set": { "undone": true } } }] } } }
    ]
  }
  """

private let job = """
  name: Pay
  on:
    schedule:
      - cron: 0 3 * * *
  env:
    STAGE: prod
  concurrency: one
  jobs:
    pay:
      runs-on: ubuntu-24.04
      timeout-minutes: 10
      environment:
        name: prod
      env:
        REGION: eu
      steps:
        - name: Far away
          id: far
          uses: appleboy/ssh-action@v1
          with:
            host: pay.acme.example
            script: ./pay.sh
            name: artifact
            run: now
        - name: Here
          if: success()
          continue-on-error: true
          run: ./note.sh
          working-directory: pay

  """

private let cron = """
  apiVersion: argoproj.io/v1alpha1
  kind: CronWorkflow
  metadata:
    name: pay
  spec:
    schedule: 0 3 * * 1
    timezone: Europe/Berlin
    concurrencyPolicy: Forbid
    startingDeadlineSeconds: 5
    workflowSpec:
      entrypoint: main
      serviceAccountName: pay
      parallelism: 2
      podSpecPatch: hostNetwork
      arguments:
        parameters:
          - name: bank
            value: bank.example
      volumes:
        - name: work
          emptyDir:
            medium: Memory
      templates:
        - name: main
          dag:
            failFast: false
            tasks:
              - name: a
                template: pay
                arguments:
                  parameters:
                    - name: sum
                      value: one
              - name: b
                template: pay
                depends: a.Succeeded || a.Failed
                when: ready
        - name: pay
          container:
            image: acme/pay
            imagePullPolicy: Always
            env:
              - name: STAGE
                value: prod
          sidecars:
            - name: proxy
              image: acme/proxy
              workingDir: there

  """

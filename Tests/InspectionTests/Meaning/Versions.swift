import Inspection
import Vocabulary
import Workflows

/// Two versions of a workflow, written out.
enum Versions {
  static func side(_ engine: Engine, _ text: String, _ manifest: String = "") throws -> Side {
    let words = "workflow: flow\ntitle: Flow\nengine: \(engine.rawValue)\ndefinition: flow\n\(manifest)\n"
    let read = try ManifestReading.read(Array(words.utf8), source: "workflow.yaml", directory: "flow").get()
    return Side(
      manifest: .read(read),
      definitions: [Side.Definition(path: "flow", bytes: Array(text.utf8), in: "flow", engine: engine)], others: [:])
  }

  /// What is told of a change of words in a text.
  static func lines(
    _ engine: Engine, _ text: String, _ words: String, _ other: String, manifest: String = "",
    also: (String, String)...
  ) throws -> [String] {
    var changed = text.replacing(words, with: other)
    for (words, other) in also { changed = changed.replacing(words, with: other) }
    return Difference.between(try side(engine, text, manifest), try side(engine, changed, manifest)).lines.map(\.text)
  }

  static let serverless = """
    document: { dsl: "1.0.3", namespace: e, name: pay, version: "0.1.0" }
    do:
      - ask:
          listen: { to: { one: { with: { type: com.acme.approved } } } }
      - check:
          switch:
            - yes: { when: ".ok == true", then: pay }
            - no: { then: exit }
      - pay:
          call: http
          with: { method: post, endpoint: "https://api.bank.example/pay" }

    """

  static let argo = """
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata: { generateName: pay- }
    spec:
      entrypoint: main
      templates:
      - name: main
        steps:
        - - { name: approve, template: ask }
        - - { name: pay, template: p, when: "{{steps.approve.outputs.parameters.ok}} == YES" }
      - name: ask
        suspend: {}
        inputs: { parameters: [{ name: ok, default: "NO", enum: ["YES", "NO"] }] }
        outputs: { parameters: [{ name: ok, valueFrom: { supplied: {} } }] }
      - name: p
        http: { method: POST, url: "https://api.bank.example/pay" }

    """

  static let logicApps = """
    {"definition": {
      "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
      "contentVersion": "1.0.0.0", "triggers": {"manual": {"type": "Request", "kind": "Http", "inputs": {}}},
      "actions": {
        "Approve": {"type": "ApiConnectionWebhook", "runAfter": {}, "inputs": {
          "host": {"connection": {"name": "@parameters('$connections')['office365']['connectionId']"}},
          "path": "/approvalmail/$subscriptions",
          "body": {"Message": {"To": "boss@acme.example", "Options": "Approve, Reject"}}}},
        "Approved": {"type": "If", "runAfter": {"Approve": ["Succeeded"]},
          "expression": {"and": [{"equals": ["@body('Approve')?['SelectedOption']", "Approve"]}]},
          "actions": {"Pay": {"type": "Http", "runAfter": {}, "inputs": {
            "method": "POST", "uri": "https://api.bank.example/pay"}}},
          "else": {"actions": {"Tell": {"type": "Http", "runAfter": {}, "inputs": {
            "method": "POST", "uri": "https://api.acme.example/no"}}}}}}}}
    """
}

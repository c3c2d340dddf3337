import Inspection
import Testing
import Workflows

/// Ways past a step that asks somebody, which an engine takes without a yes.
@Suite("Engines: ways around an approval")
struct AroundApprovalTests {
  private static func argo(_ template: String) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata: {name: w}
    spec:
      entrypoint: main
      templates:
        - name: yes
          suspend: {}
        - name: pay
          container: {image: "acme/pay:1", command: [pay]}
        - name: main
    \(template)
    """
  }

  private func isOpen(_ text: String, past gates: (Model.Step.ID) -> Bool, _ target: String) throws -> Bool {
    let model = try model(text)
    let gates = model.steps.map(\.id).filter(gates)
    #expect(!gates.isEmpty)
    let open = Graph(model).unguarded(by: Set(gates))
    return try open.contains(#require(model.steps.map(\.id).first { $0.hasSuffix(target) }))
  }

  @Test(
    "Argo: a condition is no word of the model", arguments: ["false", "default", "again", "{{inputs.parameters.x}}"])
  func words(test: String) throws {
    let steps = "      steps: [[{name: ask, template: yes, when: \"\(test)\"}], [{name: pay, template: pay}]]"
    #expect(try isOpen(Self.argo(steps), past: { $0.hasSuffix("ask") }, "pay"))
  }

  @Test("Argo: a task behind what is not so, and behind two that may be left out")
  func tasks() throws {
    func behind(_ depends: String) -> String {
      Self.argo("      dag: {tasks: [{name: ask, template: yes}, {name: pay, template: pay, depends: \"\(depends)\"}]}")
    }
    #expect(try isOpen(behind("!ask.Succeeded"), past: { $0.hasSuffix("ask") }, "pay"))
    #expect(try !isOpen(behind("ask.Succeeded"), past: { $0.hasSuffix("ask") }, "pay"))
    let chain = """
            dag:
              tasks:
                - {name: pay, template: pay, dependencies: [b]}
                - {name: b, template: yes, when: "x", dependencies: [a]}
                - {name: a, template: yes, when: "x", dependencies: [first]}
                - {name: first, template: pay}
      """
    #expect(try isOpen(Self.argo(chain), past: { $0.hasSuffix("/a") || $0.hasSuffix("/b") }, "/pay"))
  }

  @Test(
    "Argo: a task that runs when the other one was left out", arguments: ["Skipped", "Omitted", "Failed", "AllFailed"])
  func leftOut(status: String) throws {
    let tasks = "[{name: ask, template: yes}, {name: pay, template: pay, depends: ask.\(status)}]"
    #expect(try isOpen(Self.argo("      dag: {tasks: \(tasks)}"), past: { $0.hasSuffix("ask") }, "pay"))
  }

  @Test("GitHub Actions: a step with a condition holds nothing back, in the middle or at the end of its job")
  func conditionOfAStep() throws {
    func job(_ condition: String, _ more: String = "\n      - {id: pay, run: pay}") -> String {
      """
      on: push
      jobs:
        release:
          runs-on: x
          steps:
            - {id: ask, uses: "acme/ask@v1"\(condition)}\(more)
        later: {runs-on: x, needs: release, steps: [{id: late, run: pay}]}
      """
    }
    #expect(try isOpen(job(", if: false"), past: { $0 == "release/ask" }, "release/pay"))
    #expect(try !isOpen(job(""), past: { $0 == "release/ask" }, "release/pay"))
    #expect(try !isOpen(job(""), past: { $0 == "release/ask" }, "later/late"))
    #expect(try isOpen(job(", if: false", ""), past: { $0 == "release/ask" }, "later/late"))
    #expect(try !isOpen(job("", ""), past: { $0 == "release/ask" }, "later/late"))
  }

  @Test("Serverless Workflow: a task with a condition holds nothing back")
  func conditionOfATask() throws {
    func tasks(_ condition: String) -> String {
      """
      document: {dsl: 1.0.0, namespace: a, name: b, version: 1.0.0}
      do:
        - ask: {\(condition)call: http, with: {method: get, endpoint: "https://a.example"}}
        - pay: {call: http, with: {method: post, endpoint: "https://b.example"}}
      """
    }
    #expect(try isOpen(tasks("if: \"${ false }\", "), past: { $0 == "ask" }, "pay"))
    #expect(try !isOpen(tasks(""), past: { $0 == "ask" }, "pay"))
  }

  @Test(
    "GitHub Actions: functions in any case", arguments: ["Always()", "ALWAYS()", "${{ always( ) }}", "!Cancelled()"])
  func anyCase(test: String) throws {
    let text = """
      on: push
      jobs:
        ask: {runs-on: x, environment: prod, steps: [{run: one}]}
        pay: {runs-on: x, needs: ask, if: "\(test)", steps: [{run: two}]}
      """
    #expect(try isOpen(text, past: { $0 == "ask" }, "pay"))
  }

  @Test("Logic Apps: on after nobody answered in time", arguments: ["TimedOut", "Skipped", "Failed"])
  func states(state: String) throws {
    func flow(_ states: String) -> String {
      """
      {"$schema": "https://x/workflowdefinition.json#", "triggers": {}, "actions": {
        "ask": {"type": "Compose", "inputs": "x", "runAfter": {}},
        "pay": {"type": "Compose", "inputs": "y", "runAfter": {"ask": [\(states)]}}}}
      """
    }
    #expect(try isOpen(flow("\"Succeeded\", \"\(state)\""), past: { $0 == "ask" }, "pay"))
    #expect(try !isOpen(flow("\"Succeeded\""), past: { $0 == "ask" }, "pay"))
  }

  @Test(
    "scripts: what a shell runs is seen",
    arguments: [
      "\r#;stripe payouts create", "echo 'C:\\'; stripe payouts create", "echo C:\\\\\nstripe payouts create",
    ])
  func shell(line: String) throws {
    let model = try model("#!/bin/sh\n\(line)\n", engine: .script)
    #expect(model.steps.contains { $0.type == "stripe" && $0.risks.contains(.payment) }, "\(model.steps.map(\.name))")
  }
}

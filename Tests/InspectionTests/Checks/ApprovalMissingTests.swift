import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: approval-missing")
struct ApprovalMissingTests {
  static let rows = [
    CheckRow("nobody is asked", manifest: "actions: [payment]", [.error], words: ["'Pay'", "no step of 'pay'"]) {
      $0.step("Start", .trigger)
      $0.pays("Pay")
      $0.chain("Start", "Pay")
    },
    CheckRow("of class low", manifest: "actions: [payment]", risk: .low, [.warning]) { $0.pays("Pay") },
    CheckRow("a way past the person", manifest: "actions: [payment]", [.error], words: ["a way leads past 'Approve'"]) {
      $0.step("Start", .branch)
      $0.asks("Approve")
      $0.pays("Pay")
      $0.chain("Start", "Approve", "Pay")
      $0.edge("Start", "Pay", .condition("false"))
    },
    CheckRow("a second trigger behind the person", manifest: "actions: [payment]", [.error]) {
      $0.step("Start", .trigger)
      $0.asks("Approve")
      $0.pays("Pay")
      $0.step("Hook", .trigger)
      $0.chain("Start", "Approve", "Pay")
      $0.chain("Hook", "Pay")
    },
    CheckRow("the person is asked afterwards", manifest: "actions: [payment]", [.error]) {
      $0.pays("Pay")
      $0.asks("Approve")
      $0.chain("Pay", "Approve")
    },
    CheckRow("the person who asks is switched off", manifest: "actions: [payment]", [.error]) {
      $0.asks("Approve") { $0.isDisabled = true }
      $0.pays("Pay")
      $0.chain("Approve", "Pay")
    },
    CheckRow("when nobody answers in time, it is paid", manifest: "actions: [payment]", [.error]) {
      $0.asks("Approve")
      $0.pays("Pay")
      $0.chain("Approve", "Pay")
      $0.edge("Approve", "Pay", .timeout)
    },
    CheckRow(
      "the manifest says when, and another way leads past the branch",
      manifest: "actions: [payment]\nhuman-approval: { step: Approve, when: amount > 10 }", [.error]
    ) {
      $0.step("Start", .trigger)
      $0.step("Above?", .branch)
      $0.asks("Approve")
      $0.pays("Pay")
      $0.step("Hook", .trigger)
      $0.chain("Start", "Above?")
      $0.edge("Above?", "Approve", .condition("true"))
      $0.edge("Above?", "Pay", .condition("false"))
      $0.chain("Approve", "Pay")
      $0.chain("Hook", "Pay")
    },
    CheckRow(
      "the manifest says when, and nobody is asked on either way",
      manifest: "actions: [payment]\nhuman-approval: { step: Approve, when: amount > 10 }", [.error]
    ) {
      $0.step("Above?", .branch)
      $0.asks("Approve")
      $0.pays("Pay")
      $0.edge("Above?", "Pay", .condition("true"))
      $0.edge("Above?", "Pay", .condition("false"))
    },
    CheckRow(
      "no step shows the payment, and nobody is asked before any that sends", manifest: "actions: [payment]", [.error],
      words: ["before any step that could"]
    ) { $0.step("Post") },
    CheckRow("a script that names nobody", manifest: "actions: [payment]", engine: .script, [.error]) {
      $0.step("run", .code)
    },
    CheckRow("data about people is changed", [.warning]) {
      $0.step("CRM", .connector) { $0.risks = [.personal, .dataChange] }
    },
    CheckRow("a tool that an agent may use", manifest: "actions: [payment]", [.error]) {
      $0.step("Chat", .trigger)
      $0.step("Agent", .code)
      $0.pays("Tool")
      $0.chain("Chat", "Agent")
      $0.edge("Tool", "Agent", .helper("ai_tool"))
    },
    CheckRow("on every way a person", manifest: "actions: [payment]") {
      $0.step("Start", .trigger)
      $0.asks("Approve")
      $0.pays("Pay")
      $0.chain("Start", "Approve", "Pay")
    },
    CheckRow("two people on two ways", manifest: "actions: [payment]") {
      $0.step("Start", .branch)
      $0.asks("A")
      $0.asks("B")
      $0.pays("Pay")
      $0.chain("Start", "A", "Pay")
      $0.chain("Start", "B", "Pay")
    },
    CheckRow(
      "the manifest says when, and a branch decides",
      manifest: "actions: [payment]\nhuman-approval: { step: Approve, when: amount > 10 }"
    ) {
      $0.step("Start", .trigger)
      $0.step("Above?", .branch)
      $0.asks("Approve")
      $0.pays("Pay")
      $0.chain("Start", "Above?")
      $0.edge("Above?", "Approve", .condition("true"))
      $0.edge("Above?", "Pay", .condition("false"))
      $0.chain("Approve", "Pay")
    },
    CheckRow("what lies in a step that waits", manifest: "actions: [payment]") {
      $0.asks("Job")
      $0.pays("Pay") { $0.scope = "Job" }
    },
    CheckRow("the person is asked inside an earlier step", manifest: "actions: [payment]") {
      $0.step("First", .scope)
      $0.asks("Approve") { $0.scope = "First" }
      $0.pays("Pay")
      $0.chain("First", "Pay")
    },
    CheckRow("no step shows the payment, and one that sends waits", manifest: "actions: [payment]") {
      $0.step("Post early")
      $0.asks("Approve")
      $0.step("Post")
      $0.chain("Post early", "Approve", "Post")
    },
    CheckRow(
      "no step shows the payment, and a copy of one that waits does not", manifest: "actions: [payment]", [.error],
      words: ["'Load'", "the same as 'Post', which waits"]
    ) {
      $0.twin("Load", "https://api.bank.example/pay")
      $0.asks("Approve")
      $0.twin("Post", "https://api.bank.example/pay")
      $0.chain("Approve", "Post")
    },
    CheckRow(
      "a yes and a no lead to the same", manifest: "actions: [payment]", [.error],
      words: ["whatever the answer at 'Approve' is"]
    ) {
      $0.answered("https://api.bank.example/pay", "https://api.bank.example/pay")
    },
    CheckRow("a yes and a no lead to calls of one host", manifest: "actions: [payment]") {
      $0.answered("https://api.bank.example/pay", "https://api.bank.example/no")
    },
    CheckRow("a yes and a no lead to one address that is for everything", manifest: "actions: [payment]") {
      $0.answered("https://api.bank.example/graphql", "https://api.bank.example/graphql")
    },
    CheckRow("two that do the same, and no action that needs a person") {
      $0.answered("https://api.bank.example/pay", "https://api.bank.example/pay")
    },
    CheckRow("it only reads", manifest: "actions: [payment]") { $0.step("Read") { $0.reads = true } },
    CheckRow("a setting that is called so says nothing", manifest: "actions: [payment]", [.error]) {
      $0.pays("Pay") { step in
        step.settings = [.init("method", "GET", spot: anySpot), .init("note.operation", "list", spot: anySpot)]
      }
    },
    CheckRow("the payment is off", manifest: "actions: [payment]") { $0.pays("Pay") { $0.isDisabled = true } },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(ApprovalMissing.self) }
}

extension Sketch {
  fileprivate mutating func twin(_ name: String, _ address: String) {
    var step = Model.Step(id: name, name: name, kind: .http, type: "http", spot: spot(name))
    step.destinations = [.init(host: .known("api.bank.example"), scheme: "https", written: address, spot: anySpot)]
    step.settings = [.init("method", "POST", spot: anySpot), .init("body", name, spot: anySpot)]
    model.steps.append(step)
  }

  fileprivate mutating func answered(_ yes: String, _ no: String) {
    asks("Approve")
    step("Decide", .branch)
    twin("Yes", yes)
    twin("No", no)
    chain("Approve", "Decide")
    edge("Decide", "Yes", .condition("true"))
    edge("Decide", "No", .condition("false"))
  }
}

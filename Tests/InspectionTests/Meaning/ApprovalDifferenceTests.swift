import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: approvals")
struct ApprovalDifferenceTests {
  private func grave(_ old: Model, _ new: Model) -> [String] {
    Difference.between(old, new).changes.filter { $0.kind == .approvalRemoved }.map(\.what)
  }

  /// The payment under another name.
  private func copy(_ name: String, _ change: (inout Model.Step) -> Void = { _ in }) -> Model.Step {
    var step = Models.payment.steps[4].with(id: name, name: name)
    step.risks = []
    change(&step)
    return step
  }

  /// The same flow with a payment that no risk is known of.
  private var plain: Model {
    var model = Models.payment
    model.edit("Pay invoice") { $0.risks = [] }
    return model
  }

  @Test("a copy of what only a yes led to is told, wherever no yes is")
  func copied() {
    var new = plain
    new.steps.append(copy("Load"))
    new.edges.append(Models.edge("Check amount", "Load", .condition("small")))
    #expect(
      grave(plain, new) == [
        "without anybody's yes can run now: 'Load', with what only a yes led to before: api.bank.example and the credential '17'"
      ])
  }

  @Test("a step without a yes that becomes the payment is told")
  func rewritten() {
    var old = plain
    old.steps.append(Models.step("Fetch", .http, type: "httpRequest") { $0.reads = true })
    old.edges.append(Models.edge("Check amount", "Fetch", .condition("small")))
    var new = old
    new.edit("Fetch") { $0 = copy("Fetch") }
    #expect(grave(old, new).count == 1, "\(Models.lines(old, new))")
  }

  @Test("a copy behind a no is told, and one behind the same yes is not")
  func answered() {
    var new = plain
    new.steps.append(copy("Again"))
    new.edges.append(Models.edge("Decide", "Again", .condition("false")))
    #expect(
      grave(plain, new) == [
        "the answer false at 'Approve payment' leads to 'Again' now, with what another answer alone led to before: api.bank.example and the credential '17'"
      ])
    new.edges[new.edges.count - 1] = Models.edge("Decide", "Again", .condition("true"))
    #expect(grave(plain, new) == [])
  }

  @Test("what only reads, and a message beside a payment, are no copies of it")
  func silent() {
    var old = plain
    old.steps.append(
      Models.step("Tell", .message, type: "slack") { $0.destinations = [Models.host("slack.example")] })
    old.edges.append(Models.edge("Pay invoice", "Tell"))
    var new = old
    new.steps.append(copy("Look") { $0.reads = true })
    new.steps.append(
      Models.step("Tell early", .message, type: "slack") { $0.destinations = [Models.host("slack.example")] })
    new.edges.append(Models.edge("Check amount", "Look", .condition("small")))
    new.edges.append(Models.edge("Check amount", "Tell early", .condition("small")))
    #expect(grave(old, new) == [])
  }

  @Test("where a branch decides whether a yes is needed, a way past both is told, and the branch's own ways are not")
  func decided() {
    var old = plain
    old.edges.append(Models.edge("Check amount", "Pay invoice", .condition("small")))
    var new = old
    new.edges.append(Models.edge("Invoice arrives", "Pay invoice"))
    #expect(grave(old, new) == ["without anybody's yes can run now: 'Pay invoice'"])
    new = old
    new.steps.append(copy("Load"))
    new.edges.append(Models.edge("Invoice arrives", "Load"))
    #expect(grave(old, new).count == 1)
    #expect(grave(old, old) == [])
  }

  /// Approve -> decide -> a second approval -> decide -> pay; each no ends in a message.
  private var two: Model {
    var model = plain
    model.steps.append(
      Models.step("Security agrees", .approval, type: "slack") {
        $0.approval = Model.Approval(hasRejectPath: .known(true), spot: Models.spot())
      })
    model.steps.append(Models.step("Second yes", .branch, type: "if"))
    model.edges[4] = Models.edge("Decide", "Security agrees", .condition("true"))
    model.edges += [
      Models.edge("Security agrees", "Second yes"), Models.edge("Second yes", "Pay invoice", .condition("true")),
      Models.edge("Second yes", "Say no", .condition("false")), Models.edge("Pay invoice", "Say no"),
    ]
    return model
  }

  @Test("of two approvals one that is led past is told, and nothing that each answer led to anyway")
  func skipped() {
    var new = two
    new.edges[4] = Models.edge("Decide", "Pay invoice", .condition("true"))
    #expect(grave(two, new) == ["without the yes at 'Security agrees' can run now: 'Pay invoice'"])
    #expect(Models.lines(two, new).contains("    still asked on that way: 'Approve payment'"))
    new = two
    new.edges[5] = Models.edge("Decide", "Pay invoice", .condition("false"))
    #expect(grave(two, new).contains("without the yes at 'Security agrees' can run now: 'Pay invoice'"))
  }

  @Test("where one way alone has a condition, another answer is one, too")
  func single() {
    var old = plain
    old.edges.removeAll { $0.to == "Say no" }
    var new = old
    new.edges.append(Models.edge("Decide", "Pay invoice", .condition("false")))
    #expect(grave(old, new) == ["the answer false at 'Approve payment' leads to 'Pay invoice' now, too"])
  }

  @Test("a condition that reads the answer, or says when a person is asked, is a change of its own")
  func conditions() {
    func changed(_ step: String, _ key: String) -> [Change] {
      var old = plain
      old.edit(step) { $0.settings = [.init(key, "a", spot: Models.spot())] }
      var new = old
      new.edit(step) { $0.settings = [.init(key, "b", spot: Models.spot())] }
      return Difference.between(old, new).changes
    }
    let yes = changed("Decide", "condition")
    #expect(yes.map(\.kind) == [.approvalCondition])
    #expect(
      yes.map(\.what) == ["what counts as a yes at 'Approve payment' changed: condition of 'Decide': condition: a -> b"]
    )
    let when = changed("Check amount", "condition")
    #expect(
      when.map(\.what) == ["when 'Approve payment' is asked changed: condition of 'Check amount': condition: a -> b"])
    #expect(changed("Decide", "typeVersion").map(\.kind) == [.conditionChanged])
  }

  @Test("other words for the same answers lead nowhere else")
  func reworded() {
    var new = plain
    new.edges[4] = Models.edge("Decide", "Pay invoice", .condition("ok == true"))
    new.edges[5] = Models.edge("Decide", "Say no", .condition("ok == false"))
    #expect(Models.kinds(plain, new) == [.approvalCondition])
    // Two that lead where one led are no other words for it.
    new.edges[5] = Models.edge("Decide", "Pay invoice", .condition("ok == false"))
    #expect(!grave(plain, new).isEmpty)
  }

  @Test("a choice that another step makes is told")
  func replaced() {
    var new = plain
    new.steps[3] = Models.step("Choose", .branch, type: "switch")
    new.edges = new.edges.map {
      Models.edge($0.from == "Decide" ? "Choose" : $0.from, $0.to == "Decide" ? "Choose" : $0.to, $0.kind)
    }
    new.steps.append(Models.step("Decide", .data, type: "set"))
    #expect(Models.kinds(plain, new).contains(.approvalCondition), "\(Models.lines(plain, new))")
  }

  @Test("an approval that the manifest alone declares is one")
  func declared() throws {
    let asks = "human-approval: { step: ask }"
    let ask = "  - ask:\n      listen: { to: { one: { with: { type: com.acme.approved } } } }\n"
    var lines = try Versions.lines(.serverlessWorkflow, Versions.serverless, ask, "", manifest: asks)
    #expect(lines.contains("! approval removed: nobody is asked at 'ask' any more"))
    #expect(lines.contains("! without anybody's yes can run now: 'pay'"))
    lines = try Versions.lines(.serverlessWorkflow, Versions.serverless, "then: exit", "then: pay", manifest: asks)
    #expect(lines.contains("! the answer default at 'ask' leads to 'pay' now, too"), "\(lines)")
    lines = try Versions.lines(.serverlessWorkflow, Versions.serverless, ".ok == true", "true", manifest: asks)
    #expect(lines.first?.hasPrefix("! what counts as a yes at 'ask' changed") == true)
    lines = try Versions.lines(.serverlessWorkflow, Versions.serverless, "then: exit", "then: pay")
    #expect(!lines.contains { $0.hasPrefix("!") })
  }

  @Test("Argo: a condition on the answer that goes or changes, and what runs however the run ends")
  func argo() throws {
    let when = ", when: \"{{steps.approve.outputs.parameters.ok}} == YES\""
    var lines = try Versions.lines(.argo, Versions.argo, when, "")
    #expect(lines.first == "! no choice follows the answer at 'approve' any more: a no leads on like a yes")
    lines = try Versions.lines(.argo, Versions.argo, "== YES", "!= MAYBE")
    #expect(lines.first?.hasPrefix("! what counts as a yes at 'approve' changed") == true)
    for more in ["onExit: p", "hooks: { running: { template: p, expression: \"workflow.status == 'Running'\" } }"] {
      lines = try Versions.lines(.argo, Versions.argo, "  entrypoint: main", "  entrypoint: main\n  \(more)")
      #expect(
        lines.first
          == "! without anybody's yes can run now: 'p', with what only a yes led to before: api.bank.example",
        "\(lines)")
    }
  }

  @Test("two answers that a new step joins are told, and a new step on one way is not")
  func joined() {
    var new = plain
    new.steps.append(Models.step("Tidy", .data, type: "noOp"))
    new.edges.removeAll { $0.from == "Decide" }
    new.edges += [
      Models.edge("Decide", "Tidy", .condition("true")), Models.edge("Decide", "Tidy", .condition("false")),
      Models.edge("Tidy", "Pay invoice"), Models.edge("Tidy", "Say no"),
    ]
    let lines = Models.lines(plain, new)
    #expect(
      lines.contains {
        $0.hasPrefix("! ") && $0.contains("'Decide' [if false] leads to 'Pay invoice' now, too, by way of what is new")
      }, "\(lines)")
    var old = plain
    old.steps.removeAll { $0.approval != nil }
    old.edges.removeAll { $0.to == "Approve payment" || $0.from == "Approve payment" }
    old.edges.append(Models.edge("Check amount", "Decide", .condition("true")))
    var joined = new
    joined.steps = old.steps + [Models.step("Tidy", .data, type: "noOp")]
    joined.edges = old.edges.filter { $0.from != "Decide" } + new.edges.suffix(4)
    #expect(Models.kinds(old, joined).contains(.flowChanged), "\(Models.lines(old, joined))")
    var single = old
    single.steps.append(Models.step("Tidy", .data, type: "noOp"))
    single.edges.removeAll { $0.from == "Decide" && $0.kind == .condition("true") }
    single.edges += [Models.edge("Decide", "Tidy", .condition("true")), Models.edge("Tidy", "Pay invoice")]
    #expect(Models.kinds(old, single) == [.stepAdded], "\(Models.lines(old, single))")
  }

  @Test("Logic Apps: a copy behind the no, and a question with one answer")
  func logicApps() throws {
    let no = "\"Tell\": {\"type\": \"Http\", \"runAfter\": {}, \"inputs\": {"
    let pay =
      "\"Pay2\": {\"type\": \"Http\", \"runAfter\": {}, \"inputs\": {\"method\": \"POST\", \"uri\": \"https://api.bank.example/pay\"}}, "
    var lines = try Versions.lines(.logicApps, Versions.logicApps, no, pay + no)
    #expect(
      lines.first
        == "! the answer false at 'Approve' leads to 'Pay2' now, with what another answer alone led to before: api.bank.example",
      "\(lines)")
    #expect(lines.contains { $0.hasPrefix("* new step: 'Pay2' (Http), after 'Approved' [if false]") })
    lines = try Versions.lines(.logicApps, Versions.logicApps, "Approve, Reject", "Approve")
    #expect(lines.first == "! whether a no at 'Approve' leads elsewhere than a yes: yes -> no")
  }
}

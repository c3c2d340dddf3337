import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: differences of models")
struct DifferenceTests {
  @Test("a model does not differ from itself, and says so")
  func same() {
    #expect(Difference.between(Models.payment, Models.payment).changes == [])
    #expect(Models.lines(Models.payment, Models.payment) == ["nothing changed in what it does"])
  }

  @Test("new ids, another order and other places are silent")
  func noise() {
    let old = Models.payment
    var new = old
    let ids = Dictionary(uniqueKeysWithValues: old.steps.enumerated().map { ($1.id, "id-\(100 - $0)") })
    new.steps = old.steps.reversed().map { step in
      var moved = step.with(id: ids[step.id], spot: Models.spot("/nodes/\(step.id)", line: 40))
      moved.scope = step.scope.flatMap { ids[$0] }
      return moved
    }
    new.edges = old.edges.reversed().map {
      Model.Edge(from: ids[$0.from] ?? "", to: ids[$0.to] ?? "", $0.kind, spot: $0.spot)
    }
    new.triggers = old.triggers.map { trigger in
      Model.Trigger(
        trigger.kind, step: trigger.step.flatMap { ids[$0] }, type: trigger.type, detail: trigger.detail,
        authentication: trigger.authentication, spot: Models.spot("/else"))
    }
    #expect(Models.lines(old, new) == ["nothing changed in what it does"])
  }

  @Test("steps without names and with new ids are found by what they do and where they stand")
  func nameless() {
    func chain(_ prefix: String, _ order: [Int]) -> Model {
      var model = Model(engine: .nodeRed, name: "flow", spot: Models.spot())
      // Two chains of equal steps, which differ only in where they end.
      model.steps = order.map { number in
        let step = Model.Step(id: "\(prefix)\(number)", name: "", kind: .data, type: "change", spot: Models.spot())
        guard number % 4 == 3 else { return step }
        var last = Model.Step(id: step.id, name: "", kind: .http, type: "http request", spot: Models.spot())
        last.destinations = [Models.host("h\(number).example")]
        return last
      }
      model.edges = [0, 1, 2, 4, 5, 6].map { Models.edge("\(prefix)\($0)", "\(prefix)\($0 + 1)") }
      return model
    }
    #expect(
      Models.lines(chain("a", [0, 1, 2, 3, 4, 5, 6, 7]), chain("b", [5, 0, 7, 2, 4, 3, 6, 1])) == [
        "nothing changed in what it does"
      ])
  }

  @Test("a renamed step is renamed, not removed and added, whatever its id")
  func renamed() {
    var new = Models.payment
    new.edit("Pay invoice") { $0 = $0.with(id: "x", name: "Settle invoice") }
    new.edges[4] = Models.edge("Decide", "x", .condition("true"))
    #expect(Models.lines(Models.payment, new) == ["- renamed: 'Pay invoice' is 'Settle invoice' now"])
  }

  @Test("a step put between two others is one line")
  func inserted() {
    var new = Models.payment
    new.steps.append(Models.step("Log", .data, type: "set"))
    new.edges[4] = Models.edge("Decide", "Log", .condition("true"))
    new.edges.append(Models.edge("Log", "Pay invoice"))
    #expect(
      Models.lines(Models.payment, new) == ["* new step: 'Log' (set), between 'Decide' [if true] and 'Pay invoice'"])
  }

  @Test("a step put in on another answer than before is not explained by it")
  func insertedElsewhere() {
    var new = Models.payment
    new.steps.append(Models.step("Log", .data, type: "set"))
    new.edges[4] = Models.edge("Decide", "Log", .condition("false"))
    new.edges.append(Models.edge("Log", "Pay invoice"))
    let lines = Models.lines(Models.payment, new)
    #expect(lines.contains("* 'Decide' [if true] no longer leads to 'Pay invoice'"))
  }

  @Test("a way past an approval is the first line, with the way")
  func bypass() {
    var new = Models.payment
    new.edges.append(Models.edge("Check amount", "Pay invoice", .condition("small")))
    let lines = Models.lines(Models.payment, new)
    #expect(
      lines.prefix(2) == [
        "! without anybody's yes can run now: 'Pay invoice' (payment)",
        "    an approval stood on every way there; now one leads past: 'Invoice arrives' -> 'Check amount' -> 'Pay invoice'",
      ])
  }

  @Test(
    "an approval that runs out of time, goes wrong or is switched off is passed",
    arguments: [Model.Edge.Kind.timeout, .error])
  func around(kind: Model.Edge.Kind) {
    var new = Models.payment
    new.edges.append(Models.edge("Approve payment", "Pay invoice", kind))
    #expect(Models.lines(Models.payment, new).first == "! without anybody's yes can run now: 'Pay invoice' (payment)")
    new = Models.payment
    new.edit("Approve payment") { $0.isDisabled = true }
    #expect(
      Models.lines(Models.payment, new).contains {
        $0.hasPrefix("! without anybody's yes can run now: 'Pay invoice' (payment)")
      })
  }

  @Test("a no that leads to the payment, too, is told; one that comes back to the approval is not")
  func joined() {
    var new = Models.payment
    new.edges[5] = Models.edge("Decide", "Pay invoice", .condition("false"))
    #expect(
      Models.lines(Models.payment, new).contains {
        $0.hasPrefix("! the answer false at 'Approve payment' leads to 'Pay invoice' (payment)")
      })
    new = Models.payment
    new.edges.append(Models.edge("Say no", "Pay invoice"))
    #expect(
      Models.lines(Models.payment, new).contains {
        $0.hasPrefix("! the answer false at 'Approve payment' leads to 'Pay invoice' (payment)")
      })
    new = Models.payment
    new.edges.append(Models.edge("Say no", "Approve payment"))
    #expect(Models.kinds(Models.payment, new) == [.flowChanged])
  }

  @Test("where the choice after an approval is gone, a no leads on like a yes")
  func choice() {
    var new = Models.payment
    new.steps.removeAll { $0.name == "Decide" }
    new.edges =
      new.edges.filter { $0.from != "Decide" && $0.to != "Decide" } + [Models.edge("Approve payment", "Pay invoice")]
    #expect(
      Models.lines(Models.payment, new).contains {
        $0.hasPrefix("! no choice follows the answer at 'Approve payment' any more")
      })
  }

  @Test("a new step with a risk before the approval is told as such")
  func fresh() {
    var new = Models.payment
    new.steps.append(Models.step("Refund") { $0.risks = [.payment] })
    new.edges.append(Models.edge("Check amount", "Refund", .condition("refund")))
    #expect(
      Models.lines(Models.payment, new).contains("! without anybody's yes can run: 'Refund' (payment), which is new"))
  }

  @Test("a second approval on the same way keeps the payment from being free, and the first is led past")
  func guarded() {
    var old = Models.payment
    old.steps.append(
      Models.step("Security agrees", .approval, type: "slack") {
        $0.approval = Model.Approval(hasRejectPath: .known(true), spot: Models.spot())
      })
    old.edges[4] = Models.edge("Decide", "Security agrees", .condition("true"))
    old.edges.append(Models.edge("Security agrees", "Pay invoice"))
    var new = old
    new.edges.append(Models.edge("Check amount", "Security agrees", .condition("small")))
    #expect(
      Difference.between(old, new).changes.filter { $0.kind == .approvalRemoved }.map(\.what) == [
        "without the yes at 'Approve payment' can run now: 'Pay invoice' (payment)"
      ])
  }

  @Test("secrets are never shown, and what differs still differs")
  func secrets() {
    let token = "Zx9" + "k2Lm7Qp4" + "Rt8Vb3Nc6" + "Wd1"
    var new = Models.payment
    new.edit("Pay invoice") { step in
      step.destinations = [Models.host("api.bank.example", "/pay?token=abcd1234&key=\(token)")]
      step.settings = [
        .init("password", "hunter2" + "hunter2", spot: Models.spot()),
        .init("body", "{\"k\": \"\(token)\"}", spot: Models.spot()),
      ]
      step.credentials = [
        Model.Credential(type: "headerAuth", reference: .known(token), isLiteral: true, spot: Models.spot())
      ]
      step.code = [Model.Code(language: "javascript", text: "const key = '\(token)'", spot: Models.spot())]
    }
    let text = Models.lines(Models.payment, new).joined(separator: "\n")
    for secret in [token, "abcd1234", "hunter2"] { #expect(!text.contains(secret), "\(text)") }
    #expect(text.contains("characters, hash "))
    #expect(text.contains("a literal of the kind headerAuth"))
  }

  @Test("two addresses that change places are told, although the step sends to the same two")
  func swapped() {
    func model(_ first: String, _ second: String) -> Model {
      var model = Models.payment
      model.edit("Pay invoice") { step in
        step.destinations = [Models.host("a.example"), Models.host("b.example")]
        step.settings = [
          .init("first", "https://\(first)/", spot: Models.spot()),
          .init("second", "https://\(second)/", spot: Models.spot()),
        ]
      }
      return model
    }
    let kinds = Models.kinds(model("a.example", "b.example"), model("b.example", "a.example"))
    #expect(kinds == [.settingChanged])
  }

  @Test("what a terminal would obey is shown")
  func hostile() {
    var new = Models.payment
    new.steps.append(Models.step("Log\u{1b}[31m\u{202e}"))
    #expect(Models.lines(Models.payment, new).contains { $0.contains("\\u{1b}[31m\\u{202e}") })
  }

  @Test("of very many changes of a kind some are shown and all are counted")
  func many() {
    var new = Models.payment
    for number in 0..<500 { new.steps.append(Models.step("More \(number)")) }
    let lines = Models.lines(Models.payment, new)
    #expect(lines.count < 40)
    #expect(lines.contains("* and 480 more of the kind step-added"))
  }
}

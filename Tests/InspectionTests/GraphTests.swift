import Inspection
import Testing
import Workflows

private let spot = Spot(pointer: "", line: 1, column: 1)

/// `a>b` is a way, `a!b` one on an error, `a~b` one of a helper, `a@b` into a's next round; `a{b}` puts b into a.
private func graph(_ steps: String, _ ways: String, kinds: [String: Model.Step.Kind] = [:]) -> Model {
  var model = Model(engine: .n8n, name: "m", spot: spot)
  for word in steps.split(separator: " ") {
    let parts = word.split(whereSeparator: { $0 == "{" || $0 == "}" }).map(String.init)
    let name = parts[parts.count - 1]
    var step = Model.Step(id: name, name: name, kind: kinds[name] ?? .other, type: "t", spot: spot)
    if parts.count > 1 { step.scope = parts[0] }
    model.steps.append(step)
  }
  for word in ways.split(separator: " ") {
    let mark = word.first { ">!~@".contains($0) } ?? ">"
    let ends = word.split(separator: mark).map(String.init)
    let kinds: [Character: Model.Edge.Kind] = ["!": .error, "~": .helper("ai_tool"), "@": .condition("loop")]
    let kind = kinds[mark] ?? .normal
    model.edges.append(.init(from: ends[0], to: ends[1], kind, spot: spot))
  }
  return model
}

@Suite("Ways through a model")
struct GraphTests {
  @Test("a step that one path reaches past the approval is not behind it")
  func past() {
    let model = graph("start approve other pay", "start>approve start>other approve>pay other>pay")
    #expect(Graph(model).unguarded(by: ["approve"]) == ["start", "other", "pay"])
  }

  @Test("a step that only an error leads to past the approval is not behind it, unless errors are left out")
  func onError() {
    let model = graph("start approve pay", "start>approve approve>pay start!pay")
    #expect(Graph(model).unguarded(by: ["approve"]).contains("pay"))
    #expect(!Graph(model, .regular).unguarded(by: ["approve"]).contains("pay"))
  }

  @Test("what goes wrong in a step that asks, or around one, leads on without a yes")
  func around() {
    let failing = graph("start approve pay", "start>approve approve!pay")
    #expect(Graph(failing).unguarded(by: ["approve"]) == ["start", "pay"])
    let scope = graph("s s{approve} s{work} pay", "approve>work s!pay")
    #expect(Graph(scope).unguarded(by: ["approve"]) == ["s", "pay"], "it may fail before anybody is asked")
    let behind = graph("a b pay", "a>b b!pay")
    #expect(Graph(behind).unguarded(by: ["a"]).isEmpty, "b fails only after a's yes")
    #expect(Graph(behind).unguarded(by: ["a", "b"]).isEmpty)
  }

  @Test("a way from a step to the one that it lies in leads on behind that one")
  func leaving() {
    let model = graph("s s{choose} s{approve} pay", "choose>approve choose>s s>pay")
    #expect(Graph(model).unguarded(by: ["approve"]) == ["s", "choose", "pay"])
    #expect(model.cycles.isEmpty)
  }

  @Test(
    "where a run begins: triggers that are on, else what nothing leads to; helpers of the first step do not hide it")
  func begins() {
    var model = graph("hook other agent tool", "tool~agent")
    #expect(Graph(model).starts == ["hook", "other", "agent"])
    for (id, isDisabled) in [("hook", false), ("other", true)] {
      model.triggers.append(.init(.webhook, step: id, type: "t", isDisabled: isDisabled, spot: spot))
    }
    #expect(Graph(model).starts == ["hook"])
    model.triggers.removeFirst()
    #expect(Graph(model).starts == ["hook", "other", "agent"], "somebody can still start it by hand")
    model.starts = ["agent"]
    #expect(Graph(model).starts == ["agent"])
  }

  @Test("where errors lead is no start")
  func handlers() {
    let model = graph("start handler", "start!handler")
    #expect(Graph(model, .regular).starts == ["start"])
  }

  @Test("a step is behind the approval that every path passes")
  func behind() {
    let model = graph("start a b approve pay", "start>a start>b a>approve b>approve approve>pay")
    #expect(Graph(model).unguarded(by: ["approve"]) == ["start", "a", "b"])
  }

  @Test("an approval inside a step guards what comes after that step, and what lies in a later one")
  func inside() {
    let model = graph("job job{approve} job{x} next next{pay}", "approve>x job>next")
    #expect(Graph(model).unguarded(by: ["approve"]) == ["job"])
    #expect(Graph(model).reachable(from: ["job"]) == ["job", "approve", "x", "next", "pay"])
  }

  @Test(
    "a loop may go round never, so what lies in it guards nothing behind it",
    arguments: [Model.Step.Kind.loop, .branch])
  func passed(kind: Model.Step.Kind) {
    let model = graph("each each{approve} pay", "each>pay", kinds: ["each": kind])
    #expect(Graph(model).unguarded(by: ["approve"]).contains("pay"))
  }

  @Test("a tool runs when its agent does")
  func helpers() {
    let model = graph("start agent tool", "start>agent tool~agent")
    #expect(Graph(model).starts == ["start"])
    #expect(Graph(model).unguarded(by: ["agent"]) == ["start"])
    #expect(Graph(model).reachable(from: ["start"]).contains("tool"))
  }

  @Test("ways to steps that are not there are passed over")
  func dangling() {
    let model = graph("a", "a>nothing nothing>a")
    #expect(Graph(model).reachable(from: ["a", "nothing"]) == ["a"])
    #expect(Graph(model).cycles().isEmpty)
  }

  @Test("circles: none, one, one step with itself, two apart, one in a step")
  func circles() {
    #expect(Graph(graph("a b c", "a>b b>c a>c")).cycles().isEmpty)
    #expect(Graph(graph("a b c", "a>b b>c c>b")).cycles() == [["b", "c"]])
    #expect(Graph(graph("a", "a>a")).cycles() == [["a"]])
    #expect(Set(Graph(graph("a b c d", "a>b b>a b>c c>d d>c")).cycles()) == [["a", "b"], ["c", "d"]])
    #expect(Graph(graph("s s{a} s{b}", "a>b b>a s>a")).cycles() == [["a", "b"]])
  }

  @Test("a circle is bounded when each time round is a round of a loop that ends, and when the run has a limit")
  func bounds() {
    var model = graph("a b c", "a@b b>a c@b b>c", kinds: ["a": .loop, "c": .loop])
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
    model.steps[0].isBounded = .known(true)
    #expect(model.cycles.map(\.isBounded) == [.known(false)], "the circle of b and c does not pass a")
    model.steps[2].isBounded = .known(true)
    #expect(model.cycles.map(\.isBounded) == [.known(true)])
    model.steps[2].isBounded = .unknown(because: "an expression")
    #expect(model.cycles.map(\.isBounded.value) == [nil])
    model.timeout = .known(60)
    #expect(model.cycles.map(\.isBounded) == [.known(true)])
  }

  @Test("a loop that ends does not end the circle that comes to it again and again")
  func inner() {
    var model = graph(
      "poll pages each done out", "poll>pages pages@each each>pages pages>done done>poll done>out",
      kinds: ["pages": .loop])
    model.steps[1].isBounded = .known(true)
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
    #expect(model.cycles.map(\.steps) == [["poll", "pages", "each", "done"]])
    model.edges.removeAll { $0.from == "done" && $0.to == "poll" }
    #expect(model.cycles.map(\.isBounded) == [.known(true)])
  }

  @Test("what is tried a few times, or works through a list of its own, ends no circle that it lies on")
  func retried() {
    var model = graph("call check", "call>check check>call", kinds: ["call": .http])
    model.steps[0].retries = .times(3)
    model.steps[0].isBounded = .known(true)
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
    // Node-RED's `split`, an empty Map: loops without a way of their own into the next round.
    model.steps[0].kind = .loop
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
  }

  @Test("what repeats itself says itself how often")
  func again() {
    var model = graph("a b", "a>b", kinds: ["a": .code])
    model.edges.append(.init(from: "a", to: "a", .condition("again"), spot: spot))
    #expect(Graph(model).starts == ["a"])
    model.steps[0].isBounded = .known(true)
    #expect(model.cycles.map(\.isBounded) == [.known(true)])
    model.steps[0].isBounded = .known(false)
    #expect(model.cycles.map(\.isBounded) == [.known(false)])
  }

  @Test("whether a way leads out of a circle")
  func exits() {
    #expect(graph("a b c", "a>b b>a b>c").cycles.map(\.hasExit) == [true])
    #expect(graph("a b c", "c>a a>b b>a").cycles.map(\.hasExit) == [false])
    #expect(graph("s s{a} s{b} t", "a>b b>a s>t").cycles.map(\.hasExit) == [false])
    #expect(graph("s s{a} s{b} t", "a>b b>a b>s s>t").cycles.map(\.hasExit) == [true])
  }

  @Test("20,000 steps in a row, and in a circle, need no deep stack")
  func large() {
    var model = Model(engine: .n8n, name: "m", spot: spot)
    let count = 20_000
    for index in 0..<count {
      model.steps.append(.init(id: "\(index)", name: "", kind: .other, type: "", spot: spot))
      model.edges.append(.init(from: "\(index)", to: "\((index + 1) % count)", spot: spot))
    }
    #expect(model.cycles.first?.steps.count == count)
    #expect(Graph(model).reachable(from: ["0"], avoiding: ["19999"]).count == count - 1)
  }
}

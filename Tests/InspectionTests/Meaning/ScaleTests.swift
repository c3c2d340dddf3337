import Inspection
import Testing
import Vocabulary
import Workflows

/// Large models end. That they end soon is measured elsewhere: a matching that compared all pairs would not end here at all.
@Suite("meaning: many steps")
struct ScaleTests {
  /// A chain of steps of one type, each with a setting that says which it is where `isTold`.
  private static func chain(_ count: Int, prefix: String, name: Bool, isTold: Bool) -> Model {
    var model = Model(engine: .nodeRed, name: "flow", spot: Models.spot())
    model.steps = (0..<count).map { number in
      var step = Model.Step(
        id: "\(prefix)\(number)", name: name ? "step \(number)" : "", kind: .http, type: "http request",
        spot: Models.spot())
      if isTold { step.settings = [.init("n", "\(number)", spot: Models.spot())] }
      return step
    }
    model.edges = (1..<count).map { Models.edge("\(prefix)\($0 - 1)", "\(prefix)\($0)") }
    return model
  }

  @Test("new ids on eight thousand steps are silent, with names, without, and without any difference between them")
  func ids() {
    for (name, isTold) in [(true, true), (false, true), (false, false)] {
      let old = Self.chain(8_000, prefix: "a", name: name, isTold: isTold)
      let new = Self.chain(8_000, prefix: "b", name: name, isTold: isTold)
      #expect(Difference.between(old, new).changes == [])
    }
  }

  @Test("where all is different all is told, and shown in part")
  func different() {
    let old = Self.chain(8_000, prefix: "a", name: true, isTold: true)
    var new = Self.chain(8_000, prefix: "b", name: false, isTold: true)
    new.steps = new.steps.map { step in
      var step = step
      step.settings = [.init("other", "x\(step.id)", spot: Models.spot())]
      return step
    }
    let difference = Difference.between(old, new)
    #expect(difference.changes.count > 8_000)
    #expect(difference.lines.count < 300)
  }

  @Test("a thousand approvals, each with an answer of its own, end")
  func approvals() {
    func model(_ joined: Bool) -> Model {
      var model = Model(engine: .n8n, name: "flow", spot: Models.spot())
      for number in 0..<1000 {
        model.steps.append(
          Models.step("ask \(number)", .approval) {
            $0.approval = .init(hasRejectPath: .known(true), spot: Models.spot())
          })
        model.steps.append(Models.step("pay \(number)") { $0.risks = [.payment] })
        model.edges.append(Models.edge("ask \(number)", "pay \(number)", .condition("yes")))
        model.edges.append(
          Models.edge("ask \(number)", joined && number == 1 ? "pay 1" : "ask \((number + 1) % 1000)", .condition("no"))
        )
      }
      return model
    }
    #expect(Models.lines(model(false), model(true)).contains { $0.contains("'ask 1' leads to 'pay 1'") })
  }
}

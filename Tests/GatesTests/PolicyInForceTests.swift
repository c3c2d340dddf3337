import Facts
import Gates
import Testing

@Suite("policy")
struct PolicyInForceTests {
  @Test("whether one judges", arguments: rows)
  func judged(_ row: Row) throws { try row.check(PolicyInForce.self) }

  @Test("without one nothing else is judged, and nothing passes", arguments: Scene.Start.allCases)
  func alone(_ start: Scene.Start) throws {
    var scene = try Scene(start)
    scene.facts.policy = .unknown(because: lost)
    let verdict = scene.verdict()
    #expect(verdict.outcome == .undecided)
    #expect(verdict.items.map(\.requirement) == ["policy"])
    #expect(verdict.findings == [lost])
    #expect(verdict.risk == nil)
  }

  static let rows: [Row] = [
    .undecided("it cannot be read", "git.missing-object", from: .landing) { $0.facts.policy = .unknown(because: lost) },
    .undecided("nor for a kill", "git.missing-object", from: .kill) { $0.facts.policy = .unknown(because: lost) },
    .met("it reads", "in force", from: .landing),
  ]
}

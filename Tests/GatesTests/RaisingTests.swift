import Diagnostics
import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("The class that inspection raises")
struct RaisingTests {
  private static let rules = """
      raise:
        - { to: high, when: { meaning: [new-destination, approval-removed], does: [payment] } }
        - { to: critical, when: { meaning: [tls-off] } }

    """

  /// A change that declares itself low, at a door, with nobody's review; inspection finds what is given.
  private static func scene(
    _ changes: [ChangeKind: [String]] = [:], deeds: [Deed: [String]] = [:], obstacle: String? = nil, atDoor: Bool = true
  ) throws -> Scene {
    var scene = try Scene(.landing)
    try scene.policy(
      "  raise:\n    - { to: high, when: { actions: [payment] } }\n    - { to: critical, when: { data: [health] } }\n",
      rules)
    scene.dropReviews()
    scene.question = scene.question.asked(atDoor: atDoor)
    scene.facts.meaning = .known(Meaning(changes: changes, deeds: deeds, obstacle: obstacle))
    return scene
  }

  @Test("a change that declares itself low is gated as what it is, and the gate says why")
  func raised() throws {
    let told = "new destination: evil.example (https), from 'Pay'"
    let verdict = try Self.scene([.newDestination: [told], .renamed: ["renamed"]]).verdict()
    #expect(verdict.risk == .high)
    #expect(verdict.outcome == .held)
    #expect(verdict.raised == [told])
    guard case .met(let how)? = verdict.items.first(where: { $0.requirement == "class" })?.answer else {
      Issue.record("there is a gate for high")
      return
    }
    #expect(how == "high, raised by: \(told)")
  }

  @Test("what raises, and to what", arguments: rows)
  func classed(_ row: RaisedRow) throws {
    let verdict = try Self.scene(row.changes, deeds: row.deeds, obstacle: row.obstacle).verdict()
    #expect(verdict.risk == row.risk)
    #expect(verdict.raised.isEmpty == (row.risk == .low))
  }

  static let rows: [RaisedRow] = [
    RaisedRow("the gravest rule wins", [.tlsOff: ["t"], .newDestination: ["d"]], .critical),
    RaisedRow("one kind of several is enough", [.approvalRemoved: ["a"]], .high),
    RaisedRow("what steps do raises, too", [:], deeds: [.payment: ["'Pay'"]], .high),
    RaisedRow("a definition that cannot be read is of the unknown class", [:], obstacle: "it is no JSON", .medium),
    RaisedRow("or higher", [.tlsOff: ["t"]], obstacle: "it is no JSON", .critical),
    RaisedRow("kinds that no rule names raise nothing", [.newCredential: ["c"], .renamed: ["r"]], .low),
    RaisedRow("nor do other deeds", [:], deeds: [.access: ["'Let in'"]], .low),
    RaisedRow("nothing found raises nothing", [:], .low),
  ]

  @Test("a class without a gate holds, and says what raised it")
  func noGate() throws {
    let verdict = try Self.scene([.tlsOff: ["'Pay' no longer checks the certificate"]]).verdict()
    let finding = try #require(verdict.findings.first { $0.rule.id == "class.no-gate" })
    #expect(finding.because.contains("the class was raised: 'Pay' no longer checks the certificate"))
  }

  @Test("inspection lowers nothing")
  func never() throws {
    var scene = try Self.scene()
    try scene.manifest("risk: low", "risk: critical")
    #expect(scene.verdict().risk == .critical)
  }

  @Test("what could not be inspected at a door is undecided, and nobody asks elsewhere")
  func unknown() throws {
    var scene = try Self.scene()
    scene.facts.meaning = .unknown(because: lost)
    #expect(scene.answer("class").map { if case .undecided = $0 { true } else { false } } == true)
    scene.question = scene.question.asked(atDoor: false)
    #expect(scene.verdict().risk == .low)
  }

  @Test("history inspects nothing: there the class of the standing approvals stands")
  func history() throws {
    var door = try Self.scene([.newDestination: ["d"]])
    door.add(door.review(by: Signatory.person("jonas")), door.review(by: Signatory.person("sofia")))
    #expect(door.verdict().outcome == .passed)
    var later = door
    later.question = later.question.asked(atDoor: false)
    later.facts.meaning = .known(nil)
    let verdict = later.verdict()
    #expect(verdict.risk == .high)
    #expect(verdict.raised == ["jonas reviewed it as class high"])
    #expect(verdict.outcome == .passed)
    // One of the two approvals is missing: the gate of the class that was reviewed is not met.
    later.dropReviews(by: "sofia")
    #expect(later.verdict().outcome == .held)
  }

  @Test("an approval for a lower class than inspection computes does not count")
  func stale() throws {
    var scene = try Self.scene([.newDestination: ["d"]])
    scene.add(
      scene.review(by: Signatory.person("jonas"), risk: .low), scene.review(by: Signatory.person("sofia"), risk: .high))
    let verdict = scene.verdict()
    #expect(verdict.outcome == .held)
    #expect(verdict.findings.contains { $0.rule.id == "approvals.class" })
  }

  @Test(
    "who has no say raises nothing",
    arguments: ["stranger", "withdrawn", "expired", "other base", "service", "rejected key"])
  func noSay(who: String) throws {
    var scene = try Self.scene(atDoor: false)
    switch who {
    case "stranger": scene.add(scene.review(by: Signatory.person("gone"), risk: .critical))
    case "withdrawn":
      scene.add(scene.review(by: Signatory.person("jonas"), at: noon - hours(3), risk: .critical))
      scene.add(scene.review(.withdraw, by: Signatory.person("jonas"), at: noon - hours(2)))
    case "expired": scene.add(scene.review(by: Signatory.person("jonas"), risk: .critical, expires: noon - hours(1)))
    case "other base": scene.add(scene.review(by: Signatory.person("jonas"), base: .some(another), risk: .critical))
    case "service": scene.add(scene.review(by: Signatory.service("ci"), risk: .critical))
    default: scene.add(scene.review(by: Signatory.revoked, risk: .critical))
    }
    #expect(scene.verdict().risk == .low)
  }
}

struct RaisedRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let changes: [ChangeKind: [String]]
  let deeds: [Deed: [String]]
  let obstacle: String?
  let risk: RiskClass

  init(
    _ name: String, _ changes: [ChangeKind: [String]], deeds: [Deed: [String]] = [:], obstacle: String? = nil,
    _ risk: RiskClass
  ) {
    testDescription = name
    self.changes = changes
    self.deeds = deeds
    self.obstacle = obstacle
    self.risk = risk
  }
}

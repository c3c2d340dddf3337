import Diagnostics
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary
import Workflows

@Suite("The class of a change")
struct ClassifyingTests {
  @Test("is the highest that either end declares or computes to", arguments: rows)
  func classed(_ row: ClassRow) throws {
    var scene = try Scene(.landing)
    scene.dropReviews()
    scene.facts.manifest = try row.new.fact()
    scene.facts.baseManifest = try row.old.fact()
    #expect(scene.verdict().risk == row.risk)
  }

  static let rows: [ClassRow] = [
    ClassRow("neither end is there: unknown", .none, .none, .medium),
    ClassRow("neither end is known: unknown", .lost, .lost, .medium),
    ClassRow("nothing is declared: unknown", .says(""), .none, .medium),
    ClassRow("declared low", .says("risk: low"), .none, .low),
    ClassRow("declared high", .says("risk: high"), .says("risk: low"), .high),
    ClassRow("the change lowers what it declares (A20)", .says("risk: low"), .says("risk: critical"), .critical),
    ClassRow("the change deletes the actions (A20)", .says("risk: low"), .says("risk: low\nactions: [payment]"), .high),
    ClassRow("the change deletes the risk (A20)", .says(""), .says("risk: high"), .high),
    ClassRow("actions raise", .says("risk: low\nactions: [payment]"), .none, .high),
    ClassRow("data raises", .says("risk: low\ndata: [health]"), .none, .critical),
    ClassRow("actions never lower", .says("risk: critical\nactions: [payment]"), .none, .critical),
    ClassRow(
      "other actions and data raise nothing", .says("risk: low\nactions: [access]\ndata: [personal]"), .none, .low),
    ClassRow("a removal has its base's class", .none, .says("risk: high"), .high),
    ClassRow("an unknown end beside a low one", .lost, .says("risk: low"), .medium),
    ClassRow("a low end beside an unknown one", .says("risk: low"), .lost, .medium),
    ClassRow("a high end beside an unknown one", .says("risk: high"), .lost, .high),
  ]

  @Test("is the worst where the policy says nothing of the unknown")
  func standard() throws {
    var scene = try Scene(.landing)
    scene.dropReviews()
    try scene.policy("  unknown: medium\n", "")
    scene.facts.manifest = .known(nil)
    scene.facts.baseManifest = .known(nil)
    #expect(scene.verdict().risk == .critical)
  }

  @Test(
    "there is none of a policy, a rollback, a kill, a resume, an adoption and of commits",
    arguments: [
      Scene.Start.policyLanding, .rollback, .kill, .resume, .adoption, .commits,
    ])
  func none(_ start: Scene.Start) throws { #expect(try Scene(start).verdict().risk == nil) }
}

struct ClassRow: Sendable, CustomTestStringConvertible {
  enum End: Sendable {
    case none, lost
    case says(String)

    func fact() throws -> Fact<Manifest?> {
      switch self {
      case .none: .known(nil)
      case .lost: .unknown(because: GatesTests.lost)
      case .says(let text):
        .known(try readManifest("workflow: vendor-payment\ntitle: Pay\nengine: script\ndefinition: flow.sh\n\(text)\n"))
      }
    }
  }

  let testDescription: String
  let new: End
  let old: End
  let risk: RiskClass

  init(_ name: String, _ new: End, _ old: End, _ risk: RiskClass) {
    testDescription = name
    self.new = new
    self.old = old
    self.risk = risk
  }
}

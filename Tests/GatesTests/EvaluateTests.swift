import Diagnostics
import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary

@Suite("The judge")
struct EvaluateTests {
  @Test(
    "passes what is in order, and asks what the design says",
    arguments: [
      (
        .landing,
        "policy form content secrets inspection metadata owner runbook apart contributors submission class approvals tests recall uses"
      ),
      (.policyLanding, "policy form content secrets metadata contributors submission class approvals"),
      (.removal, "policy form content metadata owner contributors submission class approvals tests recall uses"),
      (
        .release,
        """
        policy form content secrets metadata owner runbook apart contributors class approvals tests recall landed order after soak \
        releaser uses records separate window freeze debt break-glass
        """
      ),
      (.rollback, "policy form metadata class releaser healthy"), (.kill, "policy form metadata class releaser"),
      (.resume, "policy form metadata class approvals releaser killed"),
      (.adoption, "policy form content secrets metadata class approvals recall releaser freeze"),
      (.freeze, "policy form metadata class releaser"), (.commits, "policy form secrets metadata"),
    ] as [(Scene.Start, String)])
  func passes(_ start: Scene.Start, asked: String) throws {
    let verdict = try Scene(start).verdict()
    #expect(verdict.outcome == .passed, "\(verdict.findings.map(\.what))")
    #expect(verdict.findings.isEmpty)
    #expect(verdict.earliest == nil)
    #expect(verdict.items.map(\.requirement) == asked.split(separator: " ").map(String.init))
  }

  @Test(
    "holds what is empty, holds what is unmet, blocks what is undecided",
    arguments: [
      ([], .held), ([.met("")], .passed), ([.unmet([])], .held), ([.undecided([])], .undecided),
      ([.met(""), .undecided([])], .undecided), ([.undecided([]), .met("")], .undecided),
      ([.undecided([]), .unmet([])], .held), ([.unmet([]), .undecided([])], .held), ([.met(""), .unmet([])], .held),
      ([.unmet([]), .met("")], .held), ([.met(""), .met("")], .passed),
    ] as [([Answer], Verdict.Outcome)])
  func outcomes(answers: [Answer], outcome: Verdict.Outcome) throws {
    let items = answers.map { Verdict.Item(requirement: "form", answer: $0) }
    let question = try Scene(.landing).question
    #expect(Verdict(question: question, risk: nil, now: noon, items: items, earliest: nil).outcome == outcome)
  }

  @Test("gives the same verdict twice", arguments: Scene.Start.allCases)
  func repeats(_ start: Scene.Start) throws {
    let scene = try Scene(start)
    #expect(scene.verdict() == scene.verdict())
    #expect(try Scene(start).verdict() == scene.verdict())
  }

  @Test("gives the same verdict in whatever order the evidence is read", arguments: 0..<100)
  func shuffled(seed: UInt64) throws {
    var numbers = SeededNumbers(state: seed)
    var scene = try Scene(seed.isMultiple(of: 2) ? .landing : .release)
    let signers: [Signatory] =
      [
        .person("jonas"), .person("sofia"), .person("piotr"), .person("maria"), .service("ci"), .revoked, .absent,
      ] + (seed.isMultiple(of: 5) ? [.ambiguous] : [])
    for _ in 0..<30 {
      guard let signer = signers.randomElement(using: &numbers) else { continue }
      let at = noon - seconds(Int64.random(in: 0...4, using: &numbers))
      switch Int.random(in: 0..<6, using: &numbers) {
      case 0:
        scene.add(
          scene.run("unit", by: signer, at: at, outcome: Bool.random(using: &numbers) ? .passed : .failed))
      case 1: scene.add(scene.run("contract", by: signer, at: at, passed: [], skipped: ["one"]))
      case 2: scene.add(scene.submission(by: signer, at: at))
      case 3: scene.add(scene.review(.reject, by: signer, at: at, comment: "\(Int.random(in: 0..<9, using: &numbers))"))
      case 4: scene.add(scene.review(by: signer, at: at, base: Bool.random(using: &numbers) ? present : another))
      default: scene.add(scene.review(.withdraw, by: signer, at: at))
      }
    }
    let verdict = scene.verdict()
    for _ in 0..<5 {
      scene.evidence.shuffle(using: &numbers)
      #expect(scene.verdict() == verdict)
    }
  }

  @Test("says the first moment at which soak, window and freeze all let it pass")
  func earliest() throws {
    var scene = try Scene(.release)
    // The soak ends on Thursday at 20:00, the window opens on Monday at nine, the freeze ends with Monday.
    scene.facts.staysBefore = .known([Stay(from: noon - hours(16), until: nil, commit: forty("06"))])
    #expect(scene.verdict().earliest == noon + days(4) - hours(3))
    try scene.policy("from: 2026-12-20, until: 2027-01-04", "from: 2026-03-16, until: 2026-03-16")
    let verdict = scene.verdict()
    #expect(verdict.outcome == .held)
    #expect(verdict.earliest == noon + days(5) - hours(3))
    scene.now = try #require(verdict.earliest)
    #expect(scene.verdict().outcome == .passed)
    #expect(scene.verdict().earliest == nil)
  }

  @Test("noon is what it is called")
  func moment() { #expect(noon.description == "2026-03-12T12:00:00Z") }
}

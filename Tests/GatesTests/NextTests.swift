import Diagnostics
import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary

/// A verdict that holds says who does what next, and never asks somebody who cannot.
@Suite("who does what next")
struct NextTests {
  struct Held: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let start: Scene.Start
    let requirement: String
    let steps: [Step]
    let edit: @Sendable (inout Scene) throws -> Void
  }

  private static let short = "vendor-payment@a1a1a1a1a1a1"
  private static let promote = "countersign promote \(short) --env prod -m WHY --ticket TICKET"

  private static let rows: [Held] = [
    Held(
      testDescription: "an open slot names those of its role who had no hand in it", start: .release,
      requirement: "approvals", steps: [Step(.reviewer, ["jonas"], "countersign approve \(short) --for prod")],
      edit: { scene in
        scene.dropReviews(by: "jonas")
        scene.add(scene.review(by: "piotr"))
        scene.dropReviews(by: "sofia")
        scene.add(scene.review(by: "sofia"))
        scene.dropReviews(by: "piotr")
        scene.contributed(
          contribution(.author, "maria@acme.example", .person("maria")),
          contribution(.author, "piotr@acme.example", .person("piotr")))
      }),
    Held(
      testDescription: "two open slots are two steps, each for its own people", start: .release,
      requirement: "approvals",
      steps: [
        Step(.reviewer, ["jonas", "piotr"], "countersign approve \(short) --for prod"),
        Step(.reviewer, ["piotr", "sofia"], "countersign approve \(short) --for prod"),
      ], edit: { $0.dropReviews() }),
    Held(
      testDescription: "a slot that nobody is left for is the policy owners'", start: .release,
      requirement: "approvals",
      steps: [
        Step(
          .policyOwner, ["jonas", "lena", "sofia"],
          "nobody else can fill role 'security': give the role to one more person, or let somebody else author the change"
        )
      ],
      edit: { scene in
        scene.dropReviews(by: "sofia")
        scene.contributed(
          contribution(.author, "sofia@acme.example", .person("sofia")),
          contribution(.author, "piotr@acme.example", .person("piotr")))
      }),
    Held(
      testDescription: "what nobody submitted for main is submitted first", start: .landing, requirement: "approvals",
      steps: [
        Step(.author, ["maria"], "countersign submit vendor-payment -m WHY"),
        Step(.reviewer, ["piotr", "sofia"], "countersign approve vendor-payment --for main"),
      ], edit: { $0.dropReviews(by: "sofia") }),
    Held(
      testDescription: "a reject is answered by the author, or taken back by whoever said it", start: .release,
      requirement: "approvals",
      steps: [
        Step(.author, ["maria"], "answer it with another version"),
        Step(.reviewer, ["jonas"], "or take it back: countersign withdraw \(short) --for prod -m TEXT"),
      ], edit: { $0.add($0.review(.reject, by: "jonas", at: noon - hours(1))) }),
    Held(
      testDescription: "a missing run is the testers'", start: .release, requirement: "tests",
      steps: [Step(.tester, ["ci"], "countersign test \(short) --suite unit")], edit: { $0.dropRuns(of: "unit") }),
    Held(
      testDescription: "an environment that was left out is its releasers'", start: .release, requirement: "after",
      steps: [
        Step(
          .releaseManager, ["lena", "maria", "tom"], "countersign promote \(short) --env test -m WHY --ticket TICKET")
      ], edit: { $0.facts.staysBefore = .known([]) }),
    Held(
      testDescription: "a soak that is not running is begun again", start: .release, requirement: "soak",
      steps: [
        Step(
          .releaseManager, ["lena", "maria", "tom"], "countersign promote \(short) --env test -m WHY --ticket TICKET")
      ],
      edit: {
        $0.facts.staysBefore = .known([Stay(from: noon - hours(2), until: noon - hours(1), commit: forty("06"))])
      }),
    Held(
      testDescription: "a soak that is running waits, and asks nobody", start: .release, requirement: "soak", steps: [],
      edit: { $0.facts.staysBefore = .known([Stay(from: noon - hours(2), until: nil, commit: forty("06"))]) }),
    Held(
      testDescription: "a shut window asks nobody", start: .release, requirement: "window", steps: [],
      edit: { $0.now = noon + hours(6) }),
    Held(
      testDescription: "whoever may not release is told who may", start: .release, requirement: "releaser",
      steps: [Step(.releaseManager, ["lena"], promote)], edit: { $0.facts.actor = .person("tom") }),
    Held(
      testDescription: "a record that is overdue is the owner's", start: .release, requirement: "records",
      steps: [
        Step(.owner, ["maria"], "rotate it, then: countersign record vendor-payment rotation BANK_TOKEN")
      ], edit: { $0.dropRecords(of: .rotation(secret: "BANK_TOKEN")) }),
    Held(
      testDescription: "a commit that does not say why is its author's", start: .landing, requirement: "metadata",
      steps: [
        Step(
          .author, ["maria"],
          "add a line 'Why: …' to the last paragraph of the message (-m where a command writes it) that says why this is done"
        )
      ], edit: { $0.commit { $0.why = nil } }),
    Held(
      testDescription: "a class without a gate is the policy owners'", start: .landing, requirement: "class",
      steps: [
        Step(
          .policyOwner, ["jonas", "lena", "sofia"],
          "add it under 'main' (or '{}' where only what is always asked shall be asked)")
      ], edit: { try $0.manifest("actions: [payment]", "actions: [payment]\ndata: [health]") }),
    Held(
      testDescription: "a called workflow that is not there is released first", start: .release, requirement: "uses",
      steps: [
        Step(.releaseManager, ["lena"], "countersign promote notify-finance --env prod -m WHY --ticket TICKET")
      ], edit: { $0.facts.used = .known([UsedWorkflow(name: "notify-finance", version: nil, isKilled: false)]) }),
    Held(
      testDescription: "a resume asks those who have not spoken", start: .resume, requirement: "approvals",
      steps: [
        Step(
          .reviewer, ["lena", "nils"],
          "countersign approve vendor-payment --resume dededededede --env prod")
      ], edit: { $0.dropReviews() }),
  ]

  @Test("each finding has its steps", arguments: rows)
  func steps(_ row: Held) throws {
    var scene = try Scene(row.start)
    try row.edit(&scene)
    let answer = try #require(scene.answer(row.requirement))
    #expect(!answer.findings.isEmpty, "it is met, and should hold")
    #expect(answer.findings.flatMap(\.steps) == row.steps)
    // What a step says is what the finding says, too: no format has to know of steps.
    for step in row.steps { #expect(answer.findings.flatMap(\.next).contains { $0.hasSuffix(step.what) }) }
  }

  struct End: Sendable, CustomTestStringConvertible {
    let start: Scene.Start
    let then: Step?
    var testDescription: String { start.rawValue }
  }

  private static let ends = [
    End(start: .landing, then: Step(.author, ["maria"], "countersign land BRANCH")),
    End(start: .release, then: Step(.releaseManager, ["lena"], promote)),
    End(
      start: .rollback,
      then: Step(
        .releaseManager, ["lena", "nils", "otto"],
        "countersign rollback vendor-payment --env prod --version a1a1a1a1a1a1 -m WHY --execute")),
    End(
      start: .kill,
      then: Step(.releaseManager, ["lena", "nils", "otto"], "countersign kill vendor-payment --env prod -m WHY")),
    End(
      start: .resume,
      then: Step(.releaseManager, ["lena", "nils", "otto"], "countersign resume vendor-payment --env prod -m WHY")),
    End(start: .adoption, then: Step(.policyOwner, ["jonas", "lena", "sofia"], "countersign adopt --env prod")),
    End(start: .commits, then: nil),
  ]

  @Test("what is done last, by whom", arguments: ends)
  func last(_ end: End) throws { #expect(try Scene(end.start).verdict().then == end.then) }

  @Test("a recalled version has no last step: it passes no gate again")
  func recalled() throws {
    var scene = try Scene(.release)
    scene.add(scene.recall(by: .person("sofia")))
    #expect(scene.verdict().then == nil)
  }

  @Test("nobody who left is asked for anything", arguments: Scene.Start.allCases)
  func left(_ start: Scene.Start) throws {
    var scene = try Scene(start)
    try scene.policy("gone@acme.example], roles: []", "gone@acme.example], roles: []")
    scene.evidence = []
    #expect(!scene.verdict().findings.flatMap(\.steps).flatMap(\.people).contains("gone"))
  }

  @Test("whatever holds says what to do, or until when to wait", arguments: Scene.Start.allCases)
  func nobodyIsLeftAlone(_ start: Scene.Start) throws {
    var scene = try Scene(start)
    scene.evidence = []
    scene.facts.actor = .absent
    scene.facts.contributions = .known([contribution(.author, "x@else.example", nil)])
    scene.facts.staysBefore = .known([])
    scene.facts.past = .known([])
    scene.facts.source = .known(nil)
    scene.facts.kill = .known(nil)
    scene.facts.used = .known([])
    scene.commit { $0.why = nil }
    let verdict = scene.verdict()
    #expect(verdict.outcome == .held)
    for finding in verdict.findings where finding.rule != lost.rule {
      #expect(!finding.next.isEmpty, "\(finding.rule.id): \(finding.what)")
    }
  }
}

import Diagnostics
import Evidence
import Facts
import Gates
import Testing
import Vocabulary

/// A gate of a higher class may ask less than that of a lower one. Whoever raises a class then still owes what was asked.
@Suite("Whoever raises the class takes nothing from what is asked")
struct JoinedGatesTests {
  /// A policy with a lax gate for `critical`, and a change without reviews.
  private static func scene(_ critical: String = "{}", atDoor: Bool = true) throws -> Scene {
    var scene = try Scene(.landing)
    try scene.policy(
      "  high: { approvals: [reviewer, security], tests: [unit, contract] }\npolicy:",
      "  high: { approvals: [reviewer, security], tests: [unit, contract] }\n  critical: \(critical)\npolicy:")
    scene.dropReviews()
    scene.question = scene.question.asked(atDoor: atDoor)
    return scene
  }

  @Test("a review for a class with a laxer gate leaves the others asked", arguments: [true, false])
  func review(atDoor: Bool) throws {
    var scene = try Self.scene(atDoor: atDoor)
    scene.add(scene.review(by: Signatory.person("jonas"), risk: .critical))
    #expect(scene.verdict().risk == .critical)
    #expect(scene.verdict().outcome == .held)
    #expect(scene.verdict().findings.map(\.rule.id) == ["approvals.missing"])
    scene.add(scene.review(by: Signatory.person("sofia"), risk: .critical))
    #expect(scene.verdict().outcome == .passed)
  }

  @Test("two reviews for two classes: the gates of both are asked")
  func reviews() throws {
    var scene = try Self.scene("{ approvals: { slots: [otto] } }")
    scene.add(scene.review(by: Signatory.person("jonas"), risk: .critical))
    scene.add(scene.review(by: Signatory.person("sofia"), risk: .critical))
    guard case .unmet(let findings)? = scene.answer("approvals") else {
      Issue.record("otto has not approved")
      return
    }
    #expect(findings.first?.what == "2 of 3 approvals: otto is missing")
    scene.add(scene.review(by: Signatory.person("otto"), risk: .critical))
    #expect(scene.verdict().outcome == .passed)
  }

  @Test("an author raises nothing, and neither does one who fills no slot", arguments: ["maria", "tom", "lena"])
  func noSay(who: String) throws {
    var scene = try Self.scene()
    scene.add(scene.review(by: Signatory.person(who), risk: .critical))
    #expect(scene.verdict().risk == .high)
  }

  @Test("a class without a gate, raised by a reviewer, is told with who can take it back")
  func takenBack() throws {
    var scene = try Scene(.landing)
    scene.add(scene.review(by: Signatory.person("piotr"), risk: .critical))
    let finding = try #require(scene.verdict().findings.first { $0.rule.id == "class.no-gate" })
    #expect(finding.steps.contains { $0.people == ["piotr"] && $0.what.contains("countersign withdraw") })
  }

  @Test("what the manifest declares stands beside what it computes to, and beside its base")
  func declared() throws {
    var scene = try Self.scene()
    try scene.manifest("risk: low", "risk: critical")
    #expect(scene.verdict().risk == .critical)
    #expect(scene.answer("approvals").map { if case .unmet = $0 { true } else { false } } == true)
    // The base was of class high, and what is new names nothing that the policy knows.
    try scene.manifest("actions: [payment]", "actions: []")
    #expect(scene.verdict().risk == .critical)
    #expect(scene.answer("approvals").map { if case .unmet = $0 { true } else { false } } == true)
  }

  @Test("what inspection finds stands beside what the manifest declares")
  func inspected() throws {
    var scene = try Self.scene()
    try scene.policy(
      "    - { to: high, when: { actions: [payment] } }", "    - { to: high, when: { meaning: [new-destination] } }")
    try scene.manifest("risk: low", "risk: critical")
    scene.facts.baseManifest = .known(nil)
    #expect(scene.answer("approvals") == nil)
    guard case .known(let policy) = scene.facts.policy else {
      Issue.record("the policy reads")
      return
    }
    #expect(Classifying.isOpenToInspection(scene.facts, policy: policy))
    scene.facts.meaning = .known(Meaning(changes: [.newDestination: ["evil.example"]], deeds: [:], obstacle: nil))
    #expect(scene.verdict().risk == .critical)
    #expect(scene.answer("approvals").map { if case .unmet = $0 { true } else { false } } == true)
  }

  @Test(
    "a review for a class between what is declared and what inspection finds is asked for at the door as in history")
  func between() throws {
    var scene = try Self.scene()
    try scene.policy(
      "    - { to: high, when: { actions: [payment] } }", "    - { to: high, when: { meaning: [new-destination] } }")
    try scene.policy("  medium: { approvals: 1 }", "  medium: { approvals: { slots: [otto] } }")
    scene.facts.baseManifest = .known(nil)
    scene.facts.meaning = .known(Meaning(changes: [.newDestination: ["else.example"]], deeds: [:], obstacle: nil))
    scene.add(
      scene.review(by: Signatory.person("jonas")), scene.review(by: Signatory.person("sofia")),
      scene.review(by: Signatory.person("piotr"), risk: .medium))
    #expect(scene.verdict().risk == .high)
    #expect(scene.verdict().findings.contains { $0.what == "2 of 3 approvals: otto is missing" })
    scene.question = scene.question.asked(atDoor: false)
    #expect(scene.verdict().findings.contains { $0.what == "2 of 3 approvals: otto is missing" })
  }

  @Test("each window of several gates is to be open")
  func windows() throws {
    var scene = try Self.scene()
    try scene.policy("windows: {", "windows: { night: { zone: UTC, days: mon-sun, hours: \"22:00-23:00\" },")
    try scene.policy(
      "tests: [unit, contract] }\n  critical: {}",
      "tests: [unit, contract], window: office-hours }\n  critical: { window: night }")
    scene.add(scene.review(by: Signatory.person("jonas"), risk: .critical))
    scene.add(scene.review(by: Signatory.person("sofia"), risk: .critical))
    guard case .unmet(let findings)? = scene.answer("window") else {
      Issue.record("it is noon")
      return
    }
    #expect(findings.map(\.what) == ["the window 'night' is closed"])
  }
}

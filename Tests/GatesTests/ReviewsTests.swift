import Diagnostics
import Evidence
import Facts
import Gates
import Testing
import Vocabulary

@Suite("The latest word of each person")
struct ReviewsTests {
  /// What one person said, at which second.
  struct Word {
    let decision: Review.Decision
    let second: Int64
  }

  @Test("wins, and on a tie the no, whatever the order they are read in", arguments: 0..<300)
  func latest(seed: UInt64) throws {
    var numbers = SeededNumbers(state: seed)
    let words = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in
      Word(
        decision: Review.Decision.allCases.randomElement(using: &numbers) ?? .reject,
        second: Int64.random(in: 0...3, using: &numbers))
    }
    var scene = try Scene(.landing)
    scene.dropReviews(by: "jonas")
    scene.evidence += words.map { scene.review($0.decision, by: "jonas", at: noon - seconds(10 - $0.second)) }
    scene.evidence.shuffle(using: &numbers)
    let answer = try #require(scene.answer(Approval.id))
    switch lastWord(words) {
    case .approve?:
      guard case .met = answer else { throw Unexpected(answer: answer) }
    case .reject?: #expect(answer.findings.first?.rule.id == "approvals.rejected")
    case .withdraw?, nil: #expect(answer.findings.first?.rule.id == "approvals.missing")
    }
  }

  /// The word of the latest second; of several in it the one that says no most.
  private func lastWord(_ words: [Word]) -> Review.Decision? {
    let last = words.map(\.second).max()
    let said = words.filter { $0.second == last }.map(\.decision)
    return [.reject, .withdraw, .approve].first { said.contains($0) }
  }

  struct Unexpected: Error {
    let answer: Answer
  }

  @Test("of two approvals in one second the one that does not count wins, whichever is read first", arguments: 0..<20)
  func tie(number: Int) throws {
    var scene = try Scene(.landing)
    scene.add(scene.review(by: .person("jonas"), base: another, comment: "\(number)"))
    #expect(scene.answer(Approval.id)?.findings.first?.rule.id == "approvals.stale")
  }

  @Test("one statement speaks for several targets, each by itself")
  func severalTargets() throws {
    var scene = try Scene(.landing)
    scene.dropReviews(by: "jonas")
    let entries = [
      Review.Entry(workflow: workflow, target: prod, removes: false, base: present, risk: .high),
      Review.Entry(workflow: workflow, target: .main, removes: false, base: present, risk: .high),
    ]
    let review = Review(decision: .approve, entries: entries, policy: sixtyFour("ee"), comment: "", expires: nil)
    scene.add(scene.testimony(.review(review), .person("jonas"), Saying()))
    #expect(scene.verdict().outcome == .passed)
    scene.add(scene.review(.withdraw, by: .person("jonas"), at: noon - hours(1), target: prod))
    #expect(scene.verdict().outcome == .passed, "what is withdrawn for prod stands for main")
  }
}

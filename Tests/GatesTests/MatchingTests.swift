import Gates
import Testing

@Suite("Filling slots with distinct people")
struct MatchingTests {
  @Test(
    "fills as many as can be filled",
    arguments: [
      ([], 0), ([[]], 0), ([[], ["a"]], 1), ([["a"], ["a"]], 1), ([["a"], ["b"]], 2), ([["a", "b"], ["a"]], 2),
      ([["a", "b"], ["a", "b"], ["a", "b"]], 2), ([["a", "b"], ["b", "c"], ["a"]], 3),
      ([["a", "b", "c"], ["a"], ["a", "b"]], 3),
      ([["a", "b"], ["a"], ["a"]], 2),
    ] as [([[String]], Int)])
  func table(slots: [[String]], filled: Int) {
    let people = ["a", "b", "c"]
    let holders = Matching.fill(slots: slots.count, people: people.count) { slots[$0].contains(people[$1]) }
    #expect(holders.count == slots.count)
    #expect(holders.compactMap { $0 }.count == filled)
  }

  @Test("finds what trying everything finds, and seats nobody twice", arguments: 0..<300)
  func thorough(seed: UInt64) {
    var numbers = SeededNumbers(state: seed)
    let slots = Int.random(in: 0...5, using: &numbers)
    let people = Int.random(in: 0...5, using: &numbers)
    let fits = (0..<slots).map { _ in (0..<people).map { _ in Bool.random(using: &numbers) } }
    let holders = Matching.fill(slots: slots, people: people) { fits[$0][$1] }
    let seated = holders.compactMap { $0 }
    #expect(Set(seated).count == seated.count)
    for (slot, person) in holders.enumerated() {
      if let person { #expect(fits[slot][person]) }
    }
    #expect(seated.count == most(fits[...], taken: []))
  }

  /// The most slots that can be filled, by trying every way.
  private func most(_ slots: ArraySlice<[Bool]>, taken: Set<Int>) -> Int {
    guard let first = slots.first else { return 0 }
    var best = most(slots.dropFirst(), taken: taken)
    for person in first.indices where first[person] && !taken.contains(person) {
      best = max(best, 1 + most(slots.dropFirst(), taken: taken.union([person])))
    }
    return best
  }
}

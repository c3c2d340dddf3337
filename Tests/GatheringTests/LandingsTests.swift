import Gathering
import Git
import TestSupport
import Testing
import Vocabulary

/// Three ways to say which landings changed a path: along the commits, from what is remembered, from a chronicle. One answer.
@Suite("landings that changed a path")
struct LandingsTests {
  private static let policy = """
    countersign: 1
    repository: 5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11
    workflows: [workflows]
    people: { maria: { emails: [maria@acme.example], roles: [author, reviewer] } }
    main: { low: {} }
    policy: { approvals: 1 }
    environments: {}

    """

  private struct Landing: Hashable {
    let commit: ObjectID
    let parent: ObjectID

    static func one(_ found: (commit: ObjectID, parent: ObjectID)) -> Landing {
      Landing(commit: found.commit, parent: found.parent)
    }
  }

  @Test("a walk, a history and a chronicle say the same of every path between any two landings", arguments: 1...6)
  func same(seed: Int) throws {
    let story = try RandomStory(seed: UInt64(200 + seed), policy: Self.policy)
    let (line, root) = try line(story)
    let chronicle = try chronicle(story, line.last)
    let walking = try story.collector()
    let watching = try story.collector()
    let main = try main(watching, story, line, root)
    let knowing = try story.collector([chronicle])
    var found = 0
    for (low, end) in line.enumerated() where low % 4 == 0 {
      for (high, source) in line.enumerated() where high >= low && (high % 3 == 0 || high == low) {
        for path in RandomStory.paths {
          for most in [Int.max, 1, 2] {
            let whole = try walking.walkLandings(changing: path, from: source, downTo: end, most: most).map(Landing.one)
            let quick = try watching.landings(changing: path, from: source, downTo: end, main, most: most)
              .map(Landing.one)
            let known = try knowing.landings(changing: path, from: source, downTo: end, main, most: most)
              .map(Landing.one)
            #expect(quick == whole && known == whole, "\(path) from \(high) to \(low), \(most)")
            found += whole.count
          }
        }
      }
    }
    #expect(found > 0, "something landed somewhere")
  }

  @Test("a file that tells of a line that ends where main goes on costs time, and changes nothing")
  func forged() throws {
    let story = try RandomStory(seed: 77, policy: Self.policy)
    let (line, root) = try line(story)
    let tip = try #require(line.last)
    do {
      // What is honestly kept says how the file is named, and which is this branch's.
      let collector = try story.collector()
      _ = try collector.tip(ofEnvironmentBranch: story.branches[0])
      _ = try collector.transitions(of: "workflows/never", from: tip)
    }
    let file = try #require(try story.files().first)
    for steps in [1, 2, 5] {
      for position in 0..<steps {
        try story.sandbox.write(file, try forgery(line.suffix(steps).reversed(), changedAt: position))
        let collector = try story.collector()
        let main = try main(collector, story, line, root)
        let path = "workflows/alpha"
        let quick = try collector.landings(changing: path, from: tip, downTo: root, main).map(Landing.one)
        let whole = try collector.walkLandings(changing: path, from: tip, downTo: root).map(Landing.one)
        #expect(quick == whole, "\(steps) steps, changed at \(position)")
      }
    }
  }

  /// The first parents of the first branch, oldest first.
  private func line(_ story: RandomStory) throws -> (ids: [ObjectID], root: ObjectID) {
    let collector = try story.collector()
    let tip = try #require(try collector.tip(ofBranch: story.branches[0]))
    let ids = try collector.steps(from: tip).map(\.id)
    return (ids, try #require(ids.first))
  }

  private func main(
    _ collector: borrowing Collector, _ story: RandomStory, _ line: [ObjectID], _ root: ObjectID
  ) throws -> MainLine {
    // Its tip is a branch's, so that what is remembered of that is read.
    let tip = try collector.tip(ofEnvironmentBranch: story.branches[0])
    return try collector.mainLine(tip: tip, root: root)
  }

  private func chronicle(_ story: RandomStory, _ tip: ObjectID?) throws -> Chronicle {
    let collector = try story.collector()
    let steps = try collector.steps(from: try #require(tip))
    var changes: [[Chronicle.Change]] = []
    for (index, step) in steps.enumerated() {
      changes.append(
        try collector.changes(from: index > 0 ? steps[index - 1].tree : nil, to: step.tree, roots: ["workflows"]))
    }
    return Chronicle(commits: steps.map(\.id), seconds: steps.map(\.seconds), roots: ["workflows"], changes: changes)
  }

  /// What the file holds of a line of these steps, newest first, that changed one path once and has no more steps below.
  private func forgery(_ steps: [ObjectID], changedAt index: Int) throws -> [UInt8] {
    func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    let path = Array("workflows/alpha".utf8)
    var bytes = Array("countersign steps 1\n".utf8) + number(1) + number(steps.count)
    for step in steps { bytes += step.bytes + [UInt8](repeating: 0, count: 8) + number(0) }
    bytes += number(1) + number(path.count) + path + number(1) + number(index)
    bytes += ObjectID.zero.bytes + ObjectID.emptyTree.bytes
    return bytes + (try ObjectID.hash(of: bytes, as: .blob).bytes)
  }
}

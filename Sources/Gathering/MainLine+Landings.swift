import Facts
package import Git
import PolicyModel
import Vocabulary

/// The integration branch with every landing on it, to be shared by threads.
package struct Landings: Sendable {
  /// Oldest first: the root, then one for each first-parent step.
  package let ids: [ObjectID]
  package let policies: [MainLine.InForce]
  package let root: ObjectID
  package let tip: ObjectID
  package let branch: String
  private let count: Int
  /// Empty where only the newest landings are known.
  private let positions: [ObjectID: Int]
  private let current: PolicySnapshot?
  private let newest: Timestamp

  init(_ main: MainLine, ids: [ObjectID]) {
    self.ids = ids
    policies = main.policies
    root = main.root
    tip = main.tip
    branch = main.branch
    current = main.current
    newest = main.newest
    count = main.count
    positions = ids.count == count ? Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first } : [:]
  }

  /// The newest landings of a line that goes on from what is known.
  package init(_ main: MainLine, newest: [ObjectID]) { self.init(main, ids: newest) }

  /// Where a landing stands: 0 is the root; nil for what is no landing.
  package func position(of id: ObjectID) -> Int? { positions[id] }

  /// The same line for one thread.
  package func line() -> MainLine {
    MainLine(
      root: root, tip: tip, branch: branch, count: count, policies: policies, refused: [], current: current,
      newest: newest,
      chain: positions.isEmpty ? MainLine.Chain(tip: tip, count: count) : MainLine.Chain(positions, root: root))
  }
}

extension MainLine {
  /// All landings of a line that was read as a proof.
  package var landings: Landings { Landings(self, ids: steps.drop { $0.id != root }.map(\.id)) }
}

extension Collector {
  /// The landing as history judges it: by the policy of its first parent, as of its own date. nil for the root.
  package func landingCase(_ id: ObjectID, in main: MainLine) throws(GitError) -> LandingCase? {
    let commit = try repository.commit(id)
    guard id != main.root, let parent = commit.parents.first, let brought = try policyLanding(at: parent, in: main),
      let snapshot = try policy(at: parent, in: main)
    else { return nil }
    return LandingCase(
      candidate: id, parent: parent, policyLanding: brought, snapshot: snapshot, now: moment(of: commit), isLanded: true
    )
  }

  /// How many commits a landing brings, itself included.
  package func commitCount(of landing: LandingCase) throws(GitError) -> Int {
    guard case .known(let policy) = landing.snapshot.policy else { return 1 }
    return try newCommits(to: landing.candidate, from: landing.parent, policy).ids.count
  }
}

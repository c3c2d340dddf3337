import Facts
package import Git
import PolicyModel
import Vocabulary

/// Which versions ever lay at which paths of a branch up to one commit, so that whoever looks for one that never did need not walk.
///
/// It may take one for another, and then there is a walk for nothing; it never misses one.
package struct LandedVersions: Hashable, Sendable {
  /// The newest commit that it knows.
  package let tip: ObjectID
  /// Sorted.
  package let marks: [UInt64]

  package init(tip: ObjectID, marks: [UInt64]) {
    self.tip = tip
    self.marks = marks
  }

  /// FNV-1a over path and id.
  package static func mark(_ path: String, _ tree: ObjectID) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    for byte in tree.bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }

  /// Whether a version may have lain there. What is no version (nothing there, or no id) has no mark, so that it always may.
  func mayHave(_ tree: String?, at path: String) -> Bool {
    guard let tree, let id = ObjectID(hex: tree) else { return true }
    let mark = Self.mark(path, id)
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle] < mark { low = middle + 1 } else { high = middle }
    }
    return low < marks.count && marks[low] == mark
  }
}

/// What is to be known of an integration branch to go on from one of its landings. Whoever hands it in answers for it.
package struct LineRecord: Hashable, Sendable {
  package let root: ObjectID
  package let tip: ObjectID
  /// How many landings there are up to the tip, the root included.
  package let count: Int
  /// The latest date of any landing.
  package let newest: Int64
  /// The `.countersign` tree at the tip.
  package let policyTree: ObjectID?
  /// Every policy that came into force, oldest first.
  package let policies: [MainLine.InForce]

  package init(
    root: ObjectID, tip: ObjectID, count: Int, newest: Int64, policyTree: ObjectID?, policies: [MainLine.InForce]
  ) {
    self.root = root
    self.tip = tip
    self.count = count
    self.newest = newest
    self.policyTree = policyTree
    self.policies = policies
  }
}

extension Collector {
  /// The line that goes on from a record by some landings, oldest first; nil where one of them changes the policy.
  package func line(_ record: LineRecord, goingOnBy steps: [Chronicle.Step]) throws(GitError) -> MainLine? {
    var newest = record.newest
    for step in steps {
      guard try GovernedUnits.id(PolicySnapshot.directory, step.tree, repository) == record.policyTree else {
        return nil
      }
      newest = max(newest, step.seconds)
    }
    guard let last = record.policies.last else { return nil }
    let current = try snapshot(inRootTree: try repository.commit(last.landing).tree)
    guard case .known(let policy) = current.policy else { return nil }
    let tip = steps.last?.id ?? record.tip
    let count = record.count + steps.count
    return MainLine(
      root: record.root, tip: tip, branch: policy.integrationBranch, count: count, policies: record.policies,
      refused: [], current: current, newest: Timestamp(seconds: newest), chain: MainLine.Chain(tip: tip, count: count))
  }
}

extension MainLine {
  /// What is to be known to go on from here; nil where a policy was refused.
  package func record(policyTree: ObjectID?) -> LineRecord? {
    guard refused.isEmpty else { return nil }
    return LineRecord(
      root: root, tip: tip, count: count, newest: newest.seconds, policyTree: policyTree, policies: policies)
  }
}

extension Collector {
  /// The `.countersign` tree of a commit; nil where there is none.
  package func policyTree(at commit: ObjectID) throws(GitError) -> ObjectID? {
    try GovernedUnits.id(PolicySnapshot.directory, try repository.commit(commit).tree, repository)
  }
}

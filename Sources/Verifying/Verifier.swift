package import Diagnostics
import Evidence
import Facts
package import Gathering
package import Git
import PolicyModel
import Vocabulary
import Workers

/// Judges a whole history: plans what is to be judged, judges it in pieces on several threads, and says what hangs on what.
package struct Verifier: Sendable {
  let blueprint: Blueprint
  let standing: StandingRefs
  let threads: Int
  /// Told after each piece of work, on whichever thread did it.
  let progress: @Sendable () -> Void

  /// - Parameter standing: the refs that are judged; what moves meanwhile is judged the next time.
  package init(
    _ blueprint: Blueprint, standing: StandingRefs, threads: Int, progress: @escaping @Sendable () -> Void = {}
  ) {
    self.blueprint = blueprint
    self.standing = standing
    self.threads = threads
    self.progress = progress
  }

  /// Judges everything from the root on; nil is the root that is pinned.
  ///
  /// - Parameter memory: where to remember what held, and to look for it; nil: everything is judged, and nothing is kept.
  package func verify(from root: ObjectID? = nil, memory: Memory? = nil) throws(Finding) -> Verification {
    let collector = try open()
    if let memory, let known = Remembered.read(collector.repository, memory) {
      let start = if let root { root } else { try collector.pinnedRoot() }
      if let (verification, next) = try goOn(from: known, root: start, collector) {
        if let next, next != known { next.keep(collector.repository, memory) }
        return verification
      }
    }
    let main = try collector.mainLine(root: root, isProof: true, mayDoubt: true)
    var history: History
    do throws(GitError) {
      history = try History(main, standing, collector)
    } catch {
      throw error.finding
    }
    var found = Found()
    try readBranches(main, &history, collector, into: &found)
    let long = Chains(count: history.journals.count)
    try run(journalWork(history, long), history, into: &found)
    try run(entryWork(history, long), history, into: &found)
    absent(found.said, &history)
    let steps = try stepWork(&history)
    try run(landingWork(history) + steps, history, into: &found)
    try conclude(&found, history, collector)
    found.tally[.policies] = main.policies.count + main.refused.count - 1
    let verification = try told(found, history, main, collector)
    if let memory {
      let next = try remembered(verification, recalled: found.said.recalled, history, main, collector)
      next?.keep(collector.repository, memory)
    }
    return verification
  }

  /// A collector of its own, for one thread.
  func open(
    _ chronicles: [Chronicle] = [], _ landed: LandedVersions? = nil, _ refs: StandingRefs? = nil
  ) throws(Finding) -> Collector {
    do throws(GitError) {
      return try blueprint.open(standing: refs ?? standing, chronicles: chronicles, landed: landed)
    } catch {
      throw error.finding
    }
  }

  /// Runs pieces of work; each answer is added in the order of the pieces.
  func run(
    _ pieces: [Work], _ history: History, landed: LandedVersions? = nil, into found: inout Found
  ) throws(Finding) {
    let progress = progress
    let made: @Sendable () throws(Finding) -> Bench = { () throws(Finding) in
      Bench(collector: try open(history.chronicles, landed, history.standing), main: history.landings.line())
    }
    let answers = try Workers.run(pieces, threads: threads, tool: made) { bench, work in
      let answer = work(bench)
      bench.collector.forget()
      progress()
      return answer
    }
    for answer in answers {
      found.items += answer.items
      found.tally.add(answer.tally)
      found.said.add(answer.said)
    }
  }
}

/// One piece of the work: it says the same on every bench, whatever was done there before.
typealias Work = @Sendable (borrowing Bench) -> Found

/// What one thread works with.
struct Bench: ~Copyable {
  let collector: Collector
  let main: MainLine
}

/// What all threads know before they begin.
struct History: Sendable {
  let landings: Landings
  /// Every policy that was in force, with its date, oldest first.
  let policies: [(date: Timestamp, snapshot: PolicySnapshot)]
  /// Every environment that a policy in force had, with each branch that it had, as the last policy had it; first those of the policy
  /// in force now.
  let environments: [PolicyModel.Environment]
  /// How many of them the policy in force has.
  let current: Int
  let policy: Policy
  /// Every governed root that a policy in force had, sorted.
  let roots: [String]
  /// Names of the journals, sorted.
  let journals: [String]
  /// The commits of each environment, oldest first, as far as they are its own.
  var branches: [[Chronicle.Step]] = []
  /// The integration branch and the environments, as far as they could be read.
  var chronicles: [Chronicle] = []
  /// The refs that are judged, and those that are needed and are not here.
  var standing: StandingRefs

  /// - Parameter newest: the landings that are to be judged, where the ones before are known; nil: all of them.
  init(
    _ main: MainLine, _ standing: StandingRefs, _ collector: borrowing Collector, newest: [ObjectID]? = nil
  ) throws(GitError) {
    self.standing = standing
    landings = newest.map { Landings(main, newest: $0) } ?? main.landings
    var policies: [(date: Timestamp, snapshot: PolicySnapshot)] = []
    for change in main.policies {
      let commit = try collector.repository.commit(change.landing)
      policies.append(
        (Timestamp(seconds: commit.committer.seconds), try collector.snapshot(inRootTree: commit.tree)))
    }
    self.policies = policies
    var environments: [PolicyModel.Environment] = []
    var roots: Set<String> = []
    var current = 0
    var now: Policy?
    for (_, snapshot) in policies.reversed() {
      guard case .known(let policy) = snapshot.policy else { continue }
      roots.formUnion(policy.roots)
      for environment in policy.environments
      where !environments.contains(where: { $0.name == environment.name && $0.branch == environment.branch }) {
        environments.append(environment)
      }
      if now == nil {
        now = policy
        current = environments.count
      }
    }
    // What is governed now is looked at first: a name may lie below a former root, too.
    let present = (now?.roots ?? []).sorted()
    self.roots = present + roots.subtracting(present).sorted()
    self.environments = environments
    self.current = current
    guard let now else { throw .notFound(PolicySnapshot.policyPath) }
    policy = now
    journals = standing.ids.keys.filter { $0.hasPrefix(Self.journalPrefix) }
      .map { String($0.dropFirst(Self.journalPrefix.count)) }.sorted()
  }

  /// The branches that an environment had under the policies that were in force, its own among them.
  func branches(of environment: PolicyModel.Environment) -> Set<String> {
    Set(environments.filter { $0.name == environment.name }.map(\.branch))
  }

  /// Whose a path is: a workflow's, `policy`'s, or `all`'s.
  static func workflow(_ path: String) -> String {
    if path == PolicySnapshot.directory { return Naming.policy }
    if path == EnvironmentPath.freeze { return Naming.all }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return path.hasPrefix(EnvironmentPath.killedDirectory + "/") && name.hasSuffix(".yaml")
      ? String(name.dropLast(5)) : name
  }

  static let journalPrefix = "refs/countersign/journal/"

  /// Runs of at most `size` out of so many.
  static func chunks(of count: Int, from start: Int = 0, size: Int) -> [Range<Int>] {
    stride(from: start, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}

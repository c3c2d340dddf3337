import Diagnostics
import Facts
import Gates
import Git
import Vocabulary

/// What was found about the steps of environments in this run: each step is looked at once, however many come after it.
///
/// Never kept on disk: what was undecided may be decided once more was fetched.
struct StepMemory {
  /// A step of the same path, and all before it, by what it is asked about.
  struct Place: Hashable {
    let path: String
    let step: ObjectID
    let tip: ObjectID
  }

  /// Where on a line the furthest thing lies that steps have named.
  struct Furthest {
    let id: ObjectID
    let place: Int
  }

  /// A version and a `Source:` that steps of one path have together, up to a step.
  struct Origin: Hashable {
    let environment: String
    let path: String
    let tree: ObjectID?
    let source: ObjectID
    let tip: ObjectID
    var step: ObjectID
  }

  /// A version at a path, up to a step.
  struct Bringing: Hashable {
    let path: String
    let tree: ObjectID
    let step: ObjectID
  }

  /// Whether one of them passed.
  enum Answer {
    case passed
    case undecided(ObjectID)
    case held
  }

  /// The newest policy that a step or one before it names; nil: none names one.
  var policies: [Place: Furthest?] = [:]
  /// The newest commit of the journal that a step or one before it names.
  var journals: [Place: Furthest?] = [:]
  var origins: [Origin: Answer] = [:]
  /// What calls itself a release or an adoption of a version, oldest first.
  var bringing: [Bringing: [Commit]] = [:]
  /// Where a release after a step goes on from, by environment, workflow, step and main's tip.
  var sources: [String: Fact<Collector.LastSource>] = [:]
  /// What could not be decided, by the keys of `Memo.outcomes`; why, where it was told.
  var doubts: [String: Finding?] = [:]
}

extension Collector {
  /// Forgets what could not be decided: more may have been fetched.
  package func forgetDoubts() { memo.steps = StepMemory() }

  /// How many steps of paths were looked at so far, however often each.
  package var stepsSeen: Int { memo.turns }

  /// The furthest that a step of a path or one before it names, from `tip` back; the steps are walked once.
  func furthest(
    _ known: WritableKeyPath<StepMemory, [StepMemory.Place: StepMemory.Furthest?]>, on line: ObjectID, path: String,
    from tip: ObjectID, named: (Commit) throws(GitError) -> StepMemory.Furthest?
  ) throws(GitError) -> StepMemory.Furthest? {
    var steps: [Commit] = []
    var furthest: StepMemory.Furthest?
    try eachTransition(of: path, from: tip) { step throws(GitError) in
      if let before = memo.steps[keyPath: known][StepMemory.Place(path: path, step: step.commit.id, tip: line)] {
        furthest = before
        return false
      }
      steps.append(step.commit)
      return true
    }
    for step in steps.reversed() {
      if let one = try named(step), furthest.map({ one.place > $0.place }) ?? true { furthest = one }
      memo.steps[keyPath: known][StepMemory.Place(path: path, step: step.id, tip: line)] = .some(furthest)
    }
    return furthest
  }

  /// The steps from `tip` back that brought one version to a path and call themselves a release or an adoption, newest first.
  func bringing(_ tree: ObjectID, to path: String, from tip: ObjectID?) throws(GitError) -> [Commit] {
    var newest: ObjectID?
    var before: [Commit] = []
    var found: [Commit] = []
    try eachTransition(of: path, from: tip) { step throws(GitError) in
      newest = newest ?? step.commit.id
      if let known = memo.steps.bringing[StepMemory.Bringing(path: path, tree: tree, step: step.commit.id)] {
        before = known
        return false
      }
      guard step.new == tree else { return true }
      let trailers = self.trailers(of: step.commit)
      if trailers[ReleaseTrailer.release] != nil || trailers[ReleaseTrailer.adopt] != nil { found.append(step.commit) }
      return true
    }
    let all = before + found.reversed()
    if let newest { memo.steps.bringing[StepMemory.Bringing(path: path, tree: tree, step: newest)] = all }
    return all.reversed()
  }
}

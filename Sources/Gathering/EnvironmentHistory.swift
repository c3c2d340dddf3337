import Diagnostics
package import Git
package import Vocabulary

/// A commit of an environment's branch at which one path became something else.
package struct Transition: Hashable, Sendable {
  package let commit: Commit
  /// The path's object before; nil when it was not there.
  package let old: ObjectID?
  package let new: ObjectID?

  package var date: Timestamp { Timestamp(seconds: commit.committer.seconds) }
}

extension Collector {
  /// Where one path changed along a branch's first parents, newest first, by content and whatever the messages say.
  ///
  /// `most` ends the walk early. Commits dated after `asOf` are passed over at the newest end.
  package func transitions(
    of path: String, from tip: ObjectID?, most: Int = .max, asOf: Timestamp? = nil
  ) throws(GitError) -> [Transition] {
    var found: [Transition] = []
    try eachTransition(of: path, from: tip, asOf: asOf) { step throws(GitError) in
      found.append(step)
      return found.count < most
    }
    return found
  }

  /// The same one by one, until `take` answers false.
  package func eachTransition(
    of path: String, from tip: ObjectID?, asOf: Timestamp? = nil, _ take: (Transition) throws(GitError) -> Bool
  ) throws(GitError) {
    guard let tip else { return }
    func body(_ step: Transition) throws(GitError) -> Bool {
      memo.turns += 1
      return try take(step)
    }
    if let (chronicle, position) = chronicle(of: path, upTo: tip) {
      return try eachTurn(of: path, in: chronicle, upTo: position, asOf: asOf, body)
    }
    let key = Array(path.utf8)
    guard let history = try history(at: tip), history.covers(key), var position = history.position(of: tip) else {
      return try walkTransitions(of: path, from: tip, asOf: asOf, body)
    }
    if let asOf {
      guard let start = try history.position(from: position, until: asOf.seconds, in: repository) else { return }
      position = start
    }
    while let change = try history.change(of: key, atOrBelow: position, in: repository) {
      let commit = try repository.commit(history.step(at: change.position).id)
      guard try body(Transition(commit: commit, old: change.old, new: change.new)) else { break }
      position = change.position - 1
    }
    try history.keep(in: repository)
  }

  /// The same from the objects alone: each commit's tree is looked into.
  package func walkTransitions(
    of path: String, from tip: ObjectID, asOf: Timestamp? = nil, _ body: (Transition) throws(GitError) -> Bool
  ) throws(GitError) {
    var later: (commit: Commit, id: ObjectID?)?
    var isInTime = asOf == nil
    var goesOn = true
    try repository.firstParents(from: tip) { commit throws(GitError) in
      if let asOf, !isInTime {
        guard Timestamp(seconds: commit.committer.seconds) <= asOf else { return true }
        isInTime = true
      }
      let id = try GovernedUnits.id(path, commit.tree, repository)
      if let later, later.id != id { goesOn = try body(Transition(commit: later.commit, old: id, new: later.id)) }
      later = (commit, id)
      return goesOn
    }
    if goesOn, let later, later.commit.parents.isEmpty, let id = later.id {
      _ = try body(Transition(commit: later.commit, old: nil, new: id))
    }
  }

  /// The tip of an environment's branch in the view; nil before the first release.
  package func tip(ofEnvironmentBranch branch: String) throws(GitError) -> ObjectID? {
    let tip = try tip(ofBranch: branch)
    if let tip { memo.histories.branches[tip] = branch }
    return tip
  }
}

/// The words on an environment's branch.
package enum EnvironmentPath {
  package static let killedDirectory = ".countersign/killed"
  /// The marker of a freeze for the middle of an incident.
  package static let freeze = ".countersign/freeze.yaml"

  /// The marker of a kill: of a workflow, or of `all`.
  package static func killed(_ workflow: String) -> String { "\(killedDirectory)/\(workflow).yaml" }
}

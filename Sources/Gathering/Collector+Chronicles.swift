import Facts
package import Git
import Vocabulary

extension Collector {
  /// The chronicle that says where a path changed up to a commit, and where that commit stands in it; nil: walk.
  func chronicle(of path: String, upTo commit: ObjectID) -> (chronicle: Chronicle, position: Int)? {
    for chronicle in chronicles {
      if let position = chronicle.position(of: commit) {
        return chronicle.covers(path) ? (chronicle, position) : nil
      }
    }
    return nil
  }

  /// What `eachTransition` does, from a chronicle.
  func eachTurn(
    of path: String, in chronicle: Chronicle, upTo position: Int, asOf: Timestamp?,
    _ body: (Transition) throws(GitError) -> Bool
  ) throws(GitError) {
    var end = position
    if let asOf {
      while end >= 0, chronicle.seconds[end] > asOf.seconds { end -= 1 }
      if end < 0 { return }
    }
    let turns = chronicle.turns(of: path, upTo: end)
    for index in turns.indices.reversed() {
      let old = index > turns.startIndex ? turns[index - 1].id : nil
      let commit = try repository.commit(chronicle.commits[Int(turns[index].position)])
      guard try body(Transition(commit: commit, old: old, new: turns[index].id)) else { return }
    }
  }
}

extension Chronicle {
  /// When the branch last left a version of a path before a position, and went through that whole stay; nil: it never did.
  func departure(from tree: String?, of path: String, upTo end: Int) -> Departure? {
    let wanted = tree.flatMap { ObjectID(hex: $0) }
    // What is no id lay nowhere.
    guard tree == nil || wanted != nil else { return nil }
    let turns = turns(of: path, upTo: end)
    // What is there at the end has not been left.
    var leaving = turns.endIndex - 1
    while leaving >= turns.startIndex {
      let before = leaving > turns.startIndex ? turns[leaving - 1].id : nil
      let left = Int(turns[leaving].position)
      let start = leaving > turns.startIndex ? Int(turns[leaving - 1].position) : 0
      if left > start, before == wanted {
        let newest = seconds[start...left].max() ?? seconds[left]
        return Departure(date: Timestamp(seconds: newest), commit: commits[left].hex)
      }
      leaving -= 1
    }
    return nil
  }
}

/// A journal from its tip backwards, as far as somebody asked.
final class JournalChain {
  /// How many commits are newer than one.
  private var places: [ObjectID: Int] = [:]
  private var next: ObjectID?

  let tip: ObjectID

  init(tip: ObjectID) {
    self.tip = tip
    next = tip
  }

  /// How far a commit is behind the tip; nil: it is not in the journal.
  func place(of id: ObjectID, _ repository: borrowing Repository) throws(GitError) -> Int? {
    while places[id] == nil, let oldest = next {
      places[oldest] = places.count
      next = try repository.firstParent(of: oldest)
    }
    return places[id]
  }

  /// The same of what was met on the way to another one.
  func known(_ id: ObjectID) -> Int? { places[id] }
}

extension Collector {
  /// Whether what a journal held at one of its commits was there already at another, which a step names.
  package func journal(
    of workflow: String, at named: ObjectID, holds entry: ObjectID
  ) throws(GitError) -> Bool {
    guard let tip = try journalTip(of: workflow) else { return false }
    let chain = journalChain(from: tip)
    guard let there = try chain.place(of: named, repository), let place = try chain.place(of: entry, repository) else {
      return false
    }
    return place >= there
  }

  func journalChain(from tip: ObjectID) -> JournalChain {
    if let known = memo.journals[tip] { return known }
    let chain = JournalChain(tip: tip)
    memo.journals[tip] = chain
    return chain
  }
}

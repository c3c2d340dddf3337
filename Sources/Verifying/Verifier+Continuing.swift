import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary

/// What came since something was remembered, each oldest first.
private struct News {
  var landings: [Chronicle.Step] = []
  /// By the place of the environment in the history's list.
  var steps: [[Chronicle.Step]] = []
  /// By name.
  var journals: [(name: String, commits: [ObjectID])] = []
}

extension Verifier {
  /// How much that is new is judged on top of what is remembered; more than this begins anew.
  private static let most = 5_000

  /// Judges what came since the memory was made; nil where that cannot be told from it, and all is judged anew.
  ///
  /// What came since must not change what was found before: no policy, no statement dated before what it could bear on, no step
  /// dated before others.
  func goOn(
    from memory: Remembered, root: ObjectID, _ collector: borrowing Collector
  ) throws(Finding) -> (verification: Verification, next: Remembered?)? {
    guard memory.line.root == root, memory.line.newest <= blueprint.clock.seconds,
      memory.newestStep <= blueprint.clock.seconds
    else { return nil }
    try collector.unfit()
    // What cannot be read is told by looking at everything.
    guard standing.unread.isEmpty else { return nil }
    do throws(GitError) {
      var news = News()
      let policies = memory.line.policies
      guard let tip = try collector.tip(ofBranch: try branch(memory, collector)),
        let landings = try since(memory.line.tip, tip, collector),
        let main = try collector.line(memory.line, goingOnBy: landings)
      else { return nil }
      news.landings = landings
      var history = try History(main, standing, collector, newest: landings.map(\.id))
      var refs: [String: ObjectID] = [:]
      let mainRef = collector.view.ref(ofBranch: main.branch)
      refs[mainRef] = tip
      for environment in history.environments {
        let ref = collector.view.ref(ofBranch: environment.branch)
        let tip = try collector.tip(ofEnvironmentBranch: environment.branch)
        guard let tip else {
          if memory.refs[ref] != nil { return nil }
          news.steps.append([])
          continue
        }
        refs[ref] = tip
        guard let steps = try since(memory.refs[ref], tip, collector) else { return nil }
        // One that goes on into main is told as a whole.
        if steps.contains(where: { $0.id == memory.line.root }) { return nil }
        // What is dated with or before others may have a say in them.
        guard steps.allSatisfy({ $0.seconds > memory.newestStep + Skew.commits.seconds }) else { return nil }
        news.steps.append(steps)
      }
      for name in history.journals {
        let ref = History.journalPrefix + name
        guard Naming.isName(name), let tip = standing.ids[ref] else { return nil }
        refs[ref] = tip
        if memory.refs[ref] == tip { continue }
        guard let commits = try since(memory.refs[ref], tip, collector)?.map(\.id),
          try isAfterAll(commits, name, memory, collector)
        else { return nil }
        news.journals.append((name, commits))
      }
      guard Set(memory.refs.keys).isSubset(of: refs.keys), policies == main.policies else { return nil }
      history.branches = news.steps
      return try told(news, &history, main, memory, refs, collector)
    } catch {
      // Whatever cannot be read is told by looking at everything.
      return nil
    }
  }

  private func branch(_ memory: Remembered, _ collector: borrowing Collector) throws(GitError) -> String {
    do throws(Finding) { return try collector.integrationBranch(root: memory.line.root) } catch {
      throw .notFound(error.what)
    }
  }

  /// The commits behind `old` up to `tip`, oldest first; nil where the branch does not go on from there, or by too many.
  private func since(
    _ old: ObjectID?, _ tip: ObjectID, _ collector: borrowing Collector
  ) throws(GitError) -> [Chronicle.Step]? {
    var steps: [Chronicle.Step] = []
    var isMet = old == nil
    try collector.repository.eachFirstParent(from: tip) { id, links throws(GitError) in
      if id == old {
        isMet = true
        return false
      }
      steps.append(Chronicle.Step(id: id, tree: links.tree, seconds: links.seconds))
      return steps.count <= Self.most
    }
    return isMet && steps.count <= Self.most ? steps.reversed() : nil
  }

  /// Whether everything that a journal gained was said after whatever it could bear on.
  private func isAfterAll(
    _ commits: [ObjectID], _ name: String, _ memory: Remembered, _ collector: borrowing Collector
  ) throws(GitError) -> Bool {
    let known = memory.newest[name] ?? Remembered.Newest()
    // An adoption and a rollback count what is dated within an hour behind them, or looks at it.
    let step = known.step == .min ? Int64.min : known.step + Skew.receipt.seconds
    for id in commits {
      let parent = try collector.repository.firstParent(of: id)
      let added = try Journal.check(
        name, from: parent, to: id, memory: collector.statements, in: collector.repository
      ).added
      for stored in added {
        let time = stored.statement.time.seconds
        if time <= known.landing || time <= step { return false }
      }
    }
    return true
  }

  private func told(
    _ news: News, _ history: inout History, _ main: MainLine, _ memory: Remembered, _ refs: [String: ObjectID],
    _ collector: borrowing Collector
  ) throws(GitError) -> (verification: Verification, next: Remembered?)? {
    var found = Found()
    let landed = LandedVersions(tip: memory.line.tip, marks: memory.marks)
    do throws(Finding) {
      try run(landingWork(history, from: memory.line.count), history, landed: landed, into: &found)
      let steps = try stepWork(&history)
      try run(steps + work(on: news.journals, history), history, into: &found)
      found.said.recalled.formUnion(memory.recalled)
      try conclude(&found, history, collector)
      var tally = memory.tally
      tally.add(found.tally)
      tally[.environments] = history.environments.count { refs[collector.view.ref(ofBranch: $0.branch)] != nil }
      tally[.journals] = history.journals.count
      found.tally = tally
      let verification = try told(found, history, main, collector)
      // What does not hold is told from all of history: what rests on it, and what is said of branches as wholes.
      guard verification.violations.isEmpty else { return nil }
      var next = try remembered(memory, news, history, main, refs, tally, collector)
      next?.recalled = found.said.recalled
      return (verification, next)
    } catch {
      return nil
    }
  }

  private func work(on journals: [(name: String, commits: [ObjectID])], _ history: History) -> [Work] {
    journals.flatMap { name, commits in
      let order = Found.Order(part: 2, branch: history.journals.firstIndex(of: name) ?? 0, position: 0)
      return commits.map { commit -> Work in
        { bench in
          var found = Found()
          bench.judge(commit, name, history, order, into: &found)
          return found
        }
      }
    }
  }

  /// The memory of what is here now, where everything held.
  private func remembered(
    _ memory: Remembered, _ news: News, _ history: History, _ main: MainLine, _ refs: [String: ObjectID],
    _ tally: Tally, _ collector: borrowing Collector
  ) throws(Finding) -> Remembered? {
    do throws(GitError) {
      var next = memory
      guard let record = main.record(policyTree: memory.line.policyTree) else { return nil }
      next.line = record
      next.refs = refs
      next.tally = tally
      var marks = Set<UInt64>()
      var before = memory.line.tip
      for step in news.landings {
        let old = try collector.repository.commit(before).tree
        for change in try collector.changes(from: old, to: step.tree, roots: history.roots) {
          if let id = change.id { marks.insert(LandedVersions.mark(change.path, id)) }
          next.newest[History.workflow(change.path), default: .init()].landing.raise(to: step.seconds)
        }
        before = step.id
      }
      next.marks = marks.isEmpty ? memory.marks : Self.merged(memory.marks, marks.sorted())
      for (index, steps) in news.steps.enumerated() {
        let branch = collector.view.ref(ofBranch: history.environments[index].branch)
        var before = try memory.refs[branch].map { id throws(GitError) in try collector.repository.commit(id).tree }
        for step in steps {
          for change in try collector.changes(from: before, to: step.tree, roots: history.roots) {
            next.newest[History.workflow(change.path), default: .init()].step.raise(to: step.seconds)
          }
          before = step.tree
          next.newestStep.raise(to: step.seconds)
        }
      }
      let clock = blueprint.clock.seconds
      return next.line.newest <= clock && next.newestStep <= clock ? next : nil
    } catch {
      return nil
    }
  }

  private static func merged(_ old: [UInt64], _ new: [UInt64]) -> [UInt64] {
    var all: [UInt64] = []
    all.reserveCapacity(old.count + new.count)
    var next = new[...]
    for mark in old {
      while let first = next.first, first < mark { all.append(next.removeFirst()) }
      all.append(mark)
    }
    return all + next
  }

  /// The memory of a whole look in which everything held; nil where something is dated ahead.
  func remembered(
    _ verification: Verification, recalled: Set<Said.Recalled>, _ history: History, _ main: MainLine,
    _ collector: borrowing Collector
  ) throws(Finding) -> Remembered? {
    guard verification.violations.isEmpty, verification.outcome == .passed,
      history.chronicles.count == history.branches.count + 1, let chronicle = history.chronicles.first
    else { return nil }
    do throws(GitError) {
      guard let record = main.record(policyTree: try collector.policyTree(at: main.tip)) else { return nil }
      var refs = [collector.view.ref(ofBranch: main.branch): main.tip]
      for environment in history.environments {
        refs[collector.view.ref(ofBranch: environment.branch)] =
          try collector.tip(ofEnvironmentBranch: environment.branch)
      }
      for name in history.journals {
        refs[History.journalPrefix + name] = standing.ids[History.journalPrefix + name]
      }
      var newest: [String: Remembered.Newest] = [:]
      for (path, date) in chronicle.newestTurns {
        newest[History.workflow(path), default: .init()].landing.raise(to: date)
      }
      var newestStep = Int64.min
      for (branch, steps) in zip(history.chronicles.dropFirst(), history.branches) {
        for (path, date) in branch.newestTurns {
          newest[History.workflow(path), default: .init()].step.raise(to: date)
        }
        for step in steps { newestStep.raise(to: step.seconds) }
      }
      let clock = blueprint.clock.seconds
      guard record.newest <= clock, newestStep <= clock else { return nil }
      return Remembered(
        line: record, refs: refs, tally: verification.tally, newest: newest, newestStep: newestStep,
        recalled: recalled, marks: chronicle.landedMarks)
    } catch {
      return nil
    }
  }
}

extension Int64 {
  fileprivate mutating func raise(to other: Int64) { self = Swift.max(self, other) }
}

import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Receiving
import Vocabulary
import Workflows

/// A version that an environment holds now.
private struct Running {
  let environment: String
  let held: Held
  let path: String
  /// The commit that put it there, and the last one that killed or resumed it.
  let step: Commit?
  let marker: Commit?
  /// What it holds cannot even be listed.
  var isAll = false

  var label: String { "\(held.label) in \(environment)" }
}

/// Everything that runs, by what a violation is about.
private struct Runs {
  private var workflows: [String: [Running]] = [:]
  private var steps: [ObjectID: [Running]] = [:]

  init(_ all: [Running]) {
    for one in all {
      workflows[one.held.workflow, default: []].append(one)
      for step in Set([one.step?.id, one.marker?.id].compactMap { $0 }) { steps[step, default: []].append(one) }
    }
  }

  func of(_ workflow: String) -> [Running] { workflows[workflow] ?? [] }

  /// Environments of which nobody can tell what they hold; of one, or of any.
  func unlisted(_ environment: String? = nil) -> [Running] {
    of(Self.everything).filter { $0.isAll && (environment == nil || $0.environment == environment) }
  }

  /// No workflow's name.
  static let everything = "everything"

  /// What a step put there, killed or resumed.
  func by(_ step: ObjectID) -> [Running] { steps[step] ?? [] }

  /// What a step brought that cannot be read; all that it brought where all of that can be read.
  func unread(_ step: ObjectID, _ environment: String) -> [Running] {
    let brought = by(step).filter { $0.environment == environment }
    let unread = brought.filter { $0.held.tree != nil && $0.held.version == nil }
    return unread.isEmpty ? brought : unread
  }
}

/// A workflow somewhere, named as well as it can be: a version that cannot be read is still there.
private struct Held {
  let workflow: String
  /// nil: everything, or nothing is there.
  let tree: ObjectID?
  let version: Version?

  var label: String { version.map { "\(visible(workflow))@\($0.shortName)" } ?? visible(workflow) }
}

extension Verifier {
  /// How much of one kind is told; the rest is counted.
  private static let most = 1000

  /// Puts everything in order, and says of each violation what it touches and what runs and rests on it.
  func told(
    _ found: Found, _ history: History, _ main: MainLine, _ collector: borrowing Collector
  ) throws(Finding) -> Verification {
    var items = found.items
    if let doubt = main.doubt { try leaveOpen(&items, doubt, history, collector) }
    items.sort { ($0.order, $0.violation.finding.rule.id) < ($1.order, $1.violation.finding.rule.id) }
    let said = Set(items.compactMap { $0.violation.finding.place?.source })
    for refused in main.refused where !said.contains(refused.place?.source ?? "") {
      items.append(
        .init(
          violation: Violation(.violation, "policy", refused, since: nil), cause: .nothing,
          order: .init(part: 0, branch: 0, position: .max)))
    }
    var runs: Set<String> = []
    var dropped: [Violation.Weight] = []
    if !items.isEmpty {
      let running = Runs(self.running(history, collector))
      for index in items.indices {
        rest(&items[index].violation, items[index].cause, on: running, history, main, collector)
      }
    }
    items = Self.each(items)
    for item in items { runs.formUnion(item.violation.runs) }
    // What runs is told, however much there is to tell.
    items = items.filter { !$0.violation.runs.isEmpty } + items.filter(\.violation.runs.isEmpty)
    dropped = items.dropFirst(Self.most).map(\.violation.weight)
    items = Array(items.prefix(Self.most))
    for index in items.indices { touch(&items[index].violation, items[index].cause, history, collector) }
    var violations = items.map(\.violation)
    violations += history.journals.isEmpty && !items.isEmpty ? [noJournals] : []
    if !dropped.isEmpty { violations.append(more(dropped)) }
    // Without what was said about versions, a no is only that it cannot be told.
    if history.journals.isEmpty { violations = violations.map(\.leftOpen) }
    return Verification(
      root: main.root.hex, branch: main.branch, tip: main.tip.hex, violations: violations, runs: runs.sorted(),
      tally: found.tally, notes: [dates] + found.notes)
  }

  /// Where it cannot be told which policy was in force, nothing that one behind it judges is more than undecided.
  private func leaveOpen(
    _ items: inout [Found.Item], _ doubt: MainLine.Doubt, _ history: History, _ collector: borrowing Collector
  ) throws(Finding) {
    let landing = history.landings.ids[doubt.from]
    let date: Timestamp?
    do throws(GitError) { date = try collector.repository.commit(landing).date } catch { throw error.finding }
    for index in items.indices {
      let since = items[index].violation.since
      let isBehind = if let since, let date { since + Skew.receipt >= date } else { true }
      let isOpen =
        switch items[index].order.part {
        case 0: items[index].order.position >= doubt.from
        case 1: isBehind
        // What a journal is by itself rests on no policy; who may speak does.
        default: items[index].violation.finding.rule == .statementStranger
        }
      if isOpen { items[index].violation = items[index].violation.leftOpen }
    }
    var reason = doubt.because
    if reason.rule != .policyNotInForce {
      reason = Finding(
        .policyNotInForce, "it cannot be told here which policy \(landing.short) landed",
        at: Place("commit \(landing.short)"), because: [reason.what] + reason.because, next: reason.next)
    }
    items.append(
      .init(
        violation: Violation(.undecided, "policy", reason, since: date), cause: .nothing,
        order: .init(part: 0, branch: 0, position: doubt.from)))
  }

  /// Each once, wherever else in history it was met again, with all that rests on it.
  private static func each(_ items: [Found.Item]) -> [Found.Item] {
    var known: [Violation.Line: Int] = [:]
    var all: [Found.Item] = []
    for item in items {
      guard let first = known[item.violation.line] else {
        known[item.violation.line] = all.count
        all.append(item)
        continue
      }
      all[first].violation.runs = Set(all[first].violation.runs + item.violation.runs).sorted()
    }
    return all
  }

  private var dates: Finding {
    Finding(
      .verifySignedDates, "order rests on the dates that were signed", level: .note,
      because: ["history cannot show whether a server with the hook took every push"])
  }

  private var noJournals: Violation {
    let place = Place(History.journalPrefix)
    return Violation(
      .undecided, "journals",
      Finding(
        .verifyNoJournals, "there is not one journal here, and something needs what was said", at: place,
        next: ["countersign sync fetches the journals, then: countersign verify"]), since: nil)
  }

  private func more(_ dropped: [Violation.Weight]) -> Violation {
    let weight: Violation.Weight =
      dropped.contains(.violation) ? .violation : dropped.contains(.undecided) ? .undecided : .notice
    return Violation(
      weight, "history", Finding(.verifyMore, "\(dropped.count) more are not told", at: Place("history")), since: nil)
  }

  /// What the environments of the policy in force hold, as far as it can be read.
  private func running(_ history: History, _ collector: borrowing Collector) -> [Running] {
    var running: [Running] = []
    for environment in history.environments.prefix(history.current) {
      // One that was rewound is told already.
      guard let tip = standing.ids[collector.view.ref(ofBranch: environment.branch)] else { continue }
      let names: [String]
      do throws(GitError) { names = try Self.names(at: tip, history.roots, collector) } catch {
        running.append(
          Running(
            environment: environment.name, held: Held(workflow: Runs.everything, tree: nil, version: nil), path: "",
            step: nil, marker: nil, isAll: true))
        continue
      }
      for name in names {
        let there: (path: String, held: Held)?
        do throws(GitError) { there = try held(name, at: tip, history.roots, collector) } catch { continue }
        guard let (path, held) = there else { continue }
        running.append(
          Running(
            environment: environment.name, held: held, path: path, step: last(path, tip, collector),
            marker: last(EnvironmentPath.killed(name), tip, collector)))
      }
      if let all = last(EnvironmentPath.killed(Naming.all), tip, collector) {
        running.append(
          Running(
            environment: environment.name, held: Held(workflow: Naming.all, tree: nil, version: nil),
            path: EnvironmentPath.killed(Naming.all), step: nil, marker: all))
      }
    }
    return running
  }

  /// Every directory that a commit holds in a governed root. What lies in it may be what cannot be read.
  private static func names(
    at commit: ObjectID, _ roots: [String], _ collector: borrowing Collector
  ) throws(GitError) -> [String] {
    let tree = try collector.repository.commit(commit).tree
    var names: Set<String> = []
    for root in roots {
      guard let entry = try collector.repository.entry(at: root, in: tree), entry.mode == .tree else { continue }
      for one in try collector.repository.tree(entry.id) where one.mode == .tree {
        if let name = one.text, Naming.isName(name) { names.insert(name) }
      }
    }
    return names.sorted()
  }

  /// The commit that made a path what it is; nil where none did, or where that cannot be read.
  private func last(_ path: String, _ tip: ObjectID, _ collector: borrowing Collector) -> Commit? {
    do throws(GitError) { return try collector.transitions(of: path, from: tip, most: 1).first?.commit } catch {
      return nil
    }
  }

  private func held(
    _ workflow: String, at commit: ObjectID, _ roots: [String], _ collector: borrowing Collector
  ) throws(GitError) -> (path: String, held: Held)? {
    let tree = try collector.repository.commit(commit).tree
    guard let found = try collector.directory(of: workflow, inRootTree: tree, roots: roots) else { return nil }
    let version: Version?
    do throws(GitError) { version = try collector.version(ofTree: found.tree) } catch { version = nil }
    return (found.path, Held(workflow: workflow, tree: found.tree, version: version))
  }

  /// What runs now and rests on a violation.
  private func rest(
    _ violation: inout Violation, _ cause: Found.Cause, on running: Runs, _ history: History, _ main: MainLine,
    _ collector: borrowing Collector
  ) {
    // What was only noticed holds nothing.
    if violation.weight == .notice { return }
    var runs: Set<String> = []
    switch cause {
    case .nothing: break
    case .step(_, let environment, _), .unread(_, let environment):
      runs.formUnion(running.unlisted(environment).map(\.label))
    case .landing, .journal: runs.formUnion(running.unlisted().map(\.label))
    }
    switch cause {
    case .nothing: break
    case .landing(let id, let workflows):
      for workflow in workflows {
        for one in running.of(workflow) where came(one, from: id, history, main, collector) { runs.insert(one.label) }
      }
    case .step(let id, let environment, let workflow):
      // A step that is not in order may have brought more than it says; else each workflow of an adoption stands for itself.
      let isWhole = workflow.isEmpty || violation.finding.rule == .releaseForm
      for one in running.by(id) where one.environment == environment && (isWhole || one.held.workflow == workflow) {
        runs.insert(one.label)
      }
    case .unread(let id, let environment):
      for one in running.unread(id, environment) { runs.insert(one.label) }
      violation.touches = Set(running.unread(id, environment).map { visible($0.held.workflow) }).sorted()
    case .journal(let workflow, let entry):
      for one in running.of(workflow) where knew(one, workflow, entry, collector) { runs.insert(one.label) }
    }
    violation.runs = runs.sorted()
  }

  /// Whether what runs came to main by a landing: it is what that landing brought, and its step took it from there or from one behind
  /// it. What cannot be told counts as a yes.
  private func came(
    _ one: Running, from landing: ObjectID, _ history: History, _ main: MainLine, _ collector: borrowing Collector
  ) -> Bool {
    do throws(GitError) {
      guard let tree = try tree(of: one.held.workflow, at: landing, history.roots, collector), one.held.tree == tree
      else { return false }
      guard let step = one.step else { return true }
      let trailers = Trailers.read(step.message)
      guard let source = trailers[ReleaseTrailer.source].flatMap({ ObjectID(hex: $0) }) else {
        // What was adopted is what ran, wherever it came from.
        return trailers[ReleaseTrailer.adopt] == nil
      }
      return try collector.landings(changing: one.path, from: source, downTo: main.root, main, most: 1).first?.commit
        == landing
    } catch {
      return true
    }
  }

  /// Whether a step that put there, killed or resumed what runs counted what a commit of the journal brought.
  private func knew(
    _ one: Running, _ workflow: String, _ entry: ObjectID?, _ collector: borrowing Collector
  ) -> Bool {
    guard let entry else { return true }
    do throws(GitError) {
      for step in [one.step, one.marker].compactMap({ $0 }) {
        let trailers = Trailers.read(step.message)
        // A kill needs nobody's word.
        if trailers[ReleaseTrailer.kill] != nil { continue }
        if let named = trailers[ReleaseTrailer.journal].flatMap({ ObjectID(hex: $0) }) {
          if try collector.journal(of: workflow, at: named, holds: entry) { return true }
        } else if trailers[ReleaseTrailer.journal] == nil,
          try collector.repository.commit(entry).committer.seconds <= step.committer.seconds
        {
          return true
        }
      }
      return one.step == nil && one.marker == nil
    } catch {
      return true
    }
  }

  /// What a violation is about.
  private func touch(
    _ violation: inout Violation, _ cause: Found.Cause, _ history: History, _ collector: borrowing Collector
  ) {
    switch cause {
    case .nothing: violation.touches = []
    case .landing(let id, let workflows):
      var touches: Set<String> = []
      for workflow in workflows {
        let there: (path: String, held: Held)?
        do throws(GitError) { there = try held(workflow, at: id, history.roots, collector) } catch { there = nil }
        touches.insert(there?.held.label ?? visible(workflow))
      }
      violation.touches = touches.sorted()
    case .step(_, _, let workflow) where !workflow.isEmpty: violation.touches = [visible(workflow)]
    case .journal(let workflow, _): violation.touches = [visible(workflow)]
    case .step(let id, _, _), .unread(let id, _):
      // Said with what runs, else by the step itself.
      let named = Self.workflow(id, collector).workflow
      if violation.touches.isEmpty, !named.isEmpty { violation.touches = [visible(named)] }
    }
  }

  private func tree(
    of workflow: String, at commit: ObjectID, _ roots: [String], _ collector: borrowing Collector
  ) throws(GitError) -> ObjectID? {
    let root = try collector.repository.commit(commit).tree
    return try collector.directory(of: workflow, inRootTree: root, roots: roots)?.tree
  }
}

extension Violation {
  /// The same, as what cannot be told.
  fileprivate var leftOpen: Violation {
    Violation(
      weight == .violation ? .undecided : weight, subject, finding, since: since, touches: touches, runs: runs)
  }

  /// What of it is read as one line.
  fileprivate struct Line: Hashable {
    let weight: Violation.Weight
    let subject: String
    let rule: Rule
    let what: String
    let place: Place?
  }

  fileprivate var line: Line {
    Line(weight: weight, subject: subject, rule: finding.rule, what: finding.what, place: finding.place)
  }
}

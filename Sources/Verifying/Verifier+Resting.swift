import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary
import Workflows

/// A version that an environment holds now.
private struct Running {
  let environment: String
  let held: Held
  /// The commit that put it there, and the last one that killed or resumed it.
  let step: ObjectID?
  let marker: ObjectID?

  var label: String { "\(held.label) in \(environment)" }
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
    items.sort { ($0.order, $0.violation.finding.rule.id) < ($1.order, $1.violation.finding.rule.id) }
    let said = Set(items.compactMap { $0.violation.finding.place?.source })
    for refused in main.refused where !said.contains(refused.place?.source ?? "") {
      items.append(
        .init(
          violation: Violation(.violation, "policy", refused, since: nil), cause: .nothing,
          order: .init(part: 0, branch: 0, position: .max)))
    }
    let dropped = items.dropFirst(Self.most).map(\.violation.weight)
    items = Array(items.prefix(Self.most))
    if !items.isEmpty {
      let running: [Running]
      do throws(GitError) {
        running = try self.running(history, collector)
        for index in items.indices { try rest(&items[index], on: running, history, collector) }
      } catch {
        throw error.finding
      }
    }
    var violations = items.map(\.violation)
    violations = violations.filter { !$0.runs.isEmpty } + violations.filter(\.runs.isEmpty)
    violations += history.journals.isEmpty && !items.isEmpty ? [noJournals] : []
    if !dropped.isEmpty { violations.append(more(dropped)) }
    // Without what was said about versions, a no is only that it cannot be told.
    if history.journals.isEmpty { violations = violations.map(\.leftOpen) }
    return Verification(
      root: main.root.hex, branch: main.branch, tip: main.tip.hex, violations: violations, tally: found.tally,
      notes: [dates])
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

  /// What the environments of the policy in force hold.
  private func running(_ history: History, _ collector: borrowing Collector) throws(GitError) -> [Running] {
    var running: [Running] = []
    for environment in history.environments.prefix(history.current) {
      // One that was rewound is told already.
      guard let tip = standing.ids[collector.view.ref(ofBranch: environment.branch)] else { continue }
      for name in try collector.names(at: tip, history.policy) {
        guard let (path, held) = try held(name, at: tip, history.policy, collector) else { continue }
        running.append(
          Running(
            environment: environment.name, held: held,
            step: try collector.transitions(of: path, from: tip, most: 1).first?.commit.id,
            marker: try collector.transitions(of: EnvironmentPath.killed(name), from: tip, most: 1).first?.commit.id))
      }
      let all = try collector.transitions(of: EnvironmentPath.killed(Naming.all), from: tip, most: 1).first
      if let all {
        running.append(
          Running(
            environment: environment.name, held: Held(workflow: Naming.all, tree: nil, version: nil), step: nil,
            marker: all.commit.id))
      }
    }
    return running
  }

  private func held(
    _ workflow: String, at commit: ObjectID, _ policy: Policy, _ collector: borrowing Collector
  ) throws(GitError) -> (path: String, held: Held)? {
    let tree = try collector.repository.commit(commit).tree
    guard let found = try collector.directory(of: workflow, inRootTree: tree, roots: policy.roots) else { return nil }
    let version: Version?
    do throws(GitError) { version = try collector.version(ofTree: found.tree) } catch { version = nil }
    return (found.path, Held(workflow: workflow, tree: found.tree, version: version))
  }

  private func rest(
    _ item: inout Found.Item, on running: [Running], _ history: History, _ collector: borrowing Collector
  ) throws(GitError) {
    var touches: Set<String> = []
    var runs: Set<String> = []
    switch item.cause {
    case .nothing: break
    case .landing(let id, let workflows):
      for workflow in workflows {
        guard let held = try held(workflow, at: id, history.policy, collector)?.held else {
          touches.insert(visible(workflow))
          continue
        }
        touches.insert(held.label)
        for one in running where one.held.workflow == workflow && one.held.tree == held.tree { runs.insert(one.label) }
      }
    case .step(let id, let environment, let workflow):
      if !workflow.isEmpty { touches.insert(visible(workflow)) }
      for one in running where one.environment == environment && (one.step == id || one.marker == id) {
        runs.insert(one.label)
      }
    case .journal(let workflow):
      touches.insert(visible(workflow))
      for one in running where one.held.workflow == workflow { runs.insert(one.label) }
    }
    item.violation.touches = touches.sorted()
    // What was only noticed holds nothing.
    item.violation.runs = item.violation.weight == .notice ? [] : runs.sorted()
  }
}

extension Violation {
  /// The same, as what cannot be told.
  fileprivate var leftOpen: Violation {
    Violation(
      weight == .violation ? .undecided : weight, subject, finding, since: since, touches: touches, runs: runs)
  }
}

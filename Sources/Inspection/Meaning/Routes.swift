import Workflows

/// Which ways a run can take: what can happen without anybody's yes, and where each answer leads.
///
/// An approval that waits is never passed, so that only what leads around it is found; running out of time and going wrong are
/// ways around it.
struct Routes {
  let graph: StepGraph
  private let engine: Engine
  private let ways: Graph

  init(_ model: Model, _ graph: StepGraph) {
    self.graph = graph
    engine = model.engine
    ways = Graph(model)
  }

  /// Whether a run waits for a person's yes here, and a no leads elsewhere.
  static func asks(_ step: Model.Step) -> Bool {
    guard let approval = step.approval, !step.isDisabled else { return false }
    return approval.hasRejectPath != .known(false)
  }

  /// What runs although every approval stays without an answer.
  func unapproved() -> Graph.Reach { unapproved(from: ways.entries) }

  /// What runs at all.
  func running() -> Graph.Reach { ways.reach(from: ways.entries) }

  /// What runs although this one approval stays without an answer.
  func past(_ approval: Int) -> Graph.Reach { ways.reach(from: ways.entries) { $0 == approval } }

  /// What runs although every approval stays without an answer and nothing is decided at these branches.
  func unapproved(undecided branches: Set<Int>) -> Graph.Reach {
    ways.reach(from: ways.entries) { branches.contains($0) || Routes.asks(graph.steps[$0]) }
  }

  /// What follows on some approval.
  func behindApprovals() -> Graph.Reach {
    ways.reach(from: graph.steps.indices.filter { Routes.asks(graph.steps[$0]) })
  }

  /// The branches that decide whether a person is asked, with the approval: the last ones before it that nobody's yes leads to.
  func deciding(_ free: Graph.Reach) -> [Int: Int] {
    var branches: [Int: Int] = [:]
    for approval in graph.steps.indices where Routes.asks(graph.steps[approval]) {
      var seen: Set<Int> = [approval]
      var open = graph.into[approval].prefix(Routes.near).map(\.step)
      while let step = open.popLast(), seen.count < Routes.near {
        guard seen.insert(step).inserted, free.contains(step), !Routes.asks(graph.steps[step]) else { continue }
        let isDivided = graph.out[step].contains { if case .condition = $0.kind { true } else { false } }
        if isDivided {
          if graph.steps[step].kind == .branch { branches[step] = branches[step] ?? approval }
        } else {
          open += graph.into[step].prefix(Routes.near).map(\.step)
        }
      }
    }
    return branches
  }

  /// How many steps before an approval are looked at for the branch that decides.
  private static let near = 32

  /// What runs once these steps are entered, up to the next approval.
  private func unapproved(from steps: [Int]) -> Graph.Reach {
    ways.reach(from: steps) { Routes.asks(graph.steps[$0]) }
  }
}

extension Routes {
  /// Where the way divides behind an approval, and what follows each answer, by the answer's name.
  struct Fork {
    let step: Int
    let answers: [String: [Int]]
  }

  /// The answer that no condition names.
  static let otherwise = "anything else"

  /// The first place behind an approval where the way divides; nil where none does. At most 256 answers are followed.
  func fork(behind approval: Int, _ patience: inout Int) -> Fork? {
    // A no ends the job there; what conditions say is about something else.
    if engine == .githubActions { return nil }
    var step = approval
    for _ in 0..<8 {
      var labels: [String: [Int]] = [:]
      patience -= graph.out[step].count
      for link in graph.out[step] {
        if case .condition(let label) = link.kind { labels[label, default: []].append(link.step) }
      }
      let ahead = Set(graph.out[step].filter { $0.kind == .normal }.map(\.step))
      if labels.count == 1, let label = labels.keys.first, isAnswer(label, to: approval) {
        // One way alone has a condition: another answer ends there, or goes on behind it.
        labels[Routes.otherwise] = ahead.sorted()
      }
      if labels.count > 1 {
        let first = labels.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }.prefix(256).map {
          ($0.key, $0.value)
        }
        return Fork(step: step, answers: Dictionary(uniqueKeysWithValues: first))
      }
      guard let only = ahead.first, ahead.count == 1, only != approval, graph.steps[only].approval == nil else {
        return nil
      }
      step = only
    }
    return nil
  }

  /// Argo puts a condition on any step: one that is about the answer names where it was given.
  private func isAnswer(_ label: String, to approval: Int) -> Bool {
    engine != .argo || label.contains(graph.steps[approval].name)
  }

  /// Where each answer leads before the next approval.
  func led(by answers: [String: [Int]]) -> Led {
    Led(ways: answers.map { ($0.key, unapproved(from: $0.value)) })
  }

  struct Led {
    fileprivate let ways: [(answer: String, reach: Graph.Reach)]

    /// Which of the answers lead to a step.
    func answers(to step: Int) -> Set<String> { Set(ways.lazy.filter { $0.reach.contains(step) }.map(\.answer)) }
  }

  /// Whether an answer leads to a step by way of other approvals, whatever is answered there, so that none of them decides on it.
  func leads(_ answer: String, of fork: Fork, at approval: Int, to step: Int, _ patience: inout Int) -> Bool {
    guard let targets = fork.answers[answer] else { return false }
    patience -= graph.steps.count
    guard ways.reach(from: targets, passingNone: { $0 == approval }).contains(step) else { return false }
    let near = unapproved(from: targets)
    let asking = graph.steps.indices.filter { $0 != approval && near.contains($0) && Routes.asks(graph.steps[$0]) }
    for other in asking {
      guard patience > 0, let inner = self.fork(behind: other, &patience) else { return false }
      patience -= graph.steps.count * inner.answers.count
      let isAlways = inner.answers.values.allSatisfy { targets in
        ways.reach(from: targets, passingNone: { $0 == approval }).contains(step)
      }
      guard isAlways else { return false }
    }
    return !asking.isEmpty
  }
}

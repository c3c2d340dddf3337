/// Which ways a run can take: what can happen without anybody's yes, and where each answer leads.
///
/// An approval that waits is never passed, so that only what leads around it is found; running out of time and going wrong are
/// ways around it.
struct Routes {
  let graph: StepGraph
  private let ways: Graph

  init(_ model: Model, _ graph: StepGraph) {
    self.graph = graph
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

  /// What runs once these steps are entered, up to the next approval.
  private func unapproved(from steps: [Int]) -> Graph.Reach {
    ways.reach(from: steps) { Routes.asks(graph.steps[$0]) }
  }
}

extension Routes {
  /// What follows each answer that an approval can get, by the answer's name: the first place behind it where the way divides.
  ///
  /// Empty where none divides. At most 16 answers are followed.
  func answers(of approval: Int, _ patience: inout Int) -> [String: [Int]] {
    var step = approval
    for _ in 0..<8 {
      var labels: [String: [Int]] = [:]
      patience -= graph.out[step].count
      for link in graph.out[step] {
        if case .condition(let label) = link.kind { labels[label, default: []].append(link.step) }
      }
      if labels.count > 1 {
        return Dictionary(uniqueKeysWithValues: labels.sorted { $0.key < $1.key }.prefix(16).map { ($0.key, $0.value) })
      }
      let ahead = Set(graph.out[step].filter { $0.kind == .normal }.map(\.step))
      guard let only = ahead.first, ahead.count == 1, only != approval, graph.steps[only].approval == nil else {
        return [:]
      }
      step = only
    }
    return [:]
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
}

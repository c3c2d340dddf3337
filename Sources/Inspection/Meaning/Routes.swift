/// Which ways a run can take: what can happen without anybody's yes, and where each answer leads.
///
/// Every step is two nodes, its beginning and its end; what lies in a scope runs between those of the scope. An approval that
/// waits has no way from its beginning to its end, so that only what leads around it is found; running out of time and going
/// wrong are ways around it. A step that is switched off is passed through.
struct Routes {
  let graph: StepGraph
  /// From a step's beginning, by passing through it.
  private var through: [[Int]]
  /// From a step's beginning, whether or not it is passed.
  private var around: [[Int]]
  /// From a step's end.
  private var onward: [[Int]]
  private let entries: [Int]

  init(_ model: Model, _ graph: StepGraph) {
    self.graph = graph
    let none = [[Int]](repeating: [], count: graph.steps.count)
    through = none
    around = none
    onward = none
    entries = Routes.entries(model, graph)
    for (step, links) in graph.out.enumerated() {
      for link in links { add(from: step, link) }
    }
    addInner()
  }

  private mutating func add(from step: Int, _ link: StepGraph.Link) {
    switch link.kind {
    // The agent runs its tools.
    case .helper: through[link.step].append(Routes.begin(step))
    case .error, .timeout, .compensation: around[step].append(Routes.begin(link.step))
    case .normal, .condition:
      if graph.scope(of: link.step) == step {
        through[step].append(Routes.begin(link.step))
      } else if graph.scope(of: step) == link.step {
        onward[step].append(Routes.end(link.step))
      } else {
        onward[step].append(Routes.begin(link.step))
      }
    }
  }

  private mutating func addInner() {
    var inner = [[Int]](repeating: [], count: graph.steps.count)
    for step in graph.steps.indices {
      if let scope = graph.scope(of: step), scope != step { inner[scope].append(step) }
    }
    for (step, children) in inner.enumerated() {
      var hasExit = false
      for child in children {
        if graph.into[child].isEmpty { through[step].append(Routes.begin(child)) }
        if onward[child].allSatisfy({ $0 == Routes.end(step) }) {
          onward[child].append(Routes.end(step))
          hasExit = true
        }
      }
      // What may run no time at all leads past what lies in it.
      if !hasExit || [.branch, .loop].contains(graph.steps[step].kind) { through[step].append(Routes.end(step)) }
    }
  }

  private static func begin(_ step: Int) -> Int { step * 2 }
  private static func end(_ step: Int) -> Int { step * 2 + 1 }

  /// Whether a run waits for a person's yes here, and a no leads elsewhere.
  static func asks(_ step: Model.Step) -> Bool {
    guard let approval = step.approval, !step.isDisabled else { return false }
    return approval.hasRejectPath != .known(false)
  }

  /// Triggers that are steps; where they stand outside, the steps that nothing leads to.
  private static func entries(_ model: Model, _ graph: StepGraph) -> [Int] {
    let starts = model.starts.compactMap { graph.index[$0] }
    if !starts.isEmpty {
      return starts + model.triggers.filter { !$0.isDisabled }.compactMap { $0.step.flatMap { graph.index[$0] } }
    }
    if model.triggers.contains(where: { $0.step != nil }) {
      return model.triggers.filter { !$0.isDisabled }.compactMap { $0.step.flatMap { graph.index[$0] } }
    }
    let first = graph.steps.indices.filter { step in
      graph.steps[step].scope == nil && graph.into[step].allSatisfy { isHelper($0.kind) }
        && !graph.out[step].contains { isHelper($0.kind) }
    }
    return first.isEmpty ? Array(graph.steps.indices.prefix(1)) : first
  }

  private static func isHelper(_ kind: Model.Edge.Kind) -> Bool {
    if case .helper = kind { true } else { false }
  }
}

extension Routes {
  /// Where a run gets to.
  struct Reach {
    /// By node: the one before on the way there, itself where the way begins, -1 where none leads.
    fileprivate let previous: [Int]

    func contains(_ step: Int) -> Bool { previous[step * 2] >= 0 }

    /// The steps on one way to a step that is reached, itself last.
    func way(to step: Int) -> [Int] {
      var way = [step]
      var node = step * 2
      while previous[node] >= 0, previous[node] != node {
        node = previous[node]
        if way.last != node / 2 { way.append(node / 2) }
      }
      return way.reversed()
    }
  }

  /// What runs although every approval stays without an answer.
  func unapproved() -> Reach { reach(from: entries, stopping: true) }

  /// What runs at all.
  func running() -> Reach { reach(from: entries, stopping: false) }

  /// What runs once this step is entered, up to the next approval.
  func following(_ step: Int) -> Reach { reach(from: [step], stopping: true) }

  private func reach(from starts: [Int], stopping: Bool) -> Reach {
    var previous = [Int](repeating: -1, count: graph.steps.count * 2)
    var queue: [Int] = []
    for node in starts.map(Routes.begin) where previous[node] < 0 {
      previous[node] = node
      queue.append(node)
    }
    var at = 0
    while at < queue.count {
      let node = queue[at]
      let step = node / 2
      at += 1
      var following: [Int] = []
      if node.isMultiple(of: 2) {
        following = around[step]
        if !(stopping && Routes.asks(graph.steps[step])) { following += through[step] }
      } else {
        following = onward[step]
      }
      for other in following where previous[other] < 0 {
        previous[other] = node
        queue.append(other)
      }
    }
    return Reach(previous: previous)
  }
}

extension Routes {
  /// What follows each answer that an approval can get, by the answer's name: the first place behind it where the way divides.
  ///
  /// Empty where none divides. At most 16 answers are followed.
  func answers(of approval: Int) -> [String: [Int]] {
    var step = approval
    for _ in 0..<8 {
      var labels: [String: [Int]] = [:]
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

  /// By step, how many of the answers lead to it before the next approval, as names.
  func led(by answers: [String: [Int]]) -> [Int: Set<String>] {
    var led: [Int: Set<String>] = [:]
    for (answer, starts) in answers {
      let reached = reach(from: starts, stopping: true)
      for step in graph.steps.indices where reached.contains(step) { led[step, default: []].insert(answer) }
    }
    return led
  }
}

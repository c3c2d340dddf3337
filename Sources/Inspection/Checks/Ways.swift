/// The ways that a run can take through a model, scopes and their ends included.
///
/// A step that holds others is entered before them and left after them: what stands in it and has nothing before it begins with it,
/// what has nothing behind it ends with it. A tool that an agent uses is reached through the agent.
struct Ways: Sendable {
  let steps: [Model.Step]
  /// By step; twice as many nodes as steps, as each has a beginning and an end.
  private let next: [[Way]]
  private let index: [Model.Step.ID: Int]
  /// Where runs begin: triggers, and what nothing leads to.
  private let starts: [Int]

  private struct Way: Sendable {
    let to: Int
    /// Taken when the step went wrong or nobody answered in time.
    let isFailure: Bool
  }

  init(_ model: Model) {
    steps = model.steps
    let count = steps.count
    var index: [Model.Step.ID: Int] = [:]
    for (number, step) in steps.enumerated() where index[step.id] == nil { index[step.id] = number }
    let scopes = steps.map { step in step.scope.flatMap { index[$0] } }
    func isInside(_ inner: Int, _ outer: Int) -> Bool {
      var at = scopes[inner]
      // No nesting is deeper than there are steps.
      for _ in 0..<count {
        guard let scope = at else { return false }
        if scope == outer { return true }
        at = scopes[scope]
      }
      return false
    }
    var holds = [Bool](repeating: false, count: count)
    for scope in scopes { if let scope { holds[scope] = true } }
    var next = [[Way]](repeating: [], count: 2 * count)
    var isEntered = [Bool](repeating: false, count: count)
    var isLeft = [Bool](repeating: false, count: count)
    for edge in model.edges {
      guard var from = index[edge.from], var to = index[edge.to] else { continue }
      if case .helper = edge.kind { swap(&from, &to) }
      let isFailure = edge.kind.isFailure
      if holds[from], isInside(to, from) {
        next[from].append(Way(to: to, isFailure: isFailure))
        isEntered[to] = true
      } else if holds[to], isInside(from, to) {
        next[count + from].append(Way(to: count + to, isFailure: isFailure))
        isLeft[from] = true
      } else {
        next[count + from].append(Way(to: to, isFailure: isFailure))
        if from != to { isEntered[to] = true }
        if !isFailure { isLeft[from] = true }
      }
    }
    for number in steps.indices {
      // What holds nothing ends where it begins; a loop or a branch may do nothing of what it holds.
      if !holds[number] || steps[number].kind != .scope {
        next[number].append(Way(to: count + number, isFailure: false))
      }
      guard let scope = scopes[number] else { continue }
      if !isEntered[number] { next[scope].append(Way(to: number, isFailure: false)) }
      if !isLeft[number] { next[count + number].append(Way(to: count + scope, isFailure: false)) }
    }
    let triggers = Set(model.triggers.filter { !$0.isDisabled }.compactMap { $0.step.flatMap { index[$0] } })
    starts = steps.indices.filter { triggers.contains($0) || (scopes[$0] == nil && !isEntered[$0]) }
    self.next = next
    self.index = index
  }

  /// Which steps a run may come to from its starts without a yes of any of these. A step that asks is left only by its failure.
  func reached(without gates: Set<Model.Step.ID> = [], from ids: [Model.Step.ID]? = nil) -> Set<Model.Step.ID> {
    let count = steps.count
    let closed = Set(gates.compactMap { index[$0] })
    var isSeen = [Bool](repeating: false, count: 2 * count)
    var stack = ids.map { $0.compactMap { index[$0] } } ?? starts
    // A circle that nothing leads to could still be started by hand.
    if ids == nil, stack.isEmpty { stack = Array(steps.indices) }
    for start in stack { isSeen[start] = true }
    while let node = stack.popLast() {
      let number = node < count ? node : node - count
      for way in next[node] where !isSeen[way.to] {
        // The way through a step that asks ends at its end, unless it went wrong there.
        if closed.contains(number), node >= count, !way.isFailure { continue }
        // What such a step holds waits for the same yes.
        if closed.contains(number), node < count, way.to != count + number { continue }
        isSeen[way.to] = true
        stack.append(way.to)
      }
    }
    return Set(steps.indices.filter { isSeen[$0] }.map { steps[$0].id })
  }

  /// Steps from which a run may come to one.
  func leading(to id: Model.Step.ID) -> Set<Model.Step.ID> {
    guard let target = index[id] else { return [] }
    let count = steps.count
    var before = [[Int]](repeating: [], count: 2 * count)
    for node in next.indices { for way in next[node] { before[way.to].append(node) } }
    var isSeen = [Bool](repeating: false, count: 2 * count)
    var stack = [target]
    isSeen[target] = true
    while let node = stack.popLast() {
      for from in before[node] where !isSeen[from] {
        isSeen[from] = true
        stack.append(from)
      }
    }
    return Set(steps.indices.filter { isSeen[$0] || isSeen[count + $0] }.map { steps[$0].id })
  }

  /// A way back to where it began.
  struct Circle: Sendable {
    /// In the order of the file.
    let steps: [Model.Step]
    /// Whether some way leads out of it.
    let hasExit: Bool
  }

  /// Every largest set of steps that lead to each other. Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972.
  func circles() -> [Circle] {
    var order = [Int](repeating: 0, count: next.count)
    var low = order
    var isOnStack = [Bool](repeating: false, count: next.count)
    var stack: [Int] = []
    var time = 0
    var circles: [Circle] = []
    for root in next.indices where order[root] == 0 {
      var path: [(node: Int, way: Int)] = [(root, 0)]
      while let (node, way) = path.last {
        if way == 0 {
          time += 1
          order[node] = time
          low[node] = time
          stack.append(node)
          isOnStack[node] = true
        }
        if way < next[node].count {
          path[path.count - 1].way += 1
          let to = next[node][way].to
          if order[to] == 0 {
            path.append((to, 0))
          } else if isOnStack[to] {
            low[node] = min(low[node], order[to])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[parent.node] = min(low[parent.node], low[node]) }
        guard low[node] == order[node] else { continue }
        var members: [Int] = []
        while let member = stack.popLast() {
          isOnStack[member] = false
          members.append(member)
          if member == node { break }
        }
        if let circle = circle(members) { circles.append(circle) }
      }
    }
    return circles.sorted { ($0.steps.first?.spot.line ?? 0) < ($1.steps.first?.spot.line ?? 0) }
  }

  private func circle(_ members: [Int]) -> Circle? {
    let inside = Set(members)
    guard members.count > 1 || members.contains(where: { node in next[node].contains { $0.to == node } }) else {
      return nil
    }
    let hasExit = members.contains { node in next[node].contains { !inside.contains($0.to) } }
    let numbers = Set(members.map { $0 % steps.count }).sorted()
    return Circle(steps: numbers.map { steps[$0] }, hasExit: hasExit)
  }
}

extension Model.Edge.Kind {
  /// Whether the way is taken when a step went wrong or nobody answered in time.
  var isFailure: Bool {
    switch self {
    case .error, .timeout, .compensation: true
    case .normal, .condition, .helper: false
    }
  }
}

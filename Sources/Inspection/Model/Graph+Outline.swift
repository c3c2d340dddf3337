/// Which step lies in which, and what that says about ways in, out and past.
struct Outline {
  /// The step that each lies in; nil at the top.
  let holder: [Int?]
  private var children: [[Int]]
  private let kinds: [Model.Step.Kind]
  private var hasIncoming: [Bool]
  private var hasOutgoing: [Bool]
  /// A way leads to it from the step that it lies in.
  private var entered: [Bool]
  /// A way leads into something in it when nothing else holds.
  private var hasOtherwise: [Bool]

  init(_ model: Model, _ places: [Model.Step.ID: Int]) {
    kinds = model.steps.map(\.kind)
    let count = kinds.count
    children = Array(repeating: [], count: count)
    hasIncoming = Array(repeating: false, count: count)
    hasOutgoing = hasIncoming
    entered = hasIncoming
    hasOtherwise = hasIncoming
    var holder: [Int?] = Array(repeating: nil, count: count)
    for (place, step) in model.steps.enumerated() {
      // One that holds itself would be no outline; steps stand behind the one that holds them.
      guard let scope = step.scope, let outer = places[scope], outer < place else { continue }
      holder[place] = outer
      children[outer].append(place)
    }
    self.holder = holder
    for edge in model.edges {
      guard let from = places[edge.from], let to = places[edge.to] else { continue }
      if holder[to] == from {
        entered[to] = true
        if case .condition(let name) = edge.kind, ["false", "else", "default"].contains(name) {
          hasOtherwise[from] = true
        }
        continue
      }
      // Where errors lead is no first step; that errors lead somewhere does not mean that a step is not the last.
      hasIncoming[to] = true
      if edge.kind.isRegular { hasOutgoing[from] = true }
    }
  }

  /// Where a run goes once it is in a step: to the first that lie in it, and out, when it holds none or may pass them by.
  func inside(_ place: Int) -> [Int32] {
    let isPassed = children[place].isEmpty || kinds[place] == .loop || (kinds[place] == .branch && !hasOtherwise[place])
    let past = isPassed ? [Int32(2 * place + 1)] : []
    // Ways that the adapter gave stand already.
    if children[place].contains(where: { entered[$0] }) { return past }
    return children[place].filter { !hasIncoming[$0] }.map { Int32(2 * $0) } + past
  }

  /// The step that is done when this one is: the one that it lies in, for the last there.
  func exit(_ place: Int) -> Int? { hasOutgoing[place] ? nil : holder[place] }

  func starts(_ model: Model) -> [Int] {
    let wanted = Set(model.starts + model.triggers.filter { !$0.isDisabled }.compactMap(\.step))
    let named = model.steps.indices.filter { wanted.contains(model.steps[$0].id) }
    if !named.isEmpty { return named }
    // Helpers have no way that leads to them, and run when the step does that they help.
    let helpers = Set(
      model.edges.compactMap { edge in if case .helper = edge.kind { edge.from } else { nil } })
    let first = model.steps.indices.filter {
      holder[$0] == nil && !hasIncoming[$0] && kinds[$0] != .comment && !helpers.contains(model.steps[$0].id)
    }
    return first.isEmpty ? Array(model.steps.indices.prefix(1)) : first
  }
}

/// Tarjan's strongly connected components, with a stack of its own.
struct Components {
  private let next: [[Int32]]
  private let isClosed: (Int) -> Bool
  private var order: [Int32]
  private var low: [Int32]
  private var isOpen: [Bool]
  private var count: Int32 = 0
  private var stack: [Int] = []

  init(_ next: [[Int32]], _ isClosed: @escaping (Int) -> Bool) {
    self.next = next
    self.isClosed = isClosed
    order = Array(repeating: 0, count: next.count)
    low = order
    isOpen = Array(repeating: false, count: next.count)
  }

  /// Components of several nodes, and nodes with a way to themselves.
  mutating func circles() -> [[Int]] {
    var circles: [[Int]] = []
    for root in next.indices where order[root] == 0 && !isClosed(root) {
      var calls = [(node: root, edge: 0)]
      begin(root)
      while let (node, edge) = calls.last {
        guard edge < next[node].count else {
          calls.removeLast()
          if let caller = calls.last?.node { low[caller] = min(low[caller], low[node]) }
          if low[node] == order[node] {
            let circle = close(node)
            if circle.count > 1 || next[node].contains(Int32(node)) { circles.append(circle) }
          }
          continue
        }
        calls[calls.count - 1].edge += 1
        let target = Int(next[node][edge])
        if isClosed(target) { continue }
        if order[target] == 0 {
          begin(target)
          calls.append((target, 0))
        } else if isOpen[target] {
          low[node] = min(low[node], order[target])
        }
      }
    }
    return circles
  }

  private mutating func begin(_ node: Int) {
    count += 1
    order[node] = count
    low[node] = count
    isOpen[node] = true
    stack.append(node)
  }

  private mutating func close(_ root: Int) -> [Int] {
    var circle: [Int] = []
    while let node = stack.popLast() {
      isOpen[node] = false
      circle.append(node)
      if node == root { break }
    }
    return circle
  }
}

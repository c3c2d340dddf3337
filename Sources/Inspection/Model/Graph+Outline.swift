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
      // One that holds itself would be no outline.
      guard let scope = step.scope, let outer = places[scope], outer != place else { continue }
      holder[place] = outer
      children[outer].append(place)
    }
    self.holder = holder
    for edge in model.edges {
      // What a step does again leads neither to it nor on.
      guard let from = places[edge.from], let to = places[edge.to], from != to else { continue }
      if case .helper = edge.kind {
        // It runs when the step does that it helps, and nothing is done because it is.
        hasIncoming[from] = true
        hasOutgoing[from] = true
        continue
      }
      if holder[from] == to, edge.kind.isRegular {
        // A way out of the step that it lies in.
        hasOutgoing[from] = true
        continue
      }
      if holder[to] == from, edge.kind.isRegular {
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
    let past = isPassed ? [Graph.end(place)] : []
    // Ways that the adapter gave stand already.
    if children[place].contains(where: { entered[$0] }) { return past }
    let first = children[place].filter { !hasIncoming[$0] }
    return (first.isEmpty ? Array(children[place].prefix(1)) : first).map(Graph.begin) + past
  }

  /// The step that is done when this one is: the one that it lies in, for the last there.
  func exit(_ place: Int) -> Int? { hasOutgoing[place] ? nil : holder[place] }

  func starts(_ model: Model) -> [Int] {
    let wanted = Set(model.starts + model.triggers.filter { !$0.isDisabled }.compactMap(\.step))
    let named = model.steps.indices.filter { wanted.contains(model.steps[$0].id) }
    if !named.isEmpty { return named }
    let first = model.steps.indices.filter { holder[$0] == nil && !hasIncoming[$0] && kinds[$0] != .comment }
    return first.isEmpty ? Array(model.steps.indices.prefix(1)) : first
  }
}

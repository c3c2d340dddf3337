/// The ways that a run can take through a model, as the checks ask about them.
struct Ways: Sendable {
  private let model: Model
  private let graph: Graph

  init(_ model: Model) {
    self.model = model
    graph = Graph(model)
  }

  /// Steps that a run may come to from these, they included.
  func reached(from ids: [Model.Step.ID]) -> Set<Model.Step.ID> { graph.reachable(from: ids) }

  /// Steps that a run may come to without a yes at any of these. What is done when one of them went wrong, or nobody answered in
  /// time, is done without a yes.
  func reached(without gates: Set<Model.Step.ID>) -> Set<Model.Step.ID> {
    let failing = model.edges.filter { gates.contains($0.from) && !$0.kind.isRegular }
    var sources = graph.starts
    for edge in failing {
      // One that is only come to after a yes elsewhere does not count.
      let others = gates.subtracting([edge.from])
      if others.isEmpty || graph.reachable(from: graph.starts, avoiding: others).contains(edge.from) {
        sources.append(edge.to)
      }
    }
    return graph.reachable(from: sources, avoiding: gates)
  }

  /// A way back to where it began.
  struct Circle: Sendable {
    /// In the order of the file.
    let steps: [Model.Step]
    let isBounded: Answer<Bool>
    /// Somebody has to answer, or time has to pass, for the next round.
    let waits: Bool
    /// Whether some way leads out of it.
    let hasExit: Bool
  }

  func circles() -> [Circle] {
    let cycles = model.cycles
    guard !cycles.isEmpty else { return [] }
    let byID = Dictionary(model.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return cycles.map { cycle in
      let inside = Set(cycle.steps)
      return Circle(
        steps: cycle.steps.compactMap { byID[$0] }, isBounded: cycle.isBounded, waits: cycle.waits,
        hasExit: cycle.steps.contains { !inside.isSuperset(of: graph.following($0)) })
    }
  }
}

/// The ways through a model. Everything here takes time and memory in proportion to the steps and edges, and no recursion.
///
/// A step that holds others is passed twice: into it, and out of it when what it holds is done. Helpers (a tool, a memory)
/// run when the step that they help does, so those ways are followed from it to them.
package struct Graph: Sendable {
  /// Which ways count.
  package enum Ways: Sendable {
    case all
    /// Without those of errors, timeouts and compensation.
    case regular
  }

  private let ids: [Model.Step.ID]
  private let places: [Model.Step.ID: Int]
  /// Two nodes for each step: 2n leads into it, 2n+1 out of it.
  private var next: [[Int32]]
  /// Steps where a run can begin.
  package let starts: [Model.Step.ID]

  package init(_ model: Model, _ ways: Ways = .all) {
    ids = model.steps.map(\.id)
    var places: [Model.Step.ID: Int] = [:]
    for (place, step) in model.steps.enumerated() { places[step.id] = place }
    self.places = places
    next = Array(repeating: [], count: 2 * model.steps.count)
    let outline = Outline(model, places)
    for edge in model.edges where ways == .all || edge.kind.isRegular {
      guard let from = places[edge.from], let to = places[edge.to] else { continue }
      if case .helper = edge.kind {
        next[2 * to].append(Int32(2 * from))
      } else if outline.holder[to] == from {
        next[2 * from].append(Int32(2 * to))
      } else {
        next[2 * from + 1].append(Int32(2 * to))
      }
    }
    for place in ids.indices { next[2 * place] += outline.inside(place) }
    for place in ids.indices {
      if let exit = outline.exit(place) { next[2 * place + 1].append(Int32(2 * exit + 1)) }
    }
    starts = outline.starts(model).map { model.steps[$0].id }
  }
}

extension Graph {
  /// Every step that a run can get to from some steps, those included, without going into any of `barriers`.
  package func reachable(
    from sources: some Sequence<Model.Step.ID>, avoiding barriers: Set<Model.Step.ID> = []
  ) -> Set<Model.Step.ID> {
    var seen = [Bool](repeating: false, count: next.count)
    let closed = Set(barriers.compactMap { places[$0] }.map { 2 * $0 })
    var waiting: [Int] = []
    for source in sources {
      if let place = places[source], !closed.contains(2 * place), !seen[2 * place] {
        seen[2 * place] = true
        waiting.append(2 * place)
      }
    }
    while let node = waiting.popLast() {
      for following in next[node].map(Int.init) where !seen[following] && !closed.contains(following) {
        seen[following] = true
        waiting.append(following)
      }
    }
    return Set(ids.indices.filter { seen[2 * $0] }.map { ids[$0] })
  }

  /// Every step that a run can get to without passing any of `guards`: a step is behind one on every path when it is not
  /// in here. The guards themselves are not in here either.
  package func unguarded(by guards: Set<Model.Step.ID>) -> Set<Model.Step.ID> {
    reachable(from: starts, avoiding: guards)
  }

  /// The steps that come directly after one.
  package func following(_ id: Model.Step.ID) -> [Model.Step.ID] {
    guard let place = places[id] else { return [] }
    return (next[2 * place] + next[2 * place + 1]).map { ids[Int($0) / 2] }.filter { $0 != id }
  }

  /// The steps that lie on circles, each circle in the order of the file, without those through any of `barriers`.
  ///
  /// A circle that remains when all steps that end it are barriers has nothing that ends it.
  package func cycles(avoiding barriers: Set<Model.Step.ID> = []) -> [[Model.Step.ID]] {
    let closed = Set(barriers.compactMap { places[$0] })
    var components = Components(next) { closed.contains($0 / 2) }
    return components.circles().map { nodes in
      var seen: Set<Int> = []
      return nodes.map { $0 / 2 }.sorted().filter { seen.insert($0).inserted }.map { ids[$0] }
    }.filter { !$0.isEmpty }
  }
}

extension Model {
  /// A circle in the ways through a model.
  package struct Cycle: Hashable, Sendable {
    /// In the order of the file.
    package let steps: [Step.ID]
    /// Whether something ends it: a counter, a list that is worked through, a limit on the whole run.
    package let isBounded: Answer<Bool>
    /// A step of it waits, as polling does.
    package let waits: Bool
  }

  /// Every circle; one is bounded when each way round passes a step that ends it, or when the run has a limit.
  package var cycles: [Cycle] {
    let graph = Graph(self)
    // A step that holds what it repeats ends its own rounds, not those of a circle that it lies on.
    let holders = Set(steps.compactMap(\.scope))
    var unsure: Set<Step.ID> = []
    var ending: Set<Step.ID> = []
    var waiting: Set<Step.ID> = []
    for step in steps {
      if [.wait, .approval].contains(step.kind) { waiting.insert(step.id) }
      guard step.kind == .loop, !holders.contains(step.id) else { continue }
      switch step.isBounded {
      case .known(true): ending.insert(step.id)
      case .unknown: unsure.insert(step.id)
      case .known(false), .absent: break
      }
    }
    let endless = Set(graph.cycles(avoiding: ending).joined())
    let surelyEndless = Set(graph.cycles(avoiding: ending.union(unsure)).joined())
    var own: [Step.ID: Answer<Bool>] = [:]
    for step in steps { own[step.id] = step.isBounded }
    return graph.cycles().map { steps in
      let limited = timeout.value.map { $0 > 0 } ?? false
      let isBounded: Answer<Bool> =
        if limited || !steps.contains(where: endless.contains) {
          .known(true)
        } else if steps.count == 1, let own = own[steps[0]], own != .absent {
          // A step that repeats itself says itself how often.
          own
        } else if steps.contains(where: surelyEndless.contains) {
          .known(false)
        } else {
          .unknown(because: "an expression decides how often it goes round")
        }
      return Cycle(steps: steps, isBounded: isBounded, waits: steps.contains(where: waiting.contains))
    }
  }
}

extension Model.Edge.Kind {
  /// Not taken because something went wrong.
  package var isRegular: Bool {
    switch self {
    case .normal, .condition, .helper: true
    case .error, .timeout, .compensation: false
    }
  }
}

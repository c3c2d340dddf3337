import Inspection
import Workflows

extension FuzzTarget {
  /// Whatever a definition is, the answer is models or a finding, the same each time; ids are unique, ways lead from step to
  /// step, places lie in the text; and what the model says of itself can be asked.
  static let inspect = FuzzTarget("inspect") { bytes in
    let engines: [Engine?] = [nil, .script]
    for engine in engines {
      let inspected = Inspecting.inspect(bytes, path: "workflows/w/flow", engine: engine)
      precondition(
        inspected == Inspecting.inspect(bytes, path: "workflows/w/flow", engine: engine),
        "two readings of one file differ")
      precondition(!inspected.models.isEmpty || !inspected.findings.isEmpty, "a file is passed over")
      for finding in inspected.findings { requireSound(finding, lines: lineCount(bytes)) }
      for model in inspected.models { requireWhole(model, bytes) }
      if let own = inspected.engine, !inspected.models.isEmpty {
        let named = Inspecting.inspect(bytes, path: "workflows/w/flow", engine: own)
        precondition(named == inspected, "naming the engine that it is changes what is read")
      }
    }
  }

  private static func requireWhole(_ model: Model, _ bytes: [UInt8]) {
    let ids = Set(model.steps.map(\.id))
    precondition(ids.count == model.steps.count, "two steps have one id")
    for edge in model.edges { precondition(ids.contains(edge.from) && ids.contains(edge.to), "a way leads to no step") }
    let lines = lineCount(bytes)
    for step in model.steps {
      precondition((1...lines).contains(step.spot.line), "a step is on a line that is not there")
      if let scope = step.scope { precondition(ids.contains(scope), "a step lies in one that is not there") }
      for destination in step.destinations { precondition(destination.host != .absent, "a destination has no answer") }
    }
    let graph = Graph(model)
    precondition(graph.reachable(from: ids) == ids, "a step is not reached from itself")
    precondition(graph.unguarded(by: []).isSuperset(of: graph.unguarded(by: Set(ids.prefix(2)))), "a guard opens a way")
    for cycle in model.cycles {
      precondition(ids.isSuperset(of: cycle.steps) && !cycle.steps.isEmpty, "a circle of no steps")
    }
  }
}

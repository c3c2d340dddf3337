import Workflows

/// A model's steps and edges by their places in the list.
struct StepGraph {
  struct Link: Hashable {
    let step: Int
    let kind: Model.Edge.Kind
  }

  let engine: Engine
  let steps: [Model.Step]
  /// Of two steps with one id, the first.
  let index: [Model.Step.ID: Int]
  let out: [[Link]]
  let into: [[Link]]
  /// Edges with an end that is no step.
  let dangling: [Model.Edge]

  init(_ model: Model) {
    engine = model.engine
    steps = model.steps
    index = Dictionary(zip(model.steps.map(\.id), model.steps.indices), uniquingKeysWith: { first, _ in first })
    var out = [[Link]](repeating: [], count: model.steps.count)
    var into = out
    var dangling: [Model.Edge] = []
    for edge in model.edges {
      guard let from = index[edge.from], let to = index[edge.to] else {
        dangling.append(edge)
        continue
      }
      out[from].append(Link(step: to, kind: edge.kind))
      into[to].append(Link(step: from, kind: edge.kind))
    }
    self.out = out
    self.into = into
    self.dangling = dangling
  }

  func scope(of step: Int) -> Int? { steps[step].scope.flatMap { index[$0] } }

  /// `'Pay invoice'`, or the type of a step that nobody named.
  func label(_ step: Int) -> String { StepGraph.label(steps[step]) }

  static func label(_ step: Model.Step) -> String {
    if !step.name.isEmpty { return Shown.name(step.name) }
    return step.type.isEmpty ? "the step \(Shown.name(step.id))" : "a step \(Shown.name(step.type)) without a name"
  }
}

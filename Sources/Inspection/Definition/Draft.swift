import Workflows

/// A model that is being made. It keeps what all models promise: ids of steps are unique, edges lead from step to step.
struct Draft {
  private(set) var model: Model
  private var places: [Model.Step.ID: Int] = [:]
  private var edges: [Model.Edge] = []

  init(_ engine: Engine, name: String, at spot: Spot) {
    model = Model(engine: engine, name: name, spot: spot)
  }

  /// An id that no step has: the wish, or with a number behind it.
  func free(_ wish: Model.Step.ID) -> Model.Step.ID {
    guard places[wish] != nil else { return wish }
    // Numbers are given in order, so the end is found by doubling and halving: many steps of one name cost little.
    var taken = 1
    var free = 2
    while places["\(wish)#\(free)"] != nil { (taken, free) = (free, free * 2) }
    while free - taken > 1 {
      let middle = taken + (free - taken) / 2
      if places["\(wish)#\(middle)"] != nil { taken = middle } else { free = middle }
    }
    return "\(wish)#\(free)"
  }

  func holds(_ id: Model.Step.ID) -> Bool { places[id] != nil }

  /// Adds a step. One whose id is taken gets a number behind it, and is noted: nobody can tell which of the two the ways mean.
  mutating func add(_ step: Model.Step) {
    var step = step
    if places[step.id] != nil {
      note("a second step is called '\(short(step.id))'", at: step.spot)
      step.id = free(step.id)
    }
    places[step.id] = model.steps.count
    model.steps.append(step)
  }

  mutating func change(_ id: Model.Step.ID, _ body: (inout Model.Step) -> Void) {
    if let place = places[id] { body(&model.steps[place]) }
  }

  mutating func add(_ trigger: Model.Trigger) { model.triggers.append(trigger) }
  mutating func add(_ permission: Model.Permission) { model.permissions.append(permission) }

  /// Adds a way; whether its ends are there is looked at when all steps are.
  mutating func link(
    _ from: Model.Step.ID, _ to: Model.Step.ID, _ kind: Model.Edge.Kind = .normal, at spot: Spot
  ) {
    edges.append(Model.Edge(from: from, to: to, kind, spot: spot))
  }

  mutating func note(_ what: String, at spot: Spot) { model.unknowns.append(Model.Unknown(what, spot: spot)) }

  mutating func set(_ body: (inout Model) -> Void) { body(&model) }

  /// The model, its ways included; one that leads to no step is noted.
  consuming func finished() -> Model {
    for edge in edges {
      if let missing = [edge.from, edge.to].first(where: { places[$0] == nil }) {
        note("a way leads from or to '\(short(missing))', which is no step", at: edge.spot)
      } else {
        model.edges.append(edge)
      }
    }
    return model
  }
}

/// Text of a definition, cut to what a sentence can bear.
func short(_ text: String, _ limit: Int = 80) -> String {
  text.count > limit ? text.prefix(limit) + "…" : text
}

/// Text that two versions are compared by: of what is too long to be kept, the end is a digest.
func whole(_ text: String, _ limit: Int = 400) -> String {
  text.utf8.count > limit && text.count > limit ? "\(text.prefix(limit))… \(digest(text))" : text
}

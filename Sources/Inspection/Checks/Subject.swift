import Diagnostics
package import Vocabulary
package import Workflows

/// One workflow as the checks see it: what its manifest says, what its definition does, and how much depends on it.
package struct Subject: Sendable {
  package let manifest: Manifest
  package let models: [Model]
  /// The engine that the definition looks like; nil: it looks like none.
  package let detected: Engine?
  /// The class that the change is judged by.
  package let risk: RiskClass
  /// Paths from the top of the repository, for places.
  package let definition: String
  package let manifestPath: String
  /// What other workflows use; nil: nobody looked at them.
  package let neighbours: Neighbours?
  let parts: [Part]
  /// Every step that runs, with its model.
  let steps: [(model: Model, step: Model.Step)]
  /// Grave actions of the manifest that no step shows.
  let unseenActions: [Model.Step.Risk]

  /// A model and the ways through it.
  struct Part: Sendable {
    let model: Model
    let graph: Graph
  }

  package init(
    manifest: Manifest, models: [Model], detected: Engine?, risk: RiskClass, definition: String, manifestPath: String,
    neighbours: Neighbours? = nil
  ) {
    self.manifest = manifest
    self.models = models
    self.detected = detected
    self.risk = risk
    self.definition = definition
    self.manifestPath = manifestPath
    self.neighbours = neighbours
    parts = models.map { Part(model: $0, graph: Graph($0)) }
    steps = models.flatMap { model in model.steps.filter(\.runs).map { (model, $0) } }
    let seen = steps.reduce(into: Set<Model.Step.Risk>()) { $0.formUnion($1.step.risks) }
    unseenActions = [.payment, .access, .contract].filter {
      manifest.actions.contains($0.rawValue) && !seen.contains($0)
    }
  }
}

extension Subject {
  /// By class: `low`, `medium`, and `high` for high and critical.
  func level<Level>(low: Level, medium: Level, high: Level) -> Level {
    switch risk {
    case .low: low
    case .medium: medium
    case .high, .critical: high
    }
  }

  /// Whether everything that the definition does stands in it; otherwise why it cannot be told.
  var doubts: [String] {
    var doubts: [String] = []
    if models.isEmpty { doubts.append("the definition could not be read") }
    if let first = models.flatMap(\.unknowns).first {
      doubts.append("a part was not understood: \(visible(first.what))")
    }
    if manifest.engine == .script { doubts.append("a script can do more than is seen in it") }
    return doubts
  }
}

extension Model.Step {
  /// Comments and steps that are switched off do nothing.
  var runs: Bool { !isDisabled && kind != .comment }

  /// The risks that ask for a person's decision, in a fixed order; none for what is known to read only.
  var graveRisks: [Risk] { reads ? [] : [.payment, .access, .contract].filter(risks.contains) }

  /// `'Pay invoice'`.
  var label: String { "'\(visible(Shown.cut(name, at: 80)))'" }
}

/// `'a', 'b' and 3 more`.
func named(_ words: [String], most: Int = 4) -> String {
  var seen: Set<String> = []
  var shown: [String] = []
  for word in words where seen.insert(word).inserted && shown.count < most { shown.append(word) }
  let text = shown.joined(separator: ", ")
  return seen.count > most ? "\(text) and \(seen.count - most) more" : text
}

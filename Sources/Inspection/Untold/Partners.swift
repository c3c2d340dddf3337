import Workflows

/// What of one version of a file is what of the other, as the models were matched.
struct Partners {
  /// By the place of the old one.
  private(set) var places: [Tree.Place: Tree.Place] = [:]
  /// Steps and workflows of each side: what is new or gone of them has a line of its own.
  private(set) var old: Set<Tree.Place> = []
  private(set) var new: Set<Tree.Place> = []
  /// Of the reviewed side, what people call a step.
  private(set) var labels: [Tree.Place: String] = [:]
  /// Notes of the reviewed side.
  private(set) var comments: Set<Tree.Place> = []
  /// Names and ids that changed.
  private var names: [String: String] = [:]
  private var references: [References] = []
  /// Places of settings and code, whose change is told to the last letter.
  private(set) var settings: (old: Set<Tree.Place>, new: Set<Tree.Place>) = ([], [])

  mutating func add(_ old: Model?, _ new: Model?, _ matching: Matching?) {
    if let old {
      self.old.formUnion(old.steps.map(\.spot.treePlace) + [old.spot.treePlace])
      settings.old.formUnion(Partners.settings(old))
    }
    if let new {
      self.new.formUnion(new.steps.map(\.spot.treePlace) + [new.spot.treePlace])
      settings.new.formUnion(Partners.settings(new))
      for step in new.steps {
        labels[step.spot.treePlace] = StepGraph.label(step)
        if step.kind == .comment { comments.insert(step.spot.treePlace) }
      }
    }
    guard let old, let new, let matching else { return }
    places[old.spot.treePlace] = new.spot.treePlace
    for (b, a) in matching.oldOf.enumerated() {
      guard let a else { continue }
      let (was, now) = (old.steps[a], new.steps[b])
      places[was.spot.treePlace] = now.spot.treePlace
      for (old, new) in [(was.name, now.name), (was.id, now.id)] where old != new { names[old] = new }
    }
    references.append(References(matching, new))
  }

  private static func settings(_ model: Model) -> [Tree.Place] {
    let all = model.settings + model.steps.flatMap(\.settings)
    return all.map(\.spot.treePlace) + model.steps.flatMap(\.code).map(\.spot.treePlace)
  }

  mutating func rename(_ name: String, to now: String) { names[name] = now }

  /// A text of the old side in the reviewed side's names.
  func renamed(_ text: String) -> String { names[text] ?? rewritten(text) }

  /// The same where only expressions name steps.
  func rewritten(_ text: String) -> String { references.reduce(text) { $1.renamed($0) } }
}

extension Spot {
  var treePlace: Tree.Place { Tree.Place(line: line, column: column) }
}

import Workflows

/// Ids of what is no step and that steps refer to: an editor gives new ones when a file is taken in, and names them consistently.
struct Aliases {
  /// The new id by the old one.
  private var ids: [String: String] = [:]

  /// Of those that only one side has: the same content first, then the same name, each in the order of the file.
  init(_ old: Model, _ new: Model) {
    guard old.engine == new.engine, old.aliases != new.aliases else { return }
    let (olds, news) = (Set(old.aliases.map(\.id)), Set(new.aliases.map(\.id)))
    var gone = old.aliases.filter { !news.contains($0.id) }
    let come = new.aliases.filter { !olds.contains($0.id) }
    guard !gone.isEmpty, !come.isEmpty else { return }
    var taken: Set<String> = []
    for key in [{ [$0.name, $0.digest] }, { [$0.name] }] as [(Model.Alias) -> [String]] {
      var there = Lists(come.filter { !taken.contains($0.id) }.map { (key($0), $0.id) })
      gone.removeAll { alias in
        guard let id = there.pop(key(alias), besides: taken) else { return false }
        taken.insert(id)
        ids[alias.id] = id
        return true
      }
    }
  }

  /// Of steps that have partners under other ids.
  init(_ matching: Matching, _ engine: Engine) {
    guard engine == .nodeRed else { return }
    for (b, a) in matching.oldOf.enumerated() {
      guard let a, matching.old.steps[a].id != matching.new.steps[b].id else { continue }
      ids[matching.old.steps[a].id] = matching.new.steps[b].id
    }
  }

  /// The old side with the new ids.
  func renamed(_ model: Model) -> Model {
    if ids.isEmpty { return model }
    var model = model
    for index in model.steps.indices {
      let step = model.steps[index]
      if let mark = step.type.firstIndex(of: ":"), let id = ids[String(step.type[mark...].dropFirst())] {
        model.steps[index].type = "\(step.type[...mark])\(id)"
      }
      guard step.settings.contains(where: { ids[$0.value] != nil }) else { continue }
      model.steps[index].settings = step.settings.map { setting in
        guard let id = ids[setting.value], isReference(setting) else { return setting }
        return .init(setting.key, id, spot: setting.spot)
      }
    }
    return model
  }

  /// A text that is an id of something may be a value all the same.
  private func isReference(_ setting: Model.Setting) -> Bool {
    Noise.isReference(setting.value, of: setting.key.split(separator: ".").last { !$0.allSatisfy(\.isNumber) } ?? "")
  }
}

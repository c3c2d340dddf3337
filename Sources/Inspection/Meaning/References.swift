import Workflows

/// Expressions name steps, and editors rewrite them when a step is renamed.
struct References {
  /// What a renamed step is called now, by what it was called.
  private let names: [String: String]
  private let openers: [String]

  /// None where nothing was renamed, or where the reviewed side still calls a step by the name that it had.
  init(_ matching: Matching, _ new: Model) {
    openers = References.openers(new.engine)
    guard !openers.isEmpty else {
      names = [:]
      return
    }
    var names: [String: String] = [:]
    for (b, a) in matching.oldOf.enumerated() {
      guard let a, matching.old.steps[a].name != matching.new.steps[b].name else { continue }
      names[matching.old.steps[a].name] = matching.new.steps[b].name
    }
    names[""] = nil
    if !names.isEmpty {
      let current = Set(new.steps.map(\.name))
      var used: Set<String> = []
      for step in new.steps {
        for text in References.texts(step) {
          _ = References.rewriting(text, openers) { name in
            used.insert(name)
            return nil
          }
        }
      }
      for name in used where !current.contains(name) { names[name] = nil }
    }
    self.names = names
  }

  /// Names of steps that are gone, by the steps of the reviewed side whose expressions still use them.
  static func stale(_ old: Model, _ new: Model) -> [(step: Int, names: [String])] {
    let openers = openers(new.engine)
    let gone = Set(old.steps.map(\.name)).subtracting(new.steps.map(\.name))
    if openers.isEmpty || gone.isEmpty { return [] }
    return new.steps.enumerated().compactMap { index, step in
      var used: Set<String> = []
      for text in texts(step) {
        _ = rewriting(text, openers) { name in
          if gone.contains(name) { used.insert(name) }
          return nil
        }
      }
      return used.isEmpty ? nil : (index, used.sorted())
    }
  }

  /// The same with the new names where expressions name steps; nil where no name changed.
  func renamed(_ model: Model) -> Model? {
    if names.isEmpty { return nil }
    var model = model
    for index in model.steps.indices {
      let step = model.steps[index]
      guard References.texts(step).contains(where: { renamed($0) != $0 }) else { continue }
      model.steps[index].settings = step.settings.map { .init($0.key, renamed($0.value), spot: $0.spot) }
      model.steps[index].code = step.code.map { code in
        .init(
          language: code.language, text: renamed(code.text), foreignInput: code.foreignInput.map(renamed),
          spot: code.spot)
      }
      model.steps[index].destinations = step.destinations.map { place in
        .init(
          host: place.host, scheme: place.scheme, port: place.port, written: renamed(place.written),
          isVerified: place.isVerified, isImplied: place.isImplied, spot: place.spot)
      }
    }
    return model
  }

  /// The text without the names of steps: the same for two that differ in what steps are called.
  static func nameless(_ text: String, _ engine: Engine) -> String { rewriting(text, openers(engine)) { _ in "" } }

  func renamed(_ text: String) -> String { References.rewriting(text, openers) { names[$0] } }

  private static func texts(_ step: Model.Step) -> [String] {
    step.settings.map(\.value) + step.code.map(\.text) + step.destinations.map(\.written)
  }

  /// What stands before a step's name in quotes. Sources: n8n, "Referencing other nodes"; Azure, "Workflow definition language
  /// functions".
  private static func openers(_ engine: Engine) -> [String] {
    switch engine {
    case .n8n: ["$(", "$node[", "$items("]
    case .logicApps: ["body(", "actions(", "outputs(", "result(", "items("]
    case .githubActions, .stepFunctions, .argo, .nodeRed, .bpmn, .serverlessWorkflow, .script: []
    }
  }

  /// The text with other names, where there are some; in one pass, so that two steps may have changed their names with each other.
  private static func rewriting(_ text: String, _ openers: [String], _ name: (String) -> String?) -> String {
    guard openers.contains(where: { text.contains($0) }) else { return text }
    var written = ""
    var rest = text[...]
    while let quote = rest.firstIndex(where: { $0 == "'" || $0 == "\"" }) {
      written += rest[...quote]
      let mark = rest[quote]
      rest = rest[rest.index(after: quote)...]
      guard openers.contains(where: { written.dropLast().hasSuffix($0) }), let end = rest.firstIndex(of: mark) else {
        continue
      }
      let inner = String(rest[..<end])
      written += name(inner) ?? inner
      rest = rest[end...]
      written.append(mark)
      rest = rest.dropFirst()
    }
    return written + rest
  }
}

import Workflows

/// Azure Logic Apps (Standard, Consumption) and Power Automate (packages, solutions). Sources: learn.microsoft.com, "Schema
/// reference for the Workflow Definition Language", "Schema reference guide for trigger and action types".
enum LogicApps: EngineAdapter {
  static let engine = Engine.logicApps

  static func recognises(_ document: Document) -> Bool { document.parts.contains { !definitions(in: $0).isEmpty } }

  static func models(in document: Document) -> [Model] {
    let file = document.path.split(separator: "/").last.map(String.init) ?? ""
    // In a project of Logic Apps Standard and in packages all files have one name, and the folder has the workflow's.
    let isNamed = !["workflow.json", "definition.json", "template.json"].contains(file.lowercased())
    let name = isNamed ? document.name : document.folder ?? document.name
    return document.parts.flatMap { part in
      definitions(in: part).map { found in
        var reading = LogicReading(found.definition, name: found.name ?? name)
        reading.readAll()
        reading.draft.set { $0.settings = settings(found) }
        if found.isDisabled { reading.draft.set { $0.isExecutable = false } }
        return reading.draft.finished()
      }
    }
  }

  /// What holds for all actions: values that parameters have where nobody gives others, and what the connections are.
  private static func settings(_ found: Found) -> [Model.Setting] {
    let inner = ["parameters", "outputs", "staticResults"].flatMap { key in
      found.definition[key]?.settings(skipping: [], anywhere: ["metadata"], under: key) ?? []
    }
    let outer = found.container?.settings(
      skipping: ["definition", "state", "displayName", "name", "changedTime", "createdTime", "popularity"],
      anywhere: ["metadata", "iconUri", "iconBrandColor"], under: "around")
    return inner + (outer ?? [])
  }

  private struct Found {
    let definition: Part
    let name: String?
    let isDisabled: Bool
    /// What the definition stands in.
    let container: Part?
  }

  /// Definitions wherever they stand: alone, under `definition`, `properties.definition`, in the resources of a template.
  private static func definitions(in root: Part) -> [Found] {
    var found: [Found] = []
    var waiting: [(part: Part, holder: Part?, name: String?, isDisabled: Bool, depth: Int)] = [
      (root, nil, nil, false, 0)
    ]
    while let (part, holder, name, isDisabled, depth) = waiting.popLast() {
      if isDefinition(part) {
        let container = holder?["definition"] == nil ? nil : holder
        found.append(Found(definition: part, name: name, isDisabled: isDisabled, container: container))
        continue
      }
      guard depth < 12 else { continue }
      var inner = name
      if part["type"]?.string?.lowercased() == "microsoft.logic/workflows" { inner = part["name"]?.string ?? name }
      if let display = part["displayName"]?.string, part["definition"] != nil { inner = display }
      let off = isDisabled || part["state"]?.string == "Disabled" || part["properties"]?["state"]?.string == "Disabled"
      for child in part.members.map(\.value).reversed() + part.elements.reversed() where child.isObject || child.isArray
      {
        waiting.append((child, part, inner, off, depth + 1))
      }
    }
    return found
  }

  private static func isDefinition(_ part: Part) -> Bool {
    guard part["actions"]?.isObject == true || part["triggers"]?.isObject == true else { return false }
    return part["$schema"]?.string?.lowercased().contains("workflowdefinition.json") == true
  }
}

/// The reading of one definition.
struct LogicReading {
  let definition: Part
  var draft: Draft
  /// Actions that run only when another fails, or whatever became of it.
  private var handled: [Model.Step.ID: Model.Step.ErrorHandling] = [:]
  private var followers: [Model.Step.ID: [Model.Step.ID]] = [:]

  init(_ definition: Part, name: String) {
    self.definition = definition
    draft = Draft(.logicApps, name: name, at: definition.spot)
  }

  mutating func readAll() {
    var triggers: [(id: Model.Step.ID, spot: Spot)] = []
    for (name, part) in definition["triggers"]?.members ?? [] {
      let id = draft.free(name)
      draft.add(trigger(part, id: id, name: name))
      triggers.append((id, part.spot))
    }
    let first = read(definition["actions"], scope: nil)
    for trigger in triggers {
      for id in first { draft.link(trigger.id, id, at: trigger.spot) }
    }
    for (id, handling) in handled { draft.change(id) { $0.onError = handling } }
    readRejectPaths()
  }

  private mutating func trigger(_ part: Part, id: Model.Step.ID, name: String) -> Model.Step {
    var step = action(part, id: id, name: name, scope: nil)
    step.kind = .trigger
    step.risks = []
    if LogicConnector(part["inputs"]) == nil { step.destinations.removeAll { $0.isImplied } }
    draft.add(trigger(of: part, step: id))
    return step
  }

  /// The actions of a scope; gives those that come first there.
  private mutating func read(_ actions: Part?, scope: Model.Step.ID?) -> [Model.Step.ID] {
    var first: [Model.Step.ID] = []
    for (name, part) in actions?.members ?? [] {
      guard part.isObject else {
        draft.note("the action '\(short(name))' is no object", at: part.spot)
        continue
      }
      let id = draft.free(name)
      draft.add(action(part, id: id, name: name, scope: scope))
      if let doubt = doubt(part) { draft.note(doubt, at: part.spot) }
      if id != name { draft.note("a second action is called '\(short(name))'", at: part.spot) }
      readInner(part, id)
      let before = part["runAfter"]?.members ?? []
      if before.isEmpty { first.append(id) }
      for (other, states) in before { follow(other, id, states) }
    }
    return first
  }

  private mutating func follow(_ before: Model.Step.ID, _ after: Model.Step.ID, _ states: Part) {
    let words = Set(states.elements.compactMap { $0.string?.lowercased() })
    followers[before, default: []].append(after)
    // No list is the default: succeeded.
    if words.isEmpty || words.contains("succeeded") {
      draft.link(before, after, at: states.spot)
      // And where nobody answered in time, or nothing was asked.
      if words.contains("timedout") { draft.link(before, after, .timeout, at: states.spot) }
      if !words.isDisjoint(with: ["failed", "skipped"]) { draft.link(before, after, .error, at: states.spot) }
      if words.contains("failed") { handled[before] = .swallow }
    } else {
      draft.link(before, after, words == ["timedout"] ? .timeout : .error, at: states.spot)
      if words.contains("failed"), handled[before] == nil { handled[before] = .branch }
    }
  }

  private mutating func readInner(_ part: Part, _ id: Model.Step.ID) {
    switch part["type"]?.string?.lowercased() ?? "" {
    case "if":
      enter(id, part["actions"], "true")
      enter(id, part["else"]?["actions"], "false")
    case "switch":
      for (name, inner) in part["cases"]?.members ?? [] {
        enter(id, inner["actions"], "case \(inner["case"]?.scalar ?? name)")
      }
      enter(id, part["default"]?["actions"], "default")
    case "agent":
      for (name, tool) in part["tools"]?.members ?? [] { enter(id, tool["actions"], "tool \(name)") }
    default:
      _ = read(part["actions"], scope: id)
    }
  }

  private mutating func enter(_ id: Model.Step.ID, _ actions: Part?, _ label: String) {
    for first in read(actions, scope: id) {
      draft.link(id, first, .condition(label), at: actions?.spot ?? definition.spot)
    }
  }

  /// A no is only one when a condition behind the approval tells it from a yes.
  private mutating func readRejectPaths() {
    // Beyond so many ways, nothing is taken to tell a no from a yes.
    var patience = 200_000
    let kinds = Dictionary(draft.model.steps.map { ($0.id, $0.kind) }) { first, _ in first }
    for step in draft.model.steps {
      guard let approval = step.approval, approval.hasRejectPath != .known(false) else { continue }
      var next = followers[step.id] ?? []
      var isTold = false
      for _ in 0..<3 where !isTold && patience > 0 {
        isTold = next.contains { kinds[$0] == .branch }
        var seen: Set<Model.Step.ID> = []
        patience -= next.count
        next = next.flatMap { followers[$0] ?? [] }.filter { seen.insert($0).inserted }
        patience -= next.count
      }
      draft.change(step.id) {
        $0.approval = Model.Approval(
          approvers: approval.approvers, timeout: approval.timeout, hasRejectPath: .known(isTold), spot: approval.spot)
      }
    }
  }
}

import Workflows

/// Argo Workflows and Argo Events, several documents in a file. Sources: argo-workflows, docs/fields.md and examples;
/// argo-events, api reference.
///
/// A template is told at each place that calls it, under the name of the place; one that calls itself is a circle.
enum Argo: EngineAdapter {
  static let engine = Engine.argo

  static func recognises(_ document: Document) -> Bool { document.parts.contains(where: isArgo) }

  static func models(in document: Document) -> [Model] {
    document.parts.filter(isArgo).flatMap { models(of: $0, document.name) }
  }

  private static func isArgo(_ part: Part) -> Bool {
    part["apiVersion"]?.string?.hasPrefix("argoproj.io/") == true && kinds.contains(part["kind"]?.string ?? "")
  }

  private static let kinds: Set<String> = [
    "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow", "WorkflowEventBinding", "Sensor",
    "EventSource",
    "EventBus", "WorkflowTaskSet",
  ]

  static func models(of part: Part, _ file: String) -> [Model] {
    let name = (part["metadata"]?["name"] ?? part["metadata"]?["generateName"])?.string ?? file
    switch part["kind"]?.string ?? "" {
    case "Sensor": return ArgoEvents.sensor(part, name)
    case "EventSource": return [ArgoEvents.source(part, name)]
    case "EventBus", "WorkflowTaskSet":
      var model = Model(engine: engine, name: name, spot: part.spot)
      model.isExecutable = false
      return [model]
    default:
      var reading = ArgoReading(part, name: name)
      reading.readAll()
      return [reading.draft.finished()]
    }
  }
}

/// The reading of one workflow or template.
struct ArgoReading {
  let root: Part
  let spec: Part?
  var draft: Draft
  private var templates: [String: Part] = [:]
  private var order: [String] = []
  /// Templates with steps of their own that are being told, by the step that stands for each.
  private var open: [String: Model.Step.ID] = [:]
  /// Calls may lie in each other so that a small file means very many steps.
  private static let stepLimit = 10_000
  private var isCalled: Set<String> = []
  /// What is a step, a way or a trigger.
  private static let told: Set<String> = ["templates", "entrypoint", "onExit", "workflowTemplateRef"]

  init(_ root: Part, name: String) {
    self.root = root
    spec = root["spec"]?["workflowSpec"] ?? root["spec"]
    draft = Draft(.argo, name: name, at: root.spot)
    for template in spec?["templates"]?.elements ?? [] {
      guard let name = template["name"]?.string else {
        draft.note("a template has no name", at: template.spot)
        continue
      }
      if templates.updateValue(template, forKey: name) != nil {
        draft.note("a second template is called '\(short(name))'", at: template.spot)
      }
      order.append(name)
    }
  }

  mutating func readAll() {
    readTriggers()
    readSurroundings()
    draft.set { [root, spec] model in
      model.settings = spec?.settings(skipping: Self.told, under: "spec") ?? []
      // A workflow that starts by time stands in its timetable.
      if root["spec"]?["workflowSpec"] != nil {
        model.settings +=
          root["spec"]?.settings(skipping: ["workflowSpec", "schedule", "schedules"], under: "cron") ?? []
      }
    }
    if let entry = spec?["entrypoint"]?.string {
      if let id = expand(entry, scope: nil, depth: 0) { draft.set { $0.starts.append(id) } }
    }
    // Its templates are those of the other, whichever of them is entered.
    if let reference = spec?["workflowTemplateRef"] ?? root["spec"]?["submit"]?["workflowTemplateRef"] {
      readReference(reference)
    }
    readExit()
    readHooks()
    // A template that nothing here calls may be called from elsewhere.
    for name in order where !isCalled.contains(name) { _ = expand(name, scope: nil, depth: 0) }
  }

  private mutating func readReference(_ reference: Part) {
    let name = reference["name"]?.string ?? "?"
    let id = draft.free(name)
    var step = Model.Step(id: id, name: name, kind: .subworkflow, type: "workflowTemplateRef", spot: reference.spot)
    step.calls = [call(.workflow, name, reference.spot)]
    step.settings = reference.settings(skipping: ["name"])
    draft.add(step)
    if spec?["entrypoint"] != nil { draft.set { $0.starts.append(id) } }
  }

  func call(_ kind: Model.Reference.Kind, _ name: String, _ spot: Spot) -> Model.Reference {
    Model.Reference(
      kind, name: Templates.argo.holds(name) ? .unknown(because: "a template decides it") : .known(name),
      isPinned: .absent, spot: spot)
  }

  /// What runs beside the steps once a condition about the run holds: nothing that a step waits for is before it.
  private mutating func readHooks() {
    for (name, hook) in spec?["hooks"]?.members ?? [] where name != "exit" {
      guard let start = draft.model.starts.first, let id = expand(hook: hook, name), start != id else { continue }
      let test = hook["expression"]?.scalar.map { whole($0) } ?? name
      draft.link(start, id, Model.Edge.condition(written: test), at: hook.spot)
      draft.link(start, id, .error, at: hook.spot)
    }
  }

  private mutating func expand(hook: Part, _ name: String) -> Model.Step.ID? {
    if let template = hook["template"]?.string { return expand(template, scope: nil, depth: 0) }
    guard let reference = hook["templateRef"] else { return nil }
    var step = self.step(hook, id: draft.free(name), name: name, place: nil)
    step.refer(to: reference, "?", self)
    draft.add(step)
    return step.id
  }

  /// What runs beside a step, or once it is done: whether it went well, went wrong, or waits for a yes that nobody gave.
  private mutating func readHooks(of call: Part, _ step: Model.Step.ID, in scope: Model.Step.ID, _ depth: Int) {
    var hooks = (call["hooks"]?.members ?? []).map { (name: $0.key, part: $0.value) }
    if let exit = call["onExit"], exit.string != nil { hooks.append(("onExit", exit)) }
    for (name, hook) in hooks {
      guard let id = readCall(hook, called: name, in: scope, under: step, depth) else { continue }
      // No answer given at the step decides on it.
      draft.link(step, id, .error, at: hook.spot)
    }
  }

  private mutating func readExit() {
    let hook = spec?["hooks"]?["exit"]
    guard let exit = spec?["onExit"] ?? hook?["template"] ?? hook?["templateRef"] else { return }
    guard let name = exit.string ?? exit["template"]?.string else { return }
    draft.set { $0.errorHandler = .known(name) }
    let own = exit.string == nil ? hook.flatMap { expand(hook: $0, "exit") } : expand(name, scope: nil, depth: 0)
    guard let id = own, let start = draft.model.starts.first, start != id else { return }
    // It runs however the run ends: also when a person stops it, or says no.
    draft.link(start, id, .condition("at the end"), at: exit.spot)
    draft.link(start, id, .error, at: exit.spot)
  }

  /// Adds what a template does under an id; nil when it is not here. `place` is the step that calls it.
  mutating func expand(
    _ name: String, as wish: Model.Step.ID? = nil, place: Part? = nil, scope: Model.Step.ID?, depth: Int
  ) -> Model.Step.ID? {
    guard let template = templates[name] else {
      if place == nil { draft.note("the template '\(short(name))' is not here", at: spec?.spot ?? root.spot) }
      return nil
    }
    isCalled.insert(name)
    let id = draft.free(wish ?? name)
    var step = self.step(
      template, id: id, name: wish.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? name, place: place)
    step.scope = scope
    guard template["steps"] != nil || template["dag"] != nil else {
      draft.add(step)
      if let doubt = Self.doubt(template) { draft.note(doubt, at: template.spot) }
      return id
    }
    if let own = open[name] {
      step.calls.append(call(.workflow, name, template.spot))
      draft.add(step)
      draft.link(id, own, .condition(Model.Edge.again), at: place?.spot ?? template.spot)
      return id
    }
    draft.add(step)
    guard depth < 100, draft.model.steps.count < Self.stepLimit else {
      draft.note("calls lie too deep in each other, or are too many, to be told", at: template.spot)
      return id
    }
    open[name] = id
    defer { open[name] = nil }
    if let groups = template["steps"] { readGroups(groups, in: id, depth) }
    if let tasks = template["dag"]?["tasks"] { readTasks(tasks, in: id, depth) }
    return id
  }

  /// Lists of lists: what stands in one inner list runs at once, the lists one after the other.
  private mutating func readGroups(_ groups: Part, in id: Model.Step.ID, _ depth: Int) {
    var previous: Model.Step.ID?
    for (index, group) in groups.elements.enumerated() {
      // Old files have a step where a list of steps belongs.
      let calls = group.isArray ? group.elements : [group]
      guard !calls.isEmpty else { continue }
      let mayBePassed = calls.allSatisfy { $0["when"] != nil }
      var scope = id
      var last: Model.Step.ID?
      if calls.count > 1 || mayBePassed {
        let name = "group \(index + 1)"
        var step = Model.Step(
          id: draft.free("\(id)/\(name)"), name: name, kind: mayBePassed ? .branch : .scope, type: "group",
          spot: group.spot)
        step.scope = id
        draft.add(step)
        scope = step.id
        last = step.id
      }
      for call in calls {
        let step = readCall(call, in: scope, under: id, depth)
        if let step, let test = call["when"]?.scalar {
          draft.link(scope, step, Model.Edge.condition(written: whole(test)), at: call.spot)
        }
        if last == nil { last = step }
      }
      if let previous, let last { draft.link(previous, last, at: group.spot) }
      previous = last ?? previous
    }
  }

  private mutating func readTasks(_ tasks: Part, in id: Model.Step.ID, _ depth: Int) {
    var ids: [String: Model.Step.ID] = [:]
    var optional: [String: [String]] = [:]
    for task in tasks.elements {
      guard let name = task["name"]?.string else { continue }
      ids[name] = readCall(task, in: id, under: id, depth)
    }
    for task in tasks.elements where task["when"] != nil {
      if let name = task["name"]?.string { optional[name] = Self.dependencies(of: task).map(\.name) }
    }
    for task in tasks.elements {
      guard let name = task["name"]?.string, let own = ids[name] else { continue }
      let before = Self.dependencies(of: task)
      if before.isEmpty { draft.link(id, own, at: task.spot) }
      for other in before {
        guard let from = ids[other.name] else {
          draft.note("the task '\(short(name))' waits for '\(short(other.name))', which is not here", at: task.spot)
          continue
        }
        draft.link(from, own, other.isError ? .error : condition(task), at: task.spot)
        // A task that its condition leaves out does not stop those behind it.
        let past = Self.past(other.name, optional)
        if past.isFirst { draft.link(id, own, at: task.spot) }
        for earlier in past.names { if let from = ids[earlier] { draft.link(from, own, at: task.spot) } }
      }
    }
  }

  /// What a task is behind when the one before it is left out, and so on through all that may be; `isFirst`: nothing.
  private static func past(_ name: String, _ optional: [String: [String]]) -> (names: [String], isFirst: Bool) {
    var names: [String] = []
    var isFirst = false
    var seen: Set<String> = [name]
    var open = [name]
    while let task = open.popLast() {
      guard let before = optional[task] else { continue }
      if before.isEmpty { isFirst = true }
      for earlier in before where seen.insert(earlier).inserted {
        names.append(earlier)
        open.append(earlier)
      }
    }
    return (names, isFirst)
  }

  private func condition(_ task: Part) -> Model.Edge.Kind {
    task["when"]?.scalar.map { Model.Edge.condition(written: whole($0)) } ?? .normal
  }

  /// `dependencies: [a]`, or the names in `depends: "a && (b.Failed || c)"`.
  private static func dependencies(of task: Part) -> [(name: String, isError: Bool)] {
    if let list = task["dependencies"] { return list.elements.compactMap { $0.string.map { ($0, false) } } }
    guard let text = task["depends"]?.string else { return [] }
    // Only these say that it was done. What is not so is no yes, either: such a task runs also where the other one went wrong.
    let done = ["Succeeded", "AnySucceeded", "AllSucceeded", "Daemoned"]
    let isTurned = text.contains("!")
    return text.split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }.map { word in
      let parts = word.split(separator: ".", maxSplits: 1)
      let isError = isTurned || parts.count > 1 && !done.contains(String(parts[1]))
      return (String(parts.first ?? word), isError)
    }
  }

  /// A step of a template: what it calls, under its own name.
  private mutating func readCall(
    _ call: Part, called title: String? = nil, in scope: Model.Step.ID, under id: Model.Step.ID, _ depth: Int
  ) -> Model.Step.ID? {
    let title = title ?? call["name"]?.string ?? "step"
    let own = "\(id)/\(title)"
    // The name of a template alone is a hook of old.
    if let name = call.string ?? call["template"]?.string,
      let step = expand(name, as: own, place: call, scope: scope, depth: depth + 1)
    {
      readHooks(of: call, step, in: scope, depth)
      return step
    }
    var step = self.step(call["inline"] ?? call, id: draft.free(own), name: title, place: call)
    step.scope = scope
    if call["inline"] == nil {
      let reference = call["templateRef"]
      let name = call["template"]?.string ?? call.string ?? "?"
      step.refer(to: reference, name, self)
      if reference == nil, !Templates.argo.holds(name) {
        draft.note("the template '\(short(name))' is not here", at: call.spot)
      }
    }
    draft.add(step)
    readHooks(of: call, step.id, in: scope, depth)
    return step.id
  }
}

extension Model.Step {
  /// Makes it the call of a template that stands elsewhere, by what names it.
  fileprivate mutating func refer(to reference: Part?, _ name: String, _ reading: ArgoReading) {
    let words = reference.map { "\($0["name"]?.string ?? "?")/\($0["template"]?.string ?? "?")" }
    kind = .subworkflow
    calls = [reading.call(.workflow, words ?? name, reference?.spot ?? spot)]
  }
}

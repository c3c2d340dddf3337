import Workflows

/// CNCF Serverless Workflow, DSL 1.0. Source: serverlessworkflow/specification, dsl-reference.md.
enum ServerlessWorkflow: EngineAdapter {
  static let engine = Engine.serverlessWorkflow

  static func recognises(_ document: Document) -> Bool { document.parts.contains { isCurrent($0) || isOld($0) } }

  static func models(in document: Document) -> [Model] {
    document.parts.compactMap { part in
      if isCurrent(part) {
        var reading = ServerlessReading(part, name: part["document"]?["name"]?.string ?? document.name)
        reading.readAll()
        return reading.draft.finished()
      }
      guard isOld(part) else { return nil }
      var model = Model(
        engine: engine, name: part["name"]?.string ?? part["id"]?.string ?? document.name, spot: part.spot)
      model.unknowns.append(
        Model.Unknown(
          "version \(part["specVersion"]?.scalar ?? "0") of the format is not read: write it in version 1.0",
          spot: part.spot))
      return model
    }
  }

  private static func isCurrent(_ part: Part) -> Bool { part["document"]?["dsl"] != nil && part["do"] != nil }

  /// Versions before 1.0 are another format.
  private static func isOld(_ part: Part) -> Bool { part["specVersion"] != nil && part["states"]?.isArray == true }
}

/// The reading of one workflow.
struct ServerlessReading {
  let root: Part
  var draft: Draft
  /// Tasks that the one that holds them leads to, as something leads back to them.
  private var entered: Set<Model.Step.ID> = []

  init(_ root: Part, name: String) {
    self.root = root
    draft = Draft(.serverlessWorkflow, name: name, at: root.spot)
  }

  mutating func readAll() {
    readTriggers()
    if let limit = root["timeout"] { draft.set { [root] in $0.timeout = ServerlessReading.timeout(limit, root) } }
    draft.set { [root] in
      $0.settings = root.settings(skipping: ["document", "do", "schedule", "timeout", "use.extensions"])
    }
    if let first = read(root["do"], scope: nil) { draft.set { $0.starts = [first] } }
    readExtensions()
  }

  private mutating func readTriggers() {
    let kinds: [String: Model.Trigger.Kind] = [
      "every": .schedule, "cron": .schedule, "after": .schedule, "on": .message,
    ]
    for (name, part) in root["schedule"]?.members ?? [] {
      draft.add(
        Model.Trigger(
          kinds[name] ?? .other, type: name, detail: part.summary(), authentication: .absent,
          bringsForeignInput: name == "on", spot: part.spot))
    }
  }

  /// What is done before and after tasks of a kind: whatever was asked before, it runs, so that each is a start of its own.
  private mutating func readExtensions() {
    for item in root["use"]?["extensions"]?.elements ?? [] {
      for (name, part) in item.members {
        let id = draft.free("extension \(name)")
        var step = Model.Step(id: id, name: name, kind: .scope, type: "extension", spot: part.spot)
        step.settings = part.settings(skipping: ["before", "after"])
        draft.add(step)
        draft.set { $0.starts.append(id) }
        for list in ["before", "after"] where part[list] != nil { _ = read(part[list], scope: id) }
      }
    }
  }

  /// A list of tasks, each a map of one name; gives the first.
  private mutating func read(_ list: Part?, scope: Model.Step.ID?) -> Model.Step.ID? {
    var ids: [(name: String, id: Model.Step.ID, task: Part)] = []
    for item in list?.elements ?? [] {
      guard item.members.count == 1, let (name, task) = item.members.first else {
        draft.note("a task is no map of one name", at: item.spot)
        continue
      }
      let id = draft.free(scope.map { "\($0)/\(name)" } ?? name)
      var step = step(task, id: id, name: name)
      step.scope = scope
      draft.add(step)
      if let doubt = doubt(task) { draft.note(doubt, at: task.spot) }
      ids.append((name, id, task))
      readInner(task, id)
    }
    // Names are looked up in the list that a task stands in.
    let names = Dictionary(ids.map { ($0.name, $0.id) }) { first, _ in first }
    for (index, entry) in ids.enumerated() {
      let next = index + 1 < ids.count ? ids[index + 1].id : nil
      follow(entry.task, entry.id, Around(names: names, first: ids[0].id, next: next, scope: scope))
    }
    return ids.first?.id
  }

  /// What stands around a task in its list.
  private struct Around {
    let names: [String: Model.Step.ID]
    let first: Model.Step.ID
    let next: Model.Step.ID?
    /// The task that the list lies in.
    let scope: Model.Step.ID?
  }

  private mutating func follow(_ task: Part, _ id: Model.Step.ID, _ around: Around) {
    if let cases = task["switch"] {
      var hasDefault = false
      for item in cases.elements {
        for (_, branch) in item.members {
          let test = branch["when"]?.scalar
          if test == nil { hasDefault = true }
          go(
            branch["then"], from: id, around,
            test.map { Model.Edge.condition(written: whole($0)) } ?? .condition("default"), at: branch.spot)
        }
      }
      if !hasDefault { go(nil, from: id, around, .condition("default"), at: task.spot) }
      return
    }
    if task["raise"] != nil, task["then"] == nil { return }
    go(
      task["then"], from: id, around, task["if"]?.scalar.map { Model.Edge.condition(written: whole($0)) } ?? .normal,
      at: task.spot)
  }

  private mutating func go(
    _ then: Part?, from id: Model.Step.ID, _ around: Around, _ kind: Model.Edge.Kind, at spot: Spot
  ) {
    switch then?.string {
    case nil, "continue":
      if let next = around.next {
        draft.link(id, next, kind, at: spot)
      } else if kind != .normal, let scope = around.scope {
        draft.link(id, scope, kind, at: spot)
      }
    // Out of the list: on with what comes after the task that holds it.
    case "exit": if let scope = around.scope { draft.link(id, scope, kind, at: spot) }
    case "end": break
    case let word?:
      if let target = around.names[word] {
        draft.link(id, target, kind, at: spot)
        // A list begins with its first task, also where something leads back to it.
        if target == around.first, let scope = around.scope, entered.insert(target).inserted {
          draft.link(scope, target, at: spot)
        }
      } else {
        draft.note("'then' names '\(short(word))', which is no task here", at: spot)
      }
    }
  }

  private mutating func readInner(_ task: Part, _ id: Model.Step.ID) {
    if let fork = task["fork"] {
      for branch in fork["branches"]?.elements ?? [] {
        // Each runs by itself: none follows another.
        for (name, inner) in branch.members {
          let own = draft.free("\(id)/\(name)")
          var step = step(inner, id: own, name: name)
          step.scope = id
          draft.add(step)
          readInner(inner, own)
        }
      }
    } else if task["try"] != nil {
      let first = read(task["try"], scope: id)
      if let handler = task["catch"]?["do"] {
        let scope = draft.free("\(id)/catch")
        var step = Model.Step(id: scope, name: "catch", kind: .scope, type: "catch", spot: handler.spot)
        step.scope = id
        draft.add(step)
        if let first { draft.link(id, first, at: task.spot) }
        draft.link(id, scope, .error, at: handler.spot)
        _ = read(handler, scope: scope)
      }
    } else if task["do"] != nil {
      _ = read(task["do"], scope: id)
    } else if let each = task["listen"]?["foreach"]?["do"] ?? task["foreach"]?["do"] {
      _ = read(each, scope: id)
    }
  }

  /// A name in `use.timeouts`, or a length of time in words or in ISO 8601.
  static func timeout(_ part: Part?, _ root: Part) -> Answer<Double> {
    guard let part else { return .absent }
    if let name = part.string {
      guard let own = root["use"]?["timeouts"]?[name] else {
        return Durations.iso8601(name).map { .known($0) } ?? .unknown(because: "no timeout is called so")
      }
      return timeout(own, root)
    }
    guard let after = part["after"] else { return .unknown(because: "it says no length") }
    return duration(after).map { .known($0) } ?? .unknown(because: "an expression decides it")
  }

  static func duration(_ part: Part) -> Double? {
    if let text = part.string { return Durations.iso8601(text) }
    let units: [String: Double] = ["days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001]
    guard !part.members.isEmpty else { return nil }
    var seconds = 0.0
    for (name, value) in part.members {
      guard let unit = units[name], let amount = value.number else { return nil }
      seconds += amount * unit
    }
    return seconds
  }
}

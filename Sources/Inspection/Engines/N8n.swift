import StrictJSON
import Workflows

/// n8n. Sources: n8n's workflow and node interfaces (packages/workflow/src/interfaces.ts), its node sources, and exports.
enum N8n: EngineAdapter {
  static let engine = Engine.n8n
  /// What runs leave behind for the next.
  static let state = "staticData"

  static func recognises(_ document: Document) -> Bool { !workflows(in: document).isEmpty }

  static func models(in document: Document) -> [Model] {
    workflows(in: document).flatMap { models(of: $0, called: document.name, depth: 0) }
  }

  /// One object, a list of them (`export:workflow --all`), or one under `workflow` (the template site).
  private static func workflows(in document: Document) -> [Part] {
    document.parts.flatMap { part in
      if isWorkflow(part) { return [part] }
      if let inner = part["workflow"], isWorkflow(inner) { return [inner] }
      return part.elements.filter(isWorkflow)
    }
  }

  private static func isWorkflow(_ part: Part) -> Bool {
    part["nodes"]?.isArray == true && part["connections"]?.isObject == true
  }

  /// The workflow, and those that its steps hold as text.
  static func models(of workflow: Part, called name: String, depth: Int) -> [Model] {
    var reading = N8nReading(workflow, name: workflow["name"]?.string ?? name, depth: depth)
    reading.readAll()
    return [reading.draft.finished()] + reading.embedded
  }
}

/// The reading of one workflow.
struct N8nReading {
  let workflow: Part
  let depth: Int
  var draft: Draft
  /// Workflows that stand as text in a step.
  var embedded: [Model] = []
  /// Names of steps by the engine's ids, for files whose ways name those.
  private var namesByID: [String: String] = [:]
  /// Nodes by name, for what stands behind an approval.
  private var nodes: [(id: Model.Step.ID, node: Part)] = []
  private var node: [Model.Step.ID: Part] = [:]
  private var kinds: [Model.Step.ID: Model.Step.Kind] = [:]
  /// How many ways are looked at behind all approvals; beyond it, nothing is taken to tell a no from a yes.
  private var patience = 200_000
  /// Which step leads to which further input of which.
  private var inputs: [(to: Model.Step.ID, setting: Model.Setting)] = []
  private var regular: [Model.Step.ID: [(output: Int, to: Model.Step.ID)]] = [:]

  init(_ workflow: Part, name: String, depth: Int) {
    self.workflow = workflow
    self.depth = depth
    draft = Draft(.n8n, name: name, at: workflow.spot)
  }

  mutating func readAll() {
    readSettings()
    for node in workflow["nodes"]?.elements ?? [] { read(node) }
    readWays()
    for (id, node) in nodes where isSendAndWait(node) { readRejectPath(of: id, node) }
    markForeignInput()
  }

  /// Settings that have a place of their own in the model.
  private static let told: Set<String> = ["executionTimeout", "errorWorkflow", "callerPolicy", "availableInMCP"]

  private mutating func readSettings() {
    let settings = workflow["settings"]
    if let seconds = settings?["executionTimeout"]?.number, seconds > 0 {
      draft.set { $0.timeout = .known(seconds) }
    }
    if let handler = settings?["errorWorkflow"]?.string, !handler.isEmpty {
      draft.set { $0.errorHandler = .known(handler) }
    }
    if let caller = settings?["callerPolicy"], let policy = caller.string {
      draft.add(Model.Permission("callable by: \(policy)", isWide: policy == "any", spot: caller.spot))
    }
    if let exposed = settings?["availableInMCP"], exposed.bool == true {
      draft.add(Model.Permission("available to agents (MCP)", spot: exposed.spot))
    }
    draft.set { [workflow] model in
      model.settings =
        (settings?.settings(skipping: Self.told, under: "settings") ?? [])
        + (workflow["active"]?.settings(skipping: [], under: "active") ?? [])
    }
    if workflow["isArchived"]?.bool == true { draft.set { $0.isExecutable = false } }
    for key in ["pinData", N8n.state] {
      if let data = workflow[key], !data.members.isEmpty { draft.set { $0.captured.append(data.spot) } }
    }
    if let data = workflow[N8n.state], !data.members.isEmpty {
      draft.set { $0.settings.append(Model.Setting(N8n.state, digest(data.summary(.max)), spot: data.spot)) }
    }
    for (step, data) in workflow["pinData"]?.members ?? [] {
      draft.set { $0.pinned.append(Model.Pinned(step: step, digest: digest(data.summary(.max)), spot: data.spot)) }
    }
  }

  private mutating func read(_ node: Part) {
    guard let type = node["type"]?.string else { return draft.note("a node says no type", at: node.spot) }
    let name = node["name"]?.scalar ?? node["id"]?.scalar ?? type
    let step = step(of: node, id: name, name: name, type: type)
    if let id = node["id"]?.scalar { namesByID[id] = name }
    if !draft.holds(name) {
      nodes.append((name, node))
      self.node[name] = node
      kinds[name] = step.kind
      if step.kind == .trigger { draft.add(trigger(of: node, step: name, type: type)) }
    }
    draft.add(step)
    if step.kind != .comment, !step.isDisabled, let doubt = N8nType(type).doubt { draft.note(doubt, at: node.spot) }
    embed(node, step: name)
  }

  private mutating func readWays() {
    for (source, kinds) in workflow["connections"]?.members ?? [] {
      let from = name(for: source)
      for (kind, outputs) in kinds.members {
        for (output, targets) in outputs.elements.enumerated() {
          for target in inOrder(targets.elements, kind) {
            guard let wanted = target["node"]?.scalar else {
              draft.note("a way names no node", at: target.spot)
              continue
            }
            let to = name(for: wanted)
            link(from, to, kind, output, of: outputs.elements.count, at: target.spot)
            guard kind == "main", let input = target["index"]?.integer, input > 0 else { continue }
            inputs.append((to, Model.Setting("input \(input + 1)", "$('\(from)')", spot: target.spot)))
          }
        }
      }
    }
    // Written as expressions name steps, so that a renamed one reads as it is called now.
    for (to, setting) in inputs.sorted(by: { $0.setting.value < $1.setting.value }) {
      draft.change(to) { $0.settings.append(setting) }
    }
  }

  /// The targets of an output in the order in which they run: the topmost first, of those on one height the leftmost, or as the
  /// list has them. Source: n8n, packages/core, `WorkflowExecute`, `executionOrder`.
  private func inOrder(_ targets: [Part], _ kind: String) -> [Part] {
    guard targets.count > 1, kind == "main", workflow["settings"]?["executionOrder"]?.string == "v1" else {
      return targets
    }
    let places = targets.map { target -> (x: Double, y: Double)? in
      guard let place = target["node"]?.scalar.flatMap({ node[name(for: $0)] })?["position"]?.elements,
        place.count == 2, let x = place[0].number, let y = place[1].number
      else { return nil }
      return (x, y)
    }
    guard !places.contains(where: { $0 == nil }) else { return targets }
    return targets.indices.sorted { a, b in
      guard let (one, other) = places[a].flatMap({ one in places[b].map { (one, $0) } }) else { return a < b }
      return (one.y, one.x, a) < (other.y, other.x, b)
    }.map { targets[$0] }
  }

  /// Ways go by names; files that a program wrote use ids, or names in quotes.
  private func name(for word: String) -> String {
    if draft.holds(word) { return word }
    if let name = namesByID[word] { return name }
    let bare =
      word.count > 2 && word.hasPrefix("\"") && word.hasSuffix("\"") ? String(word.dropFirst().dropLast()) : word
    return namesByID[bare] ?? bare
  }

  private mutating func link(
    _ from: String, _ to: String, _ kind: String, _ output: Int, of outputs: Int, at spot: Spot
  ) {
    guard kind == "main" else { return draft.link(from, to, .helper(kind), at: spot) }
    let node = node[from]
    // A node that is switched off hands on all that comes in by its first output. Source: n8n, packages/core, `handleDisabledNode`.
    let isPassed = isOff(from)
    if isPassed, output > 0 { return }
    regular[from, default: []].append((output, to))
    let sends = node?["onError"]?.string == "continueErrorOutput"
    let error = node.flatMap { N8nType($0["type"]?.string ?? "").outputs($0) } ?? max(1, outputs - 1)
    switch (kinds[from], output) {
    case _ where isPassed: draft.link(from, to, at: spot)
    case _ where sends && output == error: draft.link(from, to, .error, at: spot)
    case (.branch, _) where N8nType(node?["type"]?.string ?? "").name == "switch":
      draft.link(from, to, .condition("output \(output)"), at: spot)
    case (.branch, 0): draft.link(from, to, .condition("true"), at: spot)
    case (.branch, 1): draft.link(from, to, .condition("false"), at: spot)
    case (.branch, _): draft.link(from, to, .condition("output \(output)"), at: spot)
    case (.loop, _): draft.link(from, to, .condition(loopOutput(output, node)), at: spot)
    default: draft.link(from, to, at: spot)
    }
  }

  private func isOff(_ id: Model.Step.ID) -> Bool { node[id]?["disabled"]?.bool == true }

  /// Version 3 of the batch node gives what is done first; before that the loop came first.
  private func loopOutput(_ output: Int, _ node: Part?) -> String {
    let isNew = (node?["typeVersion"]?.number ?? 1) >= 3
    return (output == 0) == isNew ? "done" : Model.Edge.round
  }

  /// A no is only one when something behind the approval tells it from a yes.
  private mutating func readRejectPath(of id: Model.Step.ID, _ node: Part) {
    guard case .unknown? = hasRejectPath(node) else { return }
    var next = regular[id]?.map(\.to) ?? []
    for _ in 0..<3 where patience > 0 {
      patience -= next.count
      if let branch = next.first(where: { kinds[$0] == .branch && !isOff($0) }) {
        let ways = regular[branch] ?? []
        let yes = Set(ways.filter { $0.output == 0 }.map(\.to))
        let no = Set(ways.filter { $0.output != 0 }.map(\.to))
        return setRejectPath(of: id, .known(yes.isDisjoint(with: no)))
      }
      var seen: Set<Model.Step.ID> = []
      next = next.flatMap { kinds[$0] == .data || isOff($0) ? regular[$0]?.map(\.to) ?? [] : [] }
        .filter { seen.insert($0).inserted }
      patience -= seen.count
    }
    setRejectPath(of: id, .known(false))
  }

  private mutating func setRejectPath(of id: Model.Step.ID, _ answer: Answer<Bool>) {
    draft.change(id) { step in
      guard let old = step.approval else { return }
      step.approval = Model.Approval(
        approvers: old.approvers, timeout: old.timeout, hasRejectPath: answer, spot: old.spot)
    }
  }

  /// Expressions in commands and queries bring in what strangers write when strangers can start the workflow.
  private mutating func markForeignInput() {
    guard draft.model.triggers.contains(where: { $0.bringsForeignInput && !$0.isDisabled }) else { return }
    for (id, _) in nodes {
      draft.change(id) { step in step.code = step.code.map(N8nCode.withForeignInput) }
    }
  }

  /// Workflows that stand as text in a step are workflows too.
  private mutating func embed(_ node: Part, step: Model.Step.ID) {
    guard let text = node["parameters"]?["workflowJson"], text.string?.isEmpty == false else { return }
    guard depth < 3 else { return draft.note("workflows lie more than 3 deep in each other", at: text.spot) }
    do throws(JSONError) {
      guard let inner = try text.readingText() else { return }
      embedded += N8n.models(of: inner, called: "\(draft.model.name) / \(step)", depth: depth + 1)
    } catch {
      draft.note("the workflow in '\(short(step))' cannot be read: \(error.message)", at: text.spot)
    }
  }
}

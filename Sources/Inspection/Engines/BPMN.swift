import StrictXML
import Workflows

/// BPMN 2.0, with the extensions of Camunda 8 (zeebe), Camunda 7, Activiti and Flowable. Sources: OMG BPMN 2.0.2;
/// docs.camunda.io and docs.camunda.org, "BPMN" references.
enum BPMN: EngineAdapter {
  static let engine = Engine.bpmn
  static let namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL"

  static func recognises(_ document: Document) -> Bool {
    guard let root = root(of: document) else { return false }
    return root.namespace == namespace && root.name == "definitions"
  }

  static func models(in document: Document) -> [Model] {
    guard let root = root(of: document) else { return [] }
    let parts = root.children
    var names: [String: String] = [:]
    for participant in parts.filter({ $0.name == "collaboration" }).flatMap({ $0.children("participant") }) {
      if let process = participant["processRef"] { names[process] = participant["name"] }
    }
    let processes = parts.filter { $0.name == "process" }
    if processes.isEmpty {
      // A drawing of who talks to whom.
      var model = Model(engine: engine, name: document.name, spot: root.spot)
      model.isExecutable = false
      return [model]
    }
    let definitions = Dictionary(parts.compactMap { part in part["id"].map { ($0, part) } }) { first, _ in first }
    return processes.map { process in
      let id = process["id"] ?? ""
      let name = [process["name"], names[id], id].compactMap { $0 }.first { !$0.isEmpty } ?? document.name
      var reading = BPMNReading(process, definitions, name: name)
      reading.readAll()
      return reading.draft.finished()
    }
  }

  private static func root(of document: Document) -> XMLPart? {
    guard case .xml(let element) = document.content else { return nil }
    return XMLPart(element)
  }
}

/// The reading of one process.
struct BPMNReading {
  let process: XMLPart
  /// Messages, signals and errors of the file, by id.
  let definitions: [String: XMLPart]
  var draft: Draft
  private var nodes: [(id: Model.Step.ID, part: XMLPart)] = []
  private var outgoing: [Model.Step.ID: [Model.Step.ID]] = [:]
  private var unnamed = 0

  init(_ process: XMLPart, _ definitions: [String: XMLPart], name: String) {
    self.process = process
    self.definitions = definitions
    draft = Draft(.bpmn, name: name, at: process.spot)
  }

  mutating func readAll() {
    draft.set { [process] in $0.isExecutable = process["isExecutable"] == "true" }
    for key in ["candidateStarterGroups", "candidateStarterUsers"] {
      if let who = process[key] { draft.add(Model.Permission("started by: \(who)", spot: process.spot)) }
    }
    let attributes = process.element.attributes.filter { attribute in
      !["id", "name", "isExecutable", "processType", "isClosed"].contains(attribute.name)
        && !attribute.name.hasPrefix("xmlns") && !attribute.name.contains("candidateStarter")
    }.map { Model.Setting($0.name, whole($0.value), spot: process.spot) }
    let extensions = process.child("extensionElements")
    let listeners = code(process, extensions?.all ?? []).map {
      Model.Setting("listener", whole($0.text), spot: $0.spot)
    }
    draft.set { $0.settings = (attributes + listeners).sorted { $0.key < $1.key } }
    if let extensions { draft.set { [details = details(extensions)] in $0.settings += details } }
    read(process, scope: nil, startsRuns: true)
    readRejectPaths()
  }

  /// What lies in a process or sub-process. Source: BPMN 2.0.2, 10.
  private mutating func read(_ holder: XMLPart, scope: Model.Step.ID?, startsRuns: Bool) {
    var flows: [XMLPart] = []
    var defaults: Set<String> = []
    var boundaries: [(id: Model.Step.ID, part: XMLPart)] = []
    for part in holder.children where part.namespace == BPMN.namespace {
      if part.name == "sequenceFlow" {
        flows.append(part)
        continue
      }
      guard let kind = Self.kinds[part.name] else { continue }
      let id = self.id(of: part)
      if let flow = part["default"] { defaults.insert(flow) }
      var step = step(part, id: id, kind: kind)
      step.scope = scope
      draft.add(step)
      nodes.append((id, part))
      if part.child("standardLoopCharacteristics") != nil {
        draft.link(id, id, .condition(Model.Edge.again), at: part.spot)
      }
      if part.name == "startEvent", startsRuns { draft.add(trigger(part, step: id)) }
      if part.name == "boundaryEvent" { boundaries.append((id, part)) }
      if ["subProcess", "transaction", "adHocSubProcess"].contains(part.name) {
        read(part, scope: id, startsRuns: part["triggeredByEvent"] == "true")
      }
    }
    for flow in flows { follow(flow, isDefault: flow["id"].map(defaults.contains) ?? false) }
    for (id, part) in boundaries { attach(part, id) }
  }

  private mutating func id(of part: XMLPart) -> Model.Step.ID {
    if let id = part["id"], !id.isEmpty { return id }
    unnamed += 1
    return "\(part.name) \(unnamed)"
  }

  private mutating func follow(_ flow: XMLPart, isDefault: Bool) {
    guard let from = flow["sourceRef"], let to = flow["targetRef"] else {
      return draft.note("a sequence flow has only one end", at: flow.spot)
    }
    outgoing[from, default: []].append(to)
    let test = flow.child("conditionExpression").map { $0.text.isEmpty ? $0["expression"] ?? "" : $0.text }
    let kind: Model.Edge.Kind =
      isDefault ? .condition("default") : test.map { Model.Edge.condition(written: whole($0)) } ?? .normal
    draft.link(from, to, kind, at: flow.spot)
    // What listens on a way runs when the step before it is done.
    let listening = code(flow, flow.child("extensionElements")?.all ?? [])
    if !listening.isEmpty {
      draft.change(from) { step in
        step.code += listening
        if listening.contains(where: { $0.language != "expression" }) { step.risks.insert(.command) }
      }
    }
  }

  /// An event on the edge of a task: a way that is taken when it happens.
  private mutating func attach(_ event: XMLPart, _ id: Model.Step.ID) {
    guard let task = event["attachedToRef"] else {
      return draft.note("a boundary event is attached to nothing", at: event.spot)
    }
    let definition = event.children.first { $0.name.hasSuffix("EventDefinition") }
    let kind: Model.Edge.Kind =
      switch definition?.name {
      case "timerEventDefinition": .timeout
      case "errorEventDefinition", "cancelEventDefinition": .error
      case "compensateEventDefinition": .compensation
      case let name?: .condition(name.replacing("EventDefinition", with: ""))
      case nil: .condition("event")
      }
    draft.link(task, id, kind, at: event.spot)
    let limit = definition?.child("timeDuration")?.text
    draft.change(task) { step in
      if kind == .error { step.onError = .branch }
      guard kind == .timeout, step.timeout == .absent else { return }
      step.timeout =
        limit.flatMap(Durations.iso8601).map { .known($0) } ?? .unknown(because: "an expression or a date decides it")
      if let approval = step.approval {
        step.approval = Model.Approval(
          approvers: approval.approvers, timeout: step.timeout, hasRejectPath: approval.hasRejectPath,
          spot: approval.spot)
      }
    }
  }

  /// A person decides something only where a gateway behind tells one answer from the other.
  private mutating func readRejectPaths() {
    let kinds = Dictionary(nodes.map { ($0.id, $0.part.name) }) { first, _ in first }
    for (id, _) in nodes {
      draft.change(id) { step in
        guard let approval = step.approval else { return }
        var next = outgoing[id] ?? []
        var isTold = Set(next).count > 1
        for _ in 0..<2 where !isTold {
          isTold = next.contains {
            ["exclusiveGateway", "inclusiveGateway"].contains(kinds[$0]) && Set(outgoing[$0] ?? []).count > 1
          }
          next = next.flatMap { outgoing[$0] ?? [] }
        }
        step.approval = Model.Approval(
          approvers: approval.approvers, timeout: approval.timeout, hasRejectPath: .known(isTold), spot: approval.spot)
      }
    }
  }

  static let kinds: [String: Model.Step.Kind] = [
    "task": .other, "userTask": .approval, "manualTask": .approval, "serviceTask": .connector, "scriptTask": .code,
    "sendTask": .message, "receiveTask": .wait, "businessRuleTask": .data, "callActivity": .subworkflow,
    "subProcess": .scope,
    "transaction": .scope, "adHocSubProcess": .scope, "exclusiveGateway": .branch, "inclusiveGateway": .branch,
    "eventBasedGateway": .branch, "complexGateway": .branch, "parallelGateway": .other, "startEvent": .trigger,
    "endEvent": .other,
    "intermediateCatchEvent": .wait, "intermediateThrowEvent": .other, "boundaryEvent": .other,
  ]
}

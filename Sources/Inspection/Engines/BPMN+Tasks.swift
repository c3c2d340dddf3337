import StrictXML
import Workflows

extension BPMNReading {
  func step(_ part: XMLPart, id: Model.Step.ID, kind: Model.Step.Kind) -> Model.Step {
    let extensions = part.child("extensionElements")?.all ?? []
    let work = extensions.first { $0.name == "taskDefinition" }?["type"]
    let implementation = ["class", "delegateExpression", "expression", "topic", "type"].compactMap { key in
      part[key].map { (key, $0) }
    }.first
    let name = part["name"].map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") } ?? ""
    var step = Model.Step(
      id: id, name: name.isEmpty ? id : name, kind: kind,
      type: [part.name, work ?? implementation?.1].compactMap { $0 }.joined(separator: " "),
      spot: part.spot)
    let inputs = Self.inputs(extensions)
    step.settings = (settings(part, extensions, inputs) + details(part)).sorted { $0.key < $1.key }
    step.credentials = credentials(inputs)
    step.code = code(part, extensions)
    if step.code.contains(where: { $0.language != "expression" }) { step.risks.insert(.command) }
    readLoop(part, &step)
    if kind == .approval {
      step.approval = Model.Approval(
        approvers: approvers(part, extensions), hasRejectPath: .unknown(because: "what follows decides"),
        spot: part.spot)
      step.canHang = true
    }
    if kind == .subworkflow { step.calls = called(part, extensions) }
    guard ["serviceTask", "sendTask", "businessRuleTask", "intermediateThrowEvent", "endEvent"].contains(part.name)
    else { return step }
    guard let worker = work ?? implementation?.1 ?? inputs.first(where: { $0.name == "url" }).map({ _ in "connector" })
    else {
      if part.name == "serviceTask", draft.model.isExecutable {
        step.destinations = [unknown("nothing says what does the work", part)]
      }
      return step
    }
    describe(worker, part, inputs, extensions, &step)
    return step
  }

  private func describe(
    _ worker: String, _ part: XMLPart, _ inputs: [Input], _ extensions: [XMLPart], _ step: inout Model.Step
  ) {
    let known = Knowledge.bpmn.first { worker.hasPrefix($0.key) }?.value
    if let known { step.kind = known.kind }
    step.risks.formUnion(known?.risks ?? [])
    step.canHang = true
    step.timeout = timeout(inputs)
    step.retries = retries(part, extensions)
    let methods = inputs.filter { $0.name == "method" }
    step.reads = known?.kind == .http && !methods.isEmpty && methods.allSatisfy { Model.isReading(method: $0.value) }
    step.destinations = inputs.filter { ["url", "baseUrl", "authentication.oauthTokenEndpoint"].contains($0.name) }
      .compactMap(Self.destination)
    if !step.destinations.isEmpty {
      if step.kind == .connector { step.kind = .http }
      return
    }
    if let known {
      step.destinations = known.destinations(
        of: worker, because: "the connector's settings decide the host", at: part.spot)
    } else {
      step.destinations = [unknown("the worker or class decides what is called", part)]
      // An expression there names a bean of the application's, and is code of the model; no value of a run decides.
      let isBean = ["class", "delegateExpression", "expression"].contains { part[$0] == worker }
      step.calls = [
        Model.Reference(
          .function,
          name: !isBean && Templates.bpmn.holds(worker)
            ? .unknown(because: "an expression decides it") : .known(worker),
          isPinned: .absent, spot: part.spot)
      ]
    }
  }

  private func unknown(_ why: String, _ part: XMLPart) -> Model.Destination {
    Model.Destination(host: .unknown(because: why), written: "", isImplied: true, spot: part.spot)
  }

  struct Input {
    let name: String
    let value: String
    let spot: Spot
  }

  /// `zeebe:input`, `zeebe:header`, `zeebe:property`, `camunda:inputParameter`, `camunda:field`.
  private static func inputs(_ extensions: [XMLPart]) -> [Input] {
    extensions.compactMap { part in
      switch part.name {
      case "input": part["target"].map { Input(name: $0, value: part["source"] ?? "", spot: part.spot) }
      case "header": part["key"].map { Input(name: $0, value: part["value"] ?? "", spot: part.spot) }
      case "property": part["name"].map { Input(name: $0, value: part["value"] ?? "", spot: part.spot) }
      case "inputParameter", "entry", "field":
        (part["name"] ?? part["key"]).map {
          let written = part["stringValue"] ?? part.child("string")?.text ?? part.child("expression")?.text ?? ""
          return Input(name: $0, value: part.text.isEmpty ? written : part.text, spot: part.spot)
        }
      default: nil
      }
    }
  }

  private static func destination(_ input: Input) -> Model.Destination? {
    var text = input.value
    // A FEEL text that begins with an address written out keeps its host: `="https://api.example/" + id`.
    if text.hasPrefix("=") {
      let bare = text.dropFirst().drop { $0 == " " }
      if bare.hasPrefix("\"") {
        let literal = bare.dropFirst().prefix { $0 != "\"" }
        let path = literal.firstRange(of: "://").map { literal[$0.upperBound...].contains("/") } ?? false
        if path || bare.dropFirst(literal.count + 1) == "\"" { text = String(literal) }
      }
    }
    return Address(text, .bpmn)?.destination(at: input.spot)
  }

  private func timeout(_ inputs: [Input]) -> Answer<Double> {
    for name in ["readTimeoutInSeconds", "connectionTimeoutInSeconds", "timeout"] {
      guard let input = inputs.first(where: { $0.name == name }), !input.value.isEmpty else { continue }
      let digits = input.value.hasPrefix("=") ? String(input.value.dropFirst()) : input.value
      return Double(digits).map { .known($0) } ?? .unknown(because: "an expression decides it")
    }
    return .absent
  }

  /// Sources: docs.camunda.io, "Service tasks" (3 where none is written); docs.camunda.org, "failedJobRetryTimeCycle".
  private func retries(_ part: XMLPart, _ extensions: [XMLPart]) -> Model.Step.Retries {
    if let task = extensions.first(where: { $0.name == "taskDefinition" }) {
      guard let written = task["retries"] else { return .engineDefault(3) }
      return Int(written).map { $0 == 0 ? .none : .times($0) } ?? .unknown(because: "an expression decides it")
    }
    guard let cycle = extensions.first(where: { $0.name == "failedJobRetryTimeCycle" })?.text else {
      return .engineDefault(3)
    }
    guard cycle.hasPrefix("R"), !Templates.bpmn.holds(cycle) else {
      return .unknown(because: "an expression decides it")
    }
    let digits = cycle.dropFirst().prefix { $0.isNumber }
    return Int(digits).map { .times($0) } ?? .unbounded
  }

  private func readLoop(_ part: XMLPart, _ step: inout Model.Step) {
    if part.child("multiInstanceLoopCharacteristics") != nil { step.isBounded = .known(true) }
    guard let loop = part.child("standardLoopCharacteristics") else { return }
    step.isBounded = .known(loop["loopMaximum"].flatMap { Int($0) } != nil)
  }

  private func approvers(_ part: XMLPart, _ extensions: [XMLPart]) -> Answer<String> {
    let assignment = extensions.first { $0.name == "assignmentDefinition" }
    // Each of them may do it.
    let named = ["candidateGroups", "candidateUsers", "assignee"].compactMap { assignment?[$0] ?? part[$0] }
    let owners = part.children.filter { ["potentialOwner", "humanPerformer"].contains($0.name) }
    let written = (named + owners.compactMap { $0.all.last?.text }).filter { !$0.isEmpty }.joined(separator: "; ")
    guard !written.isEmpty else { return .absent }
    return Templates.bpmn.holds(written) ? .unknown(because: "an expression decides who is asked") : .known(written)
  }

  private func called(_ part: XMLPart, _ extensions: [XMLPart]) -> [Model.Reference] {
    let element = extensions.first { $0.name == "calledElement" }
    guard let name = part["calledElement"] ?? element?["processId"] else { return [] }
    let binding = part["calledElementBinding"] ?? element?["bindingType"]
    return [
      Model.Reference(
        .workflow, name: Templates.bpmn.holds(name) ? .unknown(because: "an expression decides it") : .known(name),
        isPinned: .known(["version", "versionTag", "deployment"].contains(binding ?? "latest")), spot: part.spot)
    ]
  }

  private func credentials(_ inputs: [Input]) -> [Model.Credential] {
    inputs.flatMap { input -> [Model.Credential] in
      let secrets = Self.secrets(in: input.value)
      if !secrets.isEmpty {
        return secrets.map { Model.Credential(type: "secret", reference: .known($0), name: $0, spot: input.spot) }
      }
      if Literals.isSecretName(input.name), Literals.isWrittenOut(input.value, .bpmn) {
        return [
          Model.Credential(type: "literal", reference: .absent, name: input.name, isLiteral: true, spot: input.spot)
        ]
      }
      return Literals.inAddress(input.value, .bpmn).map {
        Model.Credential(type: "literal", reference: .absent, name: $0, isLiteral: true, spot: input.spot)
      }
    }
  }

  private static func secrets(in text: String) -> [String] {
    text.split(separator: "secrets.", omittingEmptySubsequences: false).dropFirst().map { rest in
      String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
    }.filter { !$0.isEmpty }
  }

  func code(_ part: XMLPart, _ extensions: [XMLPart]) -> [Model.Code] {
    var found: [Model.Code] = []
    if part.name == "scriptTask", let script = part.child("script") {
      found.append(
        Model.Code(language: part["scriptFormat"]?.lowercased() ?? "script", text: script.text, spot: script.spot))
    }
    for inner in extensions {
      switch inner.name {
      case "script" where inner["expression"] != nil:
        found.append(Model.Code(language: "expression", text: inner["expression"] ?? "", spot: inner.spot))
      case "script":
        found.append(
          Model.Code(language: inner["scriptFormat"]?.lowercased() ?? "script", text: inner.text, spot: inner.spot))
      case "executionListener", "taskListener":
        let text = inner["class"] ?? inner["expression"] ?? inner["delegateExpression"] ?? inner["type"] ?? ""
        if !text.isEmpty { found.append(Model.Code(language: "expression", text: text, spot: inner.spot)) }
      default: break
      }
    }
    return found
  }

  private func settings(_ part: XMLPart, _ extensions: [XMLPart], _ inputs: [Input]) -> [Model.Setting] {
    var settings: [Model.Setting] = []
    for attribute in part.element.attributes where !["id", "name", "default", "attachedToRef"].contains(attribute.name)
    {
      settings.append(Model.Setting(attribute.name, whole(attribute.value), spot: part.spot))
    }
    for input in inputs {
      let hides =
        Literals.isSecretName(input.name) && Literals.isWrittenOut(input.value, .bpmn) || input.value.utf8.count > 400
      settings.append(Model.Setting("input.\(input.name)", hides ? digest(input.value) : input.value, spot: input.spot))
    }
    for inner in part.all where ["timeDuration", "timeDate", "timeCycle"].contains(inner.name) {
      settings.append(Model.Setting(inner.name, whole(inner.text), spot: inner.spot))
    }
    if let loop = part.child("standardLoopCharacteristics") {
      settings.append(Model.Setting("loop", "up to \(loop["loopMaximum"] ?? "no limit")", spot: loop.spot))
    }
    return settings.sorted { $0.key < $1.key }
  }

  func trigger(_ part: XMLPart, step: Model.Step.ID) -> Model.Trigger {
    let inputs = Self.inputs(part.child("extensionElements")?.all ?? [])
    func input(_ name: String) -> String? { inputs.first { $0.name == name }?.value }
    let definition = part.children.first { $0.name.hasSuffix("EventDefinition") }
    let timer = definition?.children.first { $0.name.hasPrefix("time") }
    if let inbound = input("inbound.type") {
      let asks = [input("inbound.auth.type"), input("inbound.shouldValidateHmac")].compactMap { $0 }
        .filter { !["", "NONE", "disabled"].contains($0) }
      let isWebhook = inbound.contains("webhook")
      return Model.Trigger(
        isWebhook ? .webhook : .message, step: step, type: inbound, detail: input("inbound.context") ?? "",
        authentication: isWebhook
          ? asks.first.map { .known($0) } ?? .absent : .unknown(because: "the connector decides"),
        bringsForeignInput: true,
        spot: part.spot)
    }
    let referred = (definition?["messageRef"] ?? definition?["signalRef"]).flatMap { definitions[$0]?["name"] } ?? ""
    let kind: Model.Trigger.Kind =
      switch definition?.name {
      case "timerEventDefinition": .schedule
      case "messageEventDefinition": .message
      case nil: .manual
      default: .event
      }
    return Model.Trigger(
      kind, step: step, type: definition?.name ?? "startEvent", detail: timer?.text ?? referred,
      authentication: kind == .message ? .unknown(because: "the engine's API decides") : .absent,
      bringsForeignInput: kind == .message, spot: part.spot)
  }
}

extension Knowledge {
  /// Camunda's connectors by the beginning of their type. Source: docs.camunda.io, "Out-of-the-box Connectors".
  static let bpmn = table(
    """
    io.camunda:http-json http - -
    io.camunda:connector-graphql http - -
    io.camunda:connector-rest http - -
    http-connector http - -
    io.camunda:sendgrid message communication api.sendgrid.com
    io.camunda:email message communication ?
    io.camunda:slack message communication slack.com
    io.camunda:connector-microsoft-teams message communication graph.microsoft.com
    io.camunda:connector-twilio message communication api.twilio.com
    io.camunda:connector-kafka message communication ?
    io.camunda:connector-rabbitmq message communication ?
    io.camunda:connector-jdbc sql data-change ?
    io.camunda:aws-lambda code command ?
    io.camunda:aws-sns message communication ?
    io.camunda:aws-sqs message - ?
    io.camunda:aws-s3 connector data-change ?
    io.camunda:aws-dynamodb connector data-change ?
    io.camunda:google-drive connector data-change www.googleapis.com
    io.camunda:uipath connector command ?
    io.camunda:openai connector - api.openai.com
    io.camunda:connector-github connector data-change api.github.com
    """)
}

import Workflows

extension MachineReading {
  /// What one state does.
  func step(_ state: Part, id: Model.Step.ID, name: String, scope: Model.Step.ID?) -> Model.Step {
    let type = state["Type"]?.string ?? "?"
    let resource = state["Resource"]?.string
    let target = resource.map(AWSResource.init)
    var step = Model.Step(id: id, name: name, kind: kind(type, target), type: resource ?? type, spot: state.spot)
    step.scope = scope
    step.settings = settings(state)
    switch type {
    case "Task": describe(state, target, &step)
    case "Map": step.isBounded = .known(true)
    case "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel": break
    default: break
    }
    step.onError = onError(state, type)
    step.retries = retries(state, type)
    step.code = code(in: state)
    step.credentials += literals(in: state)
    return step
  }

  /// Why it cannot be told what a state does; nil where it can.
  static func doubt(_ state: Part) -> String? {
    switch state["Type"]?.string {
    case "Task": state["Resource"]?.string.map(AWSResource.init).map(\.doubt) ?? "a task says no resource"
    case "Map", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel": nil
    default: "what a state of type '\(short(state["Type"]?.string ?? "?"))' does is not known"
    }
  }

  /// What is neither a way nor a state of its own; of ways, what they take along and which errors they are for.
  private func settings(_ state: Part) -> [Model.Setting] {
    var settings = state.settings(skipping: Self.told)
    for (index, choice) in (state["Choices"]?.elements ?? []).enumerated() {
      for key in ["Assign", "Output"] {
        settings += choice[key]?.settings(skipping: [], under: "Choices.\(index).\(key)") ?? []
      }
    }
    for (index, handler) in (state["Catch"]?.elements ?? []).enumerated() {
      settings += handler.settings(skipping: ["Next", "Comment"], under: "Catch.\(index)")
    }
    for key in ["ItemProcessor", "Iterator"] {
      settings += state[key]?["ProcessorConfig"]?.settings(skipping: [], under: "\(key).ProcessorConfig") ?? []
    }
    return settings.sorted { $0.key < $1.key }
  }

  /// Members that are ways, or states of their own.
  private static let told: Set<String> = [
    "Next", "Default", "Catch", "Choices", "States", "StartAt", "ItemProcessor", "Iterator", "Branches", "Type", "End",
    "Comment",
  ]

  private func kind(_ type: String, _ target: AWSResource?) -> Model.Step.Kind {
    switch type {
    case "Task": target?.kind ?? .other
    case "Choice": .branch
    case "Wait": .wait
    case "Map": .loop
    case "Parallel": .scope
    case "Pass", "Succeed", "Fail": .data
    default: .other
    }
  }

  private func describe(_ state: Part, _ target: AWSResource?, _ step: inout Model.Step) {
    let parameters = state["Arguments"] ?? state["Parameters"]
    step.timeout = timeout(state)
    step.canHang = target?.canHang ?? true
    step.risks = target?.risks ?? []
    let methods = [state["Arguments"], state["Parameters"]].compactMap { $0?["Method"] }
    step.reads =
      step.kind == .http && !methods.isEmpty && methods.allSatisfy { Model.isReading(method: $0.string) }
    step.destinations = target?.destinations(parameters, at: (state["Resource"] ?? state).spot) ?? []
    step.calls = target?.calls(parameters, at: (state["Resource"] ?? state).spot) ?? []
    if let role = state["Credentials"] {
      let arn = role["RoleArn"]?.string
      let reference: Answer<String> =
        arn.map { Templates.stepFunctions.holds($0) ? .unknown(because: "a template decides the role") : .known($0) }
        ?? .unknown(because: "the input decides the role")
      step.credentials.append(Model.Credential(type: "role", reference: reference, spot: role.spot))
    }
    if let connection = Self.connection(parameters) {
      let text = connection.string ?? ""
      step.credentials.append(
        Model.Credential(
          type: "connection",
          reference: text.isEmpty || Templates.stepFunctions.holds(text)
            ? .unknown(because: "a template decides the connection") : .known(text), spot: connection.spot))
    }
    if target?.waitsForToken == true { step.approval = approval(state, parameters, step.name) }
  }

  /// In either of the places where it may stand, written out or as a path.
  private static func connection(_ parameters: Part?) -> Part? {
    for place in [parameters?["Authentication"], parameters?["InvocationConfig"]] {
      if let part = place?["ConnectionArn"] ?? place?["ConnectionArn.$"] { return part }
    }
    return nil
  }

  /// A callback may be a person or a machine. It is taken as a person's where the words say so.
  private func approval(_ state: Part, _ parameters: Part?, _ name: String) -> Model.Approval? {
    let words = (name + " " + (state["Comment"]?.string ?? "")).lowercased()
    guard ["approv", "human", "manual", "review", "sign-off", "signoff", "confirm"].contains(where: words.contains)
    else { return nil }
    return Model.Approval(
      timeout: timeout(state),
      hasRejectPath: state["Catch"] == nil ? .unknown(because: "what the callback sends back decides") : .known(true),
      spot: state.spot)
  }

  private func timeout(_ state: Part) -> Answer<Double> {
    if let part = state["TimeoutSeconds"] ?? state["HeartbeatSeconds"] {
      return part.number.map { .known($0) } ?? .unknown(because: "a template decides it")
    }
    return state["TimeoutSecondsPath"] == nil && state["HeartbeatSecondsPath"] == nil
      ? .absent : .unknown(because: "the input decides it")
  }

  /// Source: states-language.net, "Retry": three attempts where none is said.
  private func retries(_ state: Part, _ type: String) -> Model.Step.Retries {
    guard ["Task", "Map", "Parallel"].contains(type), let rules = state["Retry"], rules.isArray else { return .none }
    var most = 0
    for rule in rules.elements {
      guard let part = rule["MaxAttempts"] else {
        most = max(most, 3)
        continue
      }
      guard let attempts = part.integer else { return .unknown(because: "a template decides it") }
      most = max(most, attempts)
    }
    return most == 0 ? .none : .times(most)
  }

  /// A handler for all errors that leads where success leads passes over them.
  private func onError(_ state: Part, _ type: String) -> Model.Step.ErrorHandling {
    guard let handlers = state["Catch"]?.elements, !handlers.isEmpty else { return .stop }
    let next = state["Next"]?.string
    let swallows = handlers.contains { handler in
      handler["Next"]?.string == next && next != nil
        && (handler["ErrorEquals"]?.elements ?? []).contains {
          ["States.ALL", "States.TaskFailed"].contains($0.string)
        }
    }
    return swallows ? .swallow : .branch
  }

  private func code(in state: Part) -> [Model.Code] {
    var found: [Model.Code] = []
    for (key, part) in state.members
    where !["ItemProcessor", "Iterator", "Branches", "Resource", "Next", "Comment"].contains(key) {
      part.forEachText { _, text, place in
        if text.hasPrefix("{%") { found.append(Model.Code(language: "jsonata", text: text, spot: place.spot)) }
        if text.hasPrefix("States.") && text.contains("(") {
          found.append(Model.Code(language: "intrinsic", text: text, spot: place.spot))
        }
      }
    }
    return found
  }

  private func literals(in state: Part) -> [Model.Credential] {
    var found: [Model.Credential] = []
    for key in ["Parameters", "Arguments", "Result", "Assign"] {
      state[key]?.forEachText { name, text, place in
        guard Literals.isSecretName(name), Literals.isWrittenOut(text, .stepFunctions) else { return }
        found.append(
          Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: place.spot))
      }
    }
    return found
  }
}

/// What a `Resource` names: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`, a function, an activity.
struct AWSResource {
  /// `lambda`, `sqs`, `aws-sdk:s3`, `http`; nil where a template decides.
  let service: String?
  /// `invoke`, `sendMessage`; for a function its name.
  let action: String
  let waitsForToken: Bool
  let waitsForEnd: Bool
  private let written: String

  init(_ arn: String) {
    written = arn
    let parts = Self.split(arn)
    let last = parts.last ?? ""
    waitsForToken = last.hasSuffix(".waitForTaskToken")
    waitsForEnd = last.contains(".sync")
    let plain = last.split(separator: ".").first.map(String.init) ?? last
    guard parts.count >= 6, parts[0] == "arn" else {
      // A placeholder is filled with the ARN of a function nearly always, and may be anything.
      service = nil
      action = arn
      return
    }
    switch parts[2] {
    case "states" where parts[5] == "activity":
      service = "activity"
      action = parts.count > 6 ? parts[6] : ""
    case "states":
      service = parts[5] == "aws-sdk" && parts.count > 6 ? "aws-sdk:\(parts[6])" : parts[5]
      action = plain
    default:
      service = parts[2]
      action = parts[2] == "lambda" ? "invoke" : plain
    }
  }

  /// At colons, but not at those in a template.
  private static func split(_ arn: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in arn {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if character == ":", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }

  /// The service without how it is called.
  private var name: String? { service.map { $0.hasPrefix("aws-sdk:") ? String($0.dropFirst(8)) : $0 } }

  private var known: Knowledge? { name.flatMap { Knowledge.aws[$0.lowercased()] } }

  var kind: Model.Step.Kind { known?.kind ?? .connector }

  var canHang: Bool {
    waitsForToken || waitsForEnd || ["activity", "http", "apigateway", "lambda"].contains(name ?? "activity")
  }

  var risks: Set<Model.Step.Risk> {
    let verb = action.lowercased()
    let reads = ["get", "list", "describe", "query", "scan", "head", "batchget", "select", "detect", "search"].contains
    { verb.hasPrefix($0) }
    if reads { return (known?.risks ?? []).subtracting([.dataChange, .access, .communication, .payment]) }
    guard service?.hasPrefix("aws-sdk:") == true else { return known?.risks ?? [] }
    // Any action of any service may be called so: what does not read may change something, and permissions are given by many.
    var risks = known?.risks ?? [.dataChange]
    let isCall = name == "lambda" ? verb.hasPrefix("invoke") : name != "sfn" || verb.hasPrefix("start")
    if !isCall { risks.formUnion([.dataChange, .command]) }
    if Self.permits(verb) { risks.insert(.access) }
    return risks
  }

  /// `putBucketPolicy`, `addPermission`, `authorizeSecurityGroupIngress`, `grantPermissions`, `createAccessKey`.
  ///
  /// Source: AWS service authorization reference, the access level "Permissions management".
  private static func permits(_ verb: String) -> Bool {
    ["policy", "policies", "permission", "accesskey", "loginprofile", "publicaccess", "principal", "securitygroup"]
      .contains { verb.contains($0) } || ["authorize", "grant", "assumerole"].contains { verb.hasPrefix($0) }
      || ["acl", "role", "grant"].contains { verb.hasSuffix($0) }
  }

  /// Why it cannot be told what it does; nil where it can, and where a function or a template is told as one that is elsewhere.
  var doubt: String? {
    guard let name, known == nil || name == "activity" else { return nil }
    return name == "activity"
      ? "what the workers of the activity '\(short(action))' do is not known"
      : "what the service '\(short(name))' does is not known"
  }

  func destinations(_ parameters: Part?, at spot: Spot) -> [Model.Destination] {
    guard let name else {
      return [
        Model.Destination(
          host: .unknown(because: "a template decides what is called"), written: short(written, 200), spot: spot)
      ]
    }
    switch name {
    case "http", "apigateway":
      guard let part = parameters?["ApiEndpoint"] ?? parameters?["ApiEndpoint.$"] else {
        return [Model.Destination(host: .unknown(because: "the state says no address"), written: "", spot: spot)]
      }
      let text = part.string ?? ""
      if let address = Address(text, .stepFunctions), part.string != nil {
        return [address.destination(verified: .known(true), at: part.spot)]
      }
      return [
        Model.Destination(
          host: .unknown(because: "a template decides the host"), written: short(part.summary(), 200), spot: part.spot)
      ]
    case "activity":
      return [
        Model.Destination(
          host: .unknown(because: "workers of one's own do it"), written: short(written, 200), isImplied: true,
          spot: spot)
      ]
    case "sqs":
      guard let part = parameters?["QueueUrl"], let text = part.string, let address = Address(text, .stepFunctions)
      else { fallthrough }
      return [address.destination(verified: .known(true), at: part.spot)]
    default:
      return [
        Model.Destination(
          host: .known("\(name.lowercased()).amazonaws.com"), scheme: "https", written: short(written, 200),
          isVerified: .known(true),
          isImplied: true, spot: spot)
      ]
    }
  }

  func calls(_ parameters: Part?, at spot: Spot) -> [Model.Reference] {
    func reference(_ kind: Model.Reference.Kind, _ keys: [String]) -> [Model.Reference] {
      for key in keys {
        guard let part = parameters?[key] else { continue }
        let text = part.string ?? ""
        let isOpen = text.isEmpty || key.hasSuffix(".$") || Templates.stepFunctions.holds(text)
        let hasVersion = text.split(separator: ":").last.map { $0.allSatisfy(\.isNumber) || $0 != "$LATEST" } ?? false
        return [
          Model.Reference(
            kind, name: isOpen ? .unknown(because: "a template decides it") : .known(text),
            isPinned: isOpen
              ? .unknown(because: "a template decides it")
              : .known(hasVersion && text.split(separator: ":").count >= 8), spot: part.spot)
        ]
      }
      return []
    }
    switch name {
    case "lambda":
      let own = reference(.function, ["FunctionName", "FunctionName.$"])
      if !own.isEmpty || written.contains(":states:") { return own }
      let count = written.split(separator: ":").count
      return [Model.Reference(.function, name: .known(written), isPinned: .known(count >= 8), spot: spot)]
    case "states", "sfn": return reference(.workflow, ["StateMachineArn", "StateMachineArn.$"])
    case "ecs": return reference(.image, ["TaskDefinition", "TaskDefinition.$"])
    default: return []
    }
  }
}

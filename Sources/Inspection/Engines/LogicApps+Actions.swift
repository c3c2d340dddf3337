import Workflows

extension LogicReading {
  /// What one action, or one trigger, does.
  func action(_ part: Part, id: Model.Step.ID, name: String, scope: Model.Step.ID?) -> Model.Step {
    let type = part["type"]?.string ?? "?"
    let inputs = part["inputs"]
    let connector = LogicConnector(inputs)
    let operation =
      inputs?["host"]?["operationId"]?.string ?? inputs?["serviceProviderConfiguration"]?["operationId"]?.string
    var step = Model.Step(
      id: id, name: name, kind: Self.kinds[type.lowercased()] ?? .other,
      type: [type, connector?.name, operation].compactMap { $0 }.joined(separator: " "), spot: part.spot)
    step.scope = scope
    step.identity = part["metadata"]?["operationMetadataId"]?.string
    step.settings =
      (inputs?.settings(skipping: code(inputs, type.lowercased()).isEmpty ? [] : ["code"]) ?? [])
      + Self.beside.flatMap { key in
        part[key]?.settings(skipping: [], under: key) ?? []
      } + states(part)
    if type.lowercased() == "until" || type.lowercased() == "foreach" { step.isBounded = .known(true) }
    step.timeout = timeout(part)
    step.canHang = step.kind == .http || step.kind == .connector || step.kind == .subworkflow || step.kind == .code
    step.retries = retries(inputs, step.kind)
    step.destinations = destinations(part, step.kind, connector)
    step.credentials = credentials(inputs, connector)
    step.code = code(inputs, type.lowercased())
    step.calls = calls(inputs, type.lowercased())
    step.risks = risks(inputs, connector, operation, type.lowercased())
    // Others name an operation, and what stands beside it as a method decides nothing.
    step.reads =
      ["http", "apimanagement", "apiconnection"].contains(type.lowercased())
      && Model.isReading(method: inputs?["method"]?.string)
    step.approval = approval(part, operation)
    if step.approval != nil { step.kind = .approval }
    return step
  }

  /// After what outcomes of others it runs, where that is not their success.
  private func states(_ part: Part) -> [Model.Setting] {
    (part["runAfter"]?.members ?? []).compactMap { _, states in
      let words = states.elements.compactMap { $0.string?.lowercased() }.sorted()
      return words.isEmpty || words == ["succeeded"]
        ? nil : Model.Setting("runs after", words.joined(separator: ", "), spot: states.spot)
    }
  }

  /// What decides what an action does and stands beside its inputs.
  private static let beside = [
    "expression", "foreach", "recurrence", "conditions", "splitOn", "case", "kind", "limit", "operationOptions",
    "runtimeConfiguration", "correlation",
  ]

  private static let kinds: [String: Model.Step.Kind] = [
    "http": .http, "httpwebhook": .http, "apimanagement": .http, "apiconnection": .connector,
    "openapiconnection": .connector,
    "openapiconnectionwebhook": .connector, "openapiconnectionnotification": .connector,
    "apiconnectionwebhook": .connector,
    "apiconnectionnotification": .connector, "serviceprovider": .connector, "function": .code, "workflow": .subworkflow,
    "invokefunction": .code, "if": .branch, "switch": .branch, "scope": .scope, "agent": .branch, "foreach": .loop,
    "until": .loop, "wait": .wait,
    "javascriptcode": .code, "csharpscriptcode": .code, "powershellcode": .code, "compose": .data, "parsejson": .data,
    "query": .data, "select": .data, "table": .data, "join": .data, "initializevariable": .data, "setvariable": .data,
    "incrementvariable": .data, "decrementvariable": .data, "appendtoarrayvariable": .data,
    "appendtostringvariable": .data,
    "xslt": .data, "xmlparse": .data, "xmlcompose": .data, "parsedocument": .data, "chunktext": .data,
    "xmlvalidation": .data, "response": .message, "terminate": .other,
  ]

  private func timeout(_ part: Part) -> Answer<Double> {
    guard let limit = part["limit"]?["timeout"]?.string else { return .absent }
    return Durations.iso8601(limit).map { .known($0) } ?? .unknown(because: "an expression decides it")
  }

  /// Source: learn.microsoft.com, "Handle errors and exceptions": exponential, up to four, where nothing is said.
  private func retries(_ inputs: Part?, _ kind: Model.Step.Kind) -> Model.Step.Retries {
    guard let policy = inputs?["retryPolicy"], let type = policy["type"]?.string else {
      return kind == .http || kind == .connector ? .engineDefault(4) : .none
    }
    if type.lowercased() == "none" { return .none }
    guard let count = policy["count"] else { return .engineDefault(4) }
    return count.integer.map { .times($0) } ?? .unknown(because: "an expression decides it")
  }

  private func destinations(_ part: Part, _ kind: Model.Step.Kind, _ connector: LogicConnector?) -> [Model.Destination]
  {
    let inputs = part["inputs"]
    if kind == .http {
      guard let uri = inputs?["uri"] ?? inputs?["subscribe"]?["uri"] else { return [] }
      if let text = uri.string, let address = Address(text, .logicApps) { return [address.destination(at: uri.spot)] }
      return [
        Model.Destination(
          host: .unknown(because: "an expression decides the host"), written: short(uri.summary(), 200), spot: uri.spot)
      ]
    }
    guard let connector else {
      guard Self.kinds[part["type"]?.string?.lowercased() ?? ""] == nil else { return [] }
      return [
        Model.Destination(
          host: .unknown(because: "what this action talks to is not known"), written: part["type"]?.string ?? "",
          isImplied: true, spot: part.spot)
      ]
    }
    if let site = site(inputs, connector) { return [site] }
    let known = Knowledge.logicApps[connector.name]
    if let known {
      return known.destinations(of: connector.name, because: "the connection decides the host", at: connector.spot)
    }
    return [
      Model.Destination(
        host: .unknown(because: "the connection decides the host"), written: connector.name, isImplied: true,
        spot: connector.spot)
    ]
  }

  /// The site or organization that an action of SharePoint or Dataverse names, where it is written out: as a parameter, or quoted
  /// in the path. Source: learn.microsoft.com, the connectors' references, "Site Address", "Environment".
  private func site(_ inputs: Part?, _ connector: LogicConnector) -> Model.Destination? {
    guard ["sharepointonline", "commondataserviceforapps"].contains(connector.name) else { return nil }
    for part in [inputs?["parameters"]?["dataset"], inputs?["parameters"]?["organization"], inputs?["path"]] {
      guard let part, let text = part.string else { continue }
      let written =
        text.holds("('https://") ? bracketed(text, "('https://", "'").first.map { $0.dropFirst(2) } : text[...]
      guard let written, written.hasPrefix("https://"), let address = Address(String(written), .logicApps) else {
        continue
      }
      return address.destination(at: part.spot)
    }
    return nil
  }

  private func credentials(_ inputs: Part?, _ connector: LogicConnector?) -> [Model.Credential] {
    var found: [Model.Credential] = []
    if let connector {
      found.append(
        Model.Credential(
          type: "connection", reference: connector.connection, name: connector.name, spot: connector.spot))
    }
    if let authentication = inputs?["authentication"] ?? inputs?["subscribe"]?["authentication"] {
      found += self.authentication(authentication)
    }
    for key in ["headers", "queries", "body"] {
      inputs?[key]?.forEachText { name, text, place in
        if Literals.isSecretName(name), Literals.isWrittenOut(text, .logicApps) {
          found.append(literal(name, place.spot))
        }
      }
    }
    if let uri = inputs?["uri"], let text = uri.string {
      found += Literals.inAddress(text, .logicApps).map { literal($0, uri.spot) }
    }
    return found
  }

  private func literal(_ name: String, _ spot: Spot) -> Model.Credential {
    Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: spot)
  }

  private func authentication(_ part: Part) -> [Model.Credential] {
    guard let type = part["type"]?.string else {
      return part.string?.contains("$authentication") == true
        ? [
          Model.Credential(
            type: "authentication", reference: .unknown(because: "a parameter decides it"), spot: part.spot)
        ] : []
    }
    let reference = (part["identity"] ?? part["clientId"] ?? part["username"])?.string
    let answer: Answer<String> =
      reference.map { Templates.logicApps.holds($0) ? .unknown(because: "a parameter decides it") : .known($0) }
      ?? .absent
    var found = [Model.Credential(type: type, reference: answer, spot: part.spot)]
    for key in ["secret", "password", "value", "pfx"] {
      guard let value = part[key], let text = value.string, Literals.isWrittenOut(text, .logicApps) else { continue }
      found.append(literal(key, value.spot))
    }
    return found
  }

  private func code(_ inputs: Part?, _ type: String) -> [Model.Code] {
    let languages = ["javascriptcode": "javascript", "csharpscriptcode": "csharp", "powershellcode": "powershell"]
    guard let language = languages[type], let part = inputs?["code"] ?? inputs?["CodeFile"], let text = part.string
    else { return [] }
    return [Model.Code(language: language, text: text, spot: part.spot)]
  }

  private func calls(_ inputs: Part?, _ type: String) -> [Model.Reference] {
    let place =
      inputs?["host"]?["workflow"]?["id"] ?? inputs?["function"]?["id"] ?? inputs?["function"]?["connectionName"]
    guard let place, let text = place.string, ["workflow", "function"].contains(type) else { return [] }
    let name: Answer<String> =
      Templates.logicApps.holds(text) ? .unknown(because: "an expression decides it") : .known(text)
    return [
      Model.Reference(type == "workflow" ? .workflow : .function, name: name, isPinned: .absent, spot: place.spot)
    ]
  }

  private func risks(_ inputs: Part?, _ connector: LogicConnector?, _ operation: String?, _ type: String) -> Set<
    Model.Step.Risk
  > {
    if ["javascriptcode", "csharpscriptcode", "powershellcode", "function"].contains(type) { return [.command] }
    guard let connector, let known = Knowledge.logicApps[connector.name] else { return [] }
    if type == "apiconnection", inputs?["method"] != nil {
      return Model.isReading(method: inputs?["method"]?.string) ? known.risks.subtracting(Self.changing) : known.risks
    }
    let verb = operation?.lowercased() ?? ""
    let reads = ["get", "list", "read", "query", "search", "peek"].contains { verb.hasPrefix($0) }
    return reads ? known.risks.subtracting(Self.changing) : known.risks
  }

  private static let changing: Set<Model.Step.Risk> = [.dataChange, .communication, .payment, .access, .contract]

  /// Why it cannot be told what an action does; nil where it can. A connector that is not known is told as where it goes and by what.
  func doubt(_ part: Part) -> String? {
    let type = part["type"]?.string ?? "?"
    return Self.kinds[type.lowercased()] == nil ? "what an action of type '\(short(type))' does is not known" : nil
  }

  private func approval(_ part: Part, _ operation: String?) -> Model.Approval? {
    let inputs = part["inputs"]
    let path = inputs?["path"]?.string?.lowercased() ?? ""
    let isApproval =
      operation?.hasPrefix("StartAndWaitForAnApproval") == true || operation?.hasPrefix("WaitForAnApproval") == true
      || path.contains("/approvalmail/")
    guard isApproval else { return nil }
    let asked = inputs?["parameters"]?["WebhookApprovalCreationInput/assignedTo"] ?? inputs?["body"]?["Message"]?["To"]
    let approvers: Answer<String> =
      asked?.string.map {
        Templates.logicApps.holds($0) ? .unknown(because: "an expression decides who is asked") : .known($0)
      } ?? .absent
    // One option alone is no choice.
    let options = inputs?["body"]?["Message"]?["Options"]?.string
    let isSingle = options.map { !Templates.logicApps.holds($0) && !$0.contains(",") && !$0.isEmpty } ?? false
    return Model.Approval(
      approvers: approvers, timeout: timeout(part),
      hasRejectPath: isSingle ? .known(false) : .unknown(because: "what follows decides"), spot: part.spot)
  }

  func trigger(of part: Part, step: Model.Step.ID) -> Model.Trigger {
    let type = part["type"]?.string ?? "?"
    let kindWord = part["kind"]?.string ?? ""
    let inputs = part["inputs"]
    let kind: Model.Trigger.Kind =
      switch (type.lowercased(), kindWord.lowercased()) {
      case ("request", "button"), ("request", "powerapp"), ("request", "powerappv2"), ("manual", _): .manual
      case ("request", _), ("httpwebhook", _): .webhook
      case ("recurrence", _), ("slidingwindow", _): .schedule
      default: .event
      }
    var authentication: Answer<String> = .unknown(because: "the connection decides")
    if kind == .webhook {
      let asked = inputs?["triggerAuthenticationType"]?.string
      // Whoever has the address has the signature that is part of it.
      authentication = .known(asked == "All" || asked == nil ? "a signature in the address" : asked ?? "")
    } else if kind == .schedule || kind == .manual {
      authentication = .absent
    }
    let detail = [part["recurrence"], inputs?["path"], inputs?["method"], part["conditions"]].compactMap {
      $0?.summary(120)
    }
    return Model.Trigger(
      kind, step: step, type: kindWord.isEmpty ? type : "\(type) \(kindWord)", detail: detail.joined(separator: " "),
      authentication: authentication, bringsForeignInput: kind == .webhook || kind == .event, spot: part.spot)
  }
}

/// The connector that an action uses, as each container writes it.
struct LogicConnector {
  /// In lower case, without what containers put around it: `office365`, `sharepointonline`.
  let name: String
  let connection: Answer<String>
  let spot: Spot

  init?(_ inputs: Part?) {
    let host = inputs?["host"]
    let provider = inputs?["serviceProviderConfiguration"]
    if let provider, let id = provider["serviceProviderId"]?.string {
      name = Self.plain(id)
      connection = provider["connectionName"]?.string.map { .known($0) } ?? .absent
      spot = provider.spot
    } else if let host, let api = host["apiId"]?.string {
      name = Self.plain(api)
      connection =
        (host["connectionName"] ?? host["connection"]?["referenceName"])?.string.map { .known($0) } ?? .absent
      spot = host.spot
    } else if let host, let reference = host["connection"]?["referenceName"]?.string {
      name = Self.plain(reference)
      connection = .known(reference)
      spot = host.spot
    } else if let host, let written = host["connection"]?["name"]?.string {
      // `@parameters('$connections')['office365']['connectionId']`
      let keys = bracketed(written, "['", "']")
      guard let key = keys.first.map({ String($0.dropFirst(2).dropLast(2)) }), key != "connectionId" else {
        name = "?"
        connection = .unknown(because: "an expression decides the connection")
        spot = host.spot
        return
      }
      name = Self.plain(key)
      connection = .known(key)
      spot = host.spot
    } else {
      return nil
    }
  }

  private static func plain(_ text: String) -> String {
    var name = (text.split(separator: "/").last.map(String.init) ?? text).lowercased()
    if name.hasPrefix("shared_") { name = String(name.dropFirst(7)) }
    // Templates for the gallery have a mark in place of the workflow's name.
    if let mark = name.firstRange(of: "_#") { name = String(name[..<mark.lowerBound]) }
    // A second connection to the same service has a number behind its name.
    while let last = name.last, last.isNumber || last == "_" || last == "-",
      name.contains(where: { $0 == "_" || $0 == "-" })
    {
      name.removeLast()
      if last == "_" || last == "-" { break }
    }
    return name
  }
}

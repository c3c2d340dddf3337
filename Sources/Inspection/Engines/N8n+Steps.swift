import Workflows

extension N8nReading {
  /// What one node does.
  func step(of node: Part, id: Model.Step.ID, name: String, type: String) -> Model.Step {
    let kindOfNode = N8nType(type)
    let parameters = node["parameters"]
    var step = Model.Step(id: id, name: name, kind: kind(node, kindOfNode), type: type, spot: node.spot)
    step.identity = node["id"]?.scalar
    step.isDisabled = node["disabled"]?.bool == true
    if step.kind == .comment { return step }
    step.destinations = destinations(node, kindOfNode)
    step.credentials = credentials(node) + N8nCode.literals(in: node)
    step.code = N8nCode.code(in: node, kindOfNode)
    step.destinations += step.code.flatMap { code in
      Address.all(in: code.text, .code).map { $0.destination(at: code.spot) }
    }
    step.risks = risks(node, kindOfNode)
    step.timeout = timeout(parameters, kindOfNode)
    step.canHang =
      [.http, .sql, .command, .subworkflow, .approval].contains(step.kind) || kindOfNode.waitsForCall(node)
    step.retries = retries(node)
    step.onError = onError(node)
    step.calls = calls(node, kindOfNode)
    step.approval = approval(node, kindOfNode)
    step.isBounded = isBounded(node, kindOfNode)
    step.settings = settings(node, kindOfNode)
    step.reads = reads(parameters, kindOfNode, step.kind)
    return step
  }

  /// What n8n goes by alone stands at the top of the parameters; what bears the same name further in decides nothing. Sources: n8n,
  /// "HTTP Request" (`requestMethod` before version 2), and `resource` and `operation` of the nodes for services.
  private func reads(_ parameters: Part?, _ type: N8nType, _ kind: Model.Step.Kind) -> Bool {
    guard !type.isUnknown, let parameters else { return false }
    if kind == .http, type.name != "graphql" {
      let methods = ["method", "requestMethod"].compactMap { parameters[$0] }
      return !methods.isEmpty && methods.allSatisfy { Model.isReading(method: $0.string) }
    }
    return kind == .connector && N8nType.reading.contains(parameters["operation"]?.string ?? "")
  }

  private func kind(_ node: Part, _ type: N8nType) -> Model.Step.Kind {
    if isSendAndWait(node) { return .approval }
    if type.isTrigger { return .trigger }
    if let known = type.knowledge { return known.kind }
    return node["credentials"]?.members.isEmpty == false ? .connector : .other
  }

  private func destinations(_ node: Part, _ type: N8nType) -> [Model.Destination] {
    let found = statedDestinations(node, type)
    guard type.isUnknown, !type.isTrigger || type.isForeign else { return found }
    return found + [
      Model.Destination(
        host: .unknown(because: "what this node talks to is not known"), written: type.name, isImplied: true,
        spot: node.spot)
    ]
  }

  private func statedDestinations(_ node: Part, _ type: N8nType) -> [Model.Destination] {
    let parameters = node["parameters"]
    let verified = verification(parameters)
    func address(_ part: Part?) -> [Model.Destination] {
      guard let part, let text = part.string, !text.isEmpty else { return [] }
      let plain = text.hasPrefix("=") ? String(text.dropFirst()) : text
      return Address(plain, .n8n).map { [$0.destination(verified: verified, at: part.spot)] } ?? []
    }
    // A model's server may be another than its maker's; what is asked for by way of a proxy, the proxy learns.
    let found = type.addressKeys.flatMap { address(parameters?[$0]) } + address(parameters?["options"]?["baseURL"])
    let proxy = type.isHTTP ? address(parameters?["options"]?["proxy"]) : []
    if !found.isEmpty { return found + proxy }
    if type.isHTTP {
      return proxy + [
        Model.Destination(
          host: .unknown(because: "the node says no address"), written: "", isVerified: verified, spot: node.spot)
      ]
    }
    guard !type.isTrigger, !type.isUnknown, let known = type.knowledge else { return [] }
    return known.destinations(of: type.name, because: "the credential decides the host", at: node.spot)
      + type.furtherAddressKeys.flatMap { key in
        Self.listed(parameters?[key]).compactMap { Address($0, .n8n)?.destination(verified: verified, at: node.spot) }
      }
  }

  /// The addresses of a parameter that takes several, with commas between them, or a host alone.
  private static func listed(_ part: Part?) -> [String] {
    guard let text = part?.string, !text.isEmpty else { return [] }
    var addresses: [String] = []
    for piece in (text.hasPrefix("=") ? text.dropFirst() : text[...]).split(separator: ",") {
      // A comma in an expression separates nothing.
      if let last = addresses.last, last.ranges(of: "{{").count > last.ranges(of: "}}").count {
        addresses[addresses.count - 1] = last + "," + piece
      } else {
        let address = piece.drop { $0 == " " }
        addresses.append(address.contains("://") ? String(address) : "https://" + address)
      }
    }
    return addresses
  }

  private func verification(_ parameters: Part?) -> Answer<Bool> {
    for part in [parameters?["options"]?["allowUnauthorizedCerts"], parameters?["allowUnauthorizedCerts"]] {
      guard let part else { continue }
      if let isOff = part.bool { return isOff ? .known(false) : .absent }
      if part.string != nil { return .unknown(because: "an expression decides whether certificates are checked") }
    }
    return .absent
  }

  private func credentials(_ node: Part) -> [Model.Credential] {
    (node["credentials"]?.members ?? []).map { type, value in
      let name = value["name"]?.scalar ?? value.string
      let id = value["id"]?.scalar
      let reference: Answer<String> =
        if let id, !id.isEmpty { .known(id) } else if let name, !name.isEmpty { .known(name) } else { .absent }
      return Model.Credential(type: type, reference: reference, name: name, spot: value.spot)
    }
  }

  private func risks(_ node: Part, _ type: N8nType) -> Set<Model.Step.Risk> {
    guard !type.isTrigger, var risks = type.knowledge?.risks else { return [] }
    let parameters = node["parameters"]
    if isSendAndWait(node) { return risks.intersection([.communication]) }
    let operation = parameters?["operation"]?.string ?? ""
    if type.knowledge?.kind == .sql, operation == "executeQuery", let query = parameters?["query"]?.string {
      return readsOnly(query) ? risks.subtracting([.dataChange]) : risks
    }
    // An operation that is left out is the node's default, which may be any.
    if N8nType.reading.contains(operation) { risks.subtract([.payment, .dataChange, .contract, .communication]) }
    return risks
  }

  private func timeout(_ parameters: Part?, _ type: N8nType) -> Answer<Double> {
    if let part = parameters?["options"]?["timeout"] {
      if let milliseconds = part.number { return .known(milliseconds / 1000) }
      return .unknown(because: "an expression decides it")
    }
    return .absent
  }

  /// Source: n8n, packages/core, `WorkflowExecute`: tries are clamped to 2…5.
  private func retries(_ node: Part) -> Model.Step.Retries {
    guard node["retryOnFail"]?.bool == true else { return .none }
    return .times(min(5, max(2, node["maxTries"]?.integer ?? 3)))
  }

  private func onError(_ node: Part) -> Model.Step.ErrorHandling {
    switch node["onError"]?.string {
    case "continueRegularOutput": .swallow
    case "continueErrorOutput": .branch
    case nil: node["continueOnFail"]?.bool == true ? .swallow : .stop
    default: .stop
    }
  }

  private func calls(_ node: Part, _ type: N8nType) -> [Model.Reference] {
    guard let parameters = node["parameters"] else { return [] }
    var calls: [Model.Reference] = []
    if type.knowledge?.kind == .subworkflow {
      for key in ["workflowId", "workflowUrl", "workflowPath"] {
        guard let part = parameters[key], let value = part.string ?? part["value"]?.scalar, !value.isEmpty else {
          continue
        }
        let name: Answer<String> =
          value.hasPrefix("=") ? .unknown(because: "an expression decides which workflow") : .known(value)
        calls.append(Model.Reference(.workflow, name: name, isPinned: .absent, spot: part.spot))
      }
    }
    if type.isForeign {
      calls.append(Model.Reference(.module, name: .known(type.package), isPinned: .absent, spot: node.spot))
    }
    return calls
  }

  private func isBounded(_ node: Part, _ type: N8nType) -> Answer<Bool> {
    if type.knowledge?.kind == .loop {
      // What comes in again is a new list each time then. Source: n8n, "Loop Over Items", option "Reset".
      let reset = node["parameters"]?["options"]?["reset"]
      return reset == nil || reset?.bool == false
        ? .known(true) : .unknown(because: "'reset' begins anew with what comes in: only data decides when it ends")
    }
    guard let pagination = node["parameters"]?["options"]?["pagination"], !pagination.members.isEmpty else {
      return .absent
    }
    let inner = pagination["pagination"] ?? pagination
    return .known(inner["limitPagesFetched"]?.bool == true || inner["maxRequests"] != nil)
  }

  /// `conditions.conditions.0.id`: the editor gives each condition and each assignment one, and goes by none of them.
  private static func isEditorsID(_ key: String) -> Bool {
    guard key.hasSuffix(".id") else { return false }
    let words = key.split(separator: ".")
    return words.count > 2 && ["conditions", "assignments"].contains(words[words.count - 3])
      && words[words.count - 2].utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func settings(_ node: Part, _ kindOfNode: N8nType) -> [Model.Setting] {
    var settings =
      node["parameters"]?.settings(
        skipping: N8nCode.told(kindOfNode).union(N8nType.noise), anywhere: N8nType.shown, limit: 2_000)
      ?? []
    settings.removeAll { Self.isEditorsID($0.key) }
    if let version = node["typeVersion"], let text = version.scalar {
      settings.append(Model.Setting("typeVersion", text, spot: version.spot))
    }
    for key in ["alwaysOutputData", "executeOnce"] {
      if let part = node[key], part.bool == true { settings.append(Model.Setting(key, "true", spot: part.spot)) }
    }
    if let part = node["waitBetweenTries"], let text = part.scalar, node["retryOnFail"]?.bool == true {
      settings.append(Model.Setting("waitBetweenTries", text, spot: part.spot))
    }
    return settings
  }
}

/// Whether a query changes nothing; one that is not understood may.
func readsOnly(_ query: String) -> Bool {
  let words = query.uppercased().split { !$0.isLetter && $0 != "_" }
  guard let first = words.first, ["SELECT", "WITH", "SHOW", "DESCRIBE", "EXPLAIN"].contains(String(first)) else {
    return false
  }
  return !words.contains {
    ["INSERT", "UPDATE", "DELETE", "MERGE", "DROP", "ALTER", "CREATE", "TRUNCATE", "INTO", "CALL", "EXEC"].contains(
      String($0))
  }
}

/// The type of a node, taken apart.
struct N8nType {
  /// The last part: `httpRequest`.
  let name: String
  /// `n8n-nodes-base`.
  let package: String
  let isTrigger: Bool
  let knowledge: Knowledge?

  init(_ type: String) {
    let dot = type.lastIndex(of: ".")
    name = dot.map { String(type[type.index(after: $0)...]) } ?? type
    package = dot.map { String(type[..<$0]) } ?? ""
    isTrigger = name.hasSuffix("Trigger") || Self.triggers.contains(name)
    knowledge = Knowledge.n8n[name] ?? Knowledge.n8n[Self.base(name)]
  }

  private static func base(_ name: String) -> String {
    for ending in ["Tool", "Trigger"] where name.hasSuffix(ending) && name != ending {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  /// Not one of n8n's own nodes.
  var isForeign: Bool { !["n8n-nodes-base", "@n8n/n8n-nodes-langchain"].contains(package) }

  /// Whether what it does is not known: nobody knows the kind, or its code is somebody else's, whatever it is called.
  var isUnknown: Bool { knowledge == nil || isForeign }

  /// The same in words; nil where it is known. What a trigger of n8n's own brings in is told as what it is.
  var doubt: String? {
    isUnknown && (isForeign || !isTrigger)
      ? "what a node of type '\(short(package.isEmpty ? name : "\(package).\(name)"))' does is not known" : nil
  }

  var isHTTP: Bool { ["httpRequest", "httpRequestTool", "toolHttpRequest", "graphql"].contains(name) }

  /// Parameters that hold an address.
  var addressKeys: [String] {
    switch name {
    case "graphql": ["endpoint"]
    case "rssFeedRead", "rssFeedReadTrigger", "rssFeedReadTool": ["url", "feedUrl"]
    case "discord": ["webhookUri"]
    case "mcpClientTool", "mcpClient": ["sseEndpoint", "endpointUrl"]
    case _ where isHTTP: ["url"]
    default: []
    }
  }

  /// Parameters of nodes for services that hold addresses which the node, or the service in its place, fetches or sends to besides the
  /// service's own. Source: n8n, the nodes' requests.
  var furtherAddressKeys: [String] {
    switch name {
    case "facebookGraphApi": ["hostUrl"]
    case "googleChat": ["incomingWebhookUrl"]
    case "googleGemini", "anthropic", "openAi": ["fileUrl", "documentUrls", "imageUrls", "audioUrls", "videoUrls"]
    case "airtop": ["url"]
    case _ where name.hasPrefix("microsoft"): ["graphApiBaseUrl"]
    default: []
    }
  }

  /// How many outputs it has besides the one for errors, which comes behind them; nil where the ways alone tell it. Source: n8n, the
  /// nodes' descriptions.
  func outputs(_ node: Part) -> Int? {
    let version = node["typeVersion"]?.number ?? 1
    let parameters = node["parameters"]
    switch name {
    case "if": return 2
    case "compareDatasets": return 4
    case "splitInBatches": return version >= 2 ? 2 : 1
    case "switch" where version >= 3:
      if parameters?["mode"]?.string == "expression" { return parameters?["numberOutputs"]?.integer ?? 4 }
      let isOpen = parameters?["options"]?["fallbackOutput"]?.string == "extra"
      return (parameters?["rules"]?["values"]?.elements.count ?? 0) + (isOpen ? 1 : 0)
    default: return nil
    }
  }

  /// Whether it waits for a call from outside that may never come.
  func waitsForCall(_ node: Part) -> Bool {
    guard name == "wait", let resume = node["parameters"]?["resume"]?.string else { return false }
    return ["webhook", "form"].contains(resume) && node["parameters"]?["limitWaitTime"]?.bool != true
  }

  private static let triggers: Set<String> = ["webhook", "cron", "interval", "start", "emailReadImap"]

  /// Operations that change nothing where they read.
  static let reading: Set<String> = [
    "get", "getAll", "getMany", "search", "list", "lookup", "read", "select", "find", "info", "download", "history",
    "getBalance", "getStatus", "getRows", "getRow", "findDocument", "aggregate", "getUser", "getChannel",
  ]

  /// What the editor keeps to show a chosen value; the value itself stands beside it.
  static let shown: Set<String> = ["cachedResultUrl", "cachedResultName"]
  /// What the editor read of a table's columns.
  static let noise: Set<String> = ["columns.schema", "notice"]
}

extension Templates {
  /// Addresses in code: JavaScript's `${…}` and what an engine puts in with `{{…}}`.
  static let code = Templates([("${", "}"), ("{{", "}}")])
}

import Workflows

extension NodeRedReading {
  func step(_ node: Part, id: String, type: String) -> Model.Step {
    let known = Knowledge.nodeRed[type.replacing(" ", with: "-")]
    // Of an e-mail it is whom it goes to.
    let isSubflow = type.hasPrefix("subflow:")
    let title = isSubflow ? byID[String(type.dropFirst("subflow:".count))]?["name"]?.string : nil
    let name = type == "e-mail" ? "" : node["name"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? title ?? ""
    var step = Model.Step(
      id: id, name: name.isEmpty ? type : name, kind: isSubflow ? .subworkflow : known?.kind ?? .other, type: type,
      spot: node.spot)
    step.isDisabled = node["d"]?.bool == true
    if step.kind == .comment { return step }
    step.risks = known?.risks ?? []
    step.destinations = destinations(node, type)
    step.code = code(node, type)
    step.destinations += step.code.flatMap { code in
      Address.all(in: code.text, .code).map { $0.destination(at: code.spot) }
    }
    step.credentials = credentials(node)
    step.timeout = timeout(node, type)
    step.canHang = ["exec", "tcp request", "link call", "http request", "python3-function"].contains(type)
    if ["delay", "split", "batch"].contains(type) { step.isBounded = type == "delay" ? .absent : .known(true) }
    if isSubflow {
      let target = String(type.dropFirst("subflow:".count))
      step.calls = [Model.Reference(.workflow, name: .known(title ?? target), isPinned: .absent, spot: node.spot)]
      if byID[target] == nil { step.canHang = true }
    }
    for library in node["libs"]?.elements ?? [] {
      let name = library["module"]?.string ?? "?"
      let version = name.drop { $0 == "@" }.split(separator: "@").dropFirst().first
      let isExact = version.map { $0.allSatisfy { $0.isNumber || $0 == "." } && $0.contains(".") } ?? false
      step.calls.append(Model.Reference(.module, name: .known(name), isPinned: .known(isExact), spot: library.spot))
    }
    // 'use' takes what the message says.
    step.reads = type == "http request" && Model.isReading(method: node["method"]?.string)
    step.settings = node.settings(skipping: Self.told) + shared(node)
    if type == "e-mail", let part = node["name"], let text = part.scalar, !text.isEmpty {
      step.settings.append(Model.Setting("to", text, spot: part.spot))
    }
    step.settings.sort { $0.key < $1.key }
    return step
  }

  /// What nodes that only hold settings say for this one: a broker's port, a certificate. Of many, the rest is a digest.
  private func shared(_ node: Part) -> [Model.Setting] { Self.shared(node, held) }

  private static func shared(_ node: Part, _ held: [String: Held]) -> [Model.Setting] {
    var settings: [Model.Setting] = []
    var rest: [String] = []
    for (key, value) in node.members where !told.contains(key) {
      guard let id = value.scalar, let holder = held[id] else { continue }
      if settings.count >= 400 {
        rest.append("\(key): \(holder.digest)")
      } else {
        settings += holder.settings.map { Model.Setting("\(key).\($0.key)", $0.value, spot: $0.spot) }
      }
    }
    if rest.isEmpty { return settings }
    return settings + [Model.Setting("\(rest.count) more", digest(rest.joined(separator: "\n")), spot: node.spot)]
  }

  /// A node that only holds settings, and those that it refers to itself.
  struct Held {
    let settings: [Model.Setting]
    let digest: String

    fileprivate init(_ settings: [Model.Setting]) {
      self.settings = settings
      digest = Inspection.digest(settings.map { "\($0.key)\u{0}\($0.value)" }.joined(separator: "\n"))
    }
  }

  /// By id; each is read once, however many refer to it.
  static func held(_ byID: [String: Part]) -> [String: Held] {
    let holders = byID.filter { isHolder($0.value) }
    // Whether certificates are checked is told of where it sends.
    let own = holders.mapValues { Held($0.settings(skipping: ["id", "name", "z", "verifyservercert"])) }
    return Dictionary(
      uniqueKeysWithValues: own.map { id, held in
        (id, Held(held.settings + (holders[id].map { shared($0, own) } ?? [])))
      })
  }

  private static func isHolder(_ node: Part) -> Bool {
    node["wires"] == nil && node["x"] == nil && !["tab", "subflow", "group"].contains(node["type"]?.string)
  }

  /// What nodes refer to by an id: those that only hold settings, and subflows.
  static func aliases(_ nodes: [Part], _ byID: [String: Part]) -> [Model.Alias] {
    nodes.compactMap { node in
      guard let id = node["id"]?.scalar, let type = node["type"]?.string, type == "subflow" || isHolder(node) else {
        return nil
      }
      let name = node["name"]?.scalar ?? ""
      guard isHolder(node) else { return Model.Alias(id: id, name: "\(type) \(name)", digest: "") }
      // Another such node goes by its kind: its id may be new, too.
      let words = node.settings(skipping: ["id", "z"]).map { setting in
        "\(setting.key)\u{0}\(byID[setting.value].flatMap { $0["type"]?.string } ?? setting.value)"
      }
      return Model.Alias(id: id, name: "\(type) \(name)", digest: digest(words.joined(separator: "\n")))
    }
  }

  private static let told: Set<String> = [
    "id", "type", "z", "x", "y", "w", "h", "g", "wires", "name", "func", "initialize", "finalize", "libs", "info", "d",
    "links", "l", "outputs", "icon", "inputLabels", "outputLabels",
  ]

  private func destinations(_ node: Part, _ type: String) -> [Model.Destination] {
    switch type {
    case "http request":
      let verified = verification(node)
      // What is asked for by way of a proxy, the proxy learns.
      let proxy = configured(node["proxy"]) { ("http", $0["url"]) }
      guard let part = node["url"], let text = part.string, !text.isEmpty else {
        return proxy + [
          Model.Destination(
            host: .unknown(because: "the message brings the address"), written: "", isVerified: verified,
            spot: node.spot)
        ]
      }
      // Node-RED puts http:// in front where nothing is.
      let full = text.holds("://") || text.hasPrefix("{{") ? text : "http://" + text
      return proxy + (Address(full, .nodeRed).map { [$0.destination(verified: verified, at: part.spot)] } ?? [])
    case "mqtt in", "mqtt out":
      return configured(node["broker"]) { broker in
        let usesTLS = broker["usetls"]?.bool == true
        return (usesTLS ? "mqtts" : "mqtt", broker["broker"])
      }
    case "websocket out", "websocket in":
      return configured(node["client"]) { ("ws", $0["path"]) }
    case "tcp in" where node["server"]?.string == "client", "tcp request", "tcp out", "udp out":
      // Of one that listens or calls, 'server' says which.
      let host = type == "tcp in" ? nil : node["server"]
      guard let part = host ?? node["host"] ?? node["addr"], let text = part.string, !text.isEmpty else {
        return []
      }
      let scheme = type.hasPrefix("udp") ? "udp" : "tcp"
      return Address("\(scheme)://\(text)", .nodeRed).map { [$0.destination(at: part.spot)] } ?? []
    case "e-mail":
      guard let part = node["server"], let text = part.string, !text.isEmpty else { return [] }
      let verified: Answer<Bool> = node["tls"]?.bool == false ? .known(false) : .absent
      return Address("\(node["secure"]?.bool == true ? "smtps" : "smtp")://\(text)", .nodeRed).map {
        [$0.destination(verified: verified, at: part.spot)]
      } ?? []
    case _ where type.hasPrefix("subflow:"):
      return []
    default:
      guard let known = Knowledge.nodeRed[type.replacing(" ", with: "-")] else {
        return [
          Model.Destination(
            host: .unknown(because: "what this node talks to is not known"), written: type, isImplied: true,
            spot: node.spot)
        ]
      }
      return known.destinations(of: type, because: "the node's settings decide the host", at: node.spot)
    }
  }

  /// What a node of settings says; one that is not in the file, as exports of a selection leave it out, is unknown.
  private func configured(_ reference: Part?, _ address: (Part) -> (String, Part?)) -> [Model.Destination] {
    guard let reference, let id = reference.scalar, !id.isEmpty else { return [] }
    guard let setting = byID[id] else {
      return [
        Model.Destination(
          host: .unknown(because: "the node that says the host is not in the file"), written: id, spot: reference.spot)
      ]
    }
    let (scheme, part) = address(setting)
    guard let part, let text = part.string, !text.isEmpty else { return [] }
    let full = text.holds("://") ? text : "\(scheme)://\(text)"
    return Address(full, .nodeRed).map { [$0.destination(verified: verification(setting), at: part.spot)] } ?? []
  }

  private func verification(_ node: Part) -> Answer<Bool> {
    guard let reference = node["tls"]?.string, !reference.isEmpty else { return .absent }
    guard let setting = byID[reference] else { return .unknown(because: "the node that says it is not in the file") }
    return setting["verifyservercert"]?.bool == false ? .known(false) : .absent
  }

  private func code(_ node: Part, _ type: String) -> [Model.Code] {
    let languages = [
      "func": "javascript", "initialize": "javascript", "finalize": "javascript", "command": "shell",
      "template": "template", "format": "html",
    ]
    var found: [Model.Code] = []
    for (key, language) in languages.sorted(by: { $0.key < $1.key }) {
      guard let part = node[key], let text = part.string, !text.isEmpty else { continue }
      if key == "command", type != "exec" { continue }
      if key == "format", !type.hasPrefix("ui") { continue }
      // What comes in with the message is put behind the command.
      let foreign =
        key == "command" && node["addpay"].map { $0.bool ?? ($0.scalar?.isEmpty == false) } == true
        ? ["msg.payload"] : []
      found.append(Model.Code(language: language, text: text, foreignInput: foreign, spot: part.spot))
    }
    for rule in node["rules"]?.elements ?? [] where rule["tot"]?.string == "jsonata" {
      if let part = rule["to"], let text = part.string {
        found.append(Model.Code(language: "jsonata", text: text, spot: part.spot))
      }
    }
    return found
  }

  /// Passwords lie in the credentials' file; what shows here is that some are used, and what is written out.
  private func credentials(_ node: Part) -> [Model.Credential] {
    var found: [Model.Credential] = []
    if let kind = node["authType"], let type = kind.string, !type.isEmpty {
      found.append(
        Model.Credential(
          type: type, reference: .unknown(because: "the credentials' file holds it"), spot: kind.spot))
    }
    for entry in node["env"]?.elements ?? [] {
      guard let name = entry["name"]?.string, let value = entry["value"] else { continue }
      if entry["type"]?.string == "cred" {
        found.append(Model.Credential(type: "environment", reference: .known(name), name: name, spot: entry.spot))
      } else if entry["type"]?.string == "str", let text = value.string, Literals.isSecretName(name),
        Literals.isWrittenOut(text, .nodeRed)
      {
        found.append(literal(name, value.spot))
      }
    }
    for header in node["headers"]?.elements ?? [] {
      let name =
        [header["keyValue"], header["keyType"], header["h"]].compactMap { $0?.string }.first { !$0.isEmpty } ?? ""
      guard let value = header["valueValue"] ?? header["valueType"] ?? header["v"], let text = value.string,
        Literals.isSecretName(name),
        header["valueType"]?.string != "msg", Literals.isWrittenOut(text, .nodeRed)
      else { continue }
      found.append(literal(name, value.spot))
    }
    if let url = node["url"], let text = url.string {
      found += Literals.inAddress(text, .nodeRed).map { literal($0, url.spot) }
    }
    for key in ["password", "credentials"] {
      guard let part = node[key], let text = part.string, Literals.isWrittenOut(text, .nodeRed) else { continue }
      found.append(literal(key, part.spot))
    }
    return found
  }

  private func literal(_ name: String, _ spot: Spot) -> Model.Credential {
    Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: spot)
  }

  private func timeout(_ node: Part, _ type: String) -> Answer<Double> {
    let key = ["function": "timeout", "exec": "timer", "link call": "timeout"][type]
    guard let key, let part = node[key], let text = part.scalar, !text.isEmpty else { return .absent }
    guard let seconds = Double(text) else { return .unknown(because: "an expression decides it") }
    // Nought is none.
    return seconds > 0 ? .known(seconds) : .absent
  }
}

extension Knowledge {
  /// Node-RED's own nodes, and those of others that are met often; blanks in their types are hyphens here.
  static let nodeRed = table(
    """
    inject trigger - -
    http-in trigger - -
    http-response message - -
    http-request http - -
    mqtt-in trigger - -
    mqtt-out message communication -
    websocket-in trigger - -
    websocket-out message communication -
    tcp-in trigger - -
    tcp-out message - -
    tcp-request message - -
    udp-in trigger - -
    udp-out message - -
    watch trigger - -
    catch trigger - -
    status trigger - -
    complete trigger - -
    cron-plus trigger - -
    link-in other - -
    link-out other - -
    link-call subworkflow - -
    function code command -
    exec command command -
    daemon command command -
    python3-function code command -
    template data - -
    change data - -
    switch branch - -
    range data - -
    rbe data - -
    filter data - -
    delay wait - -
    trigger wait - -
    split loop - -
    join data - -
    sort data - -
    batch data - -
    csv data - -
    html data - -
    json data - -
    xml data - -
    yaml data - -
    file data data-change -
    file-in data - -
    debug data - -
    comment comment - -
    unknown other - -
    junction other - -
    e-mail message communication -
    e-mail-in trigger personal ?
    twitter-in trigger - api.twitter.com
    twitter-out message communication api.twitter.com
    feedparse trigger - -
    sqlite sql data-change -
    mysql sql data-change ?
    postgresql sql data-change ?
    mongodb-in connector - ?
    mongodb-out connector data-change ?
    influxdb-out connector data-change ?
    ui_button trigger - -
    ui_form trigger - -
    ui_template other - -
    telegram-sender message communication api.telegram.org
    slack message communication slack.com
    """)
}

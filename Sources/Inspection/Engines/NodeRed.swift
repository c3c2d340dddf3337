import Workflows

/// Node-RED. Sources: nodered.org, "Creating Nodes", and the nodes' own sources in node-red/node-red.
///
/// A tab is a workflow, and so is a subflow; nodes that only hold settings belong to those that use them.
enum NodeRed: EngineAdapter {
  static let engine = Engine.nodeRed

  static func recognises(_ document: Document) -> Bool {
    guard document.parts.count == 1, let list = document.parts.first, list.isArray else { return false }
    let nodes = list.elements
    guard !nodes.isEmpty, nodes.allSatisfy({ $0["id"] != nil && $0["type"]?.string != nil }) else { return false }
    return nodes.contains { node in
      node["wires"]?.isArray == true || ["tab", "subflow"].contains(node["type"]?.string)
        || configuration[node["type"]?.string ?? ""] != nil
    }
  }

  static func models(in document: Document) -> [Model] {
    let nodes = document.parts.flatMap(\.elements)
    var byID: [String: Part] = [:]
    for node in nodes { if let id = node["id"]?.scalar { byID[id] = node } }
    var groups: [(id: String, holder: Part?, nodes: [Part])] = []
    var places: [String: Int] = [:]
    for node in nodes where ["tab", "subflow"].contains(node["type"]?.string) {
      guard let id = node["id"]?.scalar else { continue }
      places[id] = groups.count
      groups.append((id, node, []))
    }
    for node in nodes where node["wires"] != nil || node["x"] != nil {
      guard !["tab", "subflow", "group"].contains(node["type"]?.string) else { continue }
      // An export of a selection has no tab.
      let home = node["z"]?.scalar ?? ""
      if places[home] == nil {
        places[home] = groups.count
        groups.append((home, nil, []))
      }
      if let place = places[home] { groups[place].nodes.append(node) }
    }
    if groups.isEmpty, let first = nodes.first { groups.append(("", nil, [first])) }
    let held = NodeRedReading.held(byID)
    let aliases = NodeRedReading.aliases(nodes, byID)
    return groups.map { group in
      let holder = group.holder
      let name =
        [holder?["label"]?.string, holder?["name"]?.string].compactMap { $0 }.first { !$0.isEmpty } ?? document.name
      var reading = NodeRedReading(
        group.nodes, byID, held, name: name, at: holder?.spot ?? group.nodes.first?.spot ?? document.parts[0].spot)
      reading.draft.set { $0.aliases = aliases }
      reading.readAll(holder)
      return reading.draft.finished()
    }
  }

  /// Types of nodes that only hold settings.
  static let configuration: [String: String] = [
    "mqtt-broker": "broker", "tls-config": "servername", "websocket-client": "path", "websocket-listener": "path",
    "http proxy": "url",
  ]
}

/// The reading of one tab.
struct NodeRedReading {
  let nodes: [Part]
  let byID: [String: Part]
  /// Nodes that only hold settings.
  let held: [String: Held]
  var draft: Draft

  init(_ nodes: [Part], _ byID: [String: Part], _ held: [String: Held], name: String, at spot: Spot) {
    self.nodes = nodes
    self.byID = byID
    self.held = held
    draft = Draft(.nodeRed, name: name, at: spot)
  }

  mutating func readAll(_ holder: Part?) {
    draft.set { $0.settings = holder?["env"]?.settings(skipping: [], under: "env") ?? [] }
    if holder?["disabled"]?.bool == true { draft.set { $0.isExecutable = false } }
    if holder?["type"]?.string == "subflow" {
      draft.add(Model.Trigger(.call, type: "subflow", spot: holder?.spot ?? draft.model.spot))
      // A run of it begins where its own inputs are wired to.
      let wires = (holder?["in"]?.elements ?? []).flatMap { $0["wires"]?.elements ?? [] }
      let starts = wires.compactMap { $0["id"]?.scalar }
      draft.set { $0.starts = starts }
    }
    for node in nodes {
      guard let id = node["id"]?.scalar, let type = node["type"]?.string else { continue }
      draft.add(step(node, id: id, type: type))
      if Knowledge.nodeRed[type.replacing(" ", with: "-")] == nil, !type.hasPrefix("subflow:") {
        draft.note("what a node of type '\(short(type))' does is not known", at: node.spot)
      }
      if let trigger = trigger(node, id: id, type: type) { draft.add(trigger) }
    }
    for node in nodes { readWays(of: node) }
    readHandlers()
  }

  private mutating func readWays(of node: Part) {
    guard let id = node["id"]?.scalar else { return }
    let outputs = node["wires"]?.elements ?? []
    for (index, output) in outputs.enumerated() {
      // Old files have the targets without a list around them.
      for target in output.isArray ? output.elements : [output] {
        guard let to = target.scalar else { continue }
        let kind: Model.Edge.Kind = outputs.count > 1 ? .condition("output \(index + 1)") : .normal
        draft.link(id, to, kind, at: target.spot)
      }
    }
    let type = node["type"]?.string
    guard type == "link out" || type == "link call" else { return }
    for target in node["links"]?.elements ?? [] {
      guard let to = target.scalar, type == "link call" || node["mode"]?.string != "return" else { continue }
      if draft.holds(to) {
        draft.link(id, to, at: target.spot)
      } else {
        draft.note(byID[to].map(elsewhere) ?? "a link leads to a node that is not here", at: target.spot)
      }
    }
  }

  private func elsewhere(_ node: Part) -> String {
    let tab = node["z"]?.scalar.flatMap { byID[$0]?["label"]?.scalar ?? byID[$0]?["name"]?.scalar }
    let words = [node["name"]?.scalar ?? "", tab ?? ""].map { short($0) }.filter { !$0.isEmpty }
    return
      "a link leads to another tab\(words.isEmpty ? "" : " ('\(words.joined(separator: "' on '"))')"), where the run goes on"
  }

  /// A node that catches errors does so for those that it names, or for all of its tab.
  private mutating func readHandlers() {
    for node in nodes where node["type"]?.string == "catch" {
      guard let id = node["id"]?.scalar else { continue }
      let scope = node["scope"]?.elements.compactMap(\.scalar) ?? []
      if node["d"]?.bool == true { continue }
      if scope.isEmpty { draft.set { $0.errorHandler = .known(id) } }
      for from in scope where draft.holds(from) { draft.link(from, id, .error, at: node.spot) }
      for from in scope { draft.change(from) { $0.onError = .branch } }
    }
  }

  private func trigger(_ node: Part, id: String, type: String) -> Model.Trigger? {
    guard var kind = Self.triggers[type] else { return nil }
    // These two listen, or go to a server and hear what that says.
    let goes = type == "websocket in" && node["client"]?.scalar?.isEmpty == false
    let isClient = goes || type == "tcp in" && node["server"]?.string == "client"
    if isClient { kind = .message }
    var detail = ["method", "url", "topic", "repeat", "crontab", "path", "port", "files"].compactMap {
      node[$0]?.scalar
    }.filter { !$0.isEmpty }
      .joined(separator: " ")
    var actual = kind
    if type == "inject" {
      let repeats = ["repeat", "crontab"].contains { node[$0]?.scalar?.isEmpty == false }
      actual = repeats || node["once"]?.bool == true ? .schedule : .manual
      if node["once"]?.bool == true { detail += " once" }
    }
    let setting = type.hasSuffix("in") ? (node["broker"] ?? node["server"])?.scalar.flatMap { byID[$0] } : nil
    let authentication: Answer<String> =
      kind == .message && (setting != nil || isClient)
      ? .unknown(because: "the other side decides who may send") : .absent
    return Model.Trigger(
      actual, step: id, type: type, detail: detail, authentication: authentication,
      bringsForeignInput: [.webhook, .message, .mail].contains(kind), isDisabled: node["d"]?.bool == true,
      spot: node.spot)
  }

  private static let triggers: [String: Model.Trigger.Kind] = [
    "inject": .manual, "http in": .webhook, "mqtt in": .message, "websocket in": .webhook, "tcp in": .webhook,
    "udp in": .webhook,
    "watch": .event, "cron-plus": .schedule, "e-mail in": .mail, "twitter in": .message, "amqp in": .message,
    "serial in": .event,
    "catch": .error, "status": .event, "complete": .event, "ui_button": .manual, "ui-button": .manual, "ui_form": .form,
    "ui-form": .form,
    "feedparse": .event, "link in": .call,
  ]
}

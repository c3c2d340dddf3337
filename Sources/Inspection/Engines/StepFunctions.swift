import StrictJSON
import StrictYAML
import Workflows

/// AWS Step Functions: state machines by themselves, and in CloudFormation and SAM templates. Sources: states-language.net,
/// the Step Functions and CloudFormation references of AWS.
enum StepFunctions: EngineAdapter {
  static let engine = Engine.stepFunctions

  static func recognises(_ document: Document) -> Bool {
    document.parts.contains { isMachine($0) || !resources(in: $0).isEmpty }
  }

  static func models(in document: Document) -> [Model] {
    document.parts.flatMap { part in
      if isMachine(part) { return [MachineReading.model(of: part, called: document.name)] }
      let part = part.withShortFunctions
      return resources(in: part).map { name, resource in model(of: resource, called: name, in: part) }
    }
  }

  private static func isMachine(_ part: Part) -> Bool { part["StartAt"] != nil && part["States"]?.isObject == true }

  private static let types = ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"]

  private static func resources(in template: Part) -> [(key: String, value: Part)] {
    (template["Resources"]?.members ?? []).filter { types.contains($0.value["Type"]?.string ?? "") }
  }

  private static func model(of resource: Part, called name: String, in template: Part) -> Model {
    let properties = resource["Properties"]
    let title = properties?["StateMachineName"]?.string ?? properties?["Name"]?.string ?? name
    var model: Model
    switch definition(properties) {
    case .machine(let machine): model = MachineReading.model(of: machine, called: title)
    case .elsewhere(let what, let spot):
      model = Model(engine: engine, name: title, spot: resource.spot)
      model.unknowns.append(Model.Unknown(what, spot: spot))
    }
    addSurroundings(of: properties, to: &model)
    return model
  }

  private enum Definition {
    case machine(Part)
    case elsewhere(String, Spot)
  }

  /// An object, or a text in one of CloudFormation's ways to write texts.
  private static func definition(_ properties: Part?) -> Definition {
    guard let properties else {
      return .elsewhere("the state machine has no properties", Spot(pointer: "", line: 1, column: 1))
    }
    if let object = properties["Definition"], isMachine(object) { return .machine(object) }
    for key in ["DefinitionString", "Definition"] {
      guard let part = properties[key] else { continue }
      guard let text = text(part) else { return .elsewhere("the definition is put together by a function", part.spot) }
      do throws(JSONError) {
        if let machine = try text.readingText(), isMachine(machine) { return .machine(machine) }
        return .elsewhere("the definition's text is no state machine", part.spot)
      } catch {
        return .elsewhere("the definition's text cannot be read: \(error.message)", part.spot)
      }
    }
    let place = properties["DefinitionUri"] ?? properties["DefinitionS3Location"]
    if let place { return .elsewhere("the definition stands in another file: \(short(place.summary(80)))", place.spot) }
    return .elsewhere("the state machine has no definition here", properties.spot)
  }

  /// `!Sub text`, `Fn::Sub: text`, `Fn::Sub: [text, {…}]`, or the text itself.
  private static func text(_ part: Part) -> Part? {
    if part.string != nil { return part }
    guard let sub = part["Fn::Sub"] ?? (part.isArray ? part : nil) else { return nil }
    if sub.string != nil { return sub }
    return sub.elements.first.flatMap { $0.string == nil ? nil : $0 }
  }

  /// What the template says around the machine: what starts it, and what it may do.
  private static func addSurroundings(of properties: Part?, to model: inout Model) {
    for (name, event) in properties?["Events"]?.members ?? [] {
      let type = event["Type"]?.string ?? "?"
      let kinds: [String: Model.Trigger.Kind] = [
        "Schedule": .schedule, "ScheduleV2": .schedule, "Api": .webhook, "HttpApi": .webhook, "SQS": .message,
        "SNS": .message,
      ]
      let kind = kinds[type] ?? .event
      let inner = event["Properties"]
      let authorizer = inner?["Auth"]?["Authorizer"]?.string
      let authentication: Answer<String> =
        if let authorizer { authorizer == "NONE" ? .absent : .known(authorizer) } else if kind == .webhook {
          .unknown(because: "the API decides it")
        } else { .known("AWS") }
      model.triggers.append(
        Model.Trigger(
          kind, type: type, detail: inner?.summary() ?? name, authentication: authentication,
          bringsForeignInput: kind == .webhook,
          isDisabled: inner?["Enabled"]?.bool == false || inner?["State"]?.string == "DISABLED", spot: event.spot))
    }
    if let role = properties?["RoleArn"] ?? properties?["Role"] {
      model.permissions.append(Model.Permission("role: \(role.summary(120))", spot: role.spot))
    }
    model.settings += surroundings(properties)
    guard let policies = properties?["Policies"] else { return }
    policies.forEachText { key, text, part in
      // The names of SAM's policy templates, of managed policies and actions; the rest are settings.
      guard !["Resource", "Effect", "Version", "Sid"].contains(key) else { return }
      if key == "NotAction" {
        return model.permissions.append(Model.Permission("everything but \(text)", isWide: true, spot: part.spot))
      }
      let isWide =
        text == "*" || text.hasSuffix(":*") || text.contains("AdministratorAccess") || text.hasSuffix("FullAccess")
      if text.contains(":") || key == "Policies" || isWide {
        model.permissions.append(Model.Permission(text, isWide: isWide, spot: part.spot))
      }
    }
    for name in policies.elements.flatMap(\.members) where name.key.hasSuffix("Policy") {
      model.permissions.append(Model.Permission(name.key, spot: name.value.spot))
    }
    model.permissionsAreComplete =
      properties?["Role"] == nil ? .known(true) : .unknown(because: "the role stands outside the state machine")
  }
}

extension StepFunctions {
  /// What begins so decides how far permissions go.
  static let policies = "policies"

  /// What the template says of the machine beside what it does, what starts it and the names of what it may do.
  private static func surroundings(_ properties: Part?) -> [Model.Setting] {
    guard let properties else { return [] }
    var settings = properties.settings(
      skipping: [
        "Definition", "DefinitionString", "DefinitionUri", "DefinitionS3Location", "Events", "Policies", "Role",
        "RoleArn", "Name", "StateMachineName", "PermissionsBoundary",
      ], under: "machine")
    if let text = properties["DefinitionString"], let sub = text["Fn::Sub"] ?? (text.isArray ? text : nil) {
      for variables in sub.elements.dropFirst() { settings += variables.settings(skipping: [], under: "Fn::Sub") }
    }
    settings += properties["PermissionsBoundary"]?.settings(skipping: [], under: "\(policies).boundary") ?? []
    settings +=
      (properties["Policies"]?.settings(skipping: [], anywhere: ["Action", "Version", "Sid"], under: policies) ?? [])
      // A policy that is named alone is a permission.
      .filter { $0.key.split(separator: ".").count > 2 }
    return settings
  }
}

extension Part {
  /// `Ref: X` as `!Ref X` reads, and so the other functions of CloudFormation with one text.
  fileprivate var withShortFunctions: Part {
    switch node {
    case .json(let node): Part(.json(node.withShortFunctions))
    case .yaml(let node): Part(.yaml(node.withShortFunctions))
    }
  }
}

/// Source: AWS, "Intrinsic function reference".
private let functions: Set<String> = ["Ref", "Fn::Sub", "Fn::GetAtt", "Fn::ImportValue"]

extension JSONNode {
  fileprivate var withShortFunctions: JSONNode {
    switch content {
    case .array(let elements): return JSONNode(.array(elements.map(\.withShortFunctions)), at: position)
    case .object(let members):
      if members.count == 1, functions.contains(members[0].key) {
        let value = members[0].value
        if value.string != nil { return value }
        if members[0].key == "Fn::GetAtt", case .array(let words) = value.content,
          words.allSatisfy({ $0.string != nil })
        {
          return JSONNode(.string(words.compactMap(\.string).joined(separator: ".")), at: value.position)
        }
      }
      let inner = members.map {
        JSONMember(key: $0.key, keyPosition: $0.keyPosition, value: $0.value.withShortFunctions)
      }
      return JSONNode(.object(inner), at: position)
    default: return self
    }
  }
}

extension YAMLNode {
  fileprivate var withShortFunctions: YAMLNode {
    switch content {
    case .sequence(let elements):
      if tag == "!GetAtt", let words = YAMLNode.words(elements) {
        return YAMLNode(.scalar(words, plain: false), at: position)
      }
      return YAMLNode(.sequence(elements.map(\.withShortFunctions)), at: position).under(tag)
    case .mapping(let entries):
      if entries.count == 1, functions.contains(entries[0].key) {
        let value = entries[0].value
        if case .scalar = value.content { return value }
        if entries[0].key == "Fn::GetAtt", case .sequence(let parts) = value.content, let words = YAMLNode.words(parts)
        {
          return YAMLNode(.scalar(words, plain: false), at: value.position)
        }
      }
      let inner = entries.map {
        YAMLEntry(key: $0.key, keyPosition: $0.keyPosition, value: $0.value.withShortFunctions)
      }
      return YAMLNode(.mapping(inner), at: position).under(tag)
    case .scalar:
      return ["!Ref", "!Sub", "!GetAtt", "!ImportValue"].contains(tag)
        ? self : YAMLNode(content, at: position).under(tag)
    }
  }

  /// `{Fn::Join: …}` of what `!Join` stands before; itself without a tag of CloudFormation's.
  private func under(_ tag: String?) -> YAMLNode {
    guard let tag, let function = YAMLNode.function(tag) else { return self }
    return YAMLNode(.mapping([YAMLEntry(key: function, keyPosition: position, value: self)]), at: position)
  }

  /// `Fn::Sub` of `!Sub`; nil for what is no tag of CloudFormation's. Source: AWS, "Intrinsic function reference".
  static func function(_ tag: String) -> String? {
    guard tag.hasPrefix("!"), tag.utf8.count > 1, !tag.hasPrefix("!!") else { return nil }
    return tag == "!Ref" || tag == "!Condition" ? String(tag.dropFirst()) : "Fn::" + tag.dropFirst()
  }

  private static func words(_ parts: [YAMLNode]) -> String? {
    var words: [String] = []
    for part in parts {
      guard case .scalar(let word, _) = part.content else { return nil }
      words.append(word)
    }
    return words.joined(separator: ".")
  }
}

/// The reading of one state machine and those that lie in its states.
struct MachineReading {
  var draft: Draft
  private let isJSONata: Bool

  static func model(of machine: Part, called name: String) -> Model {
    var reading = MachineReading(machine, name: name)
    reading.read(machine, scope: nil, depth: 0)
    return reading.draft.finished()
  }

  private init(_ machine: Part, name: String) {
    draft = Draft(.stepFunctions, name: name, at: machine.spot)
    isJSONata = machine["QueryLanguage"]?.string == "JSONata"
    draft.set { model in
      model.settings = ["QueryLanguage", "Version"].flatMap { machine[$0]?.settings(skipping: [], under: $0) ?? [] }
    }
    if let timeout = machine["TimeoutSeconds"] {
      draft.set { $0.timeout = timeout.number.map { .known($0) } ?? .unknown(because: "a template decides it") }
    }
  }

  /// The states of a machine, their names in the scope of the state that they lie in.
  private mutating func read(_ machine: Part, scope: Model.Step.ID?, depth: Int) {
    func id(_ name: String) -> Model.Step.ID { scope.map { "\($0)/\(name)" } ?? name }
    if let first = machine["StartAt"]?.string {
      if let scope {
        draft.link(scope, id(first), at: machine.spot)
      } else {
        draft.set { $0.starts.append(first) }
      }
    } else {
      draft.note("a machine says no state to start at", at: machine.spot)
    }
    for (name, state) in machine["States"]?.members ?? [] {
      guard state.isObject else {
        draft.note("the state '\(short(name))' is no object", at: state.spot)
        continue
      }
      let own = id(name)
      guard !draft.holds(own) else {
        draft.note("a second state is called '\(short(name))'", at: state.spot)
        continue
      }
      draft.add(step(state, id: own, name: name, scope: scope))
      if let doubt = Self.doubt(state) { draft.note(doubt, at: state.spot) }
      readWays(of: state, own, id)
      readInner(state, own, depth)
    }
  }

  private mutating func readWays(of state: Part, _ from: Model.Step.ID, _ id: (String) -> Model.Step.ID) {
    if let next = state["Next"], let name = next.string { draft.link(from, id(name), at: next.spot) }
    for choice in state["Choices"]?.elements ?? [] {
      guard let next = choice["Next"], let name = next.string else { continue }
      draft.link(from, id(name), Model.Edge.condition(written: Self.condition(choice)), at: next.spot)
    }
    if let next = state["Default"], let name = next.string {
      draft.link(from, id(name), .condition("default"), at: next.spot)
    }
    for handler in state["Catch"]?.elements ?? [] {
      guard let next = handler["Next"], let name = next.string else { continue }
      let isTimeout = handler["ErrorEquals"]?.elements.map(\.string) == ["States.Timeout"]
      draft.link(from, id(name), isTimeout ? .timeout : .error, at: next.spot)
    }
  }

  /// The test of a choice in words, whichever query language it is in, and in whatever order its members stand.
  private static func condition(_ choice: Part) -> String {
    if let test = choice["Condition"]?.string { return whole(test) }
    let parts = choice.members.filter { !["Next", "Comment", "Output", "Assign"].contains($0.key) }
      .sorted { ($0.key == "Variable" ? "" : $0.key) < ($1.key == "Variable" ? "" : $1.key) }
    return whole(parts.map { "\($0.key) \($0.value.summary())" }.joined(separator: " "))
  }

  private mutating func readInner(_ state: Part, _ id: Model.Step.ID, _ depth: Int) {
    for machine in [state["ItemProcessor"], state["Iterator"]].compactMap({ $0 }) {
      read(machine, scope: id, depth: depth + 1)
    }
    for (index, branch) in (state["Branches"]?.elements ?? []).enumerated() {
      // Names are unique in a branch only.
      let scope = "\(id)/branch \(index + 1)"
      var step = Model.Step(id: scope, name: "branch \(index + 1)", kind: .scope, type: "Branch", spot: branch.spot)
      step.scope = id
      draft.add(step)
      draft.link(id, scope, at: branch.spot)
      read(branch, scope: scope, depth: depth + 1)
    }
  }
}

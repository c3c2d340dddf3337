import StrictXML
import Workflows

/// What the elements below a step, a way or a process say.
extension BPMNReading {
  /// Attributes and texts that have no place of their own in the model, by the way to them: `inputOutput.outputParameter.ok`.
  func details(_ part: XMLPart) -> [Model.Setting] {
    var settings: [Model.Setting] = []
    collect(part, "", isRoot: true, depth: 0, &settings)
    guard part.name == "userTask" || part.name == "manualTask" else { return settings }
    return settings.map { setting in
      let words = Set(setting.key.split(separator: "."))
      if !words.isDisjoint(with: Self.asking) {
        return Model.Setting("asked.\(setting.key)", setting.value, spot: setting.spot)
      }
      if !words.isDisjoint(with: Self.answering) {
        return Model.Setting("answer.\(setting.key)", setting.value, spot: setting.spot)
      }
      return setting
    }
  }

  /// Of a person's task, what decides who is asked and how many have to agree.
  private static let asking: Set<Substring> = ["multiInstanceLoopCharacteristics"]
  /// And what the way behind it goes by.
  private static let answering: Set<Substring> = ["output", "outputParameter", "formField"]

  private func collect(
    _ part: XMLPart, _ path: String, isRoot: Bool, depth: Int, _ settings: inout [Model.Setting]
  ) {
    var counts: [String: Int] = [:]
    let children = part.children.filter { !isToldElsewhere($0, in: part) }
    for child in children { counts[key(of: child), default: 0] += 1 }
    var numbers: [String: Int] = [:]
    for child in children {
      var word = key(of: child)
      if counts[word, default: 0] > 1 {
        let number = numbers[word, default: 0]
        numbers[word] = number + 1
        word += ".\(number)"
      }
      let inner = child.name == "extensionElements" ? path : path.isEmpty ? word : "\(path).\(word)"
      let before = settings.count
      describe(child, inner, &settings)
      if depth < 32 { collect(child, inner, isRoot: false, depth: depth + 1, &settings) }
      if settings.count == before, child.name.hasSuffix("EventDefinition") {
        settings.append(Model.Setting(inner, "there", spot: child.spot))
      }
    }
  }

  private func describe(_ part: XMLPart, _ path: String, _ settings: inout [Model.Setting]) {
    let hides = ["name", "key", "target", "id"].contains { part[$0].map(Literals.isSecretName) ?? false }
    func add(_ key: String, _ value: String) {
      let isSecret = (hides || Literals.isSecretName(key)) && Literals.isWrittenOut(value, .bpmn)
      settings.append(
        Model.Setting(
          [path, key].filter { !$0.isEmpty }.joined(separator: "."), isSecret ? digest(value) : whole(value),
          spot: part.spot))
    }
    for attribute in part.element.attributes where !attribute.name.hasPrefix("xmlns") {
      let name = attribute.name.split(separator: ":").last.map(String.init) ?? attribute.name
      if Self.toldAttributes[part.name]?.contains(name) == true || ["id", "type"].contains(name) && part.isOfBPMN {
        continue
      }
      add(name, referred(name, attribute.value))
    }
    if !part.text.isEmpty, part.name != "script" { add("", part.text) }
    if let reference = part["messageRef"], let message = definitions[reference] {
      collect(message, "\(path).message", isRoot: false, depth: 0, &settings)
    }
  }

  /// Messages, errors and signals by what they are called and stand for, not by their ids.
  private func referred(_ name: String, _ value: String) -> String {
    guard name.hasSuffix("Ref"), let part = definitions[value] else { return value }
    return [part["name"], part["errorCode"] ?? part["escalationCode"]].compactMap { $0 }.joined(separator: " ")
  }

  private func key(of part: XMLPart) -> String {
    let title = part["name"] ?? part["key"] ?? part["target"] ?? (part.isOfBPMN ? nil : part["id"])
    return title.map { "\(part.name).\($0)" } ?? part.name
  }

  private func isToldElsewhere(_ part: XMLPart, in outer: XMLPart) -> Bool {
    if part.isOfBPMN {
      if outer.name == "startEvent", part.name.hasSuffix("EventDefinition") { return true }
      return Self.kinds[part.name] != nil || Self.drawn.contains(part.name)
    }
    switch part.name {
    case "input", "header", "property", "entry": return true
    case "inputParameter", "field": return part.children.isEmpty
    default: return false
    }
  }

  private static let drawn: Set<String> = [
    "incoming", "outgoing", "documentation", "sequenceFlow", "laneSet", "textAnnotation", "association", "group",
    "timeDuration", "timeDate", "timeCycle", "script", "conditionExpression", "potentialOwner", "humanPerformer",
  ]

  /// What the model has elsewhere, by element: calls, code, limits, and what `key(of:)` says.
  private static let toldAttributes: [String: Set<String>] = [
    "taskDefinition": ["type", "retries"], "calledElement": ["processId", "bindingType"],
    "script": ["expression", "scriptFormat"], "standardLoopCharacteristics": ["loopMaximum"],
    "executionListener": ["class", "expression", "delegateExpression", "type"],
    "taskListener": ["class", "expression", "delegateExpression", "type"],
    "inputParameter": ["name"], "outputParameter": ["name"], "field": ["name"], "output": ["target"],
    "formField": ["id"],
  ]
}

extension XMLPart {
  fileprivate var isOfBPMN: Bool { namespace == BPMN.namespace }
}

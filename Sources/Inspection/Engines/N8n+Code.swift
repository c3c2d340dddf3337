/// Code and literal secrets in a node's parameters.
enum N8nCode {
  /// Parameters that hold code, with its language; those of queries are `sql` in nodes of databases.
  private static let languages: [String: String] = [
    "jsCode": "javascript", "functionCode": "javascript", "pythonCode": "python", "command": "shell", "query": "sql",
  ]

  private static let keys: Set<String> = ["jsCode", "functionCode", "pythonCode", "command", "query", "code"]

  /// The parameters that are told as code of a node of this kind, by their paths.
  static func told(_ type: N8nType) -> Set<String> {
    var told: Set<String> = ["jsCode", "functionCode", "pythonCode", "code.execute.code", "code.supplyData.code"]
    if type.knowledge?.kind == .sql { told.insert("query") }
    if type.knowledge?.kind == .command { told.insert("command") }
    return told
  }

  static func code(in node: Part, _ type: N8nType) -> [Model.Code] {
    guard let parameters = node["parameters"] else { return [] }
    var found: [Model.Code] = []
    for (key, language) in languages.sorted(by: { $0.key < $1.key }) {
      guard let part = parameters[key], let text = part.string, !text.isEmpty else { continue }
      if key == "query", type.knowledge?.kind != .sql { continue }
      if key == "command", type.knowledge?.kind != .command { continue }
      found.append(Model.Code(language: language, text: text, spot: part.spot))
    }
    // LangChain's own code node has its code in several places below.
    parameters["code"]?.forEachText { key, text, part in
      if key == "code", !text.isEmpty { found.append(Model.Code(language: "javascript", text: text, spot: part.spot)) }
    }
    return found
  }

  /// What the code takes from outside by being put together: expressions in commands, queries and code.
  static func withForeignInput(_ code: Model.Code) -> Model.Code {
    let foreign = expressions(in: code.text).filter { text in
      ["$json", "$input", "$node", "$(", "$items", "$binary"].contains { text.contains($0) }
    }
    return Model.Code(language: code.language, text: code.text, foreignInput: foreign, spot: code.spot)
  }

  private static func expressions(in text: String) -> [String] {
    guard text.hasPrefix("=") else { return [] }
    return bracketed(text, "{{", "}}")
  }

  /// Secrets that are written out: in lists of names and values, in parameters of such a name, in JSON and in addresses.
  static func literals(in node: Part) -> [Model.Credential] {
    guard let parameters = node["parameters"] else { return [] }
    var found: [Model.Credential] = []
    var waiting = [parameters]
    while let part = waiting.popLast() {
      if let name = part["name"]?.string, let value = part["value"], let credential = literal(name, value) {
        found.append(credential)
      }
      for (key, value) in part.members where !keys.contains(key) {
        if key != "value", let credential = literal(key, value) { found.append(credential) }
        if let text = value.string { found += literals(inText: text, key, value.spot) }
        if value.isObject || value.isArray { waiting.append(value) }
      }
      waiting += part.elements
    }
    return found
  }

  private static func literal(_ name: String, _ value: Part) -> Model.Credential? {
    guard let text = value.string, Literals.isSecretName(name), name != "authentication",
      Literals.isWrittenOut(text, .n8n)
    else { return nil }
    return Model.Credential(type: "literal", reference: .absent, name: name, isLiteral: true, spot: value.spot)
  }

  private static func literals(inText text: String, _ key: String, _ spot: Spot) -> [Model.Credential] {
    if text.holds("://") {
      return Literals.inAddress(text, .n8n).map {
        Model.Credential(type: "literal", reference: .absent, name: $0, isLiteral: true, spot: spot)
      }
    }
    guard ["jsonBody", "jsonHeaders", "jsonQuery", "bodyParametersJson", "headerParametersJson"].contains(key) else {
      return []
    }
    return Literals.inJSON(text, .n8n).map {
      Model.Credential(type: "literal", reference: .absent, name: $0, isLiteral: true, spot: spot)
    }
  }
}

/// The texts between two marks, marks included.
func bracketed(_ text: String, _ open: String, _ close: String) -> [String] {
  var found: [String] = []
  var rest = text[...]
  while let start = rest.firstRange(of: open) {
    guard let end = rest[start.upperBound...].firstRange(of: close) else { break }
    found.append(String(rest[start.lowerBound..<end.upperBound]))
    rest = rest[end.upperBound...]
  }
  return found
}

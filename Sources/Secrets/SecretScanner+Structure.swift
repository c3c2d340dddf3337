import StrictJSON

/// The way of seeing by structure: a literal where a key, a header, a credential field or the model says a secret belongs.
extension SecretScanner {
  func lookAtStructure(_ layer: [UInt8], _ wrapped: Wrapped?, _ look: inout Look)
    throws(SecretsError)
  {
    if holdsNothing(layer) {
      look.looked.structured = true
      return
    }
    guard let read = Tree.read(layer, path: wrapped == nil ? look.subject.form : nil) else {
      return
    }
    look.looked.structured = true
    var walk = StructureWalk()
    for tree in read.trees { walk.visit(tree, key: nil, path: "", depth: 0) }
    if !read.isAll || walk.isCut {
      look.undecide("it holds more, or is nested deeper, than is looked at by its structure")
    }
    for place in walk.places {
      guard let rule = engine.structureRules[place.rule] else { continue }
      let value = Placeholder.bare(place.value)
      if value.isEmpty { continue }
      let range = Self.range(of: value, near: place.offset, in: layer)
      let find = TeamFind(
        rule: place.rule, path: look.subject.path, secret: value, match: value,
        line: Array(Lines(layer).text(at: range)))
      look.add(
        Sighting(
          rule: rule, secret: SecretBytes(value), range: range, wrapped: wrapped,
          pointer: place.pointer,
          allowance: try allowance(find, nil)))
    }
  }

  /// Whether it is JSON without a literal where a secret belongs, as most definitions are: then no tree is made of it.
  private func holdsNothing(_ layer: [UInt8]) -> Bool {
    let start = layer.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    guard let first = layer[start...].first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return false }
    return unsafe layer.withUnsafeBufferPointer { bytes in
      unsafe JSONGlance.look(at: UnsafeBufferPointer(rebasing: bytes[start...]), names) == .nothing
    }
  }

  /// Where a value stands in the source: as it is behind its place, or the place alone where it is written with escapes.
  private static func range(of value: [UInt8], near offset: Int, in layer: [UInt8]) -> Range<Int> {
    let last = min(layer.count, offset + value.count + 4_096)
    var index = offset
    while index + value.count <= last {
      if layer[index] == value[0], layer[index..<index + value.count].elementsEqual(value) {
        return index..<index + value.count
      }
      index += 1
    }
    // Written with escapes: the string from quote to quote.
    guard offset < layer.count, layer[offset] == UInt8(ascii: "\"") else {
      return min(offset, layer.count)..<min(offset + 1, layer.count)
    }
    var end = offset + 1
    while end < min(layer.count, offset + 65_536), layer[end] != UInt8(ascii: "\"") {
      end += layer[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset..<min(layer.count, end + 1)
  }
}

/// A walk through a definition that notes where a literal secret stands.
struct StructureWalk {
  /// A literal where a secret belongs.
  struct Found {
    let rule: String
    let value: [UInt8]
    let offset: Int
    let pointer: String
  }

  private(set) var places: [Found] = []
  /// Something was passed over: it is nested too deep, or there are too many places.
  private(set) var isCut = false
  private static let most = 200

  /// `key`: the member's that holds it.
  mutating func visit(_ tree: Tree, key: String?, path: String, depth: Int) {
    guard depth < 160, places.count < Self.most else {
      isCut = true
      return
    }
    switch tree {
    case .scalar(let text, let offset):
      if let key { judge(text, named: key, offset, path) }
      visitEmbedded(text, at: offset, path: path, depth: depth)
    case .list(let items):
      // `"x-api-key": ["abc…"]`, `"api_tokens": ["abc…"]`, `args: ["--password", "abc…"]`
      let own = key.flatMap { SensitiveName($0) == nil && $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
      var name = own
      for (index, item) in items.enumerated() {
        let step = item["name"] ?? item["id"] ?? item["key"]
        let place = Self.path(path, step.map { "[\($0.prefix(200))]" } ?? String(index))
        if case .scalar(let text, _) = item {
          visit(item, key: name, path: place, depth: depth + 1)
          name = Self.isOption(text) ? text : own
        } else {
          visit(item, key: nil, path: place, depth: depth + 1)
        }
      }
    case .map(let members, let offset):
      judgePair(tree, members, path)
      judgeNamed(tree, members, key, path)
      judgeModel(tree, members, key, path, offset)
      for member in members {
        visit(member.value, key: member.key, path: Self.path(path, member.key), depth: depth + 1)
      }
    }
  }

  /// Where a part stands. It grows no further than anybody reads: every part of a text has one.
  private static func path(_ path: String, _ step: String) -> String {
    path.utf8.count > 2_000 ? path : "\(path)/\(step.utf8.count > 200 ? step.prefix(200) + "…" : step[...])"
  }

  /// `"password": "abc"`
  private mutating func judge(_ text: String, named name: String, _ offset: Int, _ path: String) {
    guard let sensitive = SensitiveName(name) else { return }
    note(sensitive == .authorization ? "header-secret" : "field-secret", text, sensitive, offset, path)
  }

  /// An argument that says what the next one is.
  static func isOption(_ text: String) -> Bool { text.utf8.first == UInt8(ascii: "-") && text.utf8.count <= 80 }

  /// `"bankApiKey": {"type": "string", "defaultValue": "abc"}`, `<password kind="x">abc</password>`
  private mutating func judgeNamed(
    _ tree: Tree, _ members: [(key: String, value: Tree)], _ key: String?, _ path: String
  ) {
    guard let key, let sensitive = SensitiveName(key) else { return }
    for member in members where Self.ownValueKeys.contains(member.key) {
      guard case .scalar(let text, let offset) = member.value else { continue }
      note(
        sensitive == .authorization ? "header-secret" : "field-secret", text, sensitive, offset, "\(path)/\(member.key)"
      )
    }
  }

  /// `{"name": "Authorization", "value": "Bearer abc"}`, `- name: DB_PASSWORD\n  value: abc`
  private mutating func judgePair(
    _ tree: Tree, _ members: [(key: String, value: Tree)], _ path: String
  ) {
    for nameKey in Self.nameKeys {
      let known = tree.values(of: nameKey).lazy.compactMap { Self.sensitive($0, at: path) }.first
      guard let sensitive = known else { continue }
      for member in members where Self.valueKeys.contains(member.key) {
        guard case .scalar(let text, let offset) = member.value else { continue }
        // The name of what the value is: one that is said by its own key is judged there.
        if SensitiveName(member.key) != nil { continue }
        note("header-secret", text, sensitive, offset, "\(path)/\(member.key)")
      }
      return
    }
  }

  /// What only the model of the engine says.
  private mutating func judgeModel(
    _ tree: Tree, _ members: [(key: String, value: Tree)], _ key: String?, _ path: String,
    _ offset: Int
  ) {
    // Logic Apps: `"authentication": {"type": "Raw", "value": "…"}`
    if key == "authentication", tree["type"]?.lowercased() == "raw", let value = tree["value"] {
      note("header-secret", value, .authorization, offset, "\(path)/value")
    }
    // ARM and Logic Apps: a secure parameter with a literal as its default.
    if let type = tree["type"]?.lowercased(), type == "securestring" || type == "secureobject" {
      for member in members where member.key == "defaultValue" || member.key == "value" {
        guard case .scalar(let text, let offset) = member.value else { continue }
        note("field-secret", text, .password, offset, "\(path)/\(member.key)")
      }
    }
    // Kubernetes: whatever lies in a Secret is one.
    if tree["kind"] == "Secret", tree["apiVersion"] != nil {
      for member in members where member.key == "data" || member.key == "stringData" {
        guard case .map(let entries, _) = member.value else { continue }
        for entry in entries {
          guard case .scalar(let text, let offset) = entry.value, !text.isEmpty else { continue }
          let value = Array(text.utf8)
          let literals = Placeholder.stands(in: value) ? Placeholder.literals(of: value) : [value]
          for literal in literals where literal.count >= 6 && (literal == value || !Placeholder.stands(in: literal)) {
            note("kubernetes-secret", literal, offset, "\(path)/\(member.key)/\(entry.key)")
          }
        }
      }
    }
  }

  /// JSON within a string: a request's body, an embedded workflow. Its places are the string's.
  private mutating func visitEmbedded(_ text: String, at offset: Int, path: String, depth: Int) {
    guard depth < 40, text.utf8.count >= 12, text.utf8.count < 4 << 20 else { return }
    var start = text.utf8[...]
    if start.first == UInt8(ascii: "=") { start = start.dropFirst() }
    guard let first = start.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else {
      return
    }
    do throws(JSONError) {
      let node = try StrictJSON.read(Array(start), limits: JSONLimits(depth: 32, nodes: 200_000))
      visit(Tree(node).placed(at: offset), key: nil, path: path, depth: depth + 40)
    } catch { return }
  }

  /// Notes what of a text could be a secret.
  private mutating func note(
    _ rule: String, _ text: String, _ name: SensitiveName, _ offset: Int, _ pointer: String
  ) {
    guard text.utf8.count <= 8_192 else { return }
    for value in Placeholder.secrets(in: Array(text.utf8), for: name) { note(rule, value, offset, pointer) }
  }

  private mutating func note(_ rule: String, _ value: [UInt8], _ offset: Int, _ pointer: String) {
    places.append(Found(rule: rule, value: value, offset: offset, pointer: pointer))
  }

  /// What the name of a pair says; in a query some short ones do, which mean other things elsewhere.
  private static func sensitive(_ name: String, at path: String) -> SensitiveName? {
    if let known = SensitiveName(name) { return known }
    return queryNames.contains(name) && path.lowercased().contains("query") ? .token : nil
  }

  static let queryNames: Set<String> = ["key", "appid", "code", "sig", "k", "auth"]
  static let nameKeys = [
    "name", "key", "header", "target", "field", "fieldName", "property", "id", "fieldId", "Name", "Key", "Header",
    "ParameterName", "ParameterKey", "keyValue", "p",
  ]
  static let valueKeys: Set<String> = [
    "value", "source", "stringValue", "defaultValue", "default", "val", "#text", "fieldValue", "to", "Value",
    "ParameterValue", "valueValue", "v", "string", "expression", "camunda:string", "camunda:expression",
  ]
  /// What a member may call its own value where it says more of it.
  static let ownValueKeys: Set<String> = ["value", "Value", "defaultValue", "default", "Default", "const", "#text"]
}

extension Tree {
  fileprivate func placed(at offset: Int) -> Tree {
    switch self {
    case .scalar(let text, _): .scalar(text, at: offset)
    case .list(let items): .list(items.map { $0.placed(at: offset) })
    case .map(let members, _):
      .map(members.map { ($0.key, $0.value.placed(at: offset)) }, at: offset)
    }
  }
}

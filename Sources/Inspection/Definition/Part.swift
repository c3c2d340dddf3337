import StrictJSON
import StrictYAML

/// One value of a definition in JSON or YAML, and the way to it: adapters for both are written once.
///
/// Keys are looked up by their source text, so `on` is "on" in either; a scalar is what is written, and what it means is
/// for the reader of a key to say.
struct Part: Sendable {
  enum Node: Sendable {
    case json(JSONNode)
    case yaml(YAMLNode)
  }

  let node: Node
  private let trail: Trail
  /// Where the text stands that this was read from, when it was a value of another document.
  private let outer: Spot?

  init(_ node: Node) {
    self.node = node
    trail = .root("")
    outer = nil
  }

  private init(_ node: Node, _ trail: Trail, _ outer: Spot?) {
    self.node = node
    self.trail = trail
    self.outer = outer
  }

  /// Its own spot; of a value in a text that is itself a value, the pointer goes on and the place is the text's.
  var spot: Spot {
    if let outer {
      return Spot(pointer: trail.pointer, line: outer.line, column: outer.column, offset: outer.offset)
    }
    return switch node {
    case .json(let node):
      Spot(
        pointer: trail.pointer, line: node.position.line, column: node.position.column, offset: node.position.offset)
    case .yaml(let node):
      Spot(
        pointer: trail.pointer, line: node.position.line, column: node.position.column, offset: node.position.offset)
    }
  }

  /// The value that its text holds as JSON; the error is told where the text stands.
  func readingText() throws(JSONError) -> Part? {
    guard let text = string else { return nil }
    let spot = spot
    let node = try StrictJSON.readDefinition(Array(text.utf8))
    return Part(.json(node), .root(spot.pointer), spot)
  }
}

extension Part {
  /// The value of a key; nil when there is none, and for everything that is not an object.
  subscript(key: String) -> Part? {
    switch node {
    case .json(let node):
      guard case .object(let members) = node.content else { return nil }
      for member in members where member.key == key { return child(key, .json(member.value)) }
    case .yaml(let node):
      guard case .mapping(let entries) = node.content else { return nil }
      for entry in entries where entry.key == key { return child(key, .yaml(entry.value)) }
    }
    return nil
  }

  /// The same for engines that do not tell upper from lower case.
  subscript(caseless key: String) -> Part? {
    if let exact = self[key] { return exact }
    let wanted = key.lowercased()
    return members.first { $0.key.lowercased() == wanted }?.value
  }

  /// The value at the end of several keys.
  subscript(first: String, second: String, rest: String...) -> Part? {
    var part = self[first]?[second]
    for key in rest { part = part?[key] }
    return part
  }

  /// Its members in the order of the text; none for everything that is not an object.
  var members: [(key: String, value: Part)] {
    switch node {
    case .json(let node):
      guard case .object(let members) = node.content else { return [] }
      return members.map { ($0.key, child($0.key, .json($0.value))) }
    case .yaml(let node):
      guard case .mapping(let entries) = node.content else { return [] }
      return entries.map { ($0.key, child($0.key, .yaml($0.value))) }
    }
  }

  /// Its elements; none for everything that is not an array.
  var elements: [Part] {
    switch node {
    case .json(let node):
      guard case .array(let elements) = node.content else { return [] }
      return elements.enumerated().map { Part(.json($1), .index(trail, $0), outer) }
    case .yaml(let node):
      guard case .sequence(let elements) = node.content else { return [] }
      return elements.enumerated().map { Part(.yaml($1), .index(trail, $0), outer) }
    }
  }

  private func child(_ key: String, _ node: Node) -> Part { Part(node, .key(trail, key), outer) }
}

extension Part {
  var isObject: Bool {
    switch node {
    case .json(let node): if case .object = node.content { true } else { false }
    case .yaml(let node): if case .mapping = node.content { true } else { false }
    }
  }

  var isArray: Bool {
    switch node {
    case .json(let node): if case .array = node.content { true } else { false }
    case .yaml(let node): if case .sequence = node.content { true } else { false }
    }
  }

  /// Null in JSON; nothing, `~` or a plain `null` in YAML.
  var isNull: Bool {
    switch node {
    case .json(let node): return node.isNull
    case .yaml(let node):
      guard case .scalar(let text, plain: true) = node.content else { return false }
      return ["", "~", "null", "Null", "NULL"].contains(text)
    }
  }

  /// A string of JSON; every scalar of YAML that is not null, as it is written.
  var string: String? {
    switch node {
    case .json(let node): return node.string
    case .yaml(let node):
      guard case .scalar(let text, _) = node.content, !isNull else { return nil }
      return text
    }
  }

  /// Any scalar but null, as it is written: `30`, `true`, `text`.
  var scalar: String? {
    guard case .json(let node) = node else { return string }
    return switch node.content {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// True or false as JSON and YAML 1.2 write them, without quotes.
  var bool: Bool? {
    switch node {
    case .json(let node): return node.bool
    case .yaml(let node):
      guard case .scalar(let text, plain: true) = node.content else { return nil }
      return switch text {
      case "true", "True", "TRUE": true
      case "false", "False", "FALSE": false
      default: nil
      }
    }
  }

  /// A number, also one that is written in quotes, as editors do.
  var number: Double? { scalar.flatMap { Double($0) } }

  /// A whole number, also one that is written in quotes.
  var integer: Int? { scalar.flatMap { Int($0) } }

  /// The tag of a YAML value: `!Sub`.
  var tag: String? {
    if case .yaml(let node) = node { node.tag } else { nil }
  }
}

/// The way to a value, made into a pointer only where somebody asks.
private indirect enum Trail: Sendable {
  case root(String)
  case key(Trail, String)
  case index(Trail, Int)

  /// Source: RFC 6901, section 3.
  var pointer: String {
    var words: [String] = []
    var trail = self
    while true {
      switch trail {
      case .root(let start): return start + words.reversed().map { "/" + $0 }.joined()
      case .key(let before, let key):
        words.append(escaped(key))
        trail = before
      case .index(let before, let index):
        words.append(String(index))
        trail = before
      }
    }
  }

  private func escaped(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
    return key.reduce(into: "") { escaped, character in
      switch character {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.append(character)
      }
    }
  }
}

/// One value of a JSON text and where it starts.
package struct JSONNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it is written, checked against the grammar of RFC 8259, section 6.
    case number(String)
    case string(String)
    case array([JSONNode])
    /// In the order of the text; no two keys are equal.
    case object([JSONMember])
  }

  package let content: Content
  package let position: JSONPosition

  package init(_ content: Content, at position: JSONPosition) {
    self.content = content
    self.position = position
  }
}

/// One key of an object with its value.
package struct JSONMember: Hashable, Sendable {
  package let key: String
  package let keyPosition: JSONPosition
  package let value: JSONNode

  package init(key: String, keyPosition: JSONPosition, value: JSONNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

extension JSONNode {
  /// The value of a key; nil when there is none, and for everything that is not an object.
  package subscript(key: String) -> JSONNode? {
    guard case .object(let members) = content else { return nil }
    for member in members where member.key == key { return member.value }
    return nil
  }

  package var string: String? {
    if case .string(let text) = content { text } else { nil }
  }

  package var array: [JSONNode]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  package var members: [JSONMember]? {
    if case .object(let members) = content { members } else { nil }
  }

  package var bool: Bool? {
    if case .bool(let value) = content { value } else { nil }
  }

  /// A number without fraction and exponent that fits; nil for `1.0`, `1e3` and everything else.
  package var integer: Int64? {
    if case .number(let text) = content { Int64(text) } else { nil }
  }

  package var isNull: Bool { content == .null }

  /// What it is, for messages: `an object`, `a number`.
  package var kind: String {
    switch content {
    case .null: "null"
    case .bool: "a Boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

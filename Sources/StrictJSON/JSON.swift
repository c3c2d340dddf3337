/// A JSON value that is made here, to be written.
package enum JSON: Hashable, Sendable {
  /// One key of an object with its value.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSON

    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case integer(Int64)
  /// A number as JSON writes it; a text that is no JSON number is written as a string, so that nothing can be smuggled in.
  case number(String)
  case string(String)
  case array([JSON])
  /// Written in this order unless sorted; keys have to be distinct, or the text cannot be read again.
  case object([Member])
}

extension JSON {
  /// The same value without places; a number that is exactly an `Int64` becomes `integer`.
  package init(_ node: JSONNode) {
    switch node.content {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let text):
      if let integer = Int64(text), String(integer) == text { self = .integer(integer) } else { self = .number(text) }
    case .string(let text): self = .string(text)
    case .array(let elements): self = .array(elements.map { JSON($0) })
    case .object(let members): self = .object(members.map { Member($0.key, JSON($0.value)) })
    }
  }

  /// A string, or null for nil.
  package init(_ text: String?) {
    self = if let text { .string(text) } else { .null }
  }
}

extension JSON: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .string(text) }
}

extension JSON: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(members.map { Member($0.0, $0.1) })
  }
}

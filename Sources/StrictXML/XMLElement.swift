/// Where something starts in an XML text.
package struct XMLPosition: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in characters.
  package let column: Int
  /// In bytes of the text as it was given, from 0.
  package let offset: Int

  package init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

extension XMLPosition: CustomStringConvertible {
  package var description: String { "\(line):\(column)" }
}

/// One attribute of an element, its value normalised as XML asks.
package struct XMLAttribute: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One element of an XML text with what lies in it. Namespaces are not resolved: names keep their prefixes.
package struct XMLElement: Hashable, Sendable {
  package let name: String
  /// In the order of the text; no two names are equal.
  package let attributes: [XMLAttribute]
  package let children: [XMLElement]
  /// The element's own character data, in one piece; that of its children is theirs.
  package let text: String
  package let position: XMLPosition

  package init(
    name: String, attributes: [XMLAttribute] = [], children: [XMLElement] = [], text: String = "",
    position: XMLPosition
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
    self.position = position
  }

  /// The value of an attribute; nil when there is none.
  package subscript(attribute: String) -> String? {
    for candidate in attributes where candidate.name == attribute { return candidate.value }
    return nil
  }

  /// The children of a name, in their order.
  package func children(named name: String) -> [XMLElement] {
    children.filter { $0.name == name }
  }
}

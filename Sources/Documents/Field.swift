package import StrictYAML

/// A value in a document, with the words that messages use for it.
package struct Field: Sendable {
  /// `'retries'`, `an item of 'emails'`, `person 'maria'`, `the policy`.
  package let subject: String
  package let node: YAMLNode
  /// Whether messages must not repeat the value, as it may be a secret; what lies inside inherits it.
  package let isConfidential: Bool

  package init(_ subject: String, _ node: YAMLNode, isConfidential: Bool = false) {
    self.subject = subject
    self.node = node
    self.isConfidential = isConfidential
  }

  package var position: YAMLPosition { node.position }

  /// The same value under other words.
  package func called(_ subject: String) -> Field { Field(subject, node, isConfidential: isConfidential) }

  /// The same value, which messages must not repeat.
  package var confidential: Field { Field(subject, node, isConfidential: true) }
}

/// One entry of a map whose keys the writer chooses.
package struct MapEntry: Sendable {
  package let key: String
  package let keyPosition: YAMLPosition
  package let value: Field
}

/// A text and where it stands.
package struct Located: Hashable, Sendable {
  package let text: String
  package let position: YAMLPosition

  package init(_ text: String, at position: YAMLPosition) {
    self.text = text
    self.position = position
  }
}

/// The values of a map with a fixed set of settings.
package struct Fields: Sendable {
  package let table: KeyTable
  package let position: YAMLPosition
  private let values: [String: Field]

  init(_ values: [String: Field], table: KeyTable, position: YAMLPosition) {
    self.values = values
    self.table = table
    self.position = position
  }

  /// nil when the document does not have it.
  package subscript(key: String) -> Field? {
    precondition(table.keys.contains(key), "'\(key)' is read but is not in the table '\(table.name)'")
    return values[key]
  }
}

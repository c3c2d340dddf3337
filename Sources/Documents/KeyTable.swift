/// The settings that one kind of map may have. The reader, its messages and the JSON Schema go by the same table.
package struct KeyTable: Hashable, Sendable {
  /// The name of the map's definition in the JSON Schema, `$defs/<name>`.
  package let name: String
  package let required: [String]
  package let optional: [String]

  package init(_ name: String, required: [String] = [], optional: [String] = []) {
    self.name = name
    self.required = required
    self.optional = optional
  }

  /// In the order in which messages list them.
  package var keys: [String] { required + optional }
}

import Diagnostics
import StrictYAML

extension DocumentReader {
  /// The settings of a map that has a fixed set of them; unknown ones and missing ones are reported, each for itself.
  package func fields(of field: Field, _ table: KeyTable) -> Fields? {
    guard let entries = entries(of: field) else { return nil }
    var values: [String: Field] = [:]
    for entry in entries {
      if table.keys.contains(entry.key) {
        values[entry.key] = Field(quoted(entry.key), entry.value, isConfidential: field.isConfidential)
      } else {
        reportUnknown(entry.key, in: field, table, at: entry.keyPosition)
      }
    }
    for key in table.required where values[key] == nil {
      report(
        rules.missingKey, "\(field.subject) has no \(quoted(key))", at: field.position,
        because: ["\(quoted(key)) is required here"], next: ["add \(quoted(key))"])
    }
    return Fields(values, table: table, position: field.position)
  }

  /// The entries of a map whose keys are names of things: `noun` says of what, `person 'maria'`.
  package func map(of field: Field, noun: String, isEmptyAllowed: Bool = true) -> [MapEntry]? {
    guard let entries = entries(of: field) else { return nil }
    if entries.isEmpty && !isEmptyAllowed { reportEmpty(field, "name at least one \(noun)") }
    return entries.map { entry in
      let value = Field("\(noun) \(quoted(entry.key))", entry.value, isConfidential: field.isConfidential)
      return MapEntry(key: entry.key, keyPosition: entry.keyPosition, value: value)
    }
  }

  private func entries(of field: Field) -> [YAMLEntry]? {
    guard case .mapping(let entries) = field.node.content else { return mismatch(field, "a map") }
    return entries
  }

  private func reportUnknown(_ key: String, in field: Field, _ table: KeyTable, at position: YAMLPosition) {
    report(
      rules.unknownKey, "\(field.subject) has no setting \(quoted(key))", at: position,
      because: ["known settings are \(listed(table.keys))"],
      next: [didYouMean(key, among: table.keys) ?? "remove it, or write the setting that is meant"])
  }
}

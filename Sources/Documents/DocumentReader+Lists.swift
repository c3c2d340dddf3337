import Diagnostics
package import StrictYAML

extension DocumentReader {
  /// The items of a list, of any type.
  package func list(_ field: Field, isEmptyAllowed: Bool = true) -> [Field]? {
    guard case .sequence(let nodes) = field.node.content else { return mismatch(field, "a list") }
    if nodes.isEmpty && !isEmptyAllowed {
      reportEmpty(field, "write at least one item")
      return nil
    }
    return nodes.map { Field("an item of \(field.subject)", $0, isConfidential: field.isConfidential) }
  }

  /// A list of distinct texts, each read by `read`; items that cannot be read are reported and left out.
  package func distinct(
    _ field: Field, isEmptyAllowed: Bool = true, _ read: (Field) -> String?
  ) -> [Located]? {
    guard let items = list(field, isEmptyAllowed: isEmptyAllowed) else { return nil }
    var found: [Located] = []
    var positions: [String: YAMLPosition] = [:]
    for item in items {
      guard let text = read(item) else { continue }
      if let first = positions[text] {
        reportRepeated(text, in: field.subject, at: item.position, first: first)
      } else {
        positions[text] = item.position
        found.append(Located(text, at: item.position))
      }
    }
    return found
  }

  /// A list of distinct names, `noun` being what they name.
  package func names(_ field: Field, noun: String, isEmptyAllowed: Bool = true) -> [Located]? {
    distinct(field, isEmptyAllowed: isEmptyAllowed) { name($0, noun: noun) }
  }

  package func reportRepeated(_ text: String, in subject: String, at position: YAMLPosition, first: YAMLPosition) {
    report(
      rules.repeated, "\(subject) holds \(quoted(text)) twice", at: position,
      because: ["it stands in line \(first.line), column \(first.column) already"], next: ["delete one of the two"])
  }

  /// Whether there are not more than `most` of what a list or map holds, so that the time to compare them is bounded.
  package func isWithin(_ most: Int, count: Int, _ field: Field) -> Bool {
    if count <= most { return true }
    report(
      rules.outOfRange, "\(field.subject) has \(count) entries", at: field.position,
      because: ["it can have \(most) at most"])
    return false
  }

  package func reportEmpty(_ field: Field, _ next: String) {
    report(rules.empty, "\(field.subject) is empty", at: field.position, next: [next])
  }
}

package import Diagnostics
package import StrictYAML

/// Reads the values of one document and collects every finding on the way; what it cannot read, it returns as nil.
///
/// A nil without a finding never happens, so that "no findings" is the same as "everything was read".
package final class DocumentReader {
  /// The path that places name.
  package let source: String
  package let rules: ShapeRules
  package private(set) var findings: [Finding] = []

  package init(source: String, rules: ShapeRules) {
    self.source = source
    self.rules = rules
  }

  package func report(
    _ rule: Rule, _ what: String, at position: YAMLPosition, because: [String] = [], next: [String] = []
  ) {
    findings.append(Finding(rule, what, at: place(position), because: because, next: next))
  }

  package func place(_ position: YAMLPosition) -> Place {
    Place(source, line: position.line, column: position.column)
  }

  /// The document's outermost value; nil when the bytes are not one strict YAML document.
  package func root(_ bytes: [UInt8]) -> Field? {
    do throws(YAMLError) {
      return Field(rules.document, try StrictYAML.read(bytes))
    } catch {
      findings.append(error.finding(in: source))
      return nil
    }
  }
}

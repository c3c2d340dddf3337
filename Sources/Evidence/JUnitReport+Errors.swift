package import Diagnostics
package import StrictXML

/// Where something is in a report.
package struct JUnitPlace: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in characters.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package init(_ position: XMLPosition) {
    self.init(line: position.line, column: position.column)
  }
}

/// Why a file is no JUnit report that can be believed.
package enum JUnitError: Error, Hashable, Sendable {
  case xml(XMLError)
  /// The root is neither `testsuites` nor `testsuite`.
  case root(String, at: JUnitPlace)
  /// A test without class name and name.
  case nameless(at: JUnitPlace)
  /// A count that is not a whole number.
  case number(attribute: String, text: String, at: JUnitPlace)
  /// A suite declares another number than it holds.
  case contradiction(attribute: String, declared: Int, counted: Int, at: JUnitPlace)
}

extension JUnitError {
  /// Where it was found; nil when it concerns the whole file.
  package var position: JUnitPlace? {
    switch self {
    case .xml(let error): error.position.map { JUnitPlace($0) }
    case .root(_, let place), .nameless(let place), .number(_, _, let place), .contradiction(_, _, _, let place): place
    }
  }

  /// The place in a file, for a finding.
  package func place(in source: String) -> Place {
    Place(source, line: position?.line, column: position?.column)
  }

  /// One sentence without a full stop and without the position; safe for a terminal.
  package var message: String {
    switch self {
    case .xml(let error): error.message
    case .root(let name, _): "the root element is '\(visible(name))', not 'testsuites' or 'testsuite'"
    case .nameless: "a test has neither a class name nor a name"
    case .number(let attribute, let text, _):
      "the count '\(attribute)' is '\(visible(String(text.prefix(40))))', not a whole number"
    case .contradiction(let attribute, let declared, let counted, _):
      "a suite declares \(declared) \(words(attribute)) and holds \(counted)"
    }
  }

  private func words(_ attribute: String) -> String {
    attribute == "skipped" ? "skipped tests" : attribute
  }
}

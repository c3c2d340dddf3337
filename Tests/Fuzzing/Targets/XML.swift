import Diagnostics
import Evidence
import StrictXML

extension FuzzTarget {
  /// XML that is read has no attribute twice, lies within the limits, and reads the same when it is written.
  static let xml = FuzzTarget("xml") { bytes in
    guard let root = element(bytes) else { return }
    requireWithin(root, bytes, depth: 1)
    guard let again = element(Array(text(of: root).utf8)) else {
      preconditionFailure("XML that was read cannot be read when it is written")
    }
    precondition(text(of: again) == text(of: root), "XML is read otherwise than written")
  }

  /// A report that shows a failure anywhere has not passed, and every test ended one way.
  static let junit = FuzzTarget("junit") { bytes in
    let report: JUnitReport
    do throws(JUnitError) {
      report = try JUnitReport.read(bytes)
    } catch {
      requireSafe(error.message)
      let place = error.place(in: "report.xml")
      if let line = place.line { precondition(line >= 1, "an error is on a line that is not there") }
      return
    }
    guard let root = element(bytes) else { preconditionFailure("a report that was read is no XML") }
    let tests = elements(root).filter { $0.name == "testcase" }
    let bad = tests.count { test in test.children.contains { ["failure", "error"].contains($0.name) } }
    let stopped = elements(root).filter { $0.name != "testcase" }
      .flatMap(\.children).count { ["failure", "error"].contains($0.name) }
    precondition(report.tests == tests.count, "a test is not counted, or counted twice")
    precondition(report.failed.count + report.errored.count >= bad + stopped, "a failure is lost")
    precondition(report.passed.count <= tests.count - bad, "a test that failed has passed")
    let ends = [report.passed, report.failed, report.errored, report.skipped].map(\.count).reduce(0, +)
    precondition(ends == tests.count + stopped, "a test ended twice, or not at all")
    precondition((report.passed + report.failed).allSatisfy { $0.unicodeScalars.count <= 300 }, "a name is too long")
  }

  /// The suites and tests of a report: what lies in a suite.
  private static func elements(_ suite: XMLElement) -> [XMLElement] {
    var found = [suite]
    for child in suite.children {
      if child.name == "testsuite" { found += elements(child) }
      if child.name == "testcase" { found.append(child) }
    }
    return found
  }

  private static func element(_ bytes: [UInt8]) -> XMLElement? {
    do throws(XMLError) {
      return try StrictXML.read(bytes)
    } catch {
      requireSafe(error.message)
      if let place = error.position {
        precondition((0...bytes.count).contains(place.offset), "an error is behind the text")
        precondition(place.line >= 1 && place.column >= 1, "an error is before the text")
      }
      return nil
    }
  }

  private static func requireWithin(_ element: XMLElement, _ bytes: [UInt8], depth: Int) {
    precondition(depth <= XMLLimits.standard.depth, "elements lie deeper than the limit")
    precondition((0..<bytes.count).contains(element.position.offset), "an element is behind the text")
    // A carriage return ends a line, too. Source: XML 1.0, section 2.11.
    let lines = lineCount(bytes) + bytes.count { $0 == UInt8(ascii: "\r") }
    precondition(element.position.line <= lines, "an element is on a line that is not there")
    let names = element.attributes.map { Array($0.name.utf8) }
    precondition(Set(names).count == names.count, "an attribute stands twice")
    for child in element.children { requireWithin(child, bytes, depth: depth + 1) }
  }

  private static func text(of element: XMLElement) -> String {
    "<\(element.name)" + element.attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined() + ">"
      + escaped(element.text) + element.children.map(text).joined() + "</\(element.name)>"
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "<", ">", "&", "\"", "\n", "\r", "\t": "&#\(scalar.value);"
      default: String(scalar)
      }
    }.joined()
  }
}

import StrictXML

/// What a JUnit XML report says: which tests ran, and how each ended.
///
/// There is no schema that all tools follow. Source of what is accepted: the output of pytest, node's junit reporter, gotestsum,
/// Maven Surefire, GoogleTest and `swift test --xunit-output`. In doubt a test did not pass.
package struct JUnitReport: Hashable, Sendable {
  /// The root element's own name, where it has one.
  package let name: String?
  /// How many tests the report holds, skipped ones included. Zero is no evidence; whoever judges has to say so.
  package let tests: Int
  /// Names are `classname.name`, at most 300 characters, in the order of the report; a name may occur several times.
  /// They are text from outside and have to go through `visible(_:)`.
  package let passed: [String]
  /// Tests with a `failure`, an `error` beside it or not, and suites that failed as a whole.
  package let failed: [String]
  /// Tests with an `error` and no `failure`, and suites that stopped with one.
  package let errored: [String]
  /// Tests that did not run.
  package let skipped: [String]
}

extension JUnitReport {
  package static func read(_ bytes: [UInt8]) throws(JUnitError) -> JUnitReport {
    let root: XMLElement
    do {
      root = try StrictXML.read(bytes)
    } catch {
      throw .xml(error)
    }
    guard root.name == "testsuites" || root.name == "testsuite" else {
      throw .root(bounded(root.name), at: JUnitPlace(root.position))
    }
    var report = Outcomes()
    _ = try report.take(suite: root)
    return JUnitReport(
      name: root["name"].map { bounded($0) }, tests: report.tests, passed: report.names[.passed] ?? [],
      failed: report.names[.failed] ?? [], errored: report.names[.errored] ?? [], skipped: report.names[.skipped] ?? [])
  }
}

/// How a test ended, the worst word that the report has for it.
private enum Outcome: Hashable {
  case passed, failed, errored, skipped
}

/// The outcomes of all tests so far.
private struct Outcomes {
  var tests = 0
  var names: [Outcome: [String]] = [:]

  /// Takes the tests of a suite and of those in it, and compares the numbers that it declares. Its depth is bounded by
  /// the XML reader. Gives what the suite holds.
  mutating func take(suite: XMLElement) throws(JUnitError) -> JUnitCounts {
    var counts = JUnitCounts()
    for child in suite.children {
      switch child.name {
      case "testsuite": counts.add(suite: try take(suite: child))
      case "testcase": counts.add(test: child, try take(test: child))
      case "failure", "error":
        // The suite itself stopped: no test carries it, and it must not be lost.
        let name = suite["name"] ?? ""
        note(name.isEmpty ? suite.name : name, child.name == "failure" ? .failed : .errored)
        counts.addSuiteProblem(isError: child.name == "error")
      default: break
      }
    }
    try counts.compare(with: suite)
    return counts
  }

  private mutating func take(test: XMLElement) throws(JUnitError) -> JUnitCounts.Test {
    let parts = [test["classname"], test["name"]].compactMap { $0 }.filter { !$0.isEmpty }
    if parts.isEmpty { throw .nameless(at: JUnitPlace(test.position)) }
    let result = JUnitCounts.Test(test)
    tests += 1
    note(parts.joined(separator: "."), outcome(of: result))
    return result
  }

  private func outcome(of test: JUnitCounts.Test) -> Outcome {
    if test.failed { return .failed }
    if test.errored { return .errored }
    return test.skipped ? .skipped : .passed
  }

  private mutating func note(_ name: String, _ outcome: Outcome) {
    names[outcome, default: []].append(bounded(name))
  }
}

/// A name, cut to 300 characters.
private func bounded(_ name: String) -> String {
  let scalars = name.unicodeScalars
  guard let end = scalars.index(scalars.startIndex, offsetBy: 300, limitedBy: scalars.endIndex), end < scalars.endIndex
  else { return name }
  return String(scalars[..<scalars.index(before: end)]) + "…"
}

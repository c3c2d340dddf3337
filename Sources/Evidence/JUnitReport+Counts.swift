import StrictXML

/// What a suite of a report holds, counted in the ways in which tools count.
struct JUnitCounts {
  /// How one test ended.
  struct Test {
    let failed: Bool
    let errored: Bool
    let skipped: Bool

    /// Child elements, and the words of tools that write none: CTest and GoogleTest set `status` and `result`.
    init(_ test: XMLElement) {
      let words = [test["status"], test["result"]].compactMap { $0?.lowercased() }
      failed =
        test.children.contains { $0.name == "failure" }
        || words.contains { ["fail", "failed", "failure"].contains($0) }
      errored = test.children.contains { $0.name == "error" } || words.contains("error")
      skipped =
        test.children.contains { $0.name == "skipped" }
        || words.contains { ["notrun", "skipped", "disabled", "suppressed"].contains($0) }
    }
  }

  private var tests = 0
  private var failing = 0
  private var failed = 0
  private var errored = 0
  private var skipped = 0
  /// Elements: swift-testing counts issues, of which one test may have several.
  private var failureElements = 0
  private var errorElements = 0
  /// Tests that a `skipped` element marks, whatever else they have.
  private var skippedElements = 0
  /// Tests and suites that lie directly here: in a `testsuite`, node counts those.
  private var direct = Direct()

  private struct Direct {
    var children = 0
    var failing = 0
    var skipped = 0
    var skippedSuites = 0
  }

  mutating func add(test: XMLElement, _ result: Test) {
    let fails = result.failed || result.errored
    let isMarkedSkipped = test.children.contains { $0.name == "skipped" }
    tests += 1
    failing += fails ? 1 : 0
    failed += result.failed ? 1 : 0
    errored += result.errored ? 1 : 0
    skipped += result.skipped && !fails ? 1 : 0
    failureElements += test.children.count { $0.name == "failure" }
    errorElements += test.children.count { $0.name == "error" }
    skippedElements += isMarkedSkipped ? 1 : 0
    direct.children += 1
    direct.failing += fails ? 1 : 0
    direct.skipped += isMarkedSkipped ? 1 : 0
  }

  mutating func add(suite: JUnitCounts) {
    tests += suite.tests
    failing += suite.failing
    failed += suite.failed
    errored += suite.errored
    skipped += suite.skipped
    failureElements += suite.failureElements
    errorElements += suite.errorElements
    skippedElements += suite.skippedElements
    direct.children += 1
    direct.failing += suite.failing > 0 ? 1 : 0
    direct.skippedSuites += suite.skippedElements > 0 ? 1 : 0
  }

  mutating func addSuiteProblem(isError: Bool) {
    failing += 1
    failed += isError ? 0 : 1
    errored += isError ? 1 : 0
    failureElements += isError ? 0 : 1
    errorElements += isError ? 1 : 0
    direct.failing += 1
  }

  /// Compares with the numbers that a suite declares; those that it leaves out are not asked for.
  func compare(with suite: XMLElement) throws(JUnitError) {
    let direct = suite.name == "testsuite" ? direct : nil
    // pytest counts a test whose teardown stops once more or once less; such a report does not pass whatever it counts.
    let tolerance = (tests - failing)...(tests + failing)
    try compare("tests", of: suite, counted: tests) { tolerance.contains($0) || $0 == direct?.children }
    // Some tools count errors among the failures.
    let isFolded = errored > 0 && suite["failures"] == String(failing)
    try compare("failures", of: suite, counted: failed) {
      [failed, failureElements, failing, direct?.failing].contains($0) && ($0 > 0 || failed == 0)
    }
    try compare("errors", of: suite, counted: errored) {
      [errored, errorElements].contains($0) || (isFolded && $0 == 0)
    }
    // node counts suites that hold skipped tests among the skipped ones.
    try compare("skipped", of: suite, counted: skipped) {
      [skipped, skippedElements, direct?.skipped, direct.map { $0.skipped + $0.skippedSuites }].contains($0)
    }
  }

  private func compare(
    _ attribute: String, of suite: XMLElement, counted: Int, agrees: (Int) -> Bool
  ) throws(JUnitError) {
    guard let text = suite[attribute] else { return }
    guard let declared = Int(text), declared >= 0 else {
      throw .number(attribute: attribute, text: text, at: JUnitPlace(suite.position))
    }
    if !agrees(declared) {
      throw .contradiction(attribute: attribute, declared: declared, counted: counted, at: JUnitPlace(suite.position))
    }
  }
}

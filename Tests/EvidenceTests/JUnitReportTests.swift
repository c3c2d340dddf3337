import Diagnostics
import Evidence
import StrictXML
import Testing

private func read(_ text: String) throws -> JUnitReport {
  try JUnitReport.read(Array(text.utf8))
}

/// A report that is refused, and exactly why and where.
struct RefusedReport: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let error: JUnitError

  init(_ name: String, _ text: String, _ error: JUnitError) {
    testDescription = name
    self.text = text
    self.error = error
  }
}

private func contradiction(_ attribute: String, _ declared: Int, _ counted: Int, column: Int = 1) -> JUnitError {
  .contradiction(attribute: attribute, declared: declared, counted: counted, at: JUnitPlace(line: 1, column: column))
}

private let start = JUnitPlace(line: 1, column: 1)
private let failing = "<testcase name='a'><failure/></testcase>"
private let contradictions: [RefusedReport] = [
  RefusedReport("tests were stripped", "<testsuite tests='3'/>", contradiction("tests", 3, 0)),
  RefusedReport(
    "one test was stripped", "<testsuite tests='2'><testcase name='a'/></testsuite>", contradiction("tests", 2, 1)),
  RefusedReport(
    "no test is declared", "<testsuite tests='0'><testcase name='a'/></testsuite>", contradiction("tests", 0, 1)),
  RefusedReport(
    "a failure is hidden", "<testsuite failures='0'>\(failing)</testsuite>", contradiction("failures", 0, 1)),
  RefusedReport(
    "a failure is hidden in a suite below", "<testsuites failures='0'><testsuite>\(failing)</testsuite></testsuites>",
    contradiction("failures", 0, 1)),
  RefusedReport(
    "a failure was stripped", "<testsuite tests='1' failures='1'><testcase name='a'/></testsuite>",
    contradiction("failures", 1, 0)),
  RefusedReport("too many failures", "<testsuite failures='3'>\(failing)</testsuite>", contradiction("failures", 3, 1)),
  RefusedReport(
    "an error is hidden", "<testsuite errors='0'><testcase name='a'><error/></testcase></testsuite>",
    contradiction("errors", 0, 1)),
  RefusedReport(
    "an error is hidden, and the failures are none",
    "<testsuite errors='0' failures='0'><testcase name='a'><error/></testcase></testsuite>",
    contradiction("errors", 0, 1)),
  RefusedReport(
    "an error was stripped", "<testsuite errors='1'><testcase name='a'/></testsuite>", contradiction("errors", 1, 0)),
  RefusedReport(
    "a build error without a test",
    "<testsuites tests='1' failures='0' errors='1'><testsuite tests='1'>"
      + "<testcase name='a'/></testsuite></testsuites>", contradiction("errors", 1, 0)),
  RefusedReport(
    "skipped tests told as run", "<testsuite skipped='0'><testcase name='a'><skipped/></testcase></testsuite>",
    contradiction("skipped", 0, 1)),
  RefusedReport(
    "run tests told as skipped", "<testsuite skipped='1'><testcase name='a'/></testsuite>",
    contradiction("skipped", 1, 0)),
  RefusedReport(
    "a suite below contradicts",
    "<testsuites tests='1'><testsuite tests='2'><testcase name='a'/></testsuite></testsuites>",
    contradiction("tests", 2, 1, column: 23)),
  RefusedReport(
    "the root counts suites",
    "<testsuites tests='1'><testsuite><testcase name='a'/><testcase name='b'/></testsuite></testsuites>",
    contradiction("tests", 1, 2)),
]

private let malformed: [RefusedReport] = [
  RefusedReport("nothing", "", .xml(.empty)),
  RefusedReport("another root", "<html/>", .root("html", at: start)),
  RefusedReport("a test as root", "<testcase name='a'/>", .root("testcase", at: start)),
  RefusedReport(
    "a document type", "<!DOCTYPE a><testsuite/>", .xml(.doctype(at: XMLPosition(line: 1, column: 12, offset: 11)))),
  RefusedReport("a negative count", "<testsuite tests='-1'/>", .number(attribute: "tests", text: "-1", at: start)),
  RefusedReport("no count", "<testsuite failures=''/>", .number(attribute: "failures", text: "", at: start)),
  RefusedReport("a word as count", "<testsuite errors='none'/>", .number(attribute: "errors", text: "none", at: start)),
  RefusedReport(
    "a huge count", "<testsuite tests='99999999999999999999'/>",
    .number(attribute: "tests", text: "99999999999999999999", at: start)),
  RefusedReport(
    "a test without a name", "<testsuite>\n <testcase time='1'/></testsuite>",
    .nameless(at: JUnitPlace(line: 2, column: 2))),
]

/// What a tool writes, and what it means.
struct ToolReport: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let passed: [String]
  let failed: [String]
  let errored: [String]
  let skipped: [String]

  init(
    _ name: String, _ text: String, passed: [String] = [], failed: [String] = [], errored: [String] = [],
    skipped: [String] = []
  ) {
    testDescription = name
    self.text = text
    self.passed = passed
    self.failed = failed
    self.errored = errored
    self.skipped = skipped
  }
}

private let tools: [ToolReport] = [
  ToolReport(
    "pytest 8",
    """
    <?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="2" failures="2" \
    skipped="2" tests="9" time="0.035" timestamp="2026-03-12T15:31:32.740566+00:00" hostname="vm">\
    <testcase classname="test_x" name="test_pass" time="0.000" />\
    <testcase classname="test_x" name="test_fail" time="0.001"><failure message="assert 1 == 2">&gt; E</failure></testcase>\
    <testcase classname="test_x" name="test_skip" time="0"><skipped type="pytest.skip" message="no">x:4</skipped></testcase>\
    <testcase classname="test_x" name="test_xfail" time="0"><skipped type="pytest.xfail" message="" /></testcase>\
    <testcase classname="test_x" name="test_pass_teardown" time="0"><error message="failed on teardown">x</error></testcase>\
    <testcase classname="test_x" name="test_fail_teardown" time="0"><failure message="assert 0">x</failure></testcase>\
    <testcase classname="test_x" name="test_fail_teardown" time="0"><error message="failed on teardown">x</error></testcase>\
    <testcase classname="test_x" name="test_param[&lt;&amp;&gt;]" time="0.000" />\
    <testcase classname="test_x.TestC" name="test_in" time="0.000" /></testsuite></testsuites>
    """,
    passed: ["test_x.test_pass"] + ["test_x.test_param[<&>]", "test_x.TestC.test_in"],
    failed: ["test_x.test_fail", "test_x.test_fail_teardown"],
    errored: ["test_x.test_pass_teardown", "test_x.test_fail_teardown"],
    skipped: ["test_x.test_skip", "test_x.test_xfail"]),
  ToolReport(
    "pytest, a teardown that stops is counted beside its test",
    "<testsuite name='pytest' errors='1' failures='0' skipped='0' tests='2'><testcase classname='t' name='a'>"
      + "<error message='failed on teardown'/></testcase></testsuite>", errored: ["t.a"]),
  ToolReport(
    "node 20",
    """
    <?xml version="1.0" encoding="utf-8"?>
    <testsuites>
      <testcase name="top" time="0.000796" classname="test"/>
      <testcase name="skipped" time="0.000086" classname="test"><skipped type="skipped" message="why"/></testcase>
      <testcase name="todo failing" time="0.0008" classname="test" failure="1 == 2">
        <skipped type="todo" message="true"/><failure type="testCodeFailure" message="1 == 2">x</failure>
      </testcase>
      <testsuite name="group" time="0.1" disabled="0" errors="0" tests="3" failures="1" skipped="1" hostname="vm">
        <testcase name="a" time="0.000166" classname="test"/>
        <testcase name="b" time="0.0" classname="test" failure="x"><failure type="testCodeFailure" message="x">y</failure></testcase>
        <testsuite name="inner" time="0.1" disabled="0" errors="0" tests="2" failures="0" skipped="1" hostname="vm">
          <testcase name="c" time="0.000100" classname="test"/>
          <testcase name="d" time="0.000111" classname="test"><skipped type="skipped" message="true"/></testcase>
        </testsuite>
      </testsuite>
      <testsuite name="outer" time="0.1" disabled="0" errors="0" tests="1" failures="1" skipped="0" hostname="vm">
        <testsuite name="inner" time="0.1" disabled="0" errors="0" tests="2" failures="2" skipped="0" hostname="vm">
          <testcase name="e" time="0" classname="test" failure="x"><failure type="testCodeFailure" message="x"/></testcase>
          <testcase name="f" time="0" classname="test" failure="x"><failure type="testCodeFailure" message="x"/></testcase>
        </testsuite>
      </testsuite>
      <!-- tests 9 --><!-- fail 2 -->
    </testsuites>
    """,
    passed: ["test.top", "test.a", "test.c"], failed: ["test.todo failing", "test.b", "test.e", "test.f"],
    skipped: ["test.skipped", "test.d"]),
  ToolReport(
    "gotestsum",
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="3" failures="1" errors="0" time="0.2">
      <testsuite tests="3" failures="1" time="0.100000" name="example.com/pkg" timestamp="2026-03-12T10:00:00Z">
        <properties><property name="go.version" value="go1.22 linux/amd64"></property></properties>
        <testcase classname="example.com/pkg" name="TestA/sub_1" time="0.000000"></testcase>
        <testcase classname="example.com/pkg" name="TestB" time="0.010000"><failure message="Failed" type="">x</failure></testcase>
        <testcase classname="example.com/pkg" name="TestC" time="0"><skipped message="=== RUN   TestC&#xA;"></skipped></testcase>
      </testsuite>
    </testsuites>
    """,
    passed: ["example.com/pkg.TestA/sub_1"], failed: ["example.com/pkg.TestB"], skipped: ["example.com/pkg.TestC"]),
  ToolReport(
    "Maven Surefire",
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://x/surefire.xsd" \
    version="3.0.2" name="com.acme.PayTest" time="1,234.5" tests="5" errors="1" skipped="1" failures="1" flakes="1">
      <properties><property name="java.version" value="17"/></properties>
      <testcase name="pays" classname="com.acme.PayTest" time="0.01"/>
      <testcase name="refuses" classname="com.acme.PayTest" time="0"><failure message="x" type="org.opentest4j.AssertionFailedError"><![CDATA[at <x>]]></failure><rerunFailure type="x"/></testcase>
      <testcase name="" classname="com.acme.PayTest" time="0"><error type="java.lang.IllegalStateException">x</error></testcase>
      <testcase name="later" classname="com.acme.PayTest" time="0"><skipped message="x"/></testcase>
      <testcase name="flaky" classname="com.acme.PayTest" time="0"><flakyFailure type="x"><stackTrace/></flakyFailure></testcase>
    </testsuite>
    """,
    passed: ["com.acme.PayTest.pays", "com.acme.PayTest.flaky"], failed: ["com.acme.PayTest.refuses"],
    errored: ["com.acme.PayTest"], skipped: ["com.acme.PayTest.later"]),
  ToolReport(
    "swift test, where failures counts issues",
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="TestResults" errors="0" tests="3" failures="2" skipped="1" time="0.1">
        <testcase classname="PayTests.Suite" name="pays()" time="0.1" />
        <testcase classname="PayTests.Suite" name="refuses(_:)" time="0.1">
          <failure message="Expectation failed: one" /><failure message="Expectation failed: two" />
        </testcase>
        <testcase classname="PayTests.Suite" name="later()" time="0"><skipped>why</skipped></testcase>
      </testsuite>
    </testsuites>
    """,
    passed: ["PayTests.Suite.pays()"], failed: ["PayTests.Suite.refuses(_:)"], skipped: ["PayTests.Suite.later()"]),
  ToolReport(
    "GoogleTest, where a disabled test has no child",
    "<testsuites tests='3' failures='0' disabled='1' errors='0' name='AllTests'><testsuite name='S' tests='3' failures='0' "
      + "disabled='1' skipped='1' errors='0'><testcase name='A' status='run' result='completed' classname='S'/>"
      + "<testcase name='B' status='notrun' result='suppressed' classname='S'/>"
      + "<testcase name='C' status='run' result='skipped' classname='S'><skipped/></testcase></testsuite></testsuites>",
    passed: ["S.A"], skipped: ["S.B", "S.C"]),
  ToolReport(
    "CTest, where a word says that a test failed",
    "<testsuite name='x' tests='1' failures='1' disabled='0' skipped='0'><testcase name='A' classname='A' status='fail'/></testsuite>",
    failed: ["A.A"]),
  ToolReport(
    "errors counted among the failures",
    "<testsuite tests='2' failures='2' errors='0'><testcase name='a'><error/></testcase>\(failing)</testsuite>",
    failed: ["a"], errored: ["a"]),
  ToolReport(
    "a suite that stopped as a whole",
    "<testsuite name='s' tests='1' errors='1'><testcase name='a'/><error>x</error></testsuite>",
    passed: ["a"], errored: ["s"]),
  ToolReport(
    "a failure outweighs an error and a skip",
    "<testsuite><testcase name='a'><skipped/><error/><failure/></testcase></testsuite>", failed: ["a"]),
]

@Suite struct JUnitReportTests {
  @Test(arguments: contradictions + malformed)
  func isRefused(_ refused: RefusedReport) {
    #expect(throws: refused.error) { try read(refused.text) }
    #expect(!refused.error.message.isEmpty && refused.error.message.last != ".")
  }

  @Test(arguments: tools)
  func isRead(_ tool: ToolReport) throws {
    let report = try read(tool.text)
    #expect(report.passed == tool.passed)
    #expect(report.failed == tool.failed)
    #expect(report.errored == tool.errored)
    #expect(report.skipped == tool.skipped)
  }

  @Test(arguments: [
    "<testsuites/>", "<testsuite tests='0' failures='0' errors='0' skipped='0'/>",
    "<testsuites><testsuite/></testsuites>",
  ])
  func noTestsAreCountedAsNone(_ text: String) throws {
    let report = try read(text)
    #expect(report.tests == 0 && report.passed.isEmpty && report.failed.isEmpty)
  }

  @Test func testsCountEveryTestOnce() throws {
    let report = try read(
      "<testsuites name='all'><testsuite name='s'><testsuite><testcase name='a'/></testsuite>\(failing)"
        + "<testcase name='b'><skipped/></testcase><testcase name='c'><error/></testcase></testsuite></testsuites>")
    #expect(report.tests == 4 && report.name == "all")
    #expect(report.passed == ["a"] && report.failed == ["a"] && report.errored == ["c"] && report.skipped == ["b"])
  }

  @Test func namesAreBounded() throws {
    let name = String(repeating: "é", count: 400)
    let report = try read("<testsuite name='\(name)'><testcase classname='\(name)' name='x'/></testsuite>")
    #expect(report.passed.first?.unicodeScalars.count == 300 && report.passed.first?.hasSuffix("é…") == true)
    #expect(report.name?.unicodeScalars.count == 300)
    let exact = String(repeating: "n", count: 300)
    #expect(try read("<testsuite><testcase name='\(exact)'/></testsuite>").passed == [exact])
  }

  @Test func messagesAreSafeForATerminal() {
    let message = JUnitError.number(attribute: "tests", text: "1\u{202e}\n", at: start).message
    #expect(message == "the count 'tests' is '1\\u{202e}\\u{a}', not a whole number")
    #expect(JUnitError.root("a\u{9b}", at: start).message.contains("a\\u{9b}"))
    #expect(contradiction("skipped", 2, 1).place(in: "r.xml").description == "r.xml:1:1")
  }

  @Test(.timeLimit(.minutes(1)))
  func manyTestsAreReadInBoundedTime() throws {
    let text = "<testsuite tests='100000'>" + String(repeating: "<testcase name='a'/>", count: 100_000) + "</testsuite>"
    #expect(try read(text).tests == 100_000)
  }
}

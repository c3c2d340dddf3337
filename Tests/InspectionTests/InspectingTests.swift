import Diagnostics
import Inspection
import Testing
import Workflows

@Suite("Inspecting a file")
struct InspectingTests {
  @Test(
    "what cannot be read is one finding with a place",
    arguments: [
      ("{\"nodes\": [", "definition.unreadable"), ("{\"nodes\": [], \"nodes\": []}", "definition.unreadable"),
      ("on: push\non: pull\njobs: {}\n", "definition.unreadable"), ("a: *gone\n", "definition.unreadable"),
      ("<definitions", "definition.unreadable"), ("", "definition.unreadable"),
      ("\u{0}\u{1}\u{2}", "definition.unreadable"),
      (String(repeating: "[", count: 10_000), "definition.unreadable"),
      (String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000), "definition.unreadable"),
      ("{}", "definition.unrecognised"), ("[]", "definition.unrecognised"), ("just words", "definition.unrecognised"),
      ("a: 1\n", "definition.unrecognised"),
    ])
  func unreadable(text: String, rule: String) {
    let inspected = inspected(text)
    #expect(inspected.models.isEmpty)
    #expect(inspected.findings.map(\.rule.id) == [rule])
    #expect(inspected.findings.allSatisfy { $0.place != nil && !$0.next.isEmpty })
  }

  @Test("a damaged file still says which engine it is for")
  func damaged() {
    #expect(inspected("{\"nodes\": [], \"connections\": {").engine == .n8n)
    #expect(inspected("on: push\njobs:\n  a: [\n").engine == .githubActions)
    #expect(inspected("{\"StartAt\": \"A\", \"States\": {").engine == .stepFunctions)
  }

  @Test("a definition of another engine than the manifest names is told")
  func other() {
    let inspected = inspected("{\"nodes\": [], \"connections\": {}}", engine: .githubActions)
    #expect(inspected.findings.map(\.rule.id) == ["definition.other-engine"])
    #expect(inspected.findings.flatMap(\.because) == ["it looks like one for n8n"])
    #expect(inspected.models.isEmpty)
  }

  @Test("a byte order mark and CRLF change nothing")
  func marks() throws {
    let json = "{\"nodes\": [{\"name\": \"A\", \"type\": \"n8n-nodes-base.noOp\"}],\r\n \"connections\": {}}"
    #expect(try model("\u{feff}" + json).steps.map(\.id) == ["A"])
    let yaml = "on: push\r\njobs:\r\n  a:\r\n    runs-on: x\r\n    steps:\r\n      - run: ls\r\n"
    #expect(try model("\u{feff}" + yaml).steps.map(\.id) == ["a", "a/step 1"])
  }

  @Test("a place counts lines and bytes, and a pointer says the way")
  func places() throws {
    let step = try model("{\"connections\": {},\n \"nodes\": [\n  {\"name\": \"A\", \"type\": \"x.y\"}]}").steps[0]
    #expect(step.spot == Spot(pointer: "/nodes/0", line: 3, column: 3, offset: 34))
  }

  @Test("steps of one name stay apart, in time, however many they are")
  func twins() throws {
    let nodes = (0..<3_000).map { _ in "{\"name\":\"a\",\"type\":\"n8n-nodes-base.stripe\"}" }.joined(separator: ",")
    let model = try model("{\"connections\":{},\"nodes\":[\(nodes)]}")
    #expect(Set(model.steps.map(\.id)).count == 3_000 && model.unknowns.count == 2_999)
    #expect(model.steps[2_999].id == "a#3000")
  }

  @Test("a file of many steps is read; one that is too large is refused with the limit")
  func large() {
    let nodes = (0..<5_000).map { "{\"name\":\"n\($0)\",\"type\":\"n8n-nodes-base.noOp\"}" }.joined(separator: ",")
    #expect(inspected("{\"connections\":{},\"nodes\":[\(nodes)]}").models.first?.steps.count == 5_000)
    let bytes = Array("{\"connections\":{},\"nodes\":[".utf8) + [UInt8](repeating: 0x20, count: 33 << 20)
    let large = Inspecting.inspect(bytes, path: "flow.json", engine: nil)
    #expect(large.findings.map(\.what) == ["the JSON text has 34603035 bytes, more than the limit of 33554432"])
    #expect(large.engine == .n8n)
  }
}

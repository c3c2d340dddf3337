import Inspection
import Testing
import Workflows

/// What is shown of two long texts: every place that differs, whatever harmless change stands before it.
@Suite("meaning: what differs in long texts")
struct SpanTests {
  private func text(_ change: (inout Model) -> Void) -> String {
    var new = Models.payment
    change(&new)
    return Models.lines(Models.payment, new).joined(separator: "\n")
  }

  private func setting(_ old: String, _ new: String) -> String {
    var before = Models.payment
    before.edit("Pay invoice") { $0.settings = [Model.Setting("jsonBody", old, spot: Models.spot())] }
    var after = before
    after.edit("Pay invoice") { $0.settings = [Model.Setting("jsonBody", new, spot: Models.spot())] }
    return Models.lines(before, after).joined(separator: "\n")
  }

  @Test("two changes far apart in one value are both told")
  func farApart() {
    let filler = String(repeating: "a long text that stays as it is, ", count: 20)
    let said = setting("A note \(filler) to: finance@acme.example", "A Note \(filler) to: evil@evil.example")
    #expect(said.contains("A note") && said.contains("A Note"))
    #expect(said.contains("finance@acme") && said.contains("evil@evil"))
  }

  @Test("of a place that is too long both ends are told")
  func bothEnds() {
    let (a, b) = (String(repeating: "a ", count: 300), String(repeating: "b ", count: 300))
    let said = setting(a + "pay to ACME", b + "pay to EVIL")
    #expect(said.contains("ACME") && said.contains("EVIL"))
  }

  @Test("many places are counted, and texts that share nothing take no time")
  func many() {
    let old = (0..<4_000).map { "w\($0) same so far " }.joined()
    let new = (0..<4_000).map { "v\($0) same so far " }.joined()
    #expect(setting(old, new).contains("differences more"))
    let (a, b) = (
      (0..<6_000).map { "a\($0)" }.joined(separator: " "), (0..<6_000).map { "b\($0)" }.joined(separator: " ")
    )
    #expect(setting(a, b).contains("b5999"))
  }

  @Test("a long line of code tells what differs in it; of many lines some of both sides are told")
  func code() {
    func coded(_ text: String) -> Model {
      var model = Models.payment
      model.edit("Work it out") { $0.code = [Model.Code(language: "javascript", text: text, spot: Models.spot())] }
      return model
    }
    func said(_ old: String, _ new: String) -> String {
      Models.lines(coded(old), coded(new)).joined(separator: "\n")
    }
    let filler = String(repeating: "const a = 1; ", count: 20)
    let line = said(filler + "pay($json.iban)", filler + "pay('DE02')")
    #expect(line.contains("~ ") && line.contains("$json.iban") && line.contains("DE02"))
    let (a, b) = (
      (0..<20).map { "old(\($0))" }.joined(separator: "\n"), (0..<20).map { "new(\($0))" }.joined(separator: "\n")
    )
    #expect(said(a, b).contains("- old(0)") && said(a, b).contains("+ new(0)") && said(a, b).contains("more lines"))
  }

  @Test("a host, a permission and a workflow's id are told, however random they look")
  func names() {
    let said = text {
      $0.edit("Work it out") {
        $0.destinations = [
          .init(
            host: .known("x1y2z3a4b5c6d7e8f9.evil.example"), scheme: "https",
            written: "https://x1y2z3a4b5c6d7e8f9.evil.example/c", spot: Models.spot())
        ]
        $0.calls = [
          Model.Reference(.workflow, name: .known("zZ9yX8wV7uT6sR5q"), isPinned: .absent, spot: Models.spot())
        ]
      }
    }
    #expect(said.contains("x1y2z3a4b5c6d7e8f9.evil.example") && said.contains("zZ9yX8wV7uT6sR5q"))
  }

  private func values(_ old: [(String, String)], _ new: [(String, String)]) -> String {
    var before = Models.payment
    before.edit("Check amount") { $0.settings = old.map { .init($0.0, $0.1, spot: Models.spot()) } }
    var after = before
    after.edit("Check amount") { $0.settings = new.map { .init($0.0, $0.1, spot: Models.spot()) } }
    return Models.lines(before, after).joined(separator: "\n")
  }

  @Test("keys that are numbers are no places in a list; parts that change and their places that change are both told")
  func numbers() {
    let said = values(
      [("limits.1000", "auto"), ("limits.10000", "manager")], [("limits.99999", "auto"), ("limits.100000", "manager")])
    #expect(said.contains("99999") && said.contains("100000"))
    let swapped = values(
      [("rules.0.op", "lt"), ("rules.0.value", "1000"), ("rules.1.op", "gte"), ("rules.1.value", "1000")],
      [("rules.0.op", "gte"), ("rules.0.value", "1001"), ("rules.1.op", "lt"), ("rules.1.value", "1000")])
    #expect(swapped.contains("in another order") && swapped.contains("1001"))
  }

  @Test("a part of a list that holds nothing has a place, and moves what stands behind it")
  func empty() throws {
    func flow(_ rules: String) -> String {
      "{\"nodes\": [{\"id\": \"1\", \"name\": \"Route\", \"type\": \"n8n-nodes-base.switch\", \"parameters\": {\"rules\": {\"values\": [\(rules)]}}}], \"connections\": {}}"
    }
    let rule = "{\"outputKey\": \"a\"}, {\"outputKey\": \"b\"}"
    let lines = try Versions.lines(.n8n, flow(rule), rule, "{}, " + rule)
    #expect(!lines.isEmpty)
  }
}

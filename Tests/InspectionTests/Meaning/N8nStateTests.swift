import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("meaning: n8n, what a run begins with and in which order it goes on")
struct N8nStateTests {
  private let text = """
    { "name": "Pay", "settings": { "executionOrder": "v1" }, "nodes": [
      { "name": "Start", "type": "n8n-nodes-base.manualTrigger", "position": [0, 0], "parameters": {} },
      { "name": "Check", "type": "n8n-nodes-base.noOp", "position": [200, 0], "parameters": {} },
      { "name": "Pay", "type": "n8n-nodes-base.noOp", "position": [200, 100], "parameters": {} } ],
      "connections": { "Start": { "main": [[ { "node": "Check", "type": "main", "index": 0 },
        { "node": "Pay", "type": "main", "index": 0 } ]] } },
      "staticData": { "node:Start": { "last": 1 } } }
    """

  private let order = [
    "* what follows on 'Start' runs in another order", "    before: 'Check' and 'Pay'", "    now: 'Pay' and 'Check'",
  ]

  @Test("the topmost runs first, of two on one height the leftmost", arguments: ["[200, -1]", "[100, 0]"])
  func places(place: String) throws {
    let lines = try Versions.lines(.n8n, text, "[200, 100]", place)
    #expect(lines == order, "\(lines)")
  }

  @Test("other places in the same order are silent", arguments: ["[200, 1]", "[0, 500]"])
  func silent(place: String) throws {
    #expect(try Versions.lines(.n8n, text, "[200, 100]", place)[0] == "nothing changed in what it does")
  }

  @Test("without that order, the list is what counts")
  func list() throws {
    let old = text.replacing("v1", with: "v0")
    let turned = ("\"node\": \"Check\"", "\"node\": \"@\"")
    let rest = [("\"node\": \"Pay\"", "\"node\": \"Check\""), ("\"node\": \"@\"", "\"node\": \"Pay\"")]
    #expect(try Versions.lines(.n8n, old, turned.0, turned.1, also: rest[0], rest[1]) == order)
    #expect(
      try Versions.lines(.n8n, text, turned.0, turned.1, also: rest[0], rest[1])[0] == "nothing changed in what it does"
    )
    #expect(try Versions.lines(.n8n, old, "[200, 100]", "[200, -1]")[0] == "nothing changed in what it does")
  }

  @Test("the state that runs leave behind is one line, and not grave")
  func state() throws {
    let state = "\"staticData\": { \"node:Start\": { \"last\": 1 } }"
    let words = "* the state that runs leave behind for the next (staticData)"
    #expect(try Versions.lines(.n8n, text, "\"last\": 1", "\"last\": 2") == ["\(words) is another"])
    #expect(try Versions.lines(.n8n, text, state, "\"staticData\": null") == ["\(words) is gone"])
    let without = text.replacing(state, with: "\"staticData\": null")
    #expect(try Versions.lines(.n8n, without, "\"staticData\": null", state) == ["\(words) stands in it now"])
  }

  private func copies(_ suffix: String, _ id: String, paying address: String, isTurned: Bool) -> String {
    var nodes = [node("Start", "manualTrigger", "", suffix, id)]
    var ways = [way("Start", ["A 1", "B 1"], suffix)]
    for branch in ["A", "B"] {
      let names = (1...4).map { "\(branch) \($0)" }
      for (index, name) in names.enumerated() {
        let expression = "{{ $('\(index == 0 ? "Start" : names[index - 1])\(suffix)').item.json.x }}"
        if index < 3 {
          nodes.append(node(name, "set", "\"value\": \"=\(expression)\"", suffix, id))
          ways.append(way(name, [names[index + 1]], suffix))
        } else {
          let host = branch == "A" ? "log.example" : address
          nodes.append(node(name, "httpRequest", "\"url\": \"=https://\(host)/\(expression)\"", suffix, id))
        }
      }
    }
    if isTurned { nodes.reverse() }
    return
      "{ \"name\": \"Pay\", \"nodes\": [\(nodes.joined(separator: ","))], \"connections\": {\(ways.joined(separator: ","))} }"
  }

  private func node(_ name: String, _ type: String, _ parameters: String, _ suffix: String, _ id: String) -> String {
    """
    { "id": "\(id)\(name)", "name": "\(name)\(suffix)", "type": "n8n-nodes-base.\(type)", "typeVersion": 1, "position": [0, 0],
      "parameters": { \(parameters) } }
    """
  }

  private func way(_ from: String, _ to: [String], _ suffix: String) -> String {
    let targets = to.map { "{ \"node\": \"\($0)\(suffix)\", \"type\": \"main\", \"index\": 0 }" }
    return "\"\(from)\(suffix)\": { \"main\": [[\(targets.joined(separator: ","))]] }"
  }

  @Test("where all steps have other names and ids, each is told as renamed, and what else changed stands out")
  func renamed() throws {
    let old = try Versions.side(.n8n, copies("", "a", paying: "bank.example", isTurned: false))
    for isTurned in [false, true] {
      let same = try Versions.side(.n8n, copies(" (2)", "b", paying: "bank.example", isTurned: isTurned))
      #expect(Difference.between(old, same).changes.map(\.kind) == Array(repeating: .renamed, count: 9))
      let other = try Versions.side(.n8n, copies(" (2)", "b", paying: "eve.example", isTurned: isTurned))
      let lines = Difference.between(old, other).lines.map(\.text)
      #expect(lines.count { $0.hasPrefix("- renamed") } == 9, "\(lines)")
      #expect(lines.contains { $0.hasPrefix("! new destination: eve.example") })
      #expect(!lines.contains { $0.contains("comes") || $0.contains("step") && !$0.contains("from") }, "\(lines)")
    }
  }
}

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
}

import StrictJSON
import Testing
import Workflows

@Suite struct NormalisingTests {
  private static let saved = """
    {
      "name": "Pay",
      "nodes": [
        { "parameters": { "url": "https://bank.example", "active": true, "n": 1.0 }, "id": "b", "name": "Pay",
          "type": "n8n-nodes-base.httpRequest", "typeVersion": 4.2, "position": [220, 0], "disabled": false,
          "credentials": { "httpHeaderAuth": { "id": "c1", "name": "Bank" } } },
        { "parameters": {}, "id": "a", "name": "Start", "type": "n8n-nodes-base.manualTrigger", "typeVersion": 1,
          "position": [0, 0], "createdAt": "kept here" }
      ],
      "connections": { "Start": { "main": [[{ "node": "Pay", "type": "main", "index": 0 }]] } },
      "settings": { "executionOrder": "v1" },
      "id": "w1", "active": true, "versionId": "v-1", "triggerCount": 1, "updatedAt": "2026-03-01", "pinData": {},
      "meta": { "instanceId": "i-1", "templateId": "77" },
      "tags": [{ "id": "t2", "name": "pay", "updatedAt": "x" }, { "id": "t1", "name": "finance", "createdAt": "y" }]
    }
    """

  private static let kept = """
    {
      "connections": {
        "Start": {
          "main": [
            [
              {
                "index": 0,
                "node": "Pay",
                "type": "main"
              }
            ]
          ]
        }
      },
      "id": "w1",
      "meta": {
        "templateId": "77"
      },
      "name": "Pay",
      "nodes": [
        {
          "credentials": {
            "httpHeaderAuth": {
              "id": "c1",
              "name": "Bank"
            }
          },
          "disabled": false,
          "id": "b",
          "name": "Pay",
          "parameters": {
            "active": true,
            "n": 1.0,
            "url": "https://bank.example"
          },
          "position": [
            220,
            0
          ],
          "type": "n8n-nodes-base.httpRequest",
          "typeVersion": 4.2
        },
        {
          "createdAt": "kept here",
          "id": "a",
          "name": "Start",
          "parameters": {},
          "position": [
            0,
            0
          ],
          "type": "n8n-nodes-base.manualTrigger",
          "typeVersion": 1
        }
      ],
      "settings": {
        "executionOrder": "v1"
      },
      "tags": [
        {
          "id": "t1",
          "name": "finance"
        },
        {
          "id": "t2",
          "name": "pay"
        }
      ]
    }

    """

  @Test(arguments: [
    (Engine.n8n, "", NormalisingError.empty), (.n8n, " \r\n\t", .empty), (.script, "", .empty),
    (.argo, "\u{feff}\n", .empty),
    (.n8n, "\"text\"", .notAWorkflow(kind: "a string")), (.n8n, "null", .notAWorkflow(kind: "null")),
    (.n8n, "{}", .notAWorkflow(kind: "another object")),
    (.n8n, #"{"nodes":[]}"#, .notAWorkflow(kind: "another object")),
    (.n8n, #"{"nodes":{},"connections":{}}"#, .notAWorkflow(kind: "another object")),
    (.n8n, #"{"nodes":[],"connections":[]}"#, .notAWorkflow(kind: "another object")),
    (.n8n, #"{"workflow":{"nodes":[],"connections":{}}}"#, .notAWorkflow(kind: "another object")),
    (.n8n, "[]", .workflows(count: 0)), (.n8n, "[[]]", .notAWorkflow(kind: "an array")),
    (.n8n, #"[{"nodes":[],"connections":{}},{"nodes":[],"connections":{}}]"#, .workflows(count: 2)),
    (
      .n8n, #"{"nodes":[],"connections":{},"nodes":[]}"#,
      .json(
        .duplicateKey(
          "nodes", first: JSONPosition(offset: 1, line: 1, column: 2),
          again: JSONPosition(offset: 29, line: 1, column: 30)))
    ),
    (
      .logicApps, "a: b",
      .json(.unexpected(expected: "a value", at: JSONPosition(offset: 0, line: 1, column: 1)))
    ),
    (
      .stepFunctions, #"{"A": ${B}}"#,
      .json(.unexpected(expected: "a value", at: JSONPosition(offset: 6, line: 1, column: 7)))
    ),
  ])
  func `what is no definition is refused`(engine: Engine, text: String, expected: NormalisingError) {
    #expect(throws: expected) { try Normalising.normalise(Array(text.utf8), engine: engine) }
  }

  @Test(arguments: [Engine.bpmn, .argo, .script])
  func `text in another encoding is refused`(engine: Engine) {
    for bytes in [[0xff, 0xfe, 0x3c, 0x00], [0x61, 0xe4, 0x0a], [0xed, 0xa0, 0x80]] as [[UInt8]] {
      #expect(throws: NormalisingError.notUTF8) { try Normalising.normalise(bytes, engine: engine) }
    }
  }

  @Test func `an n8n workflow is sorted, indented, and without stamps`() throws {
    #expect(try n8n(Self.saved) == Self.kept)
  }

  /// Each pair is text that is replaced in the export.
  @Test(arguments: [
    ("\"updatedAt\": \"2026-03-01\"", "\"updatedAt\": \"2026-04-01\", \"createdAt\": \"2025-01-01\""),
    ("\"versionId\": \"v-1\"", "\"versionId\": \"v-2\", \"activeVersionId\": \"v-2\", \"versionCounter\": 9"),
    ("\"triggerCount\": 1", "\"triggerCount\": 0"),
    ("\"active\": true, \"versionId\"", "\"active\": false, \"versionId\""),
    ("\"pinData\": {}", "\"staticData\": {\"node:Start\": {\"last\": 5}}, \"shared\": []"),
    ("\"instanceId\": \"i-1\"", "\"instanceId\": \"i-2\", \"templateCredsSetupCompleted\": true"),
    ("\"updatedAt\": \"x\"", "\"updatedAt\": \"z\""), ("\"name\": \"Pay\",\n  \"nodes\"", "\"name\":\"Pay\",\"nodes\""),
    ("\n", "\r\n"), ("  ", "\t"), ("{\n  \"name\"", "\u{feff}{\n  \"name\""), ("https", "\\u0068ttps"),
  ])
  func `saving the same workflow again gives the same bytes`(old: String, new: String) throws {
    let again = Self.saved.replacingAll(old, with: new)
    #expect(again != Self.saved)
    #expect(try n8n(again) == Self.kept)
    #expect(try n8n("[\(Self.saved)]") == Self.kept)
  }

  @Test(arguments: [
    ("https://bank.example", "https://bank.example.evil.example"), ("\"n\": 1.0", "\"n\": 1.00"),
    ("\"active\": true, \"n\"", "\"active\": false, \"n\""), ("[220, 0]", "[220, 16]"),
    ("\"disabled\": false", "\"disabled\": true"),
    ("\"id\": \"c1\"", "\"id\": \"c2\""), ("\"index\": 0", "\"index\": 1"), ("[[{", "[[], [{"), ("4.2", "4.1"),
    ("\"executionOrder\": \"v1\"", "\"executionOrder\": \"v0\""), ("\"id\": \"w1\"", "\"id\": \"w2\""),
    ("\"templateId\": \"77\"", "\"templateId\": \"78\""), ("\"name\": \"finance\"", "\"name\": \"other\""),
    ("\"createdAt\": \"kept here\"", "\"createdAt\": \"\""), ("\"id\": \"w1\"", "\"id\": \"w1\", \"isArchived\": true"),
    ("\"id\": \"w1\"", "\"id\": \"w1\", \"unheardOf\": null"),
  ])
  func `a change of the workflow is never lost`(old: String, new: String) throws {
    let changed = Self.saved.replacingAll(old, with: new)
    #expect(changed != Self.saved)
    #expect(try n8n(changed) != Self.kept)
  }

  @Test func `the order of nodes is kept, as the first of a kind is where a run starts`() throws {
    let nodes = ["{\"name\":\"A\"}", "{\"name\":\"B\"}"]
    let orders = try [nodes, nodes.reversed()].map { nodes in
      try n8n("{\"nodes\":[\(nodes.joined(separator: ","))],\"connections\":{}}")
    }
    #expect(orders[0] != orders[1])
  }

  @Test(arguments: [Engine.stepFunctions, .logicApps])
  func `other JSON is indented and keeps the order of keys`(engine: Engine) throws {
    let text =
      "\u{feff}{\"StartAt\":\"B\",\r\n\"States\":{\"B\":{\"Next\":\"A\"},\"A\":{\"End\":true,\"versionId\":[]}}}"
    #expect(
      try normalised(text, engine) == """
        {
          "StartAt": "B",
          "States": {
            "B": {
              "Next": "A"
            },
            "A": {
              "End": true,
              "versionId": []
            }
          }
        }

        """)
  }

  @Test func `a one-line Node-RED flow gets lines, in its order`() throws {
    let text = #"[{"id":"2","z":"1","wires":[[]]},{"id":"1","type":"tab"}]"#
    let normal = try normalised(text, .nodeRed)
    #expect(
      normal.hasPrefix("[\n  {\n    \"id\": \"2\",\n    \"z\": \"1\"")
        && normal.hasSuffix("\"type\": \"tab\"\n  }\n]\n"))
  }

  @Test(arguments: [
    (Engine.argo, "\u{feff}a: 1\r\nb: 2", "a: 1\nb: 2\n"), (.githubActions, "on: push\n", "on: push\n"),
    (.stepFunctions, "StartAt: A\r\n", "StartAt: A\n"), (.serverlessWorkflow, "{do: []}\n\n", "{do: []}\n\n"),
    (.bpmn, "<a>\r\n</a>\r\r\n", "<a>\n</a>\n"), (.script, "printf 'a\rb'\n", "printf 'a\rb'\n"),
    (.script, "  x\t \n", "  x\t \n"), (.script, "a\u{feff}b", "a\u{feff}b\n"),
    (.script, "\u{feff}\u{feff}a", "a\n"), (.script, "a\r", "a\n"), (.script, "a\r\rb\r\r", "a\r\rb\n"),
  ])
  func `text keeps everything but its byte order mark and its line ends`(engine: Engine, text: String, expected: String)
    throws
  {
    let bytes = try Normalising.normalise(Array(text.utf8), engine: engine)
    #expect(bytes == Array(expected.utf8))
    #expect(try Normalising.normalise(bytes, engine: engine) == bytes)
  }

  @Test func `normalising twice is normalising once, whatever the export`() throws {
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let original = Array(Self.saved.utf8)
    let replacements = Array("\"{}[],:\\0e-\r\n tagsmeta".utf8) + [0xff, 0xc3]
    var accepted = 0
    for _ in 0..<1500 {
      var bytes = original
      for _ in 0...random(3) { bytes[random(bytes.count)] = replacements[random(replacements.count)] }
      for engine in [Engine.n8n, .nodeRed, .argo] {
        let once: [UInt8]
        do { once = try Normalising.normalise(bytes, engine: engine) } catch { continue }
        accepted += 1
        #expect(try Normalising.normalise(once, engine: engine) == once)
      }
    }
    #expect(accepted > 500)
  }

  private func n8n(_ text: String) throws -> String { try normalised(text, .n8n) }

  private func normalised(_ text: String, _ engine: Engine) throws -> String {
    String(decoding: try Normalising.normalise(Array(text.utf8), engine: engine), as: UTF8.self)
  }
}

extension String {
  fileprivate func replacingAll(_ old: String, with new: String) -> String {
    var result: [UInt8] = []
    var rest = Array(utf8)[...]
    let pattern = Array(old.utf8)
    while !rest.isEmpty {
      if rest.starts(with: pattern) {
        result += new.utf8
        rest = rest.dropFirst(pattern.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

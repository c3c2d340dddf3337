import Inspection
import Testing
import Workflows

/// Two values that took each other's place are told beside whatever else changed.
@Suite("meaning: values that changed places")
struct ExchangeTests {
  /// Numbers that are the same in each run.
  private struct Chance: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  /// A text with other bytes at places that do not overlap.
  private func replacing(_ edits: [(range: Range<Int>, bytes: [UInt8])], in bytes: [UInt8]) -> String {
    var bytes = bytes
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(edit.range, with: edit.bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func shape(_ value: [UInt8]) -> Int {
    let isNumber = value.allSatisfy { (0x30...0x39).contains($0) }
    return value.first == UInt8(ascii: "\"")
      ? 0 : isNumber ? 1 : ["true", "false"].contains(String(decoding: value, as: UTF8.self)) ? 2 : 3
  }

  private func texts(_ difference: Difference) -> Set<String> {
    Set(
      difference.changes.flatMap { change in
        change.details.map { "\(change.kind) \($0)" } + ["\(change.kind) \(change.what)"]
      })
  }

  @Test("a swap is told, whatever else changed", arguments: valuesCases)
  func swaps(_ one: ValuesCase) throws {
    let bytes = Array(try one.read().utf8)
    let before = try one.side(try one.read())
    let places = try one.scalars.places.filter { !one.isSilent($0.path) }
    var chance = Chance(state: 7)
    var silent: [String] = []
    var tried = 0
    for _ in 0..<400 where tried < 24 {
      guard let a = places.randomElement(using: &chance), let b = places.randomElement(using: &chance),
        let c = places.randomElement(using: &chance)
      else { continue }
      let values = [a, b].map { Array(bytes[$0.range]) }
      guard Set([a, b, c].map(\.range)).count == 3, values[0] != values[1], shape(values[0]) == shape(values[1]) else {
        continue
      }
      let third = Array(bytes[c.range])
      let other: [UInt8]
      switch shape(third) {
      case 0: other = Array(third.dropLast()) + Array("y\"".utf8)
      case 2: other = Array((String(decoding: third, as: UTF8.self) == "true" ? "false" : "true").utf8)
      default: other = third + Array("3".utf8)
      }
      let swap = [(a.range, values[1]), (b.range, values[0])]
      let beside = try one.side(replacing([(c.range, other)], in: bytes))
      let both = try one.side(replacing(swap + [(c.range, other)], in: bytes))
      let alone = try one.side(replacing(swap, in: bytes))
      guard [beside, both, alone].allSatisfy({ $0.obstacle == nil }) else { continue }
      tried += 1
      let differences = [alone, beside, both].map { Difference.between(before, $0) }
      let place = "\(a.path) <-> \(b.path) beside \(c.path)"
      if differences[0].changes.isEmpty { silent.append("alone: \(place)") }
      if texts(differences[2]).subtracting(texts(differences[1])).isEmpty { silent.append(place) }
    }
    #expect(tried > 5)
    #expect(silent == [])
  }

  @Test("what changed places, or stands where another name stood, is told beside another change", arguments: exchanges)
  func told(_ pair: Exchanged) throws {
    let difference = Difference.between(
      try Versions.side(pair.engine, pair.text), try Versions.side(pair.engine, pair.changed))
    let lines = difference.lines.map(\.text).joined(separator: "\n")
    for words in pair.told { #expect(lines.contains(words), "\(lines)") }
  }
}

/// Words of a text that others take the place of, all at once.
struct Exchanged: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let engine: Engine
  let text: String
  let edits: [(String, String)]
  let told: [String]

  init(_ name: String, _ engine: Engine, _ text: String, _ edits: [(String, String)], _ told: String...) {
    testDescription = name
    self.engine = engine
    self.text = text
    self.edits = edits
    self.told = told
  }

  var changed: String {
    var text = text
    for (index, edit) in edits.enumerated() { text = text.replacing(edit.0, with: "\u{1}\(index)\u{2}") }
    for (index, edit) in edits.enumerated() { text = text.replacing("\u{1}\(index)\u{2}", with: edit.1) }
    return text
  }
}

private let exchanges = [
  Exchanged(
    "code under two keys", .nodeRed, function, [("setup()", "pay()"), ("pay()", "setup()"), ("\"F\"", "\"G\"")],
    "code of 'G' (javascript, finalize)", "code of 'G' (javascript, initialize)"),
  Exchanged(
    "code that goes on to the next key", .nodeRed, function, [("setup()", "evil()"), ("pay()", "setup()")],
    "+ evil()", "- setup()", "+ setup()", "- pay()"),
  Exchanged(
    "code that stands under another key", .nodeRed, function.replacing("\"initialize\": \"setup();\",", with: ""),
    [("finalize", "initialize"), ("\"F\"", "\"G\"")], "initialize: not set -> pay();", "finalize: pay(); -> not set"),
  Exchanged(
    "the actions of two statements", .stepFunctions, template,
    [
      ("sqs:SendMessage", "s3:GetObject"), ("s3:GetObject", "sqs:SendMessage"),
      ("TimeoutSeconds: 5", "TimeoutSeconds: 6"),
    ],
    "Statement/0/Action: sqs:SendMessage -> s3:GetObject", "Statement/1/Action: s3:GetObject -> sqs:SendMessage"),
  Exchanged(
    "one address in two settings", .n8n, callback, [("a.example", "b.example")],
    "bodyParameters.parameters.0.value (callback): https://a.example/x -> https://b.example/x"),
  Exchanged(
    "rules in another order beside a rule that changed", .stepFunctions, template,
    [("{ Act: allow }, { Act: block, Ip: 2 }", "{ Act: block, Ip: 2 }, { Act: allow }"), ("Ip: 3", "Ip: 4")],
    "/Resources/Wall/Properties/Rules: parts in another order", "Rules/2/Ip: 3 -> 4"),
  Exchanged(
    "rules in another order where nothing else changed", .stepFunctions, template,
    [("{ Act: allow }, { Act: block, Ip: 2 }", "{ Act: block, Ip: 2 }, { Act: allow }")],
    "/Resources/Wall/Properties/Rules: parts in another order"),
  Exchanged(
    "a value that is as a renamed step is called", .stepFunctions, template.replacing("Pay", with: "allow"),
    [("allow", "deny")], "/Resources/Wall/Properties/Rules/0/Act: allow -> deny"),
  Exchanged(
    "a value that is as an id was", .nodeRed, function.replacing("f1", with: "true"), [("true", "false")],
    "/2/site/open: true -> false"),
  Exchanged(
    "an address of a ledger that is as an id was", .nodeRed,
    function.replacing("f1", with: String(repeating: "ab12", count: 10)), [("ab12ab12", "cd34cd34")],
    "/2/site/open: "),
]

private let function = """
  [{ "id": "t", "type": "tab", "label": "T" },
  { "id": "f1", "type": "function", "z": "t", "name": "F", "func": "return msg;", "initialize": "setup();",
    "finalize": "pay();", "x": 1, "wires": [[]] },
  { "id": "c", "type": "ui_base", "site": { "open": "f1" } }]
  """

private let template = """
  Resources:
    Machine:
      Type: AWS::Serverless::StateMachine
      Properties:
        Definition: { StartAt: Pay, States: { Pay: { Type: Pass, TimeoutSeconds: 5, End: true } } }
        Policies:
          - Statement:
              - { Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:x" }
              - { Effect: Deny, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }
    Wall:
      Type: AWS::WAF::WebACL
      Properties:
        Rules: [{ Act: allow }, { Act: block, Ip: 2 }, { Act: count, Ip: 3 }]

  """

private let callback = """
  { "name": "Pay", "nodes": [
    { "id": "1", "name": "Post", "type": "n8n-nodes-base.httpRequest", "typeVersion": 4, "position": [0, 0],
      "parameters": { "method": "POST", "url": "https://a.example/x", "sendBody": true,
        "bodyParameters": { "parameters": [{ "name": "callback", "value": "https://a.example/x" }] } } } ],
    "connections": {} }
  """

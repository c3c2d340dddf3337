import StrictYAML
import Testing

/// A node without places, to compare with.
indirect enum Shape: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  case plain(String)
  case quoted(String)
  case list([Shape])
  case map([[String: Shape]])

  init(stringLiteral text: String) { self = .plain(text) }

  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, true): self = .plain(text)
    case .scalar(let text, false): self = .quoted(text)
    case .sequence(let items): self = .list(items.map { Shape($0) })
    case .mapping(let entries): self = .map(entries.map { [$0.key: Shape($0.value)] })
    }
  }

  var description: String {
    switch self {
    case .plain(let text): text
    case .quoted(let text): "'\(text)'"
    case .list(let items): "\(items)"
    case .map(let entries): "\(entries)"
    }
  }
}

@Suite struct ReadingTests {
  @Test(arguments: [
    ("a: 1\n", Shape.map([["a": "1"]])),
    ("on: yes\nno: ~\n", .map([["on": "yes"], ["no": "~"]])),
    ("a: '1'\nb: \"x\\ty\"\n", .map([["a": .quoted("1")], ["b": .quoted("x\ty")]])),
    ("a:\nb: ''\n", .map([["a": ""], ["b": .quoted("")]])),
    ("a: |\n  x\n   y\n", .map([["a": .quoted("x\n y\n")]])),
    ("a: >-\n  x\n  y\n", .map([["a": .quoted("x y")]])),
    ("- a\n- [b, c]\n- {d: e}\n", .list(["a", .list(["b", "c"]), .map([["d": "e"]])])),
    ("---\na: 1\n...\n", .map([["a": "1"]])),
    ("# before\na: 1 # behind\n# after\n", .map([["a": "1"]])),
    ("a: 1\r\nb: 2\r\n", .map([["a": "1"], ["b": "2"]])),
    ("a: one\n  two\n", .map([["a": "one two"]])),
    ("url: http://a.example/b?c#d\n", .map([["url": "http://a.example/b?c#d"]])),
    ("'<<': 1\n", .map([["<<": "1"]])),
    ("\"\": 1\n", .map([["": "1"]])),
    ("text", "text"),
    ("{}", .map([])),
    ("[]", .list([])),
    ("{a, b: }", .map([["a": ""], ["b": ""]])),
    ("a: \"\\0\\x1b\\u202e\\U0001F600\"", .map([["a": .quoted("\0\u{1b}\u{202e}😀")]])),
    ("{\"a\": [1, true, null, \"x\"]}", .map([["a": .list(["1", "true", "null", .quoted("x")])]])),
  ])
  func shape(_ text: String, _ expected: Shape) throws {
    #expect(Shape(try StrictYAML.read(Array(text.utf8))) == expected)
  }

  @Test func placesCountLinesColumnsAndBytes() throws {
    let root = try StrictYAML.read(Array("größe: ü\n日本:\n  - 😀: x\n    k: y\n".utf8))
    guard case .mapping(let entries) = root.content, case .sequence(let items) = entries[1].value.content,
      case .mapping(let inner) = items[0].content
    else {
      Issue.record("another shape")
      return
    }
    #expect(root.position == YAMLPosition(line: 1, column: 1, offset: 0))
    #expect(entries[0].value.position == YAMLPosition(line: 1, column: 8, offset: 9))
    #expect(entries[1].keyPosition == YAMLPosition(line: 2, column: 1, offset: 12))
    #expect(entries[1].value.position == YAMLPosition(line: 3, column: 3, offset: 22))
    #expect(inner[0].keyPosition == YAMLPosition(line: 3, column: 5, offset: 24))
    #expect(inner[0].value.position == YAMLPosition(line: 3, column: 8, offset: 30))
    #expect(inner[1].keyPosition == YAMLPosition(line: 4, column: 5, offset: 36))
  }

  /// yaml.h has no version macro, so the floor is held here: releases before 0.2.5 accept other texts.
  @Test func libyamlIsNewEnough() {
    let numbers = StrictYAML.libraryVersion.split(separator: ".").compactMap { Int($0) }
    #expect(numbers.count == 3 && !numbers.lexicographicallyPrecedes([0, 2, 5]))
  }

  @Test func placesAfterCarriageReturns() throws {
    let root = try StrictYAML.read(Array("a: 1\r\nb:\r\n  c: 2\r\n".utf8))
    guard case .mapping(let entries) = root.content, case .mapping(let inner) = entries[1].value.content else {
      Issue.record("another shape")
      return
    }
    #expect(entries[1].keyPosition == YAMLPosition(line: 2, column: 1, offset: 6))
    #expect(inner[0].keyPosition == YAMLPosition(line: 3, column: 3, offset: 12))
  }

  @Test func limitsHoldAtTheirEdge() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    let limits = YAMLLimits(bytes: 100, depth: 3, nodes: 4)
    #expect(throws: Never.self) { try StrictYAML.read(nested(3), limits: limits) }
    #expect(throws: YAMLError.tooDeep(limit: 3, at: YAMLPosition(line: 1, column: 4, offset: 3))) {
      try StrictYAML.read(nested(4), limits: limits)
    }
    #expect(throws: Never.self) { try StrictYAML.read(Array("[a, b, c]".utf8), limits: limits) }
    #expect(throws: YAMLError.tooManyNodes(limit: 4, at: YAMLPosition(line: 1, column: 11, offset: 10))) {
      try StrictYAML.read(Array("[a, b, c, d]".utf8), limits: limits)
    }
    #expect(throws: YAMLError.tooManyNodes(limit: 4, at: YAMLPosition(line: 1, column: 11, offset: 10))) {
      try StrictYAML.read(Array("{a: b, c: d}".utf8), limits: limits)
    }
    let text = Array(repeating: UInt8(ascii: "a"), count: 100)
    #expect(throws: Never.self) { try StrictYAML.read(text, limits: limits) }
    #expect(throws: YAMLError.tooLarge(bytes: 101, limit: 100)) {
      try StrictYAML.read(text + text[..<1], limits: limits)
    }
  }
}

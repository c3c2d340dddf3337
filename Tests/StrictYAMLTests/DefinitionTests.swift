import StrictYAML
import Testing

private func read(_ text: String, _ limits: YAMLLimits = .definition) throws(YAMLError) -> [YAMLNode] {
  try StrictYAML.readDefinition(Array(text.utf8), limits: limits)
}

/// The value in short: `{a: [1, 2]}`.
private func told(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let text, _): (node.tag.map { $0 + " " } ?? "") + text
  case .sequence(let items): "[\(items.map(told).joined(separator: ", "))]"
  case .mapping(let entries): "{\(entries.map { "\($0.key): \(told($0.value))" }.joined(separator: ", "))}"
  }
}

@Suite struct DefinitionTests {
  @Test("what is still refused: duplicates, aliases of nothing and of themselves, keys that are no scalar")
  func refused() {
    #expect(throws: YAMLError.self) { try read("a: 1\na: 2\n") }
    #expect(throws: YAMLError.alias("x", at: YAMLPosition(line: 1, column: 4, offset: 3))) { try read("a: *x\n") }
    #expect(throws: YAMLError.alias("x", at: YAMLPosition(line: 2, column: 6, offset: 11))) {
      try read("a: &x\n  b: *x\n")
    }
    #expect(throws: YAMLError.alias("x", at: YAMLPosition(line: 3, column: 4, offset: 15))) {
      try read("a: &x 1\n---\nb: *x\n")
    }
    #expect(throws: YAMLError.keyNotScalar(at: YAMLPosition(line: 1, column: 1, offset: 0))) {
      try read("{{ x }}: 1\n")
    }
    #expect(throws: YAMLError.empty) { try read("---\n---\n") }
    #expect(throws: YAMLError.byteOrderMark(at: YAMLPosition(line: 1, column: 4, offset: 3))) {
      try read("a: \u{feff}\n")
    }
  }

  @Test("an alias counts as what it stands for: a small text cannot become a large value")
  func bombs() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1..<30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let limits = YAMLLimits(bytes: 1 << 20, depth: 128, nodes: 1000)
    #expect { try read(text, limits) } throws: {
      ($0 as? YAMLError)?.message.contains("more values than the limit of 1000") == true
    }
    var chain = "a0: &a0 [x]\n"
    for level in 1..<200 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect { try read(chain) } throws: { ($0 as? YAMLError)?.message.contains("deeper than the limit of 128") == true }
  }

  @Test(
    "several documents, anchors, merge keys and tags are read",
    arguments: [
      ("a: 1\n---\nb: 2\n", ["{a: 1}", "{b: 2}"]), ("---\n---\na: 1\n", ["{a: 1}"]),
      ("%YAML 1.2\n---\na: 1\n", ["{a: 1}"]),
      ("a: &x [1]\nb: *x\n", ["{a: [1], b: [1]}"]), ("&k a: 1\n*k : 2\nb: 3\n", []),
      ("d: &d {a: 1, b: 2}\ne: {<<: *d, b: 3}\n", ["{d: {a: 1, b: 2}, e: {a: 1, b: 3}}"]),
      ("e: {<<: [{a: 1}, {a: 2, c: 3}]}\n", ["{e: {a: 1, c: 3}}"]), ("e: {<<: 1, a: 2}\n", ["{e: {<<: 1, a: 2}}"]),
      ("a: !Sub \"${X}\"\n", ["{a: !Sub ${X}}"]), ("\u{feff}a: 1\n", ["{a: 1}"]), ("on: off\n", ["{on: off}"]),
    ])
  func accepted(text: String, values: [String]) throws {
    // A key that an alias repeats is a duplicate too.
    guard !values.isEmpty else {
      #expect(throws: YAMLError.self) { try read(text) }
      return
    }
    #expect(try read(text).map(told) == values)
  }

  @Test(
    "what decides is read strictly still", arguments: ["a: 1\n---\nb: 2\n", "a: &x 1\n", "a: !t 1\n", "\u{feff}a: 1\n"])
  func strict(text: String) {
    #expect(throws: YAMLError.self) { try StrictYAML.read(Array(text.utf8)) }
  }
}

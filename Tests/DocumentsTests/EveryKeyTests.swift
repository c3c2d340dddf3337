import Diagnostics
import Documents
import PolicyModel
import StrictYAML
import Testing
import Workflows

/// What holds for every setting, whichever it is; the documents in `Kind.whole` have all of them.
@Suite("Every setting")
struct EveryKeyTests {
  @Test("is in the whole document, so that the rest of this suite speaks of all", arguments: Kind.allCases)
  func complete(kind: Kind) throws {
    let found = Set(
      paths(try root(kind)).compactMap { $0.last.flatMap { if case .key(let key) = $0 { key } else { nil } } })
    let known = Set(kind.tables.flatMap(\.keys))
    #expect(known.subtracting(found) == [])
  }

  @Test("is read: a map of something else in its place is refused", arguments: Kind.allCases)
  func isRead(kind: Kind) throws {
    let root = try root(kind)
    for path in paths(root) {
      let wrong = YAMLNode(.mapping([entry("zz-unknown", scalar("1"))]), at: root.position)
      #expect(!kind.findings(json(replacing(root, path, with: wrong))).isEmpty, "\(path)")
    }
  }

  @Test("is refused when it holds nothing, or a list in a list", arguments: Kind.allCases)
  func types(kind: Kind) throws {
    let root = try root(kind)
    let nothing = scalar("~")
    let lists = YAMLNode(.sequence([YAMLNode(.sequence([]), at: root.position)]), at: root.position)
    for path in paths(root) {
      for wrong in [nothing, lists] {
        #expect(!kind.findings(json(replacing(root, path, with: wrong))).isEmpty, "\(path)")
      }
    }
  }

  @Test("beside one that does not exist: that one is reported and nothing else", arguments: Kind.allCases)
  func unknown(kind: Kind) throws {
    let root = try root(kind)
    let tables = kind.tables.map { Set($0.keys) }
    var closed = 0
    for path in [[]] + paths(root) {
      guard case .mapping(let entries) = node(root, path).content else { continue }
      let keys = Set(entries.map(\.key))
      // Maps from names to things have other keys than any table; an empty map is a gate.
      guard tables.contains(where: { keys.isSubset(of: $0) }) else { continue }
      closed += 1
      let more = YAMLNode(.mapping(entries + [entry("zz-unknown", scalar("1"))]), at: root.position)
      #expect(kind.findings(json(replacing(root, path, with: more))) == ["\(kind.topic).unknown-key"], "\(path)")
    }
    #expect(closed >= kind.tables.count)
  }

  @Test("that is required is missed", arguments: Kind.allCases)
  func missing(kind: Kind) throws {
    let root = try root(kind)
    var removed: Set<String> = []
    for table in kind.tables {
      for path in [[]] + paths(root) {
        guard case .mapping(let entries) = node(root, path).content else { continue }
        let keys = Set(entries.map(\.key))
        guard keys.isSubset(of: table.keys), keys.isSuperset(of: table.required), !keys.isEmpty else { continue }
        for key in table.required {
          let fewer = YAMLNode(.mapping(entries.filter { $0.key != key }), at: root.position)
          #expect(
            kind.findings(json(replacing(root, path, with: fewer))).contains("\(kind.topic).missing-key"),
            "\(path) \(key)")
          removed.insert("\(table.name).\(key)")
        }
      }
    }
    #expect(removed == Set(kind.tables.flatMap { table in table.required.map { "\(table.name).\($0)" } }))
  }

  @Test("no change of bytes stops the readers or passes without a reason", arguments: Kind.allCases, 0..<40)
  func noise(kind: Kind, seed: Int) throws {
    var random = Noise(state: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1)
    for _ in 0..<10 {
      var bytes = Array(kind.whole.utf8)
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8(random.below(256)), at: place)
        case 2: bytes[place] = UInt8(ascii: "{}[]:,'\"#&*!|>%@-\n ".unicodeScalars.map { $0 }[random.below(19)])
        default: bytes.removeSubrange(place..<min(bytes.count, place + random.below(40)))
        }
      }
      let known = Set((PolicyRules.all + ManifestRules.all + DocumentsRules.all).map(\.id))
      #expect(Set(kind.findings(String(decoding: bytes, as: UTF8.self))).subtracting(known) == [])
    }
  }

  private func root(_ kind: Kind) throws -> YAMLNode { try StrictYAML.read(Array(kind.whole.utf8)) }
}

/// One step into a document.
private enum Step {
  case key(String)
  case item(Int)
}

/// Every place below a node, in the order of the text.
private func paths(_ node: YAMLNode) -> [[Step]] {
  switch node.content {
  case .scalar: []
  case .sequence(let items):
    items.enumerated().flatMap { index, item in [[.item(index)]] + paths(item).map { [.item(index)] + $0 } }
  case .mapping(let entries):
    entries.flatMap { entry in [[.key(entry.key)]] + paths(entry.value).map { [.key(entry.key)] + $0 } }
  }
}

private func node(_ root: YAMLNode, _ path: [Step]) -> YAMLNode {
  guard let first = path.first else { return root }
  switch (first, root.content) {
  case (.key(let key), .mapping(let entries)):
    return entries.first { $0.key == key }.map { node($0.value, Array(path.dropFirst())) } ?? root
  case (.item(let index), .sequence(let items)): return node(items[index], Array(path.dropFirst()))
  default: return root
  }
}

private func replacing(_ root: YAMLNode, _ path: [Step], with other: YAMLNode) -> YAMLNode {
  guard let first = path.first else { return other }
  let rest = Array(path.dropFirst())
  switch (first, root.content) {
  case (.key(let key), .mapping(let entries)):
    let changed = entries.map { $0.key == key ? entry(key, replacing($0.value, rest, with: other)) : $0 }
    return YAMLNode(.mapping(changed), at: root.position)
  case (.item(let index), .sequence(let items)):
    let changed = items.enumerated().map { $0 == index ? replacing($1, rest, with: other) : $1 }
    return YAMLNode(.sequence(changed), at: root.position)
  default: return root
  }
}

private let start = YAMLPosition(line: 1, column: 1, offset: 0)

private func entry(_ key: String, _ value: YAMLNode) -> YAMLEntry {
  YAMLEntry(key: key, keyPosition: start, value: value)
}

private func scalar(_ text: String) -> YAMLNode { YAMLNode(.scalar(text, plain: true), at: start) }

/// A small generator, so that a failure comes again. Source: George Marsaglia, "Xorshift RNGs", 2003.
private struct Noise {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, limit)))
  }
}

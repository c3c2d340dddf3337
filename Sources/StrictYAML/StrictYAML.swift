/// How much a YAML text may hold.
package struct YAMLLimits: Hashable, Sendable {
  package let bytes: Int
  /// How many sequences and mappings may lie in each other.
  package let depth: Int
  /// How many scalars (keys included), sequences and mappings there may be in all.
  package let nodes: Int

  package init(bytes: Int = 1 << 20, depth: Int = 32, nodes: Int = 50_000) {
    self.bytes = bytes
    // Values free each other recursively: a limit that a caller got wrong must not overflow the stack.
    self.depth = min(depth, 512)
    self.nodes = nodes
  }

  /// 1 MiB, 32 deep, 50,000 nodes.
  package static let standard = YAMLLimits()

  /// 16 MiB, 128 deep, 1,000,000 nodes.
  package static let definition = YAMLLimits(bytes: 16 << 20, depth: 128, nodes: 1_000_000)
}

/// Reads YAML that has one meaning only: one document, no anchors, aliases, tags, directives, merge or duplicate keys.
///
/// Keys are compared by canonical equivalence, as Swift compares strings. Scalars are not resolved: `on` stays "on".
package enum StrictYAML {
  package static func read(_ bytes: [UInt8], limits: YAMLLimits = .standard) throws(YAMLError) -> YAMLNode {
    guard let root = try read(bytes, limits, .strict).first else { throw .empty }
    return root
  }

  /// Reads what other programs take as YAML, for looking at: several documents, anchors, aliases, merge keys and tags.
  ///
  /// Never for what decides, as manifests and policies do. An alias becomes what it stands for, and counts as that against
  /// the limits; an alias of nothing, and one inside its own anchor, is an error. A tag is kept beside the value. Duplicate
  /// keys stay errors, as readers disagree about which of them counts; of a byte order mark, one at the start is passed over.
  package static func readDefinition(_ bytes: [UInt8], limits: YAMLLimits = .definition) throws(YAMLError) -> [YAMLNode]
  {
    let roots = try read(bytes, limits, .definitions)
    if roots.isEmpty { throw .empty }
    return roots
  }

  private static func read(_ bytes: [UInt8], _ limits: YAMLLimits, _ mode: Builder.Mode) throws(YAMLError) -> [YAMLNode]
  {
    guard bytes.count <= limits.bytes else { throw .tooLarge(bytes: bytes.count, limit: limits.bytes) }
    try checkCharacters(of: bytes, passingByteOrderMark: mode == .definitions)
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    var parser = Parser(bytes, from: bytes.starts(with: mark) ? mark.count : 0)
    var builder = Builder(limits, mode)
    while true {
      let (event, place) = try parser.next()
      if case .end = event { return builder.roots }
      try builder.take(event, at: place)
    }
  }
}

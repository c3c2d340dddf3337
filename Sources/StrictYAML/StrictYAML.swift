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
}

/// Reads YAML that has one meaning only: one document, no anchors, aliases, tags, directives, merge or duplicate keys.
///
/// Keys are compared by canonical equivalence, as Swift compares strings. Scalars are not resolved: `on` stays "on".
package enum StrictYAML {
  package static func read(_ bytes: [UInt8], limits: YAMLLimits = .standard) throws(YAMLError) -> YAMLNode {
    guard bytes.count <= limits.bytes else { throw .tooLarge(bytes: bytes.count, limit: limits.bytes) }
    try checkCharacters(of: bytes)
    var parser = Parser(bytes)
    var builder = Builder(limits)
    while true {
      let (event, place) = try parser.next()
      if case .end = event { break }
      try builder.take(event, at: place)
    }
    guard let root = builder.root else { throw .empty }
    if case .scalar("", plain: true) = root.content { throw .empty }
    return root
  }
}

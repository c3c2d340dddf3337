/// How much an XML text may hold.
package struct XMLLimits: Hashable, Sendable {
  package let bytes: Int
  /// How many elements may lie in each other.
  package let depth: Int
  /// How many elements there may be in all.
  package let nodes: Int
  /// How many attributes one element may have.
  package let attributes: Int
  /// How many bytes of UTF-8 the value of one attribute may have.
  package let attributeBytes: Int

  package init(
    bytes: Int = 16 << 20, depth: Int = 64, nodes: Int = 500_000, attributes: Int = 64, attributeBytes: Int = 1 << 20
  ) {
    // expat takes the size of a buffer as a C int.
    self.bytes = min(bytes, Int(Int32.max))
    // Elements free each other recursively: a limit that a caller got wrong must not overflow the stack.
    self.depth = min(depth, 512)
    self.nodes = nodes
    self.attributes = attributes
    self.attributeBytes = attributeBytes
  }

  /// 16 MiB, 64 deep, 500,000 elements, 64 attributes of 1 MiB each.
  package static let standard = XMLLimits()
}

/// Reads XML 1.0 without a document type, in UTF-8 or UTF-16: no entities but the five predefined ones, nothing external.
package enum StrictXML {
  /// The root element.
  package static func read(_ bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLError) -> XMLElement {
    guard bytes.count <= limits.bytes else { throw .tooLarge(bytes: bytes.count, limit: limits.bytes) }
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }) { throw .empty }
    let builder = Builder(limits)
    try Parser(builder).parse(bytes)
    guard let root = builder.root else { throw .empty }
    return root
  }
}

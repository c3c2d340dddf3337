/// How much a JSON text may hold.
package struct JSONLimits: Hashable, Sendable {
  package let bytes: Int
  /// How many arrays and objects may lie in each other; never more than 512, whatever is asked for.
  package let depth: Int
  /// How many values there may be in all.
  package let nodes: Int

  package init(bytes: Int = 16 << 20, depth: Int = 128, nodes: Int = 2_000_000) {
    // The reader recurses: a limit that a caller got wrong must not overflow the stack.
    self.bytes = min(bytes, Int(UInt32.max))
    self.depth = min(depth, 512)
    self.nodes = nodes
  }

  /// 16 MiB, 128 deep, 2,000,000 values.
  package static let standard = JSONLimits()

  /// 32 MiB, 256 deep, 2,000,000 values.
  package static let definition = JSONLimits(bytes: 32 << 20, depth: 256)
}

/// Reads JSON (RFC 8259) that has one meaning only.
///
/// Beyond the grammar it asks for UTF-8 without a byte order mark, distinct keys in every object (compared by canonical
/// equivalence, as Swift compares strings), whole surrogate pairs in escapes, and nothing behind the value.
package enum StrictJSON {
  package static func read(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSONNode {
    if bytes.starts(with: byteOrderMark) { throw .byteOrderMark }
    return try read(bytes, limits, from: 0)
  }

  /// Reads what editors of workflows write: the same, with one byte order mark at the start passed over.
  package static func readDefinition(_ bytes: [UInt8], limits: JSONLimits = .definition) throws(JSONError) -> JSONNode {
    try read(bytes, limits, from: bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
  }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private static func read(_ bytes: [UInt8], _ limits: JSONLimits, from start: Int) throws(JSONError) -> JSONNode {
    guard bytes.count <= limits.bytes else { throw .tooLarge(bytes: bytes.count, limit: limits.bytes) }
    var reader = Reader(bytes, limits, from: start)
    reader.skipSpace()
    if reader.atEnd { throw .empty }
    let value = try reader.readValue(depth: 0)
    reader.skipSpace()
    if !reader.atEnd { throw .trailing(at: reader.place) }
    return value
  }
}

/// Reads the fields of SSH's binary format, strictly. Source: RFC 4251, section 5.
struct WireReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// The next `count` bytes; nil when there are fewer.
  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, bytes.count - position >= count else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func byte() -> UInt8? { take(1)?.first }

  /// Four bytes, big-endian.
  mutating func number() -> UInt32? {
    take(4).map { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  /// A length and that many bytes.
  mutating func string() -> [UInt8]? {
    number().flatMap { take(Int($0)) }
  }

  /// A string that is UTF-8.
  mutating func text() -> String? {
    string().flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// A number above zero, big-endian, without the leading zero that only keeps it positive; nil for any form of it but the
  /// shortest.
  mutating func positive() -> [UInt8]? {
    guard let bytes = string(), let first = bytes.first, first < 0x80 else { return nil }
    if first > 0 { return bytes }
    guard bytes.count > 1, bytes[1] >= 0x80 else { return nil }
    return Array(bytes.dropFirst())
  }
}

/// Writes the same format.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ raw: [UInt8]) { bytes += raw }

  mutating func string(_ content: some Collection<UInt8>) {
    let count = UInt32(truncatingIfNeeded: content.count)
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
    bytes += content
  }
}

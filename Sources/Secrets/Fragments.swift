/// Pieces of text that are looked for in many short values. Which bytes a value has is asked first: it lacks one of most pieces.
struct Fragments {
  private let parts: [(text: [UInt8], bytes: UInt64)]

  init(_ texts: [String]) {
    parts = texts.map { text in (Array(text.utf8), Self.bytes(of: Array(text.utf8))) }
  }

  /// Whether a value has one of them somewhere.
  func areAny(in value: [UInt8]) -> Bool {
    possible(in: value).contains { Placeholder.contains(value, $0) }
  }

  /// Those of them that may be in a value, by the bytes that it has.
  func possible(in value: [UInt8]) -> some Sequence<[UInt8]> {
    let has = Self.bytes(of: value)
    return parts.lazy.filter { $0.bytes & ~has == 0 }.map(\.text)
  }

  /// A bit for each byte that there is; four bytes share one.
  private static func bytes(of text: [UInt8]) -> UInt64 {
    text.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }
}

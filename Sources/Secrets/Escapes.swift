#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A part of a text without its escapes, each byte with its place in the source.
struct Unescaped {
  /// In the source.
  let range: Range<Int>
  private(set) var text: [UInt8] = []
  private var places: [Int32] = []

  init(range: Range<Int>) {
    self.range = range
    text.reserveCapacity(range.count)
    places.reserveCapacity(range.count)
  }

  /// Where a range of the text stands in the source.
  func source(of part: Range<Int>) -> Range<Int> {
    let end = part.upperBound < places.count ? Int(places[part.upperBound]) : range.count
    let start = part.lowerBound < places.count ? Int(places[part.lowerBound]) : range.count
    return range.lowerBound + start..<range.lowerBound + max(start, end)
  }

  fileprivate mutating func append(_ byte: UInt8, at place: Int) {
    text.append(byte)
    places.append(Int32(truncatingIfNeeded: place - range.lowerBound))
  }
}

/// How a secret is written so that its letters do not stand in the source: the escapes of strings (`\\/`, `\\u0067`, `\\x67`) and the
/// references of XML and HTML (`&#x67;`, `&#103;`).
///
/// Only what has an escape of ordinary ASCII in it is looked at again, with some text before and behind it.
enum Escapes {
  private enum Form { case string, reference }

  /// So much before an escape and behind it is looked at with it, and more up to the end of the word.
  private static let near = 400
  private static let far = 4_000

  /// `isAll` is false when it is more than `most` bytes.
  static func parts(of layer: [UInt8], most: Int) -> (parts: [Unescaped], isAll: Bool) {
    var parts: [Unescaped] = []
    var left = most
    let isAll = unsafe layer.withUnsafeBufferPointer { bytes in
      unsafe add(bytes, .string, &parts, &left) && add(bytes, .reference, &parts, &left)
    }
    return (parts, isAll)
  }

  /// A string's content without its escapes.
  static func resolved(_ content: [UInt8]) -> [UInt8] {
    unsafe content.withUnsafeBufferPointer { unsafe resolved($0, 0..<content.count, .string).text }
  }

  private static func add(
    _ bytes: UnsafeBufferPointer<UInt8>, _ form: Form, _ parts: inout [Unescaped], _ left: inout Int
  ) -> Bool {
    var from = 0
    while let sign = unsafe next(bytes, form, from) {
      guard left > 0 else { return false }
      var start = sign
      while start > from, unsafe !isBeginning(bytes, start, sign) { start -= 1 }
      var last = sign
      var end = sign + 2
      while end < bytes.count {
        if unsafe decoded(bytes, end, form) != nil { last = end }
        if unsafe end > last + 10 && isEnd(bytes, end, last) { break }
        end += 1
      }
      let part = unsafe resolved(bytes, start..<end, form)
      left -= part.text.count
      parts.append(part)
      from = end
    }
    return true
  }

  private static func isBeginning(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ sign: Int) -> Bool {
    let before = unsafe bytes[index - 1]
    return unsafe before == 0x0a || sign - index >= far || sign - index >= near && isBetween(bytes, index - 1)
  }

  private static func isEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ last: Int) -> Bool {
    unsafe bytes[index] == 0x0a || index - last >= far || index - last >= near && isBetween(bytes, index)
  }

  private static func isBetween(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    let byte = unsafe bytes[index]
    return unsafe byte <= 0x20 || byte == UInt8(ascii: "\"") && (index == 0 || bytes[index - 1] != UInt8(ascii: "\\"))
  }

  /// The next escape that stands for ordinary ASCII.
  private static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ form: Form, _ from: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var from = from
    let sign = form == .string ? UInt8(ascii: "\\") : UInt8(ascii: "&")
    while from < bytes.count, let found = unsafe memchr(base + from, Int32(sign), bytes.count - from) {
      let index = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
      if let (value, _) = unsafe decoded(bytes, index, form), value.value >= 0x20, value.value < 0x7f { return index }
      if form == .reference, unsafe isQuote(bytes, index) { return index }
      from = index + 1
    }
    return nil
  }

  /// Whether a quote is written as a name, as attributes of XML have it: the name of a secret and its value are apart then.
  private static func isQuote(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    for quote in quotes where index + quote.count <= bytes.count {
      if unsafe UnsafeBufferPointer(rebasing: bytes[index..<index + quote.count]).elementsEqual(quote) { return true }
    }
    return false
  }

  private static let quotes = ["&quot;", "&apos;"].map { Array($0.utf8) }

  private static func resolved(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ form: Form
  ) -> Unescaped {
    var part = Unescaped(range: range)
    var index = range.lowerBound
    while index < range.upperBound {
      if let (value, length) = unsafe decoded(bytes, index, form) ?? plain(bytes, index, form) {
        for byte in String(Character(value)).utf8 { part.append(byte, at: index) }
        index += length
      } else {
        part.append(unsafe bytes[index], at: index)
        index += 1
      }
    }
    return part
  }

  /// What an escape that hides something stands for, and its length in the source; nil for no such escape.
  private static func decoded(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ form: Form
  ) -> (Unicode.Scalar, Int)? {
    guard index + 1 < bytes.count else { return nil }
    switch form {
    case .string:
      guard unsafe bytes[index] == UInt8(ascii: "\\") else { return nil }
      switch unsafe bytes[index + 1] {
      case UInt8(ascii: "/"): return ("/", 2)
      case UInt8(ascii: "u"): return unsafe number(bytes, index + 2, digits: 4).map { ($0, 6) }
      case UInt8(ascii: "U"): return unsafe number(bytes, index + 2, digits: 8).map { ($0, 10) }
      case UInt8(ascii: "x"): return unsafe number(bytes, index + 2, digits: 2).map { ($0, 4) }
      default: return nil
      }
    case .reference:
      guard unsafe bytes[index] == UInt8(ascii: "&") && bytes[index + 1] == UInt8(ascii: "#") else { return nil }
      var end = index + 2
      let isHex = unsafe end < bytes.count && bytes[end] | 0x20 == UInt8(ascii: "x")
      if isHex { end += 1 }
      let begin = end
      // As many as anybody likes stand for nothing.
      while end < bytes.count, unsafe bytes[end] == UInt8(ascii: "0") { end += 1 }
      var value: UInt32 = 0
      let first = end
      while end < bytes.count, end - first < 7, let digit = unsafe hex(bytes[end]), isHex || digit < 10 {
        value = value &* (isHex ? 16 : 10) &+ digit
        end += 1
      }
      guard end > begin, let scalar = Unicode.Scalar(value) else { return nil }
      if unsafe end < bytes.count && bytes[end] == UInt8(ascii: ";") { end += 1 }
      return (scalar, end - index)
    }
  }

  /// The other escapes, which hide nothing by themselves.
  private static func plain(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ form: Form
  ) -> (Unicode.Scalar, Int)? {
    guard index + 1 < bytes.count else { return nil }
    switch form {
    case .string:
      guard unsafe bytes[index] == UInt8(ascii: "\\") else { return nil }
      switch unsafe bytes[index + 1] {
      case UInt8(ascii: "\\"): return ("\\", 2)
      case UInt8(ascii: "\""): return ("\"", 2)
      case UInt8(ascii: "n"): return ("\n", 2)
      case UInt8(ascii: "r"): return ("\r", 2)
      case UInt8(ascii: "t"): return ("\t", 2)
      default: return nil
      }
    case .reference:
      guard unsafe bytes[index] == UInt8(ascii: "&") else { return nil }
      for (name, scalar) in names where index + name.count <= bytes.count {
        if unsafe UnsafeBufferPointer(rebasing: bytes[index..<index + name.count]).elementsEqual(name) {
          return (scalar, name.count)
        }
      }
      return nil
    }
  }

  private static let names: [([UInt8], Unicode.Scalar)] = [
    (Array("&amp;".utf8), "&"), (Array("&quot;".utf8), "\""), (Array("&apos;".utf8), "'"), (Array("&lt;".utf8), "<"),
    (Array("&gt;".utf8), ">"),
  ]

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, digits: Int) -> Unicode.Scalar? {
    guard index + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for place in index..<index + digits {
      guard let digit = unsafe hex(bytes[place]) else { return nil }
      value = value << 4 | digit
    }
    return Unicode.Scalar(value)
  }

  private static func hex(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }
}

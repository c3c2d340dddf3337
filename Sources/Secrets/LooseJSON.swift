/// Reads what is nearly JSON, as editors and engines take it: with comments, a comma too many, a key twice, single quotes, names without
/// quotes. Nothing is refused: what stands where it should not is passed over.
struct LooseJSON {
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  private var nodes = 0
  private var isAll = true

  private static let most = 400_000
  private static let deepest = 96

  /// `isAll`: nothing was too much, or too deep, to be read.
  static func read(_ bytes: ArraySlice<UInt8>) -> (trees: [Tree], isAll: Bool) {
    var reader = LooseJSON(bytes: bytes, index: bytes.startIndex)
    var trees: [Tree] = []
    while let byte = reader.next() {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): trees.append(reader.value(0))
      default: reader.index += 1
      }
    }
    return (trees, reader.isAll)
  }

  private init(bytes: ArraySlice<UInt8>, index: Int) {
    self.bytes = bytes
    self.index = index
  }

  private mutating func value(_ depth: Int) -> Tree {
    nodes += 1
    let start = index
    guard let byte = next() else { return .scalar("", at: start) }
    guard nodes < Self.most, depth < Self.deepest else {
      isAll = false
      index = bytes.endIndex
      return .scalar("", at: start)
    }
    let offset = index
    switch byte {
    case UInt8(ascii: "{"):
      index += 1
      return .map(members(depth), at: offset)
    case UInt8(ascii: "["):
      index += 1
      return .list(items(depth))
    default: return .scalar(word(isKey: false), at: offset)
    }
  }

  private mutating func members(_ depth: Int) -> [(key: String, value: Tree)] {
    var members: [(key: String, value: Tree)] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "}"):
        index += 1
        return members
      case UInt8(ascii: "]"): return members
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "["): index += 1
      default:
        let key = word(isKey: true)
        guard next() == UInt8(ascii: ":") else { continue }
        index += 1
        members.append((key, value(depth + 1)))
      }
    }
    return members
  }

  private mutating func items(_ depth: Int) -> [Tree] {
    var items: [Tree] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "]"):
        index += 1
        return items
      case UInt8(ascii: "}"): return items
      case UInt8(ascii: ","), UInt8(ascii: ":"): index += 1
      default: items.append(value(depth + 1))
      }
    }
    return items
  }

  /// A string, or what stands there without quotes; at least one byte further.
  private mutating func word(isKey: Bool) -> String {
    let first = bytes[index]
    var text: [UInt8] = []
    if "\"'`".utf8.contains(first) {
      index += 1
      while index < bytes.endIndex, bytes[index] != first, bytes[index] != 0x0a || first == UInt8(ascii: "`") {
        if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.endIndex {
          text.append(bytes[index])
          index += 1
        }
        text.append(bytes[index])
        index += 1
      }
      index = min(index + 1, bytes.endIndex)
      return String(decoding: Escapes.resolved(text), as: UTF8.self)
    }
    repeat {
      text.append(bytes[index])
      index += 1
    } while index < bytes.endIndex && !",]}\n\r".utf8.contains(bytes[index])
      && !(isKey && (bytes[index] == UInt8(ascii: ":") || bytes[index] <= 0x20))
    while let last = text.last, last <= 0x20 { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  /// The next byte that is neither white space nor in a comment.
  private mutating func next() -> UInt8? {
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte <= 0x20 {
        index += 1
      } else if byte == UInt8(ascii: "/"), index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "/") {
        while index < bytes.endIndex, bytes[index] != 0x0a { index += 1 }
      } else if byte == UInt8(ascii: "/"), index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "*") {
        index += 2
        while index + 1 < bytes.endIndex, bytes[index] != UInt8(ascii: "*") || bytes[index + 1] != UInt8(ascii: "/") {
          index += 1
        }
        index = min(index + 2, bytes.endIndex)
      } else {
        return byte
      }
    }
    return nil
  }
}

extension LooseJSON {
  /// The value that a text is, when it is written within brackets.
  static func flow(_ text: ArraySlice<UInt8>, _ isAll: inout Bool) -> Tree? {
    guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
    let read = read(text)
    isAll = isAll && read.isAll
    return read.trees.first
  }
}

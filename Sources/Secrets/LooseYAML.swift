/// Reads YAML line by line, as far as names and values go: with anchors, aliases, tabs, keys twice and whatever else the strict reader
/// refuses. Lines that are no names with values are passed over.
struct LooseYAML {
  /// A map while its lines are read.
  private struct Level {
    let indent: Int
    let offset: Int
    var members: [(key: String, value: Tree)] = []
  }

  private var levels: [Level] = []
  private var trees: [Tree] = []
  private var isAll = true
  /// The text of several lines that is being read, and how far in its name stands.
  private var block: (indent: Int, offset: Int)?
  /// Beside it, so that it grows in place.
  private var blockText: [UInt8] = []

  private static let mostLines = 200_000
  private static let deepest = 64
  private static let mostItems = 100

  /// `isAll`: nothing was too much, or too deep, to be read.
  static func read(_ text: ArraySlice<UInt8>) -> (trees: [Tree], isAll: Bool) {
    var reader = LooseYAML()
    var start = text.startIndex
    var lines = 0
    while start < text.endIndex, lines < mostLines {
      let end = text[start...].firstIndex(of: 0x0a) ?? text.endIndex
      reader.add(text[start..<end], at: start)
      start = end + 1
      lines += 1
    }
    reader.endBlock()
    reader.close(above: -1)
    return (reader.trees, reader.isAll && start >= text.endIndex)
  }

  private mutating func add(_ line: ArraySlice<UInt8>, at begin: Int) {
    var index = begin
    while index < line.endIndex, line[index] <= 0x20 { index += 1 }
    if take(line, from: index, at: begin) { return }
    guard index < line.endIndex, line[index] != UInt8(ascii: "#") else { return }
    var isItem = false
    while line[index] == UInt8(ascii: "-"), index + 1 < line.endIndex, line[index + 1] <= 0x20 {
      close(above: index - begin)
      isItem = true
      index += 1
      while index < line.endIndex, line[index] <= 0x20 { index += 1 }
      guard index < line.endIndex else { return }
    }
    let content = Self.plain(line[index...])
    if let tree = LooseJSON.flow(content, &isAll) {
      attach(tree, at: index - begin)
      return
    }
    guard let (key, value) = Self.pair(content) else {
      attachText(content, at: index - begin, isItem: isItem)
      return
    }
    let indent = index - begin
    close(above: indent)
    if levels.last?.indent != indent {
      guard levels.count < Self.deepest else {
        isAll = false
        return
      }
      levels.append(Level(indent: indent, offset: index))
    }
    // An alias is no literal.
    let isAlias = value.first == UInt8(ascii: "*")
    let member = LooseJSON.flow(value, &isAll) ?? .scalar(isAlias ? "" : Self.unquoted(value), at: value.startIndex)
    levels[levels.count - 1].members.append((key, member))
    if Self.opensBlock(value) {
      block = (indent, line.endIndex)
      blockText = []
    }
  }

  /// Whether a line is one of the text that is being read, which ends with the first line that stands as far out as its name.
  private mutating func take(_ line: ArraySlice<UInt8>, from index: Int, at begin: Int) -> Bool {
    guard let open = block else { return false }
    guard index == line.endIndex || index - begin > open.indent else {
      endBlock()
      return false
    }
    guard index < line.endIndex else { return true }
    if blockText.isEmpty { block?.offset = index }
    blockText += line[index...]
    blockText.append(0x0a)
    return true
  }

  /// `|`, `>-`, `|2`, with a comment behind it or none.
  private static func opensBlock(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, first == UInt8(ascii: "|") || first == UInt8(ascii: ">") else { return false }
    let rest = value.dropFirst().drop { "+-".utf8.contains($0) || $0 >= 0x30 && $0 <= 0x39 }
    return rest.isEmpty || rest.first == 0x20 && rest.drop { $0 == 0x20 }.first == UInt8(ascii: "#")
  }

  private mutating func endBlock() {
    guard let ended = block else { return }
    block = nil
    guard let level = levels.indices.last, let member = levels[level].members.indices.last else { return }
    levels[level].members[member].value = .scalar(String(decoding: blockText, as: UTF8.self), at: ended.offset)
  }

  /// A line that is no name with a value: an item of a list, or the value of the name before it.
  private mutating func attachText(_ content: ArraySlice<UInt8>, at indent: Int, isItem: Bool) {
    guard let parent = levels.lastIndex(where: { isItem ? $0.indent <= indent : $0.indent < indent }),
      let value = levels[parent].members.last?.value
    else { return }
    let text = Tree.scalar(Self.unquoted(content), at: content.startIndex)
    let last = levels[parent].members.count - 1
    switch value {
    case .scalar("", _): levels[parent].members[last].value = isItem ? .list([text]) : text
    case .list(let items) where isItem && items.count < Self.mostItems:
      levels[parent].members[last].value = .list(items + [text])
    default: return
    }
  }

  /// Ends the maps whose lines stand further in.
  private mutating func close(above indent: Int) {
    while let last = levels.last, last.indent > indent {
      levels.removeLast()
      attach(.map(last.members, at: last.offset), at: last.indent)
    }
  }

  /// Gives a value to the last name that stands further out.
  private mutating func attach(_ tree: Tree, at indent: Int) {
    guard let parent = levels.lastIndex(where: { $0.indent < indent }),
      let member = levels[parent].members.last
    else {
      trees.append(tree)
      return
    }
    // A long list is looked at by its items.
    if case .list(let items) = member.value, items.count >= Self.mostItems {
      trees.append(tree)
      return
    }
    let value: Tree =
      switch member.value {
      case .scalar: tree
      case .list(let items): .list(items + [tree])
      case .map: .list([member.value, tree])
      }
    levels[parent].members[levels[parent].members.count - 1].value = value
  }

  /// A name and what stands behind its colon.
  private static func pair(_ content: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
    guard let first = content.first else { return nil }
    var index = content.startIndex
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      guard let close = content.dropFirst().firstIndex(of: first) else { return nil }
      index = close + 1
    }
    while index < content.endIndex {
      if content[index] == UInt8(ascii: ":"), index + 1 == content.endIndex || content[index + 1] <= 0x20 {
        return (unquoted(content[..<index]), plain(content[(index + 1)...]))
      }
      index += 1
      if index - content.startIndex > 400 { return nil }
    }
    return nil
  }

  /// Without anchors and tags before it, and white space around it.
  private static func plain(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first {
      if first <= 0x20 {
        text = text.dropFirst()
      } else if first == UInt8(ascii: "&") || first == UInt8(ascii: "!") {
        text = text.drop { $0 > 0x20 }
      } else {
        break
      }
    }
    while let last = text.last, last <= 0x20 { text = text.dropLast() }
    return text
  }

  /// A scalar's text: without quotes and escapes, or without the comment behind it.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> String {
    let text = plain(text)
    guard let first = text.first else { return "" }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      let body = text.dropFirst()
      let end = body.lastIndex(of: first) ?? body.endIndex
      let content = Array(body[..<end])
      return String(decoding: first == UInt8(ascii: "'") ? content : Escapes.resolved(content), as: UTF8.self)
    }
    var end = text.startIndex
    while end < text.endIndex, text[end] != UInt8(ascii: "#") || end == text.startIndex || text[end - 1] > 0x20 {
      end += 1
    }
    return String(decoding: plain(text[..<end]), as: UTF8.self)
  }
}

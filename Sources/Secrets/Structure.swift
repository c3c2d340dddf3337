import StrictJSON
import StrictXML
import StrictYAML

/// A definition's values and where they start, whatever it is written in.
indirect enum Tree {
  /// `written`: as it stands in the source, so that its bytes are a part of it.
  case scalar(String, at: Int)
  case list([Tree])
  case map([(key: String, value: Tree)], at: Int)

  init(_ node: JSONNode) {
    switch node.content {
    case .string(let text): self = .scalar(text, at: node.position.offset)
    case .number(let text): self = .scalar(text, at: node.position.offset)
    case .null, .bool: self = .scalar("", at: node.position.offset)
    case .array(let items): self = .list(items.map { Tree($0) })
    case .object(let members):
      self = .map(members.map { ($0.key, Tree($0.value)) }, at: node.position.offset)
    }
  }

  init(_ node: YAMLNode, from offset: Int) {
    switch node.content {
    case .scalar(let text, _): self = .scalar(text, at: offset + node.position.offset)
    case .sequence(let items): self = .list(items.map { Tree($0, from: offset) })
    case .mapping(let entries):
      self = .map(
        entries.map { ($0.key, Tree($0.value, from: offset)) }, at: offset + node.position.offset)
    }
  }

  /// An element's attributes, text (`#text`) and children as members, those of one name in a list; one that has a text alone is that.
  init(_ element: XMLElement) {
    let place = element.position.offset
    if element.attributes.isEmpty, element.children.isEmpty {
      self = .scalar(element.text, at: place)
      return
    }
    var members: [(key: String, value: Tree)] = element.attributes.map {
      ($0.name, .scalar($0.value, at: place))
    }
    let text = element.text
    if text.utf8.contains(where: { $0 > 0x20 }) {
      members.append(("#text", .scalar(text, at: place)))
    }
    var names: [String] = []
    var children: [String: [Tree]] = [:]
    for child in element.children {
      if children[child.name] == nil { names.append(child.name) }
      children[child.name, default: []].append(Tree(child))
    }
    for name in names {
      let items = children[name] ?? []
      members.append((name, items.count == 1 ? items[0] : .list(items)))
    }
    self = .map(members, at: place)
  }

  subscript(key: String) -> String? {
    guard case .map(let members, _) = self else { return nil }
    for member in members where member.key == key {
      if case .scalar(let text, _) = member.value { return text }
    }
    return nil
  }
}

extension Tree {
  /// Of each member of that name: what is read loosely may have several.
  func values(of key: String) -> [String] {
    guard case .map(let members, _) = self else { return [] }
    var values: [String] = []
    for member in members where member.key == key {
      if case .scalar(let text, _) = member.value { values.append(text) }
    }
    return values
  }

  /// Nil for what is no definition, or cannot be read: it is looked at as text alone.
  static func read(_ bytes: [UInt8], path: String?) -> (trees: [Tree], isAll: Bool)? {
    var start = bytes[...]
    if start.starts(with: [0xef, 0xbb, 0xbf]) { start = start.dropFirst(3) }
    let offset = start.startIndex
    guard let first = start.first(where: { $0 > 0x20 }) else { return nil }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      do throws(JSONError) {
        return ([Tree(try StrictJSON.read(Array(start))).moved(by: offset)], true)
      } catch {}
      if !Self.isYAML(path) { return LooseJSON.read(start) }
    }
    if first == UInt8(ascii: "<") {
      do throws(XMLError) {
        return ([Tree(try StrictXML.read(Array(start))).moved(by: offset)], true)
      } catch { return nil }
    }
    if first == UInt8(ascii: "/"), let path, path.lowercased().contains(".json") { return LooseJSON.read(start) }
    return Self.isYAML(path) ? documents(start) : nil
  }

  /// By its ending, or without one.
  private static func isYAML(_ path: String?) -> Bool {
    guard let name = path?.split(separator: "/").last else { return false }
    return isYAMLFile(path) || !name.contains(".")
  }

  /// By its ending alone.
  static func isYAMLFile(_ path: String?) -> Bool {
    guard let name = path?.lowercased() else { return false }
    return name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  /// Each document of a YAML text by itself; nil when none can be read. Those that are no strict YAML are read by lines.
  private static func documents(_ text: ArraySlice<UInt8>) -> (trees: [Tree], isAll: Bool)? {
    var trees: [Tree] = []
    var isAll = true
    for range in documentRanges(text) {
      do throws(YAMLError) {
        let limits = YAMLLimits(bytes: 4 << 20, depth: 64, nodes: 200_000)
        trees.append(
          Tree(try StrictYAML.read(Array(text[range]), limits: limits), from: range.lowerBound))
      } catch {
        let read = LooseYAML.read(text[range])
        trees += read.trees
        isAll = isAll && read.isAll
      }
    }
    return trees.isEmpty && isAll ? nil : (trees, isAll)
  }

  private static func documentRanges(_ text: ArraySlice<UInt8>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.startIndex
    var line = text.startIndex
    while line < text.endIndex {
      let end = text[line...].firstIndex(of: 0x0a) ?? text.endIndex
      if text[line..<end].starts(with: [0x2d, 0x2d, 0x2d]), end - line <= 5 {
        if line > start { ranges.append(start..<line) }
        start = min(end + 1, text.endIndex)
      }
      line = end + 1
    }
    if start < text.endIndex { ranges.append(start..<text.endIndex) }
    return ranges
  }

  private func moved(by offset: Int) -> Tree {
    if offset == 0 { return self }
    switch self {
    case .scalar(let text, let place): return .scalar(text, at: place + offset)
    case .list(let items): return .list(items.map { $0.moved(by: offset) })
    case .map(let members, let place):
      return .map(members.map { ($0.key, $0.value.moved(by: offset)) }, at: place + offset)
    }
  }
}

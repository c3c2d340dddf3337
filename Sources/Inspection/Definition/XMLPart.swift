import StrictXML

/// One element of an XML definition, its names resolved and with the way to it.
struct XMLPart {
  let element: XMLElement
  let pointer: String
  /// Of the element's own name; "" without one.
  let namespace: String
  /// Without prefix.
  let name: String
  private let namespaces: [String: String]

  /// The outermost element.
  init(_ root: XMLElement) {
    self.init(root, in: [:], path: "", index: nil)
  }

  private init(_ element: XMLElement, in outer: [String: String], path: String, index: Int?) {
    self.element = element
    var namespaces = outer
    for attribute in element.attributes where attribute.name.hasPrefix("xmlns") {
      namespaces[attribute.name == "xmlns" ? "" : String(attribute.name.dropFirst(6))] = attribute.value
    }
    self.namespaces = namespaces
    let (prefix, local) = Self.split(element.name)
    name = local
    namespace = namespaces[prefix] ?? ""
    pointer = path + "/" + local + (index.map { "[\($0)]" } ?? "")
  }

  private static func split(_ name: String) -> (prefix: String, local: String) {
    guard let colon = name.firstIndex(of: ":") else { return ("", name) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }

  var spot: Spot {
    Spot(
      pointer: pointer, line: element.position.line, column: element.position.column, offset: element.position.offset)
  }

  /// In the order of the text; the number behind a name counts those of the name, from 1.
  var children: [XMLPart] {
    var counts: [String: Int] = [:]
    return element.children.map { child in
      counts[child.name, default: 0] += 1
      return XMLPart(child, in: namespaces, path: pointer, index: counts[child.name])
    }
  }

  func children(_ name: String) -> [XMLPart] { children.filter { $0.name == name } }

  func child(_ name: String) -> XMLPart? { children.first { $0.name == name } }

  /// An attribute by its name without prefix: vendors put theirs under prefixes of their own.
  subscript(name: String) -> String? {
    for attribute in element.attributes
    where Self.split(attribute.name).local == name && !attribute.name.hasPrefix("xmlns") {
      return attribute.value
    }
    return nil
  }

  /// Its own text without white space around.
  var text: String { element.text.trimmed }

  /// It and all elements in it, in the order of the text.
  var all: [XMLPart] {
    var found: [XMLPart] = []
    var waiting = [self]
    while let part = waiting.popLast() {
      found.append(part)
      waiting += part.children.reversed()
    }
    return found
  }
}

extension String {
  /// Without white space at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

import StrictYAML

extension FuzzTarget {
  /// YAML that is read has no key twice, every value where its place says, and reads the same when it is written as JSON
  /// is, or with other ends of lines.
  static let yaml = FuzzTarget("yaml") { bytes in
    let node: YAMLNode
    do throws(YAMLError) {
      node = try StrictYAML.read(bytes)
    } catch {
      requireSafe(error.message)
      if let place = error.position { requirePlaced(place, in: bytes) }
      return
    }
    requirePlaced(node, in: bytes, depth: 0)
    var longest = 0
    let text = flow(node, &longest)
    requireSame(text, ended(byCRLF: bytes), "the ends of lines change what is read")
    // A key that is longer is none to YAML, unless it is marked. Source: YAML 1.2, section 7.4.3.
    if longest < 100 { requireSame(text, Array(text.utf8), "YAML is read otherwise than written") }
  }

  private static func requireSame(_ text: String, _ bytes: [UInt8], _ otherwise: String) {
    do throws(YAMLError) {
      var longest = 0
      let again = flow(try StrictYAML.read(bytes), &longest)
      precondition(again == text, otherwise)
    } catch {
      preconditionFailure("\(otherwise): \(error.message)")
    }
  }

  private static func requirePlaced(_ node: YAMLNode, in bytes: [UInt8], depth: Int) {
    precondition(depth <= YAMLLimits.standard.depth, "values lie deeper than the limit")
    requirePlaced(node.position, in: bytes)
    switch node.content {
    case .scalar: break
    case .sequence(let items):
      for item in items { requirePlaced(item, in: bytes, depth: depth + 1) }
    case .mapping(let entries):
      precondition(Set(entries.map(\.key)).count == entries.count, "a key stands twice")
      for entry in entries {
        requirePlaced(entry.keyPosition, in: bytes)
        requirePlaced(entry.value, in: bytes, depth: depth + 1)
      }
    }
  }

  private static func requirePlaced(_ place: YAMLPosition, in bytes: [UInt8]) {
    precondition(lineAndColumn(place.offset, in: bytes) == [place.line, place.column], "a position is elsewhere")
  }

  /// The value in flow style, every scalar in double quotes; `longest` grows to the bytes of the longest key.
  private static func flow(_ node: YAMLNode, _ longest: inout Int) -> String {
    switch node.content {
    case .scalar(let text, _): return quoted(text)
    case .sequence(let items):
      var texts: [String] = []
      for item in items { texts.append(flow(item, &longest)) }
      return "[" + texts.joined(separator: ", ") + "]"
    case .mapping(let entries):
      var texts: [String] = []
      for entry in entries {
        longest = max(longest, entry.key.utf8.count)
        texts.append(quoted(entry.key) + ": " + flow(entry.value, &longest))
      }
      return "{" + texts.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\""
      + text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "\\": "\\" + String(scalar)
        case " "..."~": String(scalar)
        default: "\\U" + String(String(UInt64(scalar.value) + 0x1_0000_0000, radix: 16).dropFirst())
        }
      }.joined() + "\""
  }
}

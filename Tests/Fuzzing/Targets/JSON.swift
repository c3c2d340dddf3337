import StrictJSON

extension FuzzTarget {
  /// JSON that is read has no key twice, every value where its place says, and reads the same when it is written.
  static let json = FuzzTarget("json") { bytes in
    let node: JSONNode
    do throws(JSONError) {
      node = try StrictJSON.read(bytes)
    } catch {
      requireSafe(error.message)
      if let place = error.position {
        precondition(lineAndColumn(place.offset, in: bytes) == [place.line, place.column], "an error is elsewhere")
      }
      return
    }
    requirePlaced(node, in: bytes, depth: 0)
    let value = JSON(node)
    for (pretty, sorted) in [(false, false), (true, false), (false, true)] {
      let written = value.written(pretty: pretty, sortedKeys: sorted)
      requireSafe(pretty ? written.filter { $0 != "\n" } : written)
      do throws(JSONError) {
        let again = JSON(try StrictJSON.read(Array(written.utf8)))
        precondition(sorted || again == value, "JSON is read otherwise than written")
        precondition(again.written(pretty: pretty, sortedKeys: sorted) == written, "JSON is written two ways")
      } catch {
        preconditionFailure("JSON that was read cannot be read when it is written: \(error.message)")
      }
    }
  }

  private static func requirePlaced(_ node: JSONNode, in bytes: [UInt8], depth: Int) {
    precondition(depth <= JSONLimits.standard.depth, "values lie deeper than the limit")
    requirePlaced(node.position, beginning(node), in: bytes)
    for element in node.array ?? [] { requirePlaced(element, in: bytes, depth: depth + 1) }
    guard let members = node.members else { return }
    precondition(Set(members.map(\.key)).count == members.count, "a key stands twice")
    for member in members {
      requirePlaced(member.keyPosition, "\"", in: bytes)
      requirePlaced(member.value, in: bytes, depth: depth + 1)
    }
  }

  private static func requirePlaced(_ place: JSONPosition, _ text: String, in bytes: [UInt8]) {
    precondition(lineAndColumn(place.offset, in: bytes) == [place.line, place.column], "a value is elsewhere")
    precondition(bytes[place.offset...].starts(with: text.utf8), "something else begins at the place of a value")
  }

  private static func beginning(_ node: JSONNode) -> String {
    switch node.content {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let text): text
    case .string: "\""
    case .array: "["
    case .object: "{"
    }
  }
}

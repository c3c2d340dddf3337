import Diagnostics
import StrictYAML

/// Where in the policy's text a setting stands, by the keys that lead to it.
struct PolicyPlaces: Sendable {
  let source: String
  /// nil: only the file is known.
  private let root: YAMLNode?

  init(source: String, text: [UInt8]?) {
    self.source = source
    do throws(YAMLError) {
      root = try text.map { bytes throws(YAMLError) in try StrictYAML.read(bytes) }
    } catch {
      // A policy is read before anybody has concerns about it; of another text no line can be told.
      root = nil
    }
  }

  /// The deepest of the keys that is there. A number is the place in a list, from 0.
  func place(_ path: [String]) -> Place {
    var node = root
    var position: YAMLPosition?
    for step in path {
      switch node?.content {
      case .mapping(let entries):
        guard let entry = entries.first(where: { $0.key == step }) else { return place(position) }
        (node, position) = (entry.value, entry.keyPosition)
      case .sequence(let items):
        guard let index = Int(step), items.indices.contains(index) else { return place(position) }
        (node, position) = (items[index], items[index].position)
      case .scalar, nil: return place(position)
      }
    }
    return place(position)
  }

  private func place(_ position: YAMLPosition?) -> Place {
    Place(source, line: position?.line, column: position?.column)
  }
}

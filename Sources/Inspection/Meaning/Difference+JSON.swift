package import StrictJSON
import Vocabulary

extension Difference {
  /// Names the form of the JSON; `templates/difference.schema.json` describes it.
  package static let schema = "urn:countersign:difference:v1"

  /// The members that say what changed: `changes` and `notes`.
  package var members: [JSON.Member] {
    [
      .init("changes", .array(changes.map(\.json))),
      .init("notes", .array(notes.map { .string($0) })),
    ]
  }
}

extension Change {
  fileprivate var json: JSON {
    .object([
      .init("kind", .string(kind.rawValue)), .init("weight", .string(kind.weight.rawValue)),
      .init("what", .string(what)),
      .init("details", .array(details.map { .string($0) })), .init("step", JSON(step)),
      .init("before", Change.json(before)), .init("after", Change.json(after)),
    ])
  }

  private static func json(_ spot: Spot?) -> JSON {
    guard let spot else { return .null }
    return .object([
      .init("pointer", .string(spot.pointer)), .init("line", .integer(Int64(spot.line))),
      .init("column", .integer(Int64(spot.column))),
    ])
  }
}

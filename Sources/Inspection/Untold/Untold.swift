import Diagnostics
import Vocabulary
import Workflows

/// What differs between two versions of a file and no line tells.
///
/// Each place that differs is put back to what it was, alone: where that is no difference in meaning, its change is none either,
/// and whatever it does, nobody would hear of it. So nothing has to be said about what an adapter reads. Places that took each
/// other's values are put back together, too: each alone may look like a change of which nothing is left when both are made.
struct Untold {
  /// One version.
  struct Version {
    let document: Document
    let models: [Model]
    let bytes: Int
  }

  let old: Version
  let new: Version
  let engine: Engine
  let partners: Partners
  /// Whether any line tells of a change.
  let isAnyTold: Bool
  /// Whether what two readings of a file do differs.
  let differ: ([Model], [Model]) -> Bool

  typealias Item = TreeComparing.Item

  /// So many readings are made to find out what is told, and of so many bytes.
  private static let mostReadings = 96
  private static let mostBytes = 6 << 20

  /// What differs and is told by nothing else; `open`: places of which nobody found out.
  func items() -> (untold: [Item], open: [Item]) {
    var making = (
      old: TreeMaking(old.document, engine, isTyped: isTyped), new: TreeMaking(new.document, engine, isTyped: isTyped)
    )
    guard let was = making.old.tree(of: old.document), let now = making.new.tree(of: new.document) else {
      return ([], [])
    }
    var partners = partners
    for (id, name) in making.old.names.sorted(by: { $0.key < $1.key }) {
      if let now = making.new.names[id], now != name { partners.rename(name, to: now) }
    }
    var comparing = TreeComparing(partners, making.new.noise, isOrdered: engine != .bpmn && engine != .nodeRed)
    comparing.compare(was, now)
    // Where no line is, nothing is told, however much each alone would be.
    return isAnyTold ? found(comparing.items) : (comparing.items, [])
  }

  var form: (old: String, new: String) { (Self.form(old.document), Self.form(new.document)) }
  private var isTyped: Bool { form == ("json", "json") }

  private static func form(_ document: Document) -> String {
    switch document.content {
    case .xml: return "xml"
    case .text: return "text"
    case .parts(let parts):
      if case .json? = parts.first?.node { return "json" }
      return "yaml"
    }
  }

  private func isSetting(_ item: Item) -> Bool {
    func isIn(_ found: TreeComparing.Found?, _ places: Set<Tree.Place>) -> Bool {
      guard let found else { return true }
      return found.tree.isScalar && found.tree.place.map(places.contains) == true
    }
    return isIn(item.old, partners.settings.old) && isIn(item.new, partners.settings.new)
  }

  // MARK: what is told

  private func found(_ all: [Item]) -> (untold: [Item], open: [Item]) {
    var (untold, told, open) = ([Item](), [Item](), [Item]())
    let readings = max(6, min(Self.mostReadings, Self.mostBytes / max(1, max(old.bytes, new.bytes))))
    var left = readings
    let items = all.filter { !isSetting($0) }
    // What only stands in another order has an edit of the whole list, which nothing else may be put back beside.
    var waiting =
      items.filter { $0.order != nil }.map { [$0] } + [items.filter { $0.order == nil }].filter { !$0.isEmpty }
    while let group = waiting.popLast() {
      guard left > 0 else {
        open += group
        continue
      }
      left -= 1
      if !isTold(group) {
        untold += group
      } else if group.count > 1 {
        waiting.append(Array(group[..<(group.count / 2)]))
        waiting.append(Array(group[(group.count / 2)...]))
      } else {
        told += group
        if let parts = Self.parts(of: group[0]) { waiting.append(parts) }
      }
    }
    // So many readings more are made for what took each other's place.
    left += max(6, readings / 2)
    let exchanges = Exchanges(told + all.filter(isSetting))
    for (group, isSure) in exchanges.groups.map({ ($0, true) }) + exchanges.steps.map({ ($0, false) }) {
      guard left > 0 else {
        if isSure { open += group }
        continue
      }
      left -= 1
      if !isTold(group) { untold += group }
    }
    return (untold, open)
  }

  /// Of what is new or gone as a whole, what it holds: one line about it does not tell the rest.
  private static func parts(of item: Item) -> [Item]? {
    guard (item.old == nil) != (item.new == nil), let whole = item.old ?? item.new, !whole.tree.isScalar else {
      return nil
    }
    let parts = whole.tree.children.map { tree, key in
      let found = whole.inner(tree, key: key)
      return item.old == nil ? Item(old: nil, new: found, step: item.step) : Item(old: found, new: nil, step: item.step)
    }
    return parts.isEmpty ? nil : parts
  }

  private func isTold(_ items: [Item]) -> Bool {
    var edits: (old: [Edit], new: [Edit]) = ([], [])
    let isMoved = items.count == 2 && items.contains { $0.old == nil } && items.contains { $0.new == nil }
    for item in items {
      if let order = item.order, let now = item.new {
        edits.new.append(Edit(path: now.path[...], value: new.document.raw(at: now.path)?.ordered(order)))
      } else if let now = item.new {
        let was = form.old == form.new ? item.old.flatMap { old.document.raw(at: $0.path) } : nil
        edits.new += Self.edits(now, was)
      } else if let was = item.old {
        if isMoved {
          // What stood where nothing can be put back is not looked at together.
          guard let edit = coming(was) else { return true }
          edits.new.append(edit)
        } else {
          edits.old += Self.edits(was, nil)
        }
      }
    }
    return isTold(edits.new, in: new) || isTold(edits.old, in: old)
  }

  /// What is gone, to stand again under its key.
  private func coming(_ was: TreeComparing.Found) -> Edit? {
    guard form.old == form.new, case .key? = was.path.last, let value = old.document.raw(at: was.path),
      new.document.raw(at: was.path) == nil, new.document.raw(at: Array(was.path.dropLast())) != nil
    else { return nil }
    return Edit(path: was.path[...], value: value)
  }

  private static func edits(_ found: TreeComparing.Found, _ value: Raw?) -> [Edit] {
    // All children of one name have no place of their own.
    guard found.tree.step == nil else { return [Edit(path: found.path[...], value: value)] }
    return found.tree.children.map { Edit(path: $0.tree.path(found.path)[...], value: nil) }
  }

  private func isTold(_ edits: [Edit], in version: Version) -> Bool {
    guard !edits.isEmpty, let adapter = EngineAdapters.adapter(for: engine) else { return false }
    let other = version.document.with(edits)
    guard adapter.recognises(other) else { return false }
    return differ(adapter.models(in: other), version.models)
  }
}

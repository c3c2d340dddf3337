import Vocabulary

extension Untold {
  /// So many places of one step are shown; the rest is counted.
  private static let shown = 12

  /// A line for each step, and one for what lies outside of all.
  func changes(in file: String) -> [Change] {
    let (untold, open) = items()
    var changes: [Change] = []
    var order: [Tree.Place?] = []
    var groups: [Tree.Place?: [Item]] = [:]
    for item in untold {
      if groups[item.step] == nil { order.append(item.step) }
      groups[item.step, default: []].append(item)
    }
    for place in order {
      let items = groups[place] ?? []
      let name = place.flatMap { partners.labels[$0] }
      let lines = items.map(Self.words)
      let what = "not understood, and changed: \(name.map { "in \($0): " } ?? "")"
      let rest = lines.count > Self.shown ? ["and \(lines.count - Self.shown) more places: --lines shows all"] : []
      changes.append(
        Change(
          .notUnderstood, what + (lines.count == 1 ? lines[0] : Shown.count(lines.count, "place")),
          details: lines.count == 1 ? [] : Array(lines.prefix(Self.shown)) + rest, step: name,
          after: items.first?.new.flatMap(Self.spot)))
    }
    if !open.isEmpty {
      changes.append(
        Change(
          .notUnderstood,
          "\(Shown.count(open.count, "more place")) of \(file) differ\(open.count == 1 ? "s" : ""), and whether the lines here tell of that nobody found out",
          details: [places(open), "look at them in the lines: --lines"]))
    }
    return changes
  }

  /// How many places lie in which steps.
  private func places(_ items: [Item]) -> String {
    let counts = Dictionary(items.map { ($0.step, 1) }, uniquingKeysWith: +)
    var seen: Set<Tree.Place?> = []
    let words = items.map(\.step).filter { seen.insert($0).inserted }.map { step in
      "\(counts[step] ?? 0) \(step.flatMap { partners.labels[$0] }.map { "in \($0)" } ?? "outside of all steps")"
    }
    return words.joined(separator: ", ")
  }

  private static func spot(_ found: TreeComparing.Found) -> Spot? {
    found.tree.place.map { Spot(pointer: found.pointer, line: $0.line, column: $0.column) }
  }

  private static func words(_ item: Item) -> String {
    let pointer = Shown.naming(end(of: (item.new ?? item.old)?.pointer ?? ""))
    if item.order != nil { return "\(pointer): parts in another order" }
    let hides = [item.old, item.new].contains { $0.map { isSecret($0.label) } ?? false }
    let (old, new) = (item.old.map { text($0) }, item.new.map { text($0) })
    switch (old, new) {
    case (let old?, let new?) where hides: return "\(pointer): \(Shown.digest(old)) -> \(Shown.digest(new))"
    case (let old?, let new?): return "\(pointer): \(Shown.change(old, new))"
    case (let old?, nil): return "\(pointer): \(hides ? Shown.digest(old) : Shown.value(old)) -> not set"
    case (nil, let new?): return "\(pointer): not set -> \(hides ? Shown.digest(new) : Shown.value(new))"
    case (nil, nil): return pointer
    }
  }

  /// Of a long way the end, which says more than the beginning.
  private static func end(of pointer: String) -> String {
    guard pointer.count > 100 else { return pointer }
    var words: [Substring] = []
    var count = 0
    for word in pointer.split(separator: "/").reversed() {
      if !words.isEmpty, count + word.count > 90 { break }
      words.append(word)
      count += word.count + 1
    }
    return "…/" + words.reversed().joined(separator: "/")
  }

  private static func isSecret(_ label: String) -> Bool { Literals.isSecretName(label) || Shown.isSecretLabel(label) }

  /// A value, or the values in it; those that may be secret as what stands for them.
  private static func text(_ found: TreeComparing.Found) -> String {
    if case .scalar(let text) = found.tree.content { return plain(text) }
    var words: [String] = []
    collect(found, "", &words)
    return words.isEmpty ? "there, with nothing in it" : words.joined(separator: "; ")
  }

  private static func collect(_ found: TreeComparing.Found, _ path: String, _ words: inout [String]) {
    guard words.count < shown else { return }
    if case .scalar(let text) = found.tree.content {
      let value = isSecret(found.label) ? Shown.digest(text) : plain(text)
      return words.append(path.isEmpty ? value : "\(path): \(value)")
    }
    for (tree, key) in found.tree.children {
      let word = [path, key ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
      collect(found.inner(tree, key: key), word, &words)
    }
  }

  private static func plain(_ text: String) -> String { text.hasPrefix("\u{0}") ? String(text.dropFirst()) : text }
}

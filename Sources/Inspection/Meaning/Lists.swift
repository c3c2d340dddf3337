/// What several keys name, each in order, taken one after the other.
struct Lists<Key: Hashable, Value: Hashable> {
  private var lists: [Key: [Value]] = [:]

  init(_ entries: [(Key, Value)]) {
    for (key, value) in entries { lists[key, default: []].append(value) }
    for key in lists.keys { lists[key]?.reverse() }
  }

  /// The next of a key that is not among those.
  mutating func pop(_ key: Key, besides taken: Set<Value>) -> Value? {
    while let value = lists[key]?.popLast() {
      if !taken.contains(value) { return value }
    }
    return nil
  }
}

extension Comparing {
  /// What took the place of what, in two lists: for each new one the first old one left that agrees in the first key, else in the
  /// next; and the old ones that are left over. Takes time in proportion to both.
  static func replaced<Value>(
    _ old: [Value], by new: [Value], _ keys: [(Value) -> [String]]
  ) -> (pairs: [(old: Value?, new: Value)], left: [Value]) {
    if old.isEmpty { return (new.map { (nil, $0) }, []) }
    var lists = keys.map { key in Lists(old.indices.map { (key(old[$0]), $0) }) }
    var taken: Set<Int> = []
    let pairs = new.map { value -> (old: Value?, new: Value) in
      for (index, key) in keys.enumerated() {
        guard let at = lists[index].pop(key(value), besides: taken) else { continue }
        taken.insert(at)
        return (old[at], value)
      }
      return (nil, value)
    }
    return (pairs, old.indices.filter { !taken.contains($0) }.map { old[$0] })
  }
}

/// Lines of code, for counting and showing.
enum Lines {
  static let shown = 8

  static func of(_ text: String) -> [Substring] {
    text.lines.filter { !$0.utf8.allSatisfy(Ascii.isBlank) }
  }

  /// The first lines, and how many more there are.
  static func first(of text: String) -> [String] { list(of(text).map { "+ " + line($0) }) }

  /// What the second text has and the first has not, and the reverse; lines that only moved are neither.
  static func difference(_ old: String, _ new: String) -> (gone: [Substring], come: [Substring]) {
    let (old, new) = (of(old), of(new))
    return (Comparing.surplus(of: old, over: new), Comparing.surplus(of: new, over: old))
  }

  /// What went and what came; of many lines some of both, and of two long ones that took each other's place what differs in them.
  static func shown(gone: [Substring], come: [Substring]) -> [String] {
    let pairs = min(gone.count, come.count)
    var lines: [[String]] = []
    for index in 0..<max(gone.count, come.count) {
      if index < pairs, max(gone[index].utf8.count, come[index].utf8.count) > Shown.longest {
        lines.append(["~ " + Shown.change(whole(gone[index]), whole(come[index]))])
      } else {
        lines.append(
          (index < gone.count ? ["- " + line(gone[index])] : [])
            + (index < come.count ? ["+ " + line(come[index])] : []))
      }
    }
    if gone.count + come.count > shown { return list(lines.flatMap(\.self)) }
    let all = lines.flatMap(\.self)
    return all.filter { $0.hasPrefix("~") } + all.filter { $0.hasPrefix("-") } + all.filter { $0.hasPrefix("+") }
  }

  private static func list(_ lines: [String]) -> [String] {
    lines.count <= shown
      ? lines : lines.prefix(shown - 1) + ["… and \(lines.count - shown + 1) more lines: --lines shows all"]
  }

  private static func line(_ text: Substring) -> String { Shown.value(trimmed(text)) }

  private static func whole(_ text: Substring) -> String { String(text.drop { $0.isWhitespace }) }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0.isWhitespace }.prefix(4_000)) + (text.count > 4_000 ? "…" : "")
  }
}

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

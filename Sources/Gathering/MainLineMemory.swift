import Git

/// What is remembered of the integration branch between runs, so that no look at it grows with its history.
///
/// A file below the git directory, beside the configuration that pins the root and no more to be believed than that: bound to the
/// root, made anew from the objects whenever its tip is not on the line, and safe to delete at any time.
struct MainLineMemory: Hashable {
  let root: ObjectID
  private(set) var tip: ObjectID
  /// How many landings there are up to `tip`, the root included.
  private(set) var count: Int
  /// The latest date of any landing: whoever lands chooses one, and small steps back add up.
  private(set) var newest: Int64
  /// The `.countersign` tree at `tip`.
  private(set) var policyTree: ObjectID?
  /// The landings at which that tree became another, the root first.
  var changes: [Change]
  /// How many of them were judged, and by which journal of the policy.
  private var settled: Int
  private var journal: ObjectID?
  /// How many landings were added since the file was written; nil: there is no file.
  private var added: Int?

  struct Change: Hashable {
    let position: Int
    let id: ObjectID
    var isInForce: Bool
  }

  /// Nothing yet but the root, which is added first.
  init(root: ObjectID) {
    self.root = root
    tip = root
    count = 0
    newest = 0
    policyTree = nil
    changes = []
    settled = 0
    journal = nil
    added = nil
  }

  mutating func add(_ landing: ObjectID, policyTree tree: ObjectID?, seconds: Int64) {
    newest = max(newest, seconds)
    if count == 0 || tree != policyTree { changes.append(Change(position: count, id: landing, isInForce: false)) }
    policyTree = tree
    tip = landing
    count += 1
    added = added.map { $0 + 1 }
  }

  /// The same, with every policy to be judged again.
  var unsettled: MainLineMemory {
    var memory = self
    memory.settled = 0
    return memory
  }

  /// How many of the changes need no judging again.
  func judged(by journal: ObjectID?) -> Int { journal == self.journal ? min(settled, changes.count) : 0 }
}

extension MainLineMemory {
  private static let name = "main-line"
  private static let head = "countersign main line 2"
  /// So many landings are read again before the file is written anew.
  private static let slack = 64

  /// What the file says; nil when there is none, or when it is not of this root and form.
  static func read(_ repository: borrowing Repository, root: ObjectID) -> MainLineMemory? {
    guard let bytes = repository.derived(name) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 6, lines[0] == head, lines[1] == "root \(root.hex)", lines.suffix(2) == ["end", ""] else {
      return nil
    }
    var memory = MainLineMemory(root: root)
    let tip = lines[2].split(separator: " ")
    let ends = lines[3].split(separator: " ")
    guard tip.count == 4, tip[0] == "tip", let id = ObjectID(hex: String(tip[1])), let count = Int(tip[2]), count > 0,
      let newest = Int64(tip[3]),
      ends.count == 3, ends[0] == "trees"
    else { return nil }
    memory.tip = id
    memory.count = count
    memory.newest = newest
    memory.policyTree = ObjectID(hex: String(ends[1]))
    memory.journal = ObjectID(hex: String(ends[2]))
    for line in lines[4..<(lines.count - 2)] {
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "policy" || words[0] == "refused", let position = Int(words[1]),
        let landing = ObjectID(hex: String(words[2])), position < count, position > memory.changes.last?.position ?? -1
      else { return nil }
      memory.changes.append(Change(position: position, id: landing, isInForce: words[0] == "policy"))
    }
    guard memory.changes.first?.position == 0, memory.changes.first?.id == root else { return nil }
    memory.settled = memory.changes.count
    memory.added = 0
    return memory
  }

  /// Writes it, where enough has changed; a repository that takes no files is none the worse.
  func keep(_ repository: borrowing Repository, journal: ObjectID?) {
    if let added, added < Self.slack, judged(by: journal) == changes.count { return }
    var lines = [Self.head, "root \(root.hex)", "tip \(tip.hex) \(count) \(newest)"]
    lines.append("trees \(policyTree?.hex ?? "none") \(journal?.hex ?? "none")")
    for change in changes {
      lines.append("\(change.isInForce ? "policy" : "refused") \(change.position) \(change.id.hex)")
    }
    repository.keepDerived(Self.name, Array((lines + ["end", ""]).joined(separator: "\n").utf8))
  }
}

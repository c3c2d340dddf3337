import Git
import Vocabulary

/// The file below the git directory in which a branch's history is kept between runs.
///
/// No more to be believed than the configuration beside it, which pins the root; made anew from the objects whenever it is torn,
/// of another form, or of a line that the branch does not go on from; safe to delete at any time.
extension BranchHistory {
  private static let head = Array("countersign steps 1\n".utf8)
  /// So many steps are read again before the file is written anew.
  private static let slack = 32

  /// What is kept of a branch; nil when nothing is, or when it does not read.
  static func read(
    _ branch: String, directories: [String], in repository: borrowing Repository
  ) throws(GitError) -> BranchHistory? {
    let name = try name(branch, directories)
    guard let bytes = repository.derived(name) else { return nil }
    var reader = Reader(bytes: bytes)
    guard try reader.isWhole(), reader.take(head.count) == head[...],
      let read = reader.history(branch, directories),
      try repository.kind(of: read.step(at: read.newest).id) == .commit
    else { return nil }
    return read
  }

  /// Writes the file, where enough was added; a repository that takes no files is none the worse.
  func keep(in repository: borrowing Repository) throws(GitError) {
    guard let branch else { return }
    guard addedAbove >= Self.slack || addedBelow >= max(Self.slack, kept / 4) || (isWhole && addedBelow > 0) else {
      return
    }
    var writer = Writer(bytes: Self.head)
    let steps = steps(from: newest)
    writer.number(isWhole ? 1 : 0)
    writer.number(steps.count)
    for step in steps {
      writer.bytes += step.id.bytes
      writer.long(step.seconds)
      writer.text(step.excepted ?? [])
    }
    let changes = allChanges.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    writer.number(changes.count)
    for (path, list) in changes {
      writer.text(path)
      writer.number(list.count)
      for change in list {
        writer.number(newest - change.position)
        writer.bytes += (change.old ?? .zero).bytes + (change.new ?? .zero).bytes
      }
    }
    writer.bytes += try ObjectID.hash(of: writer.bytes, as: .blob).bytes
    repository.keepDerived(try Self.name(branch, directories), writer.bytes)
    wasKept()
  }

  /// One file for a branch and the directories that are watched.
  private static func name(_ branch: String, _ directories: [String]) throws(GitError) -> String {
    let key = ([branch] + directories).joined(separator: "\0")
    return "steps-\(try ObjectID.hash(of: Array(key.utf8), as: .blob).hex)"
  }
}

private struct Writer {
  var bytes: [UInt8]

  mutating func number(_ value: Int) {
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func long(_ value: Int64) {
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift))) }
  }

  mutating func text(_ value: [UInt8]) {
    number(value.count)
    bytes += value
  }
}

private struct Reader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the last bytes are the digest of those before them.
  func isWhole() throws(GitError) -> Bool {
    guard bytes.count > 20 else { return false }
    return try ObjectID.hash(of: Array(bytes.dropLast(20)), as: .blob).bytes[...] == bytes.suffix(20)
  }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - 20 - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func number() -> Int? { take(4)?.reduce(0) { $0 << 8 | Int($1) } }

  mutating func id() -> ObjectID? {
    guard let slice = take(20) else { return nil }
    return ObjectID(raw: bytes, at: slice.startIndex)
  }

  mutating func text() -> [UInt8]? { number().flatMap { take($0) }.map { Array($0) } }

  /// Everything behind the head; nil where it does not fit together.
  mutating func history(_ branch: String, _ directories: [String]) -> BranchHistory? {
    guard let whole = number(), whole < 2, let count = number(), count > 0 else { return nil }
    var steps: [BranchHistory.Step] = []
    for _ in 0..<count {
      guard let id = id(), let seconds = take(8)?.reduce(Int64(0), { $0 << 8 | Int64($1) }), let excepted = text()
      else { return nil }
      steps.append(.init(id: id, seconds: seconds, excepted: excepted.isEmpty ? nil : excepted))
    }
    guard let paths = number() else { return nil }
    var changes: [[UInt8]: [BranchHistory.Change]] = [:]
    changes.reserveCapacity(min(paths, bytes.count / 48))
    for _ in 0..<paths {
      guard let path = text(), let length = number() else { return nil }
      var list: [BranchHistory.Change] = []
      for _ in 0..<length {
        guard let index = number(), index < count, -index < list.last?.position ?? 1, let old = id(), let new = id()
        else { return nil }
        list.append(.init(position: -index, old: old == .zero ? nil : old, new: new == .zero ? nil : new))
      }
      guard changes.updateValue(list, forKey: path) == nil else { return nil }
    }
    guard position == bytes.count - 20 else { return nil }
    return BranchHistory(
      directories: directories, branch: branch, steps: steps, changes: changes, isWhole: whole == 1)
  }
}

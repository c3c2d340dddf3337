import Git

/// What a file holds of a branch's history: its steps, newest first, and by path what they changed. It is read where somebody asks, so
/// that a long history costs no more than a short one.
///
/// Steps have indices here: 0 is the newest. What leads out of the file is answered as if nothing stood there: the file is made
/// anew from the objects, and no more to be believed than the configuration beside it.
struct KeptHistory {
  typealias Step = BranchHistory.Step

  /// Where the changes of one path stand, newest first.
  struct List {
    fileprivate let start: Int
    let count: Int
  }

  private let bytes: [UInt8]
  /// How many steps there are.
  let count: Int
  /// The last of them is the beginning of the branch.
  let isWhole: Bool
  /// The steps whose releases name an exception, newest first, and the workflow of each.
  let exceptions: [(index: Int, workflow: [UInt8])]
  private let paths: Int
  private let order: Int
  private let table: Int

  static let head = Array("countersign steps 2\n".utf8)
  private static let step = 28
  private static let row = 16
  private static let change = 44

  /// nil where the parts do not fit together.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var reader = FixedReader(bytes: bytes)
    guard reader.take(Self.head.count) == Self.head[...], let whole = reader.number(), whole < 2,
      let count = reader.number(), count > 0, let excepted = reader.number(), let paths = reader.number(),
      reader.take(count * Self.step) != nil
    else { return nil }
    order = reader.position
    guard reader.take(count * 4) != nil else { return nil }
    table = reader.position
    guard reader.take(paths * Self.row) != nil else { return nil }
    var exceptions: [(index: Int, workflow: [UInt8])] = []
    for _ in 0..<excepted {
      guard let index = reader.number(), index < count, index > exceptions.last?.index ?? -1,
        let length = reader.number(),
        let workflow = reader.take(length)
      else { return nil }
      exceptions.append((index, Array(workflow)))
    }
    self.exceptions = exceptions
    self.paths = paths
    self.count = count
    isWhole = whole == 1
  }

  func step(at index: Int) -> Step {
    let start = order - (count - index) * Self.step
    return Step(
      id: ObjectID(raw: bytes, at: start),
      seconds: bytes[(start + 20)..<(start + 28)].reduce(Int64(0)) { $0 << 8 | Int64($1) })
  }

  /// Where a commit stands; nil: it is none of the steps.
  func index(of id: ObjectID) -> Int? {
    // Most who ask mean the newest.
    if step(at: 0).id == id { return 0 }
    let place = firstIndex(of: count) { self.id(inOrder: $0).map { $0 >= id } ?? true }
    guard place < count, let index = FixedReader.number(in: bytes, at: order + 4 * place), index < count,
      step(at: index).id == id
    else { return nil }
    return index
  }

  private func id(inOrder place: Int) -> ObjectID? {
    guard let index = FixedReader.number(in: bytes, at: order + 4 * place), index < count else { return nil }
    return ObjectID(raw: bytes, at: order - (count - index) * Self.step)
  }

  /// All paths that something is told of, by their bytes.
  var allPaths: [[UInt8]] { (0..<paths).compactMap { path(at: $0).map { Array($0) } } }

  func list(of path: [UInt8]) -> List? {
    let place = firstIndex(of: paths) { !(self.path(at: $0)?.lexicographicallyPrecedes(path) ?? false) }
    guard place < paths, let there = self.path(at: place), there.elementsEqual(path),
      let start = FixedReader.number(in: bytes, at: table + place * Self.row + 8),
      let length = FixedReader.number(in: bytes, at: table + place * Self.row + 12),
      start <= bytes.count, length <= (bytes.count - start) / Self.change
    else { return nil }
    return List(start: start, count: length)
  }

  private func path(at place: Int) -> ArraySlice<UInt8>? {
    guard let start = FixedReader.number(in: bytes, at: table + place * Self.row),
      let length = FixedReader.number(in: bytes, at: table + place * Self.row + 4),
      start <= bytes.count, length <= bytes.count - start
    else { return nil }
    return bytes[start..<(start + length)]
  }

  /// A change of a list, and the index of its step.
  func change(_ place: Int, in list: List) -> (index: Int, old: ObjectID?, new: ObjectID?)? {
    let start = list.start + place * Self.change
    guard let index = FixedReader.number(in: bytes, at: start), index < count else { return nil }
    let (old, new) = (ObjectID(raw: bytes, at: start + 4), ObjectID(raw: bytes, at: start + 24))
    return (index, old == .zero ? nil : old, new == .zero ? nil : new)
  }

  /// The first change of a list at an index or behind it.
  func firstChange(in list: List, from index: Int) -> (index: Int, old: ObjectID?, new: ObjectID?)? {
    let place = firstIndex(of: list.count) { change($0, in: list).map { $0.index >= index } ?? true }
    return place < list.count ? change(place, in: list) : nil
  }
}

extension KeptHistory {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - exceptions: indices of steps, ascending, each with its workflow.
  ///   - changes: by path, each list newest first, with indices of steps.
  static func bytes(
    steps: [Step], isWhole: Bool, exceptions: [(index: Int, workflow: [UInt8])],
    changes: [[UInt8]: [(index: Int, old: ObjectID?, new: ObjectID?)]]
  ) -> [UInt8] {
    var bytes = head
    func number(_ value: Int) {
      for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    for value in [isWhole ? 1 : 0, steps.count, exceptions.count, changes.count] { number(value) }
    for step in steps {
      bytes += step.id.bytes
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: step.seconds >> Int64(shift)))
      }
    }
    for index in steps.indices.sorted(by: { steps[$0].id < steps[$1].id }) { number(index) }
    let paths = changes.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let excepted = exceptions.reduce(0) { $0 + 8 + $1.workflow.count }
    var text = bytes.count + paths.count * row + excepted
    var list = text + paths.reduce(0) { $0 + $1.count }
    for path in paths {
      let count = changes[path]?.count ?? 0
      for value in [text, path.count, list, count] { number(value) }
      text += path.count
      list += count * change
    }
    for exception in exceptions {
      number(exception.index)
      number(exception.workflow.count)
      bytes += exception.workflow
    }
    for path in paths { bytes += path }
    for path in paths {
      for change in changes[path] ?? [] {
        number(change.index)
        bytes += (change.old ?? .zero).bytes + (change.new ?? .zero).bytes
      }
    }
    return bytes
  }
}

/// The first of so many places at which something holds that holds from there on; the count where it never does.
private func firstIndex(of count: Int, where holds: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = (low + high) / 2
    if holds(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}

/// Numbers of four bytes, the highest first, and runs of bytes.
private struct FixedReader {
  let bytes: [UInt8]
  private(set) var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func number() -> Int? {
    defer { position = min(position + 4, bytes.count) }
    return Self.number(in: bytes, at: position)
  }

  static func number(in bytes: [UInt8], at place: Int) -> Int? {
    guard place >= 0, place <= bytes.count - 4 else { return nil }
    return Int(bytes[place]) << 24 | Int(bytes[place + 1]) << 16 | Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
  }
}

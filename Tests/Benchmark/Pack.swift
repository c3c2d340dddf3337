import Crypto
import Czlib
import Git

/// A pack in the making: objects deflated as git does it, and trees as deltas against what they were before, so that a repository of
/// 100,000 commits takes seconds. `git index-pack` reads it, and the smoke run has `git fsck --strict` check it. Source: git, gitformat-pack(5).
final class Pack {
  private var bytes: [UInt8] = Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, 0, 0]
  private var count: UInt32 = 0
  private var written: Set<ObjectID> = []
  private var stream = z_stream()

  init() throws {
    guard countersign_deflate_init(&stream, Z_DEFAULT_COMPRESSION) == Z_OK else { throw Trouble("zlib does not start") }
  }

  deinit { deflateEnd(&stream) }

  /// What an object was before, and how many deltas lie below it.
  struct Base {
    let id: ObjectID
    let bytes: [UInt8]
    let depth: Int
  }

  /// Adds an object; a second one of the same id is left out. `base`: against what it is stored.
  func add(_ content: [UInt8], _ kind: ObjectKind, against base: Base? = nil) throws -> (id: ObjectID, depth: Int) {
    let id = try ObjectID.hash(of: content, as: kind)
    guard written.insert(id).inserted else { return (id, 0) }
    count += 1
    // Chains of the length that git itself makes.
    if let base, base.depth < 50, base.id != id, written.contains(base.id) {
      let delta = Delta.between(base.bytes, content)
      header(type: 7, size: delta.count)
      bytes += base.id.bytes
      try deflated(delta)
      return (id, base.depth + 1)
    }
    let types: [ObjectKind: UInt8] = [.commit: 1, .tree: 2, .blob: 3, .tag: 4]
    header(type: types[kind] ?? 0, size: content.count)
    try deflated(content)
    return (id, 0)
  }

  /// Whatever was added elsewhere counts as there.
  func knows(_ others: Pack) { written.formUnion(others.written) }

  /// Forgets what was written, for another pack that goes on from here.
  func startOver() {
    bytes = Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, 0, 0]
    count = 0
  }

  /// Writes the pack and has git index it, into an object directory.
  func write(to objects: String) throws {
    guard count > 0 else { return }
    for (index, shift) in [24, 16, 8, 0].enumerated() {
      bytes[8 + index] = UInt8(truncatingIfNeeded: count >> UInt32(shift))
    }
    let sum = Array(Insecure.SHA1.hash(data: bytes))
    let name = sum.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    try Files.makeDirectory("\(objects)/pack")
    let path = "\(objects)/pack/pack-\(name).pack"
    try Files.write(bytes + sum, to: path)
    _ = try Spawn.must(["git", "index-pack", path], in: objects)
  }

  private func header(type: UInt8, size: Int) {
    var rest = size >> 4
    var byte = type << 4 | UInt8(size & 15)
    while rest > 0 {
      bytes.append(byte | 0x80)
      byte = UInt8(rest & 0x7f)
      rest >>= 7
    }
    bytes.append(byte)
  }

  private func deflated(_ content: [UInt8]) throws {
    deflateReset(&stream)
    let room = Int(deflateBound(&stream, UInt(content.count))) + 64
    var source = content
    let made = source.withUnsafeMutableBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: room) { output, filled in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(room)
        filled = deflate(&stream, Z_FINISH) == Z_STREAM_END ? room - Int(stream.avail_out) : 0
      }
    }
    guard !made.isEmpty else { throw Trouble("zlib gave nothing") }
    bytes += made
  }
}

/// What makes one object of another.
private enum Delta {
  static func between(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
    var delta: [UInt8] = []
    size(old.count, &delta)
    size(new.count, &delta)
    if old.count == new.count { inPlace(old, new, &delta) } else { spliced(old, new, &delta) }
    return delta
  }

  /// Equal lengths: runs that are the same are copied, the others written out.
  private static func inPlace(_ old: [UInt8], _ new: [UInt8], _ delta: inout [UInt8]) {
    var start = 0
    while start < new.count {
      var end = start
      while end < new.count, old[end] == new[end] { end += 1 }
      if end > start { copy(start, end - start, &delta) }
      start = end
      // A few equal bytes inside a change are cheaper written than copied.
      var same = 0
      while end < new.count, same < 8 {
        same = old[end] == new[end] ? same + 1 : 0
        end += 1
      }
      let stop = end - (end < new.count || same == 8 ? same : 0)
      if stop > start { insert(new[start..<stop], &delta) }
      start = stop
    }
  }

  private static func spliced(_ old: [UInt8], _ new: [UInt8], _ delta: inout [UInt8]) {
    let common = min(old.count, new.count)
    var front = 0
    while front < common, old[front] == new[front] { front += 1 }
    var back = 0
    while back < common - front, old[old.count - 1 - back] == new[new.count - 1 - back] { back += 1 }
    if front > 0 { copy(0, front, &delta) }
    insert(new[front..<(new.count - back)], &delta)
    if back > 0 { copy(old.count - back, back, &delta) }
  }

  private static func size(_ value: Int, _ delta: inout [UInt8]) {
    var rest = value
    while rest > 0x7f {
      delta.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    delta.append(UInt8(rest))
  }

  private static func copy(_ from: Int, _ count: Int, _ delta: inout [UInt8]) {
    var (offset, left) = (from, count)
    while left > 0 {
      let size = min(left, 0xffff)
      var operation: UInt8 = 0x80
      var numbers: [UInt8] = []
      for (bit, byte) in [offset & 255, offset >> 8 & 255, offset >> 16 & 255, offset >> 24 & 255].enumerated()
      where byte != 0 {
        operation |= 1 << UInt8(bit)
        numbers.append(UInt8(byte))
      }
      for (bit, byte) in [size & 255, size >> 8].enumerated() where byte != 0 {
        operation |= 0x10 << UInt8(bit)
        numbers.append(UInt8(byte))
      }
      delta.append(operation)
      delta += numbers
      offset += size
      left -= size
    }
  }

  private static func insert(_ bytes: ArraySlice<UInt8>, _ delta: inout [UInt8]) {
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 127) {
      let part = bytes[start..<min(start + 127, bytes.endIndex)]
      delta.append(UInt8(part.count))
      delta += part
    }
  }
}

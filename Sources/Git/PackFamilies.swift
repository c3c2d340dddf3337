#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Which objects of a pack are kept as differences from which others. Source: git, gitformat-pack(5).
struct PackFamilies {
  /// All objects, by their positions in the index: those that hang on one object together, the ends of chains first.
  let order: [Int]
  /// What reading each object by itself goes through.
  let chains: IncomingChains

  /// A pack that does not read leaves everything a family of its own.
  init(_ index: PackIndex, pack path: String) {
    var objects: [(place: Int, object: Int)] = []
    objects.reserveCapacity(index.count)
    for object in 0..<index.count { objects.append((index.place(object) ?? 0, object)) }
    objects.sort { $0.place < $1.place }
    // From here on objects are named by their rank in the pack.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    defer { if file >= 0 { close(file) } }
    var first = [Int32](repeating: -1, count: objects.count)
    var next = first
    var roots: [Int32] = []
    var large: [Int32: Int] = [:]
    for rank in objects.indices.reversed() {
      let difference = file < 0 ? nil : Self.difference(at: objects[rank].place, file)
      let base: Int? =
        switch difference?.base {
        case .place(let place): Self.rank(of: place, in: objects)
        case .id(let id): index.position(of: id).flatMap(index.place).flatMap { Self.rank(of: $0, in: objects) }
        case nil: nil
        }
      if let base, base != rank {
        if let size = difference?.size, size >= IncomingChains.large { large[Int32(rank)] = size }
        next[rank] = first[base]
        first[base] = Int32(rank)
      } else {
        roots.append(Int32(rank))
      }
    }
    // Each before those that hang on it, then all of it turned round.
    var order: [Int] = []
    order.reserveCapacity(objects.count)
    var depths = [Int32](repeating: 0, count: objects.count)
    // Bytes of the large differences on the way to each, where there are any.
    var ways: [Int32: Int] = [:]
    var chains = IncomingChains()
    var waiting = roots
    while let rank = waiting.popLast() {
      order.append(objects[Int(rank)].object)
      let depth = depths[Int(rank)]
      let way = ways[rank, default: 0]
      chains.add(links: Int(depth), bytes: way)
      var child = first[Int(rank)]
      while child >= 0 {
        depths[Int(child)] = depth + 1
        if !large.isEmpty {
          let bytes = min(way + large[child, default: 0], IncomingChains.most)
          if bytes > 0 { ways[child] = bytes }
        }
        waiting.append(child)
        child = next[Int(child)]
      }
    }
    self.order = order.reversed()
    self.chains = chains
  }

  private enum Base {
    case place(Int)
    case id(ObjectID)
  }

  /// What the object at a place is the difference from, and how many bytes the difference has, unpacked; nil when it is whole.
  private static func difference(at place: Int, _ file: Int32) -> (base: Base, size: Int)? {
    var head = [UInt8](repeating: 0, count: 32)
    guard unsafe pread(file, &head, head.count, off_t(place)) > 0 else { return nil }
    var index = 0
    // Four bits, then seven in each byte: what is not read here is more than anything counts.
    var size = Int(head[0] & 15)
    while index < 10, head[index] & 0x80 != 0 {
      index += 1
      if index < 6 { size |= Int(head[index] & 0x7f) << (index * 7 - 3) } else { size = IncomingChains.most }
    }
    index += 1
    return base(in: head, from: index, at: place).map { ($0, min(size, IncomingChains.most)) }
  }

  private static func base(in head: [UInt8], from start: Int, at place: Int) -> Base? {
    var index = start
    switch head[0] >> 4 & 7 {
    case 6:
      var distance = Int(head[index] & 0x7f)
      while head[index] & 0x80 != 0, index < 20 {
        index += 1
        distance = (distance &+ 1) << 7 | Int(head[index] & 0x7f)
      }
      return distance > 0 && distance < place ? .place(place - distance) : nil
    case 7: return index + 20 <= head.count ? .id(ObjectID(raw: head, at: index)) : nil
    default: return nil
    }
  }

  private static func rank(of place: Int, in objects: [(place: Int, object: Int)]) -> Int? {
    var low = 0
    var high = objects.count
    while low < high {
      let middle = (low + high) / 2
      if objects[middle].place == place { return middle }
      if objects[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

import Git
import TestSupport
import Testing

/// Heads of a pack's entries alone are read, so that the packs here have nothing else.
@Suite struct IncomingChainsTests {
  private struct Entry {
    /// The entry that it is a difference from, by its number, and the difference's bytes; nil: it is whole.
    var from: (Int, size: Int)?
  }

  private static let room = 32
  private static let start = 12

  private func pack(_ entries: [Entry]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.start)
    for (number, entry) in entries.enumerated() {
      var head: [UInt8] = []
      var rest = (entry.from?.size ?? 1) >> 4
      var byte = UInt8(entry.from == nil ? 3 : 6) << 4 | UInt8((entry.from?.size ?? 1) & 15)
      while rest > 0 {
        head.append(byte | 0x80)
        byte = UInt8(rest & 0x7f)
        rest >>= 7
      }
      head.append(byte)
      if let (base, _) = entry.from {
        var distance = (number - base) * Self.room
        var tail = [UInt8(distance & 0x7f)]
        distance >>= 7
        while distance > 0 {
          distance -= 1
          tail.insert(0x80 | UInt8(distance & 0x7f), at: 0)
          distance >>= 7
        }
        head += tail
      }
      bytes += head + [UInt8](repeating: 0, count: Self.room - head.count)
    }
    return bytes
  }

  private func word(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 255) } }

  /// Ids that begin with the entry's number.
  private func index(_ count: Int, version: Int) -> [UInt8] {
    let ids = (0..<count).map { [UInt8($0)] + [UInt8](repeating: 7, count: 19) }
    let places = (0..<count).map { word(Self.start + $0 * Self.room) }
    let totals = (0..<256).flatMap { word(min($0 + 1, count)) }
    if version == 1 { return totals + zip(places, ids).flatMap { $0 + $1 } }
    return [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2] + totals + ids.flatMap { $0 } + [UInt8](repeating: 0, count: count * 4)
      + places.flatMap { $0 }
  }

  private func chains(_ entries: [Entry], version: Int) throws -> IncomingChains {
    let sandbox = try Sandbox()
    try sandbox.write("objects/pack/pack-1.pack", pack(entries))
    try sandbox.write("objects/pack/pack-1.idx", index(entries.count, version: version))
    return Repository.incomingChains(HookEnvironment(["GIT_OBJECT_DIRECTORY": sandbox.absolute("objects")]))
  }

  @Test("in both versions of an index: all differences on the way, and the bytes of large ones", arguments: [1, 2])
  func counted(version: Int) throws {
    // One upon another, and two more upon the last.
    let large = 4 << 20
    let line = [Entry(), Entry(from: (0, large)), Entry(from: (1, 100)), Entry(from: (2, large))]
    let star = line + [Entry(from: (3, 65_536)), Entry(from: (3, 65_535))]
    let found = try chains(star, version: version)
    #expect(found.links == 0 + 1 + 2 + 3 + 4 + 4)
    #expect(found.bytes == large + large + 2 * large + (2 * large + 65_536) + 2 * large)
    #expect(try chains([Entry(), Entry()], version: version) == IncomingChains())
  }

  @Test("sizes that no object has are counted up to a limit, and overflow nothing")
  func absurd() throws {
    let entries = [Entry()] + (0..<200).map { Entry(from: ($0, 1 << 58)) }
    #expect(try chains(entries, version: 2).bytes == 1 << 50)
  }
}

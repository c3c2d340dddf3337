#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What was found out about names: a definition has the same ones in each of its steps. One for each thread.
final class NameMemory {
  /// What a key says of what stands behind it, beside whether that may be a secret.
  enum Role: Hashable {
    case none
    /// Of a pair's name: `name`, `header`.
    case name
    /// Of a pair's value: `value`, `default`.
    case value
    /// `type`, `kind`: what the object is for the engine.
    case type
  }

  struct Meaning {
    let sensitive: SensitiveName?
    let role: Role
  }

  /// Each in the one place that its bytes lead to; the next one there takes it. Whole names are compared, as somebody may look for
  /// two that lead to the same place.
  private var names: [[UInt8]]
  private var meanings: [Meaning]
  private static let places = 1_024

  init() {
    names = Array(repeating: [], count: Self.places)
    meanings = Array(repeating: Meaning(sensitive: nil, role: .none), count: Self.places)
  }

  func meaning(of name: UnsafeBufferPointer<UInt8>) -> Meaning {
    guard name.count > 0, name.count <= NameWords.most else { return unsafe Self.found(name) }
    var mixed: UInt32 = 0x811c_9dc5
    for index in 0..<name.count { mixed = unsafe (mixed ^ UInt32(name[index])) &* 0x0100_0193 }
    let place = Int((mixed ^ mixed >> 15) & UInt32(Self.places - 1))
    if unsafe Self.isSame(names[place], name) { return meanings[place] }
    let meaning = unsafe Self.found(name)
    names[place] = unsafe Array(name)
    meanings[place] = meaning
    return meaning
  }

  private static func isSame(_ known: [UInt8], _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard known.count == name.count, let other = name.baseAddress else { return false }
    return unsafe known.withUnsafeBufferPointer { known in
      guard let base = known.baseAddress else { return false }
      return unsafe memcmp(base, other, known.count) == 0
    }
  }

  private static func found(_ name: UnsafeBufferPointer<UInt8>) -> Meaning {
    let role: Role =
      if nameKeys.contains(where: { unsafe isSame($0, name) }) {
        .name
      } else if valueKeys.contains(where: { unsafe isSame($0, name) }) {
        .value
      } else if typeKeys.contains(where: { unsafe isSame($0, name) }) {
        .type
      } else {
        .none
      }
    return Meaning(sensitive: unsafe SensitiveName(name), role: role)
  }

  private static let nameKeys = StructureWalk.nameKeys.map { Array($0.utf8) }
  private static let valueKeys = StructureWalk.valueKeys.union(StructureWalk.ownValueKeys).map { Array($0.utf8) }
  private static let typeKeys = ["type", "kind"].map { Array($0.utf8) }
}

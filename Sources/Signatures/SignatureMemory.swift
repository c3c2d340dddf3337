import Synchronization

/// What the mathematics said of signatures that were looked at already. It never changes; whose key it is and whether it holds is
/// asked each time. Threads may share it.
package final class SignatureMemory: Sendable {
  private struct Known {
    /// Those that fit. Nearly all do, so that these take least.
    var sound: Set<Name> = []
    var faults: [Name: String] = [:]
  }

  private let known = Mutex(Known())
  /// How many are remembered; then all is forgotten, so that memory stays bounded.
  private let most: Int

  /// - Parameter most: enough for one command; a whole history needs more.
  package init(most: Int = 20_000) { self.most = most }

  /// Where one signature is remembered: `id` names what was signed with its signature, by content, in hex digits.
  package struct Place {
    package let memory: SignatureMemory
    package let id: String

    package init(_ memory: SignatureMemory, _ id: String) {
      self.memory = memory
      self.id = id
    }
  }

  func fault(_ id: String, _ find: () -> String?) -> String? {
    guard let name = Name(hex: id) else { return find() }
    let found: String?? = known.withLock { known in
      known.sound.contains(name) ? .some(nil) : known.faults[name].map { .some($0) }
    }
    if let found { return found }
    let fault = find()
    known.withLock { known in
      if known.sound.count + known.faults.count >= most { known = Known() }
      if let fault { known.faults[name] = fault } else { known.sound.insert(name) }
    }
    return fault
  }

  /// An id of at most 64 hex digits, kept inline; one that has fewer is none that has more.
  private struct Name: Hashable {
    private var words = SIMD4<UInt64>()
    private let count: Int

    /// nil: it is no such id.
    init?(hex: String) {
      var index = 0
      for byte in hex.utf8 {
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        default: return nil
        }
        guard index < 64 else { return nil }
        words[index / 16] = words[index / 16] << 4 | UInt64(digit)
        index += 1
      }
      count = index
    }
  }
}

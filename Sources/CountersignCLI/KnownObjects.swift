import Cryptography
import Gathering
import Git
import Secrets
import Verifying

/// The objects in which an earlier `scan --history` found nothing, so that they are not looked at again.
///
/// They are kept below the git directory, with an authentication code under the user's own key: what somebody else put there, or
/// made of other rules, by another program or for another repository, is nothing. Objects are named by their whole ids.
struct KnownObjects {
  private static let name = "scanned"
  private static let head = "countersign scanned 1"
  private static let tagLength = 32
  private static let idLength = 20
  /// More are not kept: the file stays below what is read of one.
  private static let most = 2_500_000

  private let memory: Memory
  /// What the objects were looked at with.
  private let rules: String
  private(set) var ids: Set<ObjectID> = []

  /// Nil: there is no place to keep the secret that proves it, or no rules that can be used.
  init?(_ place: borrowing Workplace, _ search: SecretSearch, anew: Bool) {
    guard let engine = search.engine, let binding = VerifyMemory.binding(place.repository.gitDirectory),
      let key = VerifyMemory.key(place.console.environment)
    else { return nil }
    memory = Memory(binding: binding, key: key)
    rules = "\(engine.rules.digest) \(search.options.honoursComments) \(Hex.encode(search.options.key))"
    if !anew { ids = read(place.repository) }
  }

  private var text: [UInt8] { Array("\(Self.head)\n\(memory.binding)\n\(rules)\n".utf8) }

  private func read(_ repository: borrowing Repository) -> Set<ObjectID> {
    let text = self.text
    guard let bytes = repository.derived(Self.name), bytes.count > Self.tagLength + text.count else { return [] }
    let body = bytes[Self.tagLength...]
    guard Authentication.isTag(bytes[..<Self.tagLength], of: body, key: memory.key), body.starts(with: text) else {
      return []
    }
    let start = Self.tagLength + text.count
    guard (bytes.count - start) % Self.idLength == 0 else { return [] }
    var ids: Set<ObjectID> = []
    ids.reserveCapacity((bytes.count - start) / Self.idLength)
    for offset in stride(from: start, to: bytes.count, by: Self.idLength) {
      ids.insert(ObjectID(raw: bytes, at: offset))
    }
    return ids
  }

  /// Keeps those that were looked at now, too.
  func keep(adding clean: [ObjectID], _ repository: borrowing Repository) {
    let all = ids.union(clean)
    guard all.count <= Self.most, all.count > ids.count else { return }
    var body = text
    body.reserveCapacity(body.count + all.count * Self.idLength)
    for id in all { body += id.bytes }
    repository.keepDerived(Self.name, Authentication.tag(body[...], key: memory.key) + body)
  }
}

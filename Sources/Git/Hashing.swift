import Clibgit2
import Cryptography

extension ObjectID {
  /// The id that these bytes would have as an object, without writing anything.
  package static func hash(of bytes: [UInt8], as kind: ObjectKind) throws(GitError) -> ObjectID {
    try Library.start()
    var id = git_oid()
    do {
      try check { unsafe bytes.withUnsafeBytes { unsafe git_odb_hash(&id, $0.baseAddress, $0.count, kind.type) } }
    } catch {
      throw GitError(error, during: "hashing a \(kind.rawValue)")
    }
    return ObjectID(id)
  }

  /// The id that a tree of these entries would have, under the rules of `Repository.write(tree:)`.
  package static func hash(ofTree entries: [TreeEntry]) throws(GitError) -> ObjectID {
    try hash(of: Repository.raw(entries), as: .tree)
  }

  /// Whether these bytes are the object that the id names. Damage is found; unlike `hash(of:as:)` this does not look for attacks on SHA-1.
  func names(_ bytes: [UInt8], as kind: ObjectKind) -> Bool {
    ObjectHash.bytes(of: Array("\(kind.rawValue) \(bytes.count)\0".utf8), bytes) == self.bytes
  }
}

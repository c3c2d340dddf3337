package import Git
package import Vocabulary

/// Digests of trees for looks at many workflows, kept between runs in a file below the git directory.
///
/// For showing alone: what is judged is hashed anew. Torn, of another form or gone, it is made anew; safe to delete at any time.
struct ShownVersions {
  private static let name = "versions"
  private static let head = Array("countersign versions 1\n".utf8)
  private static let record = 20 + 32
  /// More are not kept: the file is begun anew.
  private static let most = 200_000

  private var known: [ObjectID: [UInt8]]?
  private var added = 0

  /// The digest of a tree, if it is known.
  mutating func digest(of tree: ObjectID, in repository: borrowing Repository) throws(GitError) -> String? {
    if known == nil { known = try Self.read(repository) ?? [:] }
    return known?[tree].map { digits in
      digits.reduce(into: "") { $0 += String($1 >> 4, radix: 16) + String($1 & 15, radix: 16) }
    }
  }

  mutating func add(_ version: Version, of tree: ObjectID) {
    let digits = Array(version.dirHash.utf8)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
      UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
    guard bytes.count == 32 else { return }
    known?[tree] = bytes
    added += 1
  }

  /// Writes the file, where enough was added; a repository that takes no files is none the worse.
  mutating func keep(in repository: borrowing Repository) throws(GitError) {
    guard added >= 32, let known, known.count <= Self.most else { return }
    var bytes = Self.head
    for (tree, digest) in known.sorted(by: { $0.key < $1.key }) { bytes += tree.bytes + digest }
    bytes += try ObjectID.hash(of: bytes, as: .blob).bytes
    repository.keepDerived(Self.name, bytes)
    added = 0
  }

  private static func read(_ repository: borrowing Repository) throws(GitError) -> [ObjectID: [UInt8]]? {
    guard let bytes = repository.derived(name), bytes.count >= head.count + 20, bytes.starts(with: head),
      (bytes.count - head.count - 20) % record == 0,
      try ObjectID.hash(of: Array(bytes.dropLast(20)), as: .blob).bytes[...] == bytes.suffix(20)
    else { return nil }
    var known: [ObjectID: [UInt8]] = [:]
    known.reserveCapacity((bytes.count - head.count - 20) / record)
    for start in stride(from: head.count, to: bytes.count - 20, by: record) {
      known[ObjectID(raw: bytes, at: start)] = Array(bytes[start + 20..<start + record])
    }
    return known
  }
}

extension Collector {
  /// The digests of a directory's tree for showing them: what was hashed in an earlier run is believed.
  package func shownVersion(ofTree tree: ObjectID) throws(GitError) -> Version {
    if let known = memo.versions[tree] { return known }
    if let digest = try memo.shown.digest(of: tree, in: repository) {
      return Version(dirHash: digest, gitTree: tree.hex)
    }
    let version = try version(ofTree: tree)
    memo.shown.add(version, of: tree)
    return version
  }

  /// Keeps what was hashed for showing.
  package func keepShownVersions() throws(GitError) { try memo.shown.keep(in: repository) }
}

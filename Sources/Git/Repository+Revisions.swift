import Clibgit2

extension Repository {
  /// The commit that a revision names, tags followed.
  ///
  /// Read are full ref names, `HEAD` and `@`, whole and short ids, short names of branches, tags and remote branches, each
  /// followed by any number of `~N`, `^N` and `^{commit}`. A name that fits several things is an error.
  package func resolve(_ revision: String) throws(GitError) -> ObjectID {
    let (name, steps) = try Revision.parse(revision)
    var commit = try peeled(try named(name), revision)
    for step in steps {
      switch step {
      case .parent(let number):
        let parents = try links(commit).parents
        if number == 0 { continue }
        guard number <= parents.count else { throw .notFound(revision) }
        commit = parents[number - 1]
      case .ancestor(let generation):
        for _ in 0..<generation {
          guard let parent = try links(commit).parents.first else { throw .notFound(revision) }
          commit = parent
        }
      }
    }
    return commit
  }

  /// Follows annotated tags to the commit that they name in the end.
  package func peel(_ id: ObjectID) throws(GitError) -> ObjectID { try peeled(id, id.hex) }

  private func peeled(_ id: ObjectID, _ revision: String) throws(GitError) -> ObjectID {
    var id = id
    for _ in 0..<16 {
      switch try kind(of: id) {
      case nil: throw .missingObject(id)
      case .commit: return id
      case .tag: id = try tagged(id)
      case let other?: throw .wrongKind(id, expected: .commit, found: other)
      }
    }
    throw .badName(revision, because: "it leads through more than sixteen tags")
  }

  private func tagged(_ tag: ObjectID) throws(GitError) -> ObjectID {
    let bytes = try read(tag, as: .tag, limit: ReadingLimits.commit)
    let prefix = Array("object ".utf8)
    guard bytes.starts(with: prefix), bytes.count > 47, bytes[47] == newline, let id = ObjectID(hex: bytes[7..<47])
    else { throw .corrupt(tag, because: "it does not begin with the id of an object") }
    return id
  }

  private func named(_ name: String) throws(GitError) -> ObjectID {
    if name == "HEAD" || name == "@" {
      guard let id = try head().id else { throw .notFound("HEAD") }
      return id
    }
    if name.hasPrefix("refs/"), let id = try reference(name) { return id }
    if let id = ObjectID(hex: name) { return id }
    var candidates: [(name: String, id: ObjectID)] = []
    for prefix in ["refs/heads/", "refs/tags/", "refs/remotes/", "refs/"] where Self.isReferenceName(prefix + name) {
      if let id = try reference(prefix + name) { candidates.append((prefix + name, id)) }
    }
    if let id = try abbreviated(name) { candidates.append((id.hex, id)) }
    guard let only = candidates.first else { throw .notFound(name) }
    guard candidates.count == 1 else { throw .ambiguous(name, candidates: candidates.map(\.name)) }
    return only.id
  }

  /// The object whose id begins with these 4 to 39 hex digits; nil when none does.
  private func abbreviated(_ prefix: String) throws(GitError) -> ObjectID? {
    guard (4..<40).contains(prefix.utf8.count), prefix.utf8.allSatisfy({ nibble($0) != nil }),
      let padded = ObjectID(hex: prefix + String(repeating: "0", count: 40 - prefix.utf8.count))
    else { return nil }
    var short = padded.raw
    var found = git_oid()
    do {
      try check { objects.lend { unsafe git_odb_exists_prefix(&found, $0, &short, prefix.utf8.count) } }
    } catch {
      if error.isCode(GIT_ENOTFOUND) { return nil }
      if error.isCode(GIT_EAMBIGUOUS) { throw .ambiguous(prefix, candidates: ["several objects"]) }
      throw GitError(error, during: "looking up the id \(prefix)")
    }
    return ObjectID(found)
  }
}

/// The parts of a revision: a name and the steps that lead from it.
private enum Revision {
  enum Step {
    /// `^N`
    case parent(Int)
    /// `~N`
    case ancestor(Int)
  }

  static func parse(_ revision: String) throws(GitError) -> (name: String, steps: [Step]) {
    let bytes = Array(revision.utf8)
    let end = bytes.firstIndex { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "^") } ?? bytes.count
    let name = String(decoding: bytes[..<end], as: UTF8.self)
    guard !name.isEmpty, !name.hasPrefix("-"), !name.contains("@{"), !name.contains(".."),
      !name.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f || $0 == UInt8(ascii: ":") })
    else { throw .badName(revision, because: "read are names and ids, followed by ~N or ^N") }
    var steps: [Step] = []
    var rest = bytes[end...]
    while let operation = rest.popFirst() {
      if operation == UInt8(ascii: "^"), rest.starts(with: Array("{commit}".utf8)) {
        rest = rest.dropFirst(8)
        continue
      }
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      let number = digits.isEmpty ? 1 : Int(String(decoding: digits, as: UTF8.self)) ?? .max
      guard number <= 1_000_000, operation == UInt8(ascii: "~") || operation == UInt8(ascii: "^") else {
        throw .badName(revision, because: "read are names and ids, followed by ~N or ^N")
      }
      steps.append(operation == UInt8(ascii: "~") ? .ancestor(number) : .parent(number))
    }
    return (name, steps)
  }
}

/// What a walk needs of a commit.
package struct CommitLinks {
  package let tree: ObjectID
  package let parents: [ObjectID]
  /// The committer's date, as the whole commit has it: 0 when it cannot be read.
  package let seconds: Int64
}

extension CommitLinks {
  /// Reads the parents and the committer's date of a raw commit, and nothing else.
  package init(parsing raw: [UInt8]) throws(NotACommit) {
    var position = 0
    guard let line = Self.line("tree", in: raw, at: &position), let tree = ObjectID(hex: raw[line]) else {
      throw NotACommit(because: "it does not begin with the id of a tree")
    }
    var parents: [ObjectID] = []
    while let value = Self.line("parent", in: raw, at: &position) {
      guard let id = ObjectID(hex: raw[value]) else { throw NotACommit(because: "a line names no parent") }
      parents.append(id)
    }
    guard Self.line("author", in: raw, at: &position) != nil,
      let committer = Self.line("committer", in: raw, at: &position)
    else { throw NotACommit(because: "no author and committer follow the parents") }
    self.init(tree: tree, parents: parents, seconds: IdentDate(ofIdent: raw[committer]).seconds)
  }

  private static func line(_ name: StaticString, in raw: [UInt8], at position: inout Int) -> Range<Int>? {
    let value = position + name.utf8CodeUnitCount + 1
    guard value <= raw.count, raw[value - 1] == UInt8(ascii: " ") else { return nil }
    let matches = name.withUTF8Buffer { wanted in unsafe raw[position..<value - 1].elementsEqual(wanted) }
    guard matches else { return nil }
    var end = value
    while end < raw.count, raw[end] != newline { end += 1 }
    guard end < raw.count else { return nil }
    position = end + 1
    return value..<end
  }
}

extension Repository {
  /// The first parent of a commit; nil for one without parents.
  package func firstParent(of id: ObjectID) throws(GitError) -> ObjectID? { try links(id).parents.first }

  /// How many parents a commit has, from its raw bytes.
  package func parentCount(of id: ObjectID) throws(GitError) -> Int { try links(id).parents.count }

  /// Follows first parents from a commit, the commit itself first, until the root or until `body` answers false; reads of each no
  /// more than it takes, and remembers nothing.
  package func eachFirstParent(
    from start: ObjectID, _ body: (ObjectID, CommitLinks) throws(GitError) -> Bool
  ) throws(GitError) {
    var next: ObjectID? = start
    while let id = next {
      let links = try readLinks(id).links
      guard try body(id, links) else { return }
      next = links.parents.first
    }
  }

  /// Parents and date of a commit, from its raw bytes or from memory.
  func links(_ id: ObjectID) throws(GitError) -> CommitLinks {
    if let known = memory.links(id) { return known }
    let (links, bytes) = try readLinks(id)
    memory.keep(links, for: id)
    // Mostly the whole commit is asked for next.
    memory.keep(raw: bytes, for: id)
    return links
  }

  private func readLinks(_ id: ObjectID) throws(GitError) -> (links: CommitLinks, bytes: [UInt8]) {
    if let commit = memory.commit(id) {
      return (CommitLinks(tree: commit.tree, parents: commit.parents, seconds: commit.committer.seconds), [])
    }
    let bytes = try read(id, as: .commit, limit: ReadingLimits.commit)
    do {
      return (try CommitLinks(parsing: bytes), bytes)
    } catch {
      throw .malformed(id, because: error.because)
    }
  }
}

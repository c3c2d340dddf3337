/// Who wrote a commit, and when.
package struct Ident: Hashable, Sendable {
  package let name: String
  package let email: String
  /// Since 1970-01-01T00:00:00Z.
  package let seconds: Int64
  /// Of the clock that was read, east of UTC.
  package let offsetMinutes: Int

  package init(name: String, email: String, seconds: Int64, offsetMinutes: Int = 0) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }
}

/// A commit, read from its raw bytes, so that grafts, replace refs and commit-graphs have no say.
package struct Commit: Hashable, Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  package let parents: [ObjectID]
  /// Where `problems` calls the ident malformed: what could be read of it.
  package let author: Ident
  package let committer: Ident
  /// Everything behind the empty line that ends the headers.
  package let message: [UInt8]
  /// The armor in the first `gpgsig` header, unfolded, each line ended by a newline; nil when there is none.
  package let signature: [UInt8]?
  /// The raw commit without that header: what was signed.
  package let signedPayload: [UInt8]
  /// What is odd about it, in the order of the bytes.
  package let problems: [CommitProblem]

  /// The first paragraph of the message on one line; bytes that are not UTF-8 are replaced.
  package var subject: String {
    var words: [String] = []
    var start = 0
    while start <= message.count {
      var end = start
      // A carriage return takes the newline behind it into the line.
      while end < message.count, message[end] != newline || end > 0 && message[end - 1] == UInt8(ascii: "\r") {
        end += 1
      }
      let line = message[start..<end]
      let blank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
      if blank && !words.isEmpty { break }
      if !blank { words.append(String(decoding: line, as: UTF8.self)) }
      start = end + 1
    }
    return words.joined(separator: " ")
  }

  /// About how much memory it takes.
  var footprint: Int { message.count + (signature?.count ?? 0) + signedPayload.count + 512 }

  /// The message as text; nil when it is not UTF-8.
  package var messageText: String? { String(validating: message, as: UTF8.self) }
}

extension Repository {
  /// Reads a commit. What git itself could not walk over is `.malformed`; anything else odd is in `problems`.
  package func commit(_ id: ObjectID) throws(GitError) -> Commit {
    if let known = memory.commit(id) { return known }
    return try commit(id, parsing: try rawCommit(id))
  }

  /// The same of bytes that were read.
  func commit(_ id: ObjectID, parsing bytes: [UInt8]) throws(GitError) -> Commit {
    let commit: Commit
    do {
      commit = try Commit(id: id, parsing: bytes)
    } catch {
      throw .malformed(id, because: error.because)
    }
    memory.keep(commit)
    return commit
  }

  /// The bytes of a commit; those that a walk has read are not read again.
  private func rawCommit(_ id: ObjectID) throws(GitError) -> [UInt8] {
    if let known = memory.takeRaw(id) { return known }
    return try read(id, as: .commit, limit: ReadingLimits.commit)
  }
}

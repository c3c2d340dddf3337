import Git

extension FuzzTarget {
  /// A commit says what its bytes say, to those who read it whole and to those who walk over it.
  static let commit = FuzzTarget("commit") { raw in
    let commit: Commit
    do throws(NotACommit) {
      commit = try Commit(id: .zero, parsing: raw)
    } catch {
      requireSafe(error.because)
      precondition(links(of: raw) == nil, "a walk goes over what is no commit")
      return
    }
    let heads = ["tree \(commit.tree.hex)\n"] + commit.parents.map { "parent \($0.hex)\n" } + ["author "]
    precondition(raw.starts(with: heads.joined().utf8), "tree or parents are not those of the first lines")
    precondition(raw.suffix(commit.message.count).elementsEqual(commit.message), "the message is not the end")
    for problem in commit.problems { requireSafe(problem.words) }
    requireAgreement(commit, links(of: raw))
    requireCovered(commit, raw)
  }

  private static func links(of raw: [UInt8]) -> CommitLinks? {
    do throws(NotACommit) {
      return try CommitLinks(parsing: raw)
    } catch {
      return nil
    }
  }

  private static func requireAgreement(_ commit: Commit, _ links: CommitLinks?) {
    guard let links else { preconditionFailure("a walk stops at a commit that can be read") }
    precondition(links.parents == commit.parents, "a walk follows other parents")
    precondition(links.seconds == commit.committer.seconds, "a walk sees another date")
  }

  /// What was signed, and its signature, are the whole commit; without its signature the commit says the same.
  private static func requireCovered(_ commit: Commit, _ raw: [UInt8]) {
    guard let signature = commit.signature else {
      return precondition(commit.signedPayload == raw, "bytes of an unsigned commit are left out")
    }
    let bare: Commit
    do throws(NotACommit) {
      bare = try Commit(id: .zero, parsing: commit.signedPayload)
    } catch {
      preconditionFailure("what was signed is no commit")
    }
    precondition(bare.tree == commit.tree && bare.parents == commit.parents, "another tree or parent was signed")
    precondition(bare.author == commit.author && bare.committer == commit.committer, "another ident was signed")
    precondition(bare.message == commit.message, "another message was signed")
    if commit.problems.isEmpty {
      let header = folded(signature)
      let end = commit.signedPayload.count - commit.message.count - 1
      let whole = commit.signedPayload[..<end] + header + commit.signedPayload[end...]
      precondition(whole.elementsEqual(raw), "payload and signature do not make the commit")
    }
  }

  private static func folded(_ signature: [UInt8]) -> [UInt8] {
    var header = Array("gpgsig".utf8)
    for line in signature.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      header += [UInt8(ascii: " ")] + line + [UInt8(ascii: "\n")]
    }
    return header
  }
}

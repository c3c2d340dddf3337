package import Diagnostics
package import Git

extension Commit {
  /// How a rebase comes to this commit.
  ///
  /// - Parameter hasMerges: whether there are merges in what is rebased, which a plain rebase would make straight.
  package func rebase(hasMerges: Bool) -> String {
    let from = parents.isEmpty ? "--root" : "\(id.short)^"
    let stop = parents.count > 1 ? "a line 'break' behind its 'merge' line" : "'edit' that commit"
    return "git rebase -i \(hasMerges ? "--rebase-merges " : "")\(from), \(stop)"
  }
}

extension Finding {
  /// A secret, with what takes it out of where it stands before what is said of files and messages, or in place of that.
  package func mended(by steps: [String], isWhole: Bool, at place: Place? = nil) -> Finding {
    Finding(
      rule, what, at: place ?? self.place, level: level, because: because,
      next: steps + (isWhole ? next.dropFirst() : next[...]), fingerprint: fingerprint)
  }
}

import Git

/// The file below the git directory in which a branch's history is kept between runs.
///
/// No more to be believed than the configuration beside it, which pins the root; made anew from the objects whenever it is torn,
/// of another form, or of a line that the branch does not go on from; safe to delete at any time.
extension BranchHistory {
  /// So many steps are read again before the file is written anew.
  private static let slack = 32

  /// What is kept of a branch; nil when nothing is, or when it does not read.
  static func read(
    _ branch: String, directories: [String], in repository: borrowing Repository
  ) throws(GitError) -> BranchHistory? {
    guard let bytes = repository.sealed(try name(branch, directories)), let kept = KeptHistory(bytes),
      try repository.kind(of: kept.step(at: 0).id) == .commit
    else { return nil }
    return BranchHistory(kept, directories: directories, branch: branch)
  }

  /// Writes the file, where enough was added; a repository that takes no files is none the worse.
  func keep(in repository: borrowing Repository) throws(GitError) {
    guard let branch else { return }
    guard addedAbove >= Self.slack || addedBelow >= max(Self.slack, kept / 4) || (isWhole && addedBelow > 0) else {
      return
    }
    let bytes = KeptHistory.bytes(
      steps: (0..<count).map { step(at: newest - $0) }, isWhole: isWhole,
      exceptions: exceptions.map { (newest - $0.position, $0.workflow) },
      changes: allChanges.mapValues { list in list.map { (newest - $0.position, $0.old, $0.new) } })
    repository.keepSealed(try Self.name(branch, directories), bytes)
    wasKept()
  }

  /// One file for a branch and the directories that are watched.
  private static func name(_ branch: String, _ directories: [String]) throws(GitError) -> String {
    let key = ([branch] + directories).joined(separator: "\0")
    return "steps-\(try ObjectID.hash(of: Array(key.utf8), as: .blob).hex)"
  }
}

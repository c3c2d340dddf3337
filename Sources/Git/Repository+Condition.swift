package import Diagnostics

extension Repository {
  /// What about the repository could make others see something else than is judged, or leave objects out.
  ///
  /// Shallow, grafted and partial are errors: whoever decides something must treat them as undecided.
  package func condition() throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    if let size = LooseFiles.size(commonDirectory + "shallow"), size > 0 {
      findings.append(
        Finding(
          .gitShallow, "the clone is shallow: its history is cut off", at: Place(commonDirectory + "shallow"),
          next: isBare
            ? [
              "git fsck --full; where it misses no object, remove the file, and git config receive.shallowUpdate false"
            ]
            : ["git fetch --unshallow", "in CI: fetch-depth: 0, or GIT_DEPTH: 0"]))
    }
    if let size = LooseFiles.size(commonDirectory + "info/grafts"), size > 0 {
      findings.append(
        Finding(
          .gitGrafts, "a grafts file changes the history that git shows", at: Place(commonDirectory + "info/grafts"),
          next: ["remove the file"]))
    }
    if let filter = try partialClone() {
      findings.append(
        Finding(
          .gitPartialClone, "the clone is partial: objects may be missing", because: ["'\(visible(filter))' is set"],
          next: ["git fetch --refetch --no-filter, then git config --unset \(visible(filter))"]))
    }
    let replaced = try references(under: "refs/replace/")
    if let first = replaced.first {
      findings.append(
        Finding(
          .gitReplaceReferences, "git shows other objects than the ones that are judged", at: Place(first.name),
          level: .warning, because: ["there are \(replaced.count) replace refs"], next: ["git replace --list"]))
    }
    if let size = LooseFiles.size(commonDirectory + "objects/info/alternates"), size > 0 {
      findings.append(
        Finding(
          .gitAlternates, "objects are borrowed from another repository",
          at: Place(commonDirectory + "objects/info/alternates"), level: .note))
    }
    return findings
  }

  /// The setting that says that objects are left to be fetched later; nil when there is none.
  private func partialClone() throws(GitError) -> String? {
    if try configuration("extensions.partialClone", from: .repository) != nil { return "extensions.partialClone" }
    for remote in try remotes() {
      let key = "remote.\(remote).promisor"
      if let value = try configuration(key, from: .repository), value != "false" { return key }
    }
    return nil
  }
}

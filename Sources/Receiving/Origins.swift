import Diagnostics
import Evidence
import Facts
import Gathering
import Git

/// Where what a push brings belongs: most of it to a history that is rebased, what follows elsewhere.
struct Origins {
  /// Commits of notes, by the update that brings them.
  private(set) var notes: [ObjectID: RefUpdate] = [:]
  /// Commits of journals.
  private(set) var journals: [ObjectID: RefUpdate] = [:]
  /// Tags, by the names that the push gives them.
  private(set) var tags: [ObjectID: String] = [:]
  private(set) var hasMerges = false

  private static let notesFolder = "refs/notes/"
  private static let tagsFolder = "refs/tags/"

  /// - Parameter commits: those that the push brings.
  init(_ updates: [RefUpdate], _ commits: [ObjectID], in repository: borrowing Repository) throws(GitError) {
    let new = Set(commits)
    for update in updates {
      guard let tip = update.new else { continue }
      if update.ref.hasPrefix(Self.tagsFolder) { tags[tip] = String(update.ref.dropFirst(Self.tagsFolder.count)) }
      let isNote = update.ref.hasPrefix(Self.notesFolder)
      guard isNote || update.ref.hasPrefix(JournalPath.prefix) else { continue }
      var open = [tip]
      while let id = open.popLast() {
        guard new.contains(id), notes[id] == nil, journals[id] == nil else { continue }
        if isNote { notes[id] = update } else { journals[id] = update }
        open += try repository.commit(id).parents
      }
    }
    for id in commits where !hasMerges && notes[id] == nil && journals[id] == nil {
      hasMerges = try repository.commit(id).parents.count > 1
    }
  }

  /// How a secret is taken out of a commit, or of a file that it brings.
  func mended(_ finding: Finding, by commit: Commit, path: String?) -> Finding {
    if let update = notes[commit.id] {
      return finding.mended(by: Self.steps(update, path), isWhole: true, at: place(finding, update, path))
    }
    if let update = journals[commit.id] {
      let steps = [
        "a journal only grows, so give up what it holds in this clone alone: git update-ref -d \(visible(update.ref)), then "
          + "countersign sync; and say again what still holds"
      ]
      return finding.mended(by: steps, isWhole: true)
    }
    let steps = [
      "take it out of commit \(commit.id.short), not only of the last one: \(commit.rebase(hasMerges: hasMerges)), "
        + "git commit --amend, git rebase --continue; then push again"
    ]
    return finding.mended(by: steps, isWhole: false)
  }

  /// How a secret is taken out of a tag's message.
  func mended(_ finding: Finding, ofTag id: ObjectID) -> Finding {
    let name = tags[id].map { visible($0) } ?? "NAME"
    return finding.mended(
      by: ["make the tag anew without it: git tag --delete \(name), git tag -a \(name) COMMIT; then push it again"],
      isWhole: true)
  }

  /// The object that a note is about: the path without the slashes that git puts in where there are many.
  private static func object(_ path: String?) -> String? { path?.replacing("/", with: "") }

  private func place(_ finding: Finding, _ update: RefUpdate, _ path: String?) -> Place? {
    guard let path, finding.place?.source == path, let object = Self.object(path) else { return nil }
    return Place(
      "the note on \(object.prefix(12)) in \(visible(update.ref))", line: finding.place?.line,
      column: finding.place?.column)
  }

  private static func steps(_ update: RefUpdate, _ path: String?) -> [String] {
    let ref = visible(update.ref)
    let name = ref.dropFirst(notesFolder.count)
    let remove = object(path).map { ["git notes --ref=\(name) remove \($0.prefix(40))"] } ?? []
    let again =
      update.old.map { "git update-ref \(ref) \($0.short) puts it back to what the server has" }
      ?? "git update-ref -d \(ref), if nothing else is in it"
    return remove + ["the history of the notes keeps it: \(again); then note again what is missing, and push"]
  }
}

extension Collector {
  /// What is found, with how it is taken out of where it stands; as it is where that cannot be read, which the gates tell.
  ///
  /// - Parameter origins: made when they are first asked for, which is rare.
  func mended(
    _ look: SecretLook, _ subject: Searched, _ origins: inout Origins?, _ updates: [RefUpdate], _ commits: [ObjectID]
  ) -> SecretLook {
    var told = look
    do throws(GitError) {
      let known: Origins
      if let origins { known = origins } else { known = try Origins(updates, commits, in: repository) }
      origins = known
      told.findings = try look.findings.map { finding throws(GitError) in try mended(finding, subject, known) }
    } catch {
      return look
    }
    return told
  }

  private func mended(_ finding: Finding, _ subject: Searched, _ origins: Origins) throws(GitError) -> Finding {
    switch subject {
    case .tag(let id): origins.mended(finding, ofTag: id)
    case .commit(let id): origins.mended(finding, by: try repository.commit(id), path: nil)
    case .file(_, let path, let id?): origins.mended(finding, by: try repository.commit(id), path: path)
    case .file, .name: finding
    }
  }
}

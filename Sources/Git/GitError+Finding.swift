package import Diagnostics

extension GitError {
  /// Whether whoever has the objects meets the same: what was pushed stands in the way, and no disk, clone or machine.
  package var isOfContent: Bool { finding.rule.isOfContent }

  /// The error in words, for people.
  package var finding: Finding {
    switch self {
    case .notARepository(let path):
      Finding(
        .gitNotARepository, "there is no git repository at or above '\(visible(path))'",
        next: ["run this inside a repository, or name one with -C DIR"])
    case .notTrusted(let path):
      Finding(
        .gitNotTrusted, "the repository belongs to another user", at: Place(path),
        because: ["git's setting 'safe.directory' does not name it"],
        next: ["if you trust its owner: git config --global --add safe.directory '\(visible(path))'"])
    case .unsupported(let what, let path): unsupported(what, path)
    case .notFound(let what):
      Finding(
        .gitNotFound, "there is no '\(visible(what))' here", next: ["git branch --all and git tag show the names"])
    case .ambiguous(let name, let candidates):
      Finding(
        .gitAmbiguous, "'\(visible(name))' names more than one thing",
        because: ["it could be " + candidates.map { "'\(visible($0))'" }.joined(separator: ", ")],
        next: ["write the full name"])
    case .badName(let name, let because):
      Finding(.gitBadName, "'\(visible(name))' cannot be used as a name here", because: [because])
    case .brokenReference(let name, let because):
      Finding(
        .gitBrokenReference, "the ref cannot be read", at: Place(name), because: [visible(because)],
        next: ["git fsck shows what is damaged"])
    case .corrupt(let id, let because):
      Finding(
        .gitCorruptObject, "the object \(id.short) is damaged", at: Place("object \(id.hex)"),
        because: [visible(because)],
        next: ["git fsck shows what is damaged; another clone may have it whole"])
    case .malformed(let id, let because):
      Finding(
        .gitMalformedObject, "the object \(id.short) is malformed", at: Place("object \(id.hex)"),
        because: [visible(because), "its bytes are those that its id names: it was written and pushed like that"],
        next: ["git log --all --raw --find-object=\(id.hex) shows who brought it"])
    case .missingObject(let id):
      Finding(
        .gitMissingObject, "the object \(id.short) is not in the repository", at: Place("object \(id.hex)"),
        next: ["fetch the whole history (git fetch --unshallow, git fetch --refetch), or copy it from another clone"])
    case .wrongKind(let id, let expected, let found):
      Finding(
        .gitWrongKind, "the object \(id.short) is a \(found.rawValue), not a \(expected.rawValue)",
        at: Place("object \(id.hex)"))
    case .lockedRef(let name):
      Finding(
        .gitLockedReference, "the ref is locked by another program", at: Place(name),
        next: ["try again; if no other git program runs, remove the file '\(visible(name)).lock' in the git directory"])
    case .lostRace(let name):
      Finding(
        .gitLostRace, "the ref was moved by someone else in the meantime", at: Place(name),
        because: ["nothing was written"], next: ["run the command again: it judges what is there now"])
    case .rewound(let name, let seen, let now):
      Finding(
        .gitRewound, "\(visible(name)) does not go on from where it was seen before", at: Place(visible(name)),
        because: ["it was seen at \(seen.short)" + (now.map { " and is at \($0.short) now" } ?? " and is gone")],
        next: ["countersign sync names what the remote did; find out who did it before you trust that host again"])
    case .notAllowed(let path, let because):
      Finding(.gitNotAllowed, "nothing can be written here", at: Place(path), because: [visible(because)])
    case .refused(let what, let because):
      Finding(.gitRefused, "\(visible(what)) was not written", because: [visible(because)])
    case .tooLarge(let what, let size, let limit):
      Finding(
        .gitTooLarge, "\(visible(what)) is too large to be read", because: ["it has \(size), the limit is \(limit)"])
    case .unmerged(let path):
      Finding(
        .gitUnmerged, "the index holds an unresolved conflict", at: Place(path),
        next: ["resolve it and git add the file"])
    case .library(let code, let message, let during):
      Finding(.gitLibrary, "libgit2 stopped while \(during)", because: ["\(visible(message)) (code \(code))"])
    }
  }

  private func unsupported(_ what: Unsupported, _ path: String) -> Finding {
    switch what {
    case .objectFormat(let format):
      Finding(
        .gitUnsupported, "the repository has \(visible(format)) object ids, which are not read", at: Place(path),
        because: ["extensions.objectFormat is set; only sha1 is read"],
        next: ["make the repository anew with git init --object-format=sha1"])
    case .refStorage(let format):
      Finding(
        .gitUnsupported, "the repository keeps its refs as \(visible(format)), which is not read", at: Place(path),
        because: ["extensions.refStorage is set; only refs in files are read"],
        next: ["git refs migrate --ref-format=files"])
    case .other(let name):
      Finding(
        .gitUnsupported, "the repository uses '\(visible(name))', which is not read", at: Place(path),
        because: ["an unknown extension may change what every object means"])
    case .index(let name):
      Finding(
        .gitUnsupported, "the index is split or sparse, which is not read", at: Place(path),
        because: ["it has the extension '\(visible(name))'"], next: ["git write-tree reads it"])
    }
  }
}

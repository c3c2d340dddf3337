package import Diagnostics

extension Rule {
  package static let gitNotARepository = Rule(
    "git.not-a-repository", "There is no git repository at this path.",
    "Countersign reads and writes a git repository. Run it inside one, name one with -C, or make one with 'git init'.")
  package static let gitNotTrusted = Rule(
    "git.not-trusted", "The repository belongs to another user.",
    "git does not read a repository that another user owns unless 'safe.directory' names it, because its configuration "
      + "could run programs. Countersign follows git's decision.")
  package static let gitUnsupported = Rule(
    "git.unsupported", "The repository uses a format that cannot be read here.",
    "libgit2 reads repositories with SHA-1 objects and refs in files. A repository with SHA-256 objects or reftable "
      + "refs is not judged at all; a split or sparse index is read through 'git write-tree'.")
  package static let gitNotFound = Rule(
    "git.not-found", "No commit or ref has this name.",
    "The name was looked up as a full ref name, a branch, a tag, a remote branch and a commit id.")
  package static let gitAmbiguous = Rule(
    "git.ambiguous-name", "Several things bear this name.",
    "A tag named like a branch, or a short id that fits two objects, could make two people look at different things "
      + "under one name. Write the full ref name (refs/heads/…) or the whole id.")
  package static let gitBadName = Rule(
    "git.bad-name", "This is not a name that git or Countersign reads.",
    "Ref names follow 'git check-ref-format'. Of git's revision syntax, names, ids, ~N, ^N and @ are read.")
  package static let gitBrokenReference = Rule(
    "git.broken-ref", "A ref cannot be read.",
    "The file of the ref does not hold an object id or the name of another ref. 'git fsck' names such files.")
  package static let gitCorruptObject = Rule(
    "git.corrupt-object", "An object of the repository is damaged.",
    "Its bytes do not hash to its id, or they are cut off. Nothing that depends on it is decided. 'git fsck' finds such "
      + "objects; another clone may hold them undamaged.")
  package static let gitMalformedObject = Rule(
    "git.malformed-object", "An object is no well-formed commit or tree.",
    "Its bytes hash to its id, so every clone that has it has the same: somebody wrote it like that and pushed it, names "
      + "twice in a tree or out of git's order for one. Nothing that depends on it is decided.")
  package static let gitMissingObject = Rule(
    "git.missing-object", "An object that is needed is not in the repository.",
    "A shallow or partial clone, a broken alternate or an interrupted copy leaves objects out. Nothing that depends on "
      + "it is decided.")
  package static let gitWrongKind = Rule(
    "git.wrong-kind", "An object is not of the kind that is needed there.",
    "A branch must name a commit, a commit must name a tree, a tree's files must be blobs.")
  package static let gitLockedReference = Rule(
    "git.locked-ref", "Another program holds the lock of a ref.",
    "git locks a ref by a file that ends in '.lock'. If no other git program runs, one was killed and left it behind.")
  package static let gitLostRace = Rule(
    "git.lost-race", "A ref was moved by someone else in the meantime.",
    "Refs change by compare-and-swap: whoever comes second judges again on what is there now. Nothing was written.")
  package static let gitRewound = Rule(
    "git.rewound-branch", "A protected branch does not go on from where this clone saw it.",
    "Protected branches only grow, on their first parents. A host that shows less than it showed lost data or hides it, a "
      + "kill perhaps. What was seen stays in refs/countersign/remotes/NAME/heads. When the rewind is right after all, "
      + "delete that ref by hand: git update-ref -d REF.")
  package static let gitNotAllowed = Rule(
    "git.not-allowed", "The file system does not allow this.",
    "The file or directory belongs to someone else or lies on a read-only file system.")
  package static let gitRefused = Rule(
    "git.refused", "Countersign does not write this.",
    "What would have been written is malformed, or would leave the repository in a state that git does not allow.")
  package static let gitTooLarge = Rule(
    "git.too-large", "Something is larger than what is read.",
    "Sizes are checked before anything is read, so that no push can exhaust memory or time.")
  package static let gitUnmerged = Rule(
    "git.unmerged", "The index holds an unresolved conflict.",
    "A tree can be made of the index only when every conflict is resolved and added.")
  package static let gitLibrary = Rule(
    "git.library", "libgit2 could not do what it was asked.",
    "The message is libgit2's own. Disk errors, a full disk and damaged repositories show up here.")
  package static let gitShallow = Rule(
    "git.shallow", "The clone is shallow: its history is cut off.",
    "A cut-off history hides landings, contributors and reviews. 'git fetch --unshallow' brings the rest; CI systems "
      + "need 'fetch-depth: 0' or 'GIT_DEPTH: 0'.")
  package static let gitGrafts = Rule(
    "git.grafts", "The repository has a grafts file.",
    "'info/grafts' makes git show other parents than the commits have. Countersign reads the commits themselves, so "
      + "what you see with git may not be what is judged.")
  package static let gitPartialClone = Rule(
    "git.partial-clone", "The clone is partial: objects are fetched only when git needs them.",
    "Countersign reads objects without the network, so that some will be missing. 'git fetch --refetch --no-filter' "
      + "brings them all.")
  package static let gitReplaceReferences = Rule(
    "git.replace-refs", "The repository has replace refs.",
    "'refs/replace/' makes git show other objects than the ones that are named. Countersign reads the named ones, so "
      + "what you see with git may not be what is judged. 'git replace --list' shows them.")
  package static let gitAlternates = Rule(
    "git.alternates", "The repository borrows objects from another one.",
    "'objects/info/alternates' names the other repository. If it goes away or is pruned, objects are missing here.")
}

extension Rule {
  /// Whether the content itself is what stands in the way, for everybody who has it.
  package var isOfContent: Bool { self == .gitTooLarge || self == .gitMalformedObject || self == .gitWrongKind }
}

extension Finding {
  /// Whether something could not be read here that may read elsewhere: nobody can tell what it says.
  package var isUnread: Bool { rule.id.hasPrefix("git.") && !rule.isOfContent }
}

/// The rules of this module.
package enum GitRules {
  package static let all: [Rule] = [
    .gitNotARepository, .gitNotTrusted, .gitUnsupported, .gitNotFound, .gitAmbiguous, .gitBadName, .gitBrokenReference,
    .gitCorruptObject, .gitMalformedObject, .gitMissingObject, .gitWrongKind, .gitLockedReference, .gitLostRace,
    .gitRewound, .gitNotAllowed, .gitRefused,
    .gitTooLarge, .gitUnmerged, .gitLibrary, .gitShallow, .gitGrafts, .gitPartialClone, .gitReplaceReferences,
    .gitAlternates,
  ]
}

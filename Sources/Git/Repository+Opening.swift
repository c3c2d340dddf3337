import Clibgit2

extension Repository {
  /// Opens the repository at or above `path`.
  ///
  /// A repository of another user is opened only if `trusting` says yes to its git directory; ask the user's own git
  /// (`git rev-parse --git-dir`), which knows every way to set `safe.directory`.
  package static func open(
    _ path: String, trusting: (_ gitDirectory: String) -> Bool = { _ in false }
  ) throws(GitError) -> Repository {
    try Library.start()
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .notARepository(path: path) }
    return try Repository(openHandle(path, searching: true, trusting: trusting), quarantined: false)
  }

  /// Opens the repository that git runs a hook for, with the pushed objects and the index of the commit.
  ///
  /// Where `GIT_DIR` is set, git has decided already whose repository it is; elsewhere see `open(_:trusting:)`.
  package static func openFromEnvironment(
    _ environment: HookEnvironment = .ofProcess(), from path: String = ".",
    trusting: (_ gitDirectory: String) -> Bool = { _ in false }
  ) throws(GitError) -> Repository {
    try Library.start()
    let handle =
      if let directory = environment.gitDirectory {
        try openHandle(directory, searching: false, trusting: { _ in true })
      } else {
        try openHandle(path, searching: true, trusting: trusting)
      }
    do {
      try useObjects(of: environment, in: handle)
      if let file = environment.indexFile { try useIndex(file, in: handle) }
    } catch {
      throw GitError(error, during: "opening what git names in the hook's environment")
    }
    return try Repository(handle, quarantined: environment.quarantine != nil)
  }

  /// From now on this process reads no configuration but the repositories' own: a server believes no HOME and no system file.
  package static func forgetUserConfiguration() throws(GitError) {
    try Library.start()
    do {
      try check { countersign_git_forget_user_configuration() }
    } catch {
      throw GitError(error, during: "setting where configuration is read")
    }
  }

  private static func openHandle(
    _ path: String, searching: Bool, trusting: (String) -> Bool
  ) throws(GitError) -> Handle<RepositoryKind> {
    do {
      return try tryOpening(path, searching: searching, checkingOwner: true)
    } catch {
      // Someone else's repository looks like none at all to libgit2 while no safe.directory is set anywhere.
      guard let directory = discover(path, searching: searching) else {
        guard error.isCode(GIT_ENOTFOUND) else { throw GitError(error, during: "opening the repository", path: path) }
        throw .notARepository(path: path)
      }
      if let unsupported = unsupportedFormat(directory) { throw .unsupported(unsupported, path: directory) }
      guard error.isCode(GIT_ENOTFOUND) || error.isCode(GIT_EOWNER) else {
        throw GitError(error, during: "opening the repository", path: directory)
      }
      guard trusting(directory) else { throw .notTrusted(path: directory) }
    }
    do {
      return try tryOpening(path, searching: searching, checkingOwner: false)
    } catch {
      throw error.isCode(GIT_ENOTFOUND)
        ? .notARepository(path: path) : GitError(error, during: "opening the repository", path: path)
    }
  }

  private static func tryOpening(
    _ path: String, searching: Bool, checkingOwner: Bool
  ) throws(LibraryFailure) -> Handle<RepositoryKind> {
    let flags: git_repository_open_flag_t =
      searching ? git_repository_open_flag_t(rawValue: 0) : GIT_REPOSITORY_OPEN_NO_SEARCH
    return try make(RepositoryKind.self) { out in
      Library.opening(checkingOwner: checkingOwner) {
        unsafe git_repository_open_ext(out, path, UInt32(flags.rawValue), nil)
      }
    }
  }

  /// The git directory at or above the path; nil when there is none.
  private static func discover(_ path: String, searching: Bool) -> String? {
    do {
      return try text { out in unsafe git_repository_discover(out, path, 0, searching ? nil : path) }
    } catch {
      return nil
    }
  }

  private static func useObjects(
    of environment: HookEnvironment, in handle: borrowing Handle<RepositoryKind>
  ) throws(LibraryFailure) {
    guard environment.objectDirectory != nil || !environment.alternates.isEmpty else { return }
    // During a push git adds the repository's own objects to whatever stood in the variable before: only they are believed.
    let own = handle.lend { raw in unsafe string(git_repository_commondir(raw)) }.map { $0 + "objects" }
    let alternates = environment.quarantine == nil ? environment.alternates : own.map { [$0] } ?? []
    let objects = try handle.lend { raw throws(LibraryFailure) in
      try make(ObjectDatabaseKind.self) { out in
        guard let directory = environment.objectDirectory else { return unsafe git_repository_odb(out, raw) }
        return unsafe git_odb_open(out, directory)
      }
    }
    for alternate in alternates {
      try check { objects.lend { odb in unsafe git_odb_add_disk_alternate(odb, alternate) } }
    }
    try check { handle.lend { raw in objects.lend { odb in unsafe git_repository_set_odb(raw, odb) } } }
  }

  private static func useIndex(_ file: String, in handle: borrowing Handle<RepositoryKind>) throws(LibraryFailure) {
    let index = try make(IndexKind.self) { unsafe git_index_open($0, file) }
    try check { handle.lend { raw in index.lend { unsafe git_repository_set_index(raw, $0) } } }
  }
}

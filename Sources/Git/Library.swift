import Clibgit2
import Synchronization

/// libgit2 as a whole: started once, with its options set before anything is opened.
enum Library {
  /// Owner validation is a setting of the whole process, so that opening takes turns.
  private static let opening = Mutex<Void>(())

  /// The code of the first call that did not succeed, or 0. Swift runs this once, whatever the thread.
  private static let outcome: Int32 = {
    let started = git_libgit2_init()
    guard started > 0 else { return started }
    let settings = [
      countersign_git_enable(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1),
      countersign_git_enable(GIT_OPT_ENABLE_STRICT_SYMBOLIC_REF_CREATION, 1),
      countersign_git_enable(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1),
      // As git does from 2.36 on: what a ref names survives a power cut.
      countersign_git_enable(GIT_OPT_ENABLE_FSYNC_GITDIR, 1),
      countersign_git_enable(GIT_OPT_SET_OWNER_VALIDATION, 1),
      countersign_git_set_cache_limit(16 << 20),
      countersign_git_accept_extensions(),
    ]
    return settings.first { $0 < 0 } ?? 0
  }()

  static func start() throws(GitError) {
    guard outcome == 0 else {
      throw .library(code: Int(outcome), message: "libgit2 did not start", during: "starting libgit2")
    }
  }

  /// Runs one opening call, with libgit2's check of the owner on or off. The check is on again when it returns.
  static func opening(checkingOwner: Bool, _ call: () -> Int32) -> Int32 {
    opening.withLock { _ in
      if !checkingOwner { _ = countersign_git_enable(GIT_OPT_SET_OWNER_VALIDATION, 0) }
      defer { if !checkingOwner { _ = countersign_git_enable(GIT_OPT_SET_OWNER_VALIDATION, 1) } }
      return call()
    }
  }

  /// Runs work without libgit2's own check of what it reads. Nothing else may read meanwhile, on any thread.
  static func withoutHashVerification<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    _ = countersign_git_enable(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0)
    defer { _ = countersign_git_enable(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1) }
    return try work()
  }
}

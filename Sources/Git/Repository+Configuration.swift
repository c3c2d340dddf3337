import Clibgit2

/// Whose settings are read.
package enum ConfigurationScope: Hashable, Sendable {
  /// The system's, the user's and the repository's own, the later winning.
  case everywhere
  /// The repository's own file alone: what a server believes.
  case repository
}

extension Repository {
  /// The value in force, as written; nil when it is not set. A key without "=" has the value `true`.
  package func configuration(
    _ key: String, from scope: ConfigurationScope = .everywhere
  ) throws(GitError) -> String? {
    try configurationAll(key, from: scope).last
  }

  /// Every value of a setting that may be repeated, in the order of the files.
  package func configurationAll(
    _ key: String, from scope: ConfigurationScope = .everywhere
  ) throws(GitError) -> [String] {
    let step = "reading the setting '\(key)'"
    let settings = try configurationHandle(scope, during: step)
    do {
      let iterator = try settings.lend { raw throws(LibraryFailure) in
        try make(ConfigurationIteratorKind.self) { unsafe git_config_multivar_iterator_new($0, raw, key, nil) }
      }
      return try Self.entries(of: iterator).map(\.value)
    } catch {
      if error.isCode(GIT_ENOTFOUND) { return [] }
      throw GitError(error, during: step)
    }
  }

  /// Sets a value in the repository's own file, or removes the setting when the value is nil.
  package func setConfiguration(_ key: String, _ value: String?) throws(GitError) {
    let step = "setting '\(key)'"
    let settings = try configurationHandle(.repository, during: step)
    do {
      try check {
        settings.lend { raw in
          guard let value else { return unsafe git_config_delete_entry(raw, key) }
          return unsafe git_config_set_string(raw, key, value)
        }
      }
    } catch {
      if value == nil, error.isCode(GIT_ENOTFOUND) { return }
      throw GitError(error, during: step, path: commonDirectory + "config")
    }
  }

  /// The names of the remotes, sorted.
  package func remotes() throws(GitError) -> [String] {
    var names = unsafe git_strarray()
    defer { unsafe git_strarray_dispose(&names) }
    do {
      try check { handle.lend { unsafe git_remote_list(&names, $0) } }
    } catch {
      throw GitError(error, during: "listing the remotes")
    }
    return unsafe (0..<names.count).compactMap { unsafe string(names.strings[$0]) }.sorted()
  }

  private func configurationHandle(
    _ scope: ConfigurationScope, during step: String
  ) throws(GitError) -> Handle<ConfigurationKind> {
    do {
      let all = try handle.lend { raw throws(LibraryFailure) in
        try make(ConfigurationKind.self) { unsafe git_repository_config($0, raw) }
      }
      switch scope {
      case .everywhere: return all
      case .repository:
        return try all.lend { raw throws(LibraryFailure) in
          try make(ConfigurationKind.self) { unsafe git_config_open_level($0, raw, GIT_CONFIG_LEVEL_LOCAL) }
        }
      }
    } catch {
      throw GitError(error, during: step)
    }
  }
}

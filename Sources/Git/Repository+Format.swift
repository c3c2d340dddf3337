import Clibgit2

extension Repository {
  /// The first setting of a repository's own configuration that says that it cannot be read here.
  static func unsupportedFormat(_ gitDirectory: String) -> GitError.Unsupported? {
    do {
      let configuration = try make(ConfigurationKind.self) {
        unsafe git_config_open_ondisk($0, gitDirectory + "config")
      }
      return try unsupportedFormat(configuration)
    } catch {
      return nil
    }
  }

  private static func unsupportedFormat(
    _ configuration: borrowing Handle<ConfigurationKind>
  ) throws(LibraryFailure) -> GitError.Unsupported? {
    for (name, value) in try settings(matching: "^extensions\\.", in: configuration) {
      switch name {
      case "extensions.objectformat" where value.lowercased() != "sha1": return .objectFormat(value)
      case "extensions.refstorage" where value.lowercased() != "files": return .refStorage(value)
      case "extensions.objectformat", "extensions.refstorage", "extensions.noop", "extensions.worktreeconfig",
        "extensions.partialclone", "extensions.preciousobjects":
        continue
      default: return .other(name)
      }
    }
    return nil
  }

  /// All settings whose names match, in the order of the files.
  static func settings(
    matching pattern: String, in configuration: borrowing Handle<ConfigurationKind>
  ) throws(LibraryFailure) -> [(name: String, value: String)] {
    let iterator = try configuration.lend { raw throws(LibraryFailure) in
      try make(ConfigurationIteratorKind.self) { unsafe git_config_iterator_glob_new($0, raw, pattern) }
    }
    return try entries(of: iterator)
  }

  static func entries(
    of iterator: borrowing Handle<ConfigurationIteratorKind>
  ) throws(LibraryFailure) -> [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    while true {
      var entry: UnsafeMutablePointer<git_config_entry>?
      let code = iterator.lend { unsafe git_config_next(&entry, $0) }
      if code == GIT_ITEROVER.rawValue { return found }
      guard code >= 0, let entry = unsafe entry else { throw LibraryFailure(code: code) }
      // A key without "=" has no value and means true.
      unsafe found.append((string(entry.pointee.name) ?? "", string(entry.pointee.value) ?? "true"))
    }
  }
}

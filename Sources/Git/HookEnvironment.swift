import Clibgit2

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What git tells a hook about the repository. No other variable is believed.
package struct HookEnvironment: Hashable, Sendable {
  /// `GIT_DIR`
  package let gitDirectory: String?
  /// `GIT_OBJECT_DIRECTORY`: during a push, the quarantine.
  package let objectDirectory: String?
  /// `GIT_ALTERNATE_OBJECT_DIRECTORIES`, separated by colons: during a push, the repository's own objects.
  package let alternates: [String]
  /// `GIT_INDEX_FILE`: what is committed, which may be a part of what is staged.
  package let indexFile: String?
  /// `GIT_QUARANTINE_PATH`: set while a push is not accepted yet.
  package let quarantine: String?

  package init(_ variables: [String: String]) {
    gitDirectory = variables["GIT_DIR"]
    objectDirectory = variables["GIT_OBJECT_DIRECTORY"]
    alternates = (variables["GIT_ALTERNATE_OBJECT_DIRECTORIES"] ?? "").split(separator: ":").map(String.init)
    indexFile = variables["GIT_INDEX_FILE"]
    quarantine = variables["GIT_QUARANTINE_PATH"]
  }

  /// The variables of this process.
  package static func ofProcess() -> HookEnvironment {
    let names = [
      "GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_INDEX_FILE", "GIT_QUARANTINE_PATH",
    ]
    var variables: [String: String] = [:]
    for name in names {
      if let value = unsafe string(getenv(name)) { variables[name] = value }
    }
    return HookEnvironment(variables)
  }
}

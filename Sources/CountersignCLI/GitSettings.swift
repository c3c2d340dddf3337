import Diagnostics
import Programs
import Releases

/// Git's configuration as git itself reads it: every file, every include, `-c` and the environment. One run of git.
///
/// Source: git-config(1), --list, -z, and Values; libgit2 knows neither GIT_CONFIG_GLOBAL nor GIT_CONFIG_PARAMETERS.
struct GitSettings: Sendable {
  /// By key, as git writes keys: section and name in lower case. The last value wins.
  private var values: [String: String] = [:]

  /// - Parameter place: what tells git where the repository is; nothing outside of one.
  static func read(_ programs: Programs, _ place: [String] = [], directory: String? = nil) throws(Finding)
    -> GitSettings
  {
    let result: ProgramResult
    do throws(ProgramError) {
      result = try programs.run("git", place + ["config", "--list", "-z"], directory: directory)
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    var settings = GitSettings()
    for entry in result.output.split(separator: 0) {
      let parts = entry.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
      // A key without "=" means true.
      let value = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : "true"
      settings.values[String(decoding: parts[0], as: UTF8.self)] = value
    }
    return settings
  }

  subscript(key: String) -> String? { values[key] }

  func isOn(_ key: String) -> Bool {
    guard let value = values[key]?.lowercased() else { return false }
    return ["true", "yes", "on"].contains(value) || Int(value).map { $0 != 0 } ?? false
  }
}

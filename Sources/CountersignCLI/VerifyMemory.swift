import Diagnostics
import Git
import Glibc
import Verifying

/// The secret that tells what this user's own program remembered from what somebody else put there: outside of every repository.
enum VerifyMemory {
  /// 32 bytes; made at first use, readable by its owner alone. nil: there is no place for it, and nothing is remembered.
  static func key(_ environment: [String: String]) -> [UInt8]? {
    guard let folder = folder(environment) else { return nil }
    let path = folder + "/verify.key"
    if let known = read(path) { return known }
    guard !Files.exists(path) else { return nil }
    do throws(Finding) {
      try Files.makeDirectory(folder)
      var generator = SystemRandomNumberGenerator()
      let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      try Files.write(key, to: path, mode: 0o600)
    } catch {
      return nil
    }
    // Two at once: the one that is there now is the one that counts.
    return read(path)
  }

  /// What a memory is good for: this program as it was built, and this repository where it lies.
  static func binding(_ repository: String) -> String? {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 || stat(CommandLine.arguments[0], &status) == 0 else { return nil }
    return
      "\(Countersign.version) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino) \(visible(repository))"
  }

  private static func folder(_ environment: [String: String]) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/countersign" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/countersign"
  }

  /// The key; nil where there is none, or where it is not its owner's alone.
  private static func read(_ path: String) -> [UInt8]? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & 0o077 == 0, status.st_size == 32
    else { return nil }
    do throws(GitError) {
      let bytes = try Files.read(path, limit: 32)
      return bytes.count == 32 ? bytes : nil
    } catch {
      return nil
    }
  }
}

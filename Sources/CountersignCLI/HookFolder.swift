import Diagnostics
import Git
import Glibc
import Programs
import Releases

/// Where git looks for a repository's hooks.
struct HookFolder: Sendable {
  /// Absolute, symbolic links resolved as far as it exists; without a slash at its end.
  let path: String
  /// It belongs to this repository alone.
  let isOwn: Bool

  /// Asks git, which knows `core.hooksPath` from every configuration. Source: git-rev-parse(1), --git-path.
  static func find(_ place: borrowing Workplace) throws(Finding) -> HookFolder {
    let result: ProgramResult
    do throws(ProgramError) {
      result = try place.programs.run(
        "git", ["rev-parse", "--path-format=absolute", "--git-path", "hooks"],
        directory: place.repository.workDirectory ?? place.repository.gitDirectory)
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    guard result.succeeded, let path = result.outputText.split(separator: "\n").first.map(String.init) else {
      throw Finding(
        .hooksElsewhere, "git does not say where its hooks are",
        because: result.errorText.split(separator: "\n").map { visible(String($0)) },
        next: ["install git, 2.38 or newer"])
    }
    let real = resolved(path)
    let own = resolved(place.repository.commonDirectory)
    return HookFolder(path: real, isOwn: real.hasPrefix(own + "/"))
  }

  /// What one hook's file is.
  enum State: Hashable {
    case missing
    /// Ours, and runnable.
    case installed
    /// Ours, but of another version or not runnable.
    case outdated
    /// Somebody else's, which calls ours.
    case chained
    case foreign
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func state(_ name: String) -> State {
    var status = stat()
    guard lstat(file(name), &status) == 0 else { return .missing }
    let text: String
    do throws(GitError) { text = String(decoding: try Files.read(file(name), limit: 1 << 20), as: UTF8.self) } catch {
      return .foreign
    }
    let isRunnable = access(file(name), X_OK) == 0
    if HookScripts.isOurs(text, name) { return text == HookScripts.text(name) && isRunnable ? .installed : .outdated }
    return HookScripts.calls(text, name) && isRunnable ? .chained : .foreign
  }

  /// The directory's real path; of one that is not there, the part that is with the rest behind it.
  private static func resolved(_ path: String) -> String {
    var rest: [Substring] = []
    var parts = path.split(separator: "/")
    while true {
      let front = "/" + parts.joined(separator: "/")
      if let real = realpath(front, nil) {
        defer { free(real) }
        let base = String(cString: real)
        return rest.isEmpty ? base : (base == "/" ? "" : base) + "/" + rest.joined(separator: "/")
      }
      guard let last = parts.popLast() else { return path }
      rest.insert(last, at: 0)
    }
  }
}

import Glibc

/// Runs other programs and waits for them: the only door to them.
///
/// It blocks the calling thread and needs no other one, so it may be called from anywhere, tasks included.
/// A call from each of several threads at once is fine.
package struct Programs: Sendable {
  /// Where one of a program's two output streams goes.
  package enum Stream: Hashable, Sendable {
    /// Kept, up to `limit` bytes; one more and the program is killed.
    case captured(limit: Int)
    /// To our own stream of the same kind.
    case inherited
    case discarded
  }

  /// All that a program started here finds in its environment.
  package let environment: [String: String]

  /// - Parameter environment: complete; nothing of our own environment is added. `PATH` is looked up in it.
  package init(environment: [String: String]) {
    self.environment = environment
  }

  /// Runs a program to its end.
  ///
  /// Input that the program does not read is dropped: its exit status tells whether it minded. Output counts until the
  /// program has exited; what it left behind in the background is not waited for.
  /// - Parameters:
  ///   - name: looked up on `PATH`, or a path when it contains a slash.
  ///   - input: what it reads from standard input; nil is an empty one.
  ///   - inheritsInput: it reads our own standard input instead.
  ///   - directory: where it runs; nil is our own current directory.
  ///   - extra: variables to set, or with nil to unset, on top of `environment`.
  package func run(
    _ name: String, _ arguments: [String], input: [UInt8]? = nil, inheritsInput: Bool = false,
    directory: String? = nil, extra: [String: String?] = [:], output: Stream = .captured(limit: 64 << 20),
    errors: Stream = .captured(limit: 1 << 20)
  ) throws(ProgramError) -> ProgramResult {
    guard let path = find(name, in: directory) else { throw .notFound(name: name) }
    var variables = environment
    for (key, value) in extra { variables[key] = value }
    let plan = Plan(
      name: name, path: path, arguments: arguments, environment: variables, directory: directory,
      input: inheritsInput ? .inherited : input.map { $0.isEmpty ? .empty : .bytes($0) } ?? .empty,
      output: output, errors: errors)
    var child = try Child(plan)
    return try child.result()
  }

  /// The path of the program that `run` would start; nil when there is none.
  ///
  /// Relative and empty entries of `PATH` are skipped, so that no file of a work tree is ever run by its name.
  package func find(_ name: String) -> String? {
    find(name, in: nil)
  }

  private func find(_ name: String, in directory: String?) -> String? {
    if name.isEmpty || name.utf8.contains(0) { return nil }
    if name.contains("/") {
      let base = name.hasPrefix("/") ? nil : directory
      return isRunnable(base.map { "\($0)/\(name)" } ?? name) ? name : nil
    }
    for folder in (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":") where folder.hasPrefix("/") {
      let candidate = "\(folder)/\(name)"
      if isRunnable(candidate) { return candidate }
    }
    return nil
  }

  private func isRunnable(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}

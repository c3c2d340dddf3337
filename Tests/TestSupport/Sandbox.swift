#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A directory of its own for one test, with an environment built from nothing; gone when the test lets go of it.
package final class Sandbox {
  /// Absolute, symbolic links resolved, without a slash at its end.
  package let path: String
  /// What every program that is run gets, and nothing else.
  package var environment: [String: String]
  private var runs = 0

  /// Where sandboxes are made: what TMPDIR names, which Tests/run.sh sets to a place in memory where there is one.
  private static let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"

  package init() throws {
    var template = Array("\(Self.place)/countersign-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SandboxError.system(what: "making a directory", errno: errno) }
    guard let resolved = realpath(made, nil) else { throw SandboxError.system(what: "resolving it", errno: errno) }
    path = String(cString: resolved)
    free(resolved)
    environment = [
      "HOME": path + "/home", "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin", "TZ": "UTC", "LC_ALL": "C",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": path + "/gitconfig", "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": "Maria", "GIT_AUTHOR_EMAIL": "maria@acme.example",
      "GIT_COMMITTER_NAME": "Maria", "GIT_COMMITTER_EMAIL": "maria@acme.example",
    ]
    try makeDirectory("home")
    try makeDirectory(".runs")
    try write(
      "gitconfig",
      """
      [init]
        defaultBranch = main
      [advice]
        detachedHead = false
      [gc]
        auto = 0
      [protocol "file"]
        allow = always

      """)
    setTime(1_700_000_000)
  }

  deinit {
    // Nothing useful can be done when the directory does not go away: the system empties such places.
    _ = try? spawn(
      "/bin/rm", ["-rf", path], environment: [:], directory: "/", input: "/dev/null", output: "/dev/null",
      errors: "/dev/null")
  }

  /// Sets the dates of the commits that follow, in seconds since 1970, zone +0000.
  package func setTime(_ seconds: Int64) {
    environment["GIT_AUTHOR_DATE"] = "\(seconds) +0000"
    environment["GIT_COMMITTER_DATE"] = "\(seconds) +0000"
  }

  /// Sets author and committer of the commits that follow.
  package func setPerson(_ name: String, _ email: String) {
    for role in ["AUTHOR", "COMMITTER"] {
      environment["GIT_\(role)_NAME"] = name
      environment["GIT_\(role)_EMAIL"] = email
    }
  }

  /// Runs a program; `directory` is relative to the sandbox, or absolute.
  package func run(
    _ program: String, _ arguments: [String], in directory: String = "", input: [UInt8] = [],
    environment extra: [String: String] = [:]
  ) throws -> Outcome {
    runs += 1
    let base = "\(path)/.runs/\(runs)"
    try writeFile(base + ".in", input)
    let status = try spawn(
      program, arguments, environment: environment.merging(extra) { $1 }, directory: absolute(directory),
      input: base + ".in", output: base + ".out", errors: base + ".err")
    return Outcome(status: status, stdout: try readFile(base + ".out"), stderr: try readFile(base + ".err"))
  }

  /// Runs git and gives what came of it, whatever its status.
  package func git(
    _ arguments: String..., in directory: String = "repo", input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    try run("git", arguments, in: directory, input: input, environment: environment)
  }

  /// Runs git, which must succeed, and gives its output without white space at the ends.
  @discardableResult
  package func gitText(
    _ arguments: String..., in directory: String = "repo", input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> String {
    let outcome = try run("git", arguments, in: directory, input: input, environment: environment)
    guard outcome.status == 0 else {
      throw SandboxError.status(command: "git " + arguments.joined(separator: " "), outcome)
    }
    return outcome.output
  }

  /// The whole path of something in the sandbox.
  package func absolute(_ relative: String) -> String {
    if relative.hasPrefix("/") { return relative }
    return relative.isEmpty ? path : path + "/" + relative
  }

  /// Makes a directory and those above it.
  package func makeDirectory(_ relative: String) throws {
    var directory = ""
    for component in absolute(relative).split(separator: "/") {
      directory += "/" + component
      guard mkdir(directory, 0o755) == 0 || errno == EEXIST else {
        throw SandboxError.system(what: "making \(directory)", errno: errno)
      }
    }
  }

  package func write(_ relative: String, _ text: String) throws { try write(relative, Array(text.utf8)) }

  /// Writes a file, and the directories above it.
  package func write(_ relative: String, _ bytes: [UInt8], executable: Bool = false) throws {
    let file = absolute(relative)
    if let slash = file.lastIndex(of: "/") { try makeDirectory(String(file[..<slash])) }
    guard executable else { return try writeFile(file, bytes) }
    // A program that another thread starts just now holds open what this process writes, and what is open for writing is not run: another
    // process makes the file.
    try writeFile(file + ".written", bytes)
    defer { unlink(file + ".written") }
    let outcome = try run("/usr/bin/install", ["-m", "755", file + ".written", file], in: "/")
    guard outcome.status == 0 else { throw SandboxError.status(command: "install \(file)", outcome) }
  }

  package func read(_ relative: String) throws -> [UInt8] { try readFile(absolute(relative)) }
}

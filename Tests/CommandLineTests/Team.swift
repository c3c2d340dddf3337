import Glibc
import TestSupport

/// Who acts in the tests.
enum Person: String, CaseIterable, Sendable {
  case maria, jonas, sofia, lena, ci
}

/// A bare hub, a clone for each person, their keys: a copy of its own for one test.
final class Team {
  let sandbox: Sandbox
  /// The landing that brought the first policy.
  let root: String

  init(_ stage: Stage) throws {
    let packed = try stage.packed.get()
    sandbox = try Sandbox()
    root = packed.root
    let outcome = try sandbox.run("tar", ["-xf", "-"], input: packed.archive)
    guard outcome.status == 0 else { throw SandboxError.status(command: "tar -xf", outcome) }
    // Git's configuration holds whole paths: keys, signers, the hub.
    for file in Person.allCases.flatMap({ ["home/\($0.rawValue)/.gitconfig", "\($0.rawValue)/.git/config"] }) {
      let text = String(decoding: try sandbox.read(file), as: UTF8.self)
      try sandbox.write(file, text.replacing(packed.path, with: sandbox.path))
    }
    // The server has its own programs, whatever whoever pushes has.
    let path = "PATH=\(sandbox.absolute("bin")):\(Team.tools)"
    for name in Team.serverHooks {
      let hook = String(decoding: try sandbox.read(name), as: UTF8.self)
      try sandbox.write(
        name, Array(hook.replacing("command -v", with: "\(path)\ncommand -v").utf8), executable: true)
    }
  }

  /// An empty place with keys and no repository yet.
  init(in sandbox: Sandbox) throws {
    self.sandbox = sandbox
    root = ""
    try sandbox.makeDirectory("bin")
    guard symlink(Team.binary, sandbox.absolute("bin/countersign")) == 0 else {
      throw SandboxError.system(what: "linking \(Team.binary)", errno: errno)
    }
    for person in Person.allCases {
      let key = try TestKey(person.rawValue, in: sandbox)
      try sandbox.write(
        "home/\(person.rawValue)/.gitconfig",
        """
        [user]
          name = \(person.rawValue)
          email = \(person.rawValue)@acme.example
          signingkey = \(key.path).pub
        [gpg]
          format = ssh
        [commit]
          gpgsign = true
        [init]
          defaultBranch = main
          templateDir =
        [advice]
          detachedHead = false
        [gc]
          auto = 0
        [maintenance]
          auto = false

        """)
    }
  }

  static let serverHooks = ["hub.git/hooks/pre-receive", "hub.git/hooks/reference-transaction"]

  /// Takes the server's hooks away: what an administrator, or a host that wants to deceive, can do.
  func openHub() throws {
    let outcome = try sandbox.run("rm", ["-f"] + Team.serverHooks)
    guard outcome.status == 0 else { throw SandboxError.status(command: "rm", outcome) }
  }

  /// The program under test, which lies beside the test runner.
  static let binary: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let bytes = buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }
    let runner = count > 0 ? String(decoding: bytes, as: UTF8.self) : CommandLine.arguments[0]
    return runner.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/countersign"
  }()

  static let tools = "/usr/local/bin:/usr/bin:/bin"

  /// An environment built from nothing, for one person.
  func environment(_ person: Person) -> [String: String] {
    let home = sandbox.absolute("home/\(person.rawValue)")
    return [
      "HOME": home, "GIT_CONFIG_GLOBAL": home + "/.gitconfig", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
      "PATH": sandbox.absolute("bin") + ":" + Team.tools, "TZ": "UTC", "LC_ALL": "C", "NO_COLOR": "1",
    ]
  }

  /// Runs a program as a person, in that person's clone unless another directory is named.
  func run(
    _ person: Person, _ program: String, _ words: [String], in directory: String? = nil,
    environment extra: [String: String] = [:], without: [String] = [], input: String = ""
  ) throws -> Outcome {
    var environment = environment(person).merging(extra) { $1 }
    for name in without { environment[name] = nil }
    sandbox.environment = environment
    return try sandbox.run(program, words, in: directory ?? person.rawValue, input: Array(input.utf8))
  }

  /// Runs the program under test.
  @discardableResult
  func countersign(
    _ person: Person, _ words: String..., in directory: String? = nil, environment: [String: String] = [:],
    without: [String] = [], input: String = ""
  ) throws -> Outcome {
    try run(
      person, Team.binary, words, in: directory, environment: environment, without: without, input: input)
  }

  /// Runs git, whatever comes of it.
  @discardableResult
  func tryGit(
    _ person: Person, _ words: String..., in directory: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(person, "git", words, in: directory, environment: environment)
  }

  /// Runs git, which must succeed; gives its output.
  @discardableResult
  func git(_ person: Person, _ words: String..., in directory: String? = nil) throws -> String {
    let outcome = try run(person, "git", words, in: directory)
    guard outcome.status == 0 else {
      throw SandboxError.status(command: "git \(words.joined(separator: " "))", outcome)
    }
    return outcome.output
  }

  /// Runs a shell script.
  func shell(_ person: Person, _ script: String, in directory: String? = nil, environment: [String: String] = [:])
    throws -> Outcome
  {
    try run(person, "sh", ["-c", script], in: directory, environment: environment)
  }

  /// Runs the program, which must succeed: a step on the way to what a test is about.
  @discardableResult
  func must(_ person: Person, _ words: String..., in directory: String? = nil) throws -> Outcome {
    let outcome = try run(person, Team.binary, words, in: directory)
    guard outcome.status == 0 else {
      throw SandboxError.status(command: "countersign \(words.joined(separator: " "))", outcome)
    }
    return outcome
  }

  /// Writes files on a new branch from the hub's main, commits, and pushes; a nil text removes a file.
  @discardableResult
  func change(
    _ person: Person, _ branch: String, _ files: [String: String?],
    why: String? = "Why: A reason that is long enough\nTicket: OPS-7"
  ) throws -> String {
    try git(person, "fetch", "-q", "origin")
    try git(person, "checkout", "-q", "-B", branch, "origin/main")
    for (file, text) in files {
      if let text {
        try sandbox.write("\(person.rawValue)/\(file)", text)
      } else {
        try git(person, "rm", "-q", "-r", file)
      }
    }
    try git(person, "add", "--all")
    let message = "Change \(branch)\n" + (why.map { "\n\($0)\n" } ?? "")
    let outcome = try run(person, "git", ["commit", "-q", "--no-verify", "-F", "-"], input: message)
    guard outcome.status == 0 else { throw SandboxError.status(command: "git commit", outcome) }
    try git(person, "push", "-q", "--no-verify", "--force", "origin", branch)
    return try git(person, "rev-parse", "HEAD")
  }

  /// The short name of the version that a revision holds, by the in-toto recipe and not by the program under test.
  func version(_ workflow: String, at revision: String, _ person: Person = .lena) throws -> String {
    let script = """
      set -e
      git archive --format=tar "$1" "workflows/$2" | (mkdir "$3" && tar -xf - -C "$3")
      cd "$3/workflows/$2"
      find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0r sha256sum -- | sha256sum | cut -c1-12
      """
    counter += 1
    let outcome = try run(
      person, "sh", ["-c", script, "sh", revision, workflow, sandbox.absolute(".out-\(counter)")])
    guard outcome.status == 0 else { throw SandboxError.status(command: "the recipe", outcome) }
    return outcome.output
  }

  /// Lets the clock tick: what is signed after this is later than what was signed before.
  func nextSecond() throws {
    let start = time(nil)
    while time(nil) == start { usleep(20_000) }
  }

  private var counter = 0
}

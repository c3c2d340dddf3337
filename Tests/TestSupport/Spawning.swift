#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a program left behind.
package struct Outcome: Hashable, Sendable {
  /// The exit status, or 128 and the signal's number.
  package let status: Int32
  package let stdout: [UInt8]
  package let stderr: [UInt8]

  /// Standard output as text, without white space at its ends.
  package var output: String { trimmed(stdout) }
  /// Standard error as text, without white space at its ends.
  package var errors: String { trimmed(stderr) }

  private func trimmed(_ bytes: [UInt8]) -> String {
    var text = Substring(String(decoding: bytes, as: UTF8.self))
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
  }
}

/// Why a test could not be set up.
package enum SandboxError: Error {
  case system(what: String, errno: Int32)
  case status(command: String, Outcome)
}

/// Runs a program to its end. Its input and output are files, so that nothing can wait for anything.
func spawn(
  _ program: String, _ arguments: [String], environment: [String: String], directory: String, input: String,
  output: String, errors: String
) throws -> Int32 {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

  // A shell changes the directory, because posix_spawn can do so only by functions that are not portable.
  let command = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory, program] + arguments
  var words = command.map { strdup($0) } + [nil]
  var variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for pointer in words + variables { free(pointer) } }

  // A test runner may have blocked SIGCHLD, and a shell that waits would then wait for ever.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var nothing = sigset_t()
  sigemptyset(&nothing)
  posix_spawnattr_setsigmask(&attributes, &nothing)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

  var process = pid_t()
  let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &variables)
  guard code == 0 else { throw SandboxError.system(what: "starting \(program)", errno: code) }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 {
    guard errno == EINTR else { throw SandboxError.system(what: "waiting for \(program)", errno: errno) }
  }
  return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
}

func readFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw SandboxError.system(what: "reading \(path)", errno: errno) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

func writeFile(_ path: String, _ bytes: [UInt8]) throws {
  guard let file = fopen(path, "wb") else { throw SandboxError.system(what: "writing \(path)", errno: errno) }
  let written = fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, written == bytes.count else {
    throw SandboxError.system(what: "writing \(path)", errno: errno)
  }
}

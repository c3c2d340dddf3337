import Glibc
import Synchronization

/// A program that was started, and our ends of its pipes.
///
/// Started by `posix_spawn`, not by swift-subprocess: that one is asynchronous, and each of its runs needs a free thread
/// of Swift's shared pool, so that a blocking call from as many tasks as there are cores stops all of them for good
/// (seen with 1.0.2 on two cores), while a blocking call here needs nothing but its own thread.
struct Child {
  private let plan: Plan
  private let process: pid_t
  /// Holds our ends of its pipes, alone: each is to be closed as soon as it is done with.
  private var conversation: Conversation

  init(_ plan: Plan) throws(ProgramError) {
    if let text = plan.stringWithZero {
      let shown = text.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\\0")
      throw .cannotStart(name: plan.name, because: "'\(shown)' holds a zero byte")
    }
    if let directory = plan.directory, access(directory, X_OK) != 0 {
      throw .noDirectory(name: plan.name, directory: directory)
    }
    do throws(SystemFailure) {
      self = try starting.withLock { _ throws(SystemFailure) in try Self(starting: plan) }
    } catch {
      if error.code == ENOENT { throw .notFound(name: plan.name) }
      throw .cannotStart(name: plan.name, because: error.message)
    }
  }

  private init(starting plan: Plan) throws(SystemFailure) {
    var input: Pipe?
    if case .bytes = plan.input { input = try Pipe() }
    var output: Pipe?
    if case .captured = plan.output { output = try Pipe() }
    var errors: Pipe?
    if case .captured = plan.errors { errors = try Pipe() }
    for end in [input?.writing, output?.reading, errors?.reading] {
      guard let end else { continue }
      guard fcntl(end.raw, F_SETFL, O_NONBLOCK) == 0 else { throw SystemFailure() }
    }
    process = try spawn(plan, input: input?.reading, output: output?.writing, errors: errors?.writing)
    conversation = Conversation(
      plan, with: process, input: input?.writing, output: output?.reading, errors: errors?.reading)
    self.plan = plan
  }

  /// Feeds it, reads it, waits for it.
  mutating func result() throws(ProgramError) -> ProgramResult {
    do throws(ProgramError) {
      try conversation.hold()
    } catch {
      // Not reaped yet: `hold` ends without an error once the process is.
      _ = kill(process, SIGKILL)
      do { _ = try wait(process) } catch {}
      throw error
    }
    do throws(SystemFailure) {
      let status: ProgramResult.Status
      if let ended = conversation.ended { status = ended } else { status = try wait(process) }
      return ProgramResult(status: status, output: conversation.output.bytes, errors: conversation.errors.bytes)
    } catch {
      throw .lost(name: plan.name, because: error.message)
    }
  }
}

/// Held from the making of pipes to the start of their program, so that no other program started meanwhile gets their ends.
private let starting = Mutex<Void>(())

/// Waits until the process has ended.
private func wait(_ process: pid_t) throws(SystemFailure) -> ProgramResult.Status {
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 {
    guard errno == EINTR else { throw SystemFailure() }
  }
  return .init(waited: status)
}

extension ProgramResult.Status {
  /// Source of the bits: wait(2), WIFSIGNALED and WEXITSTATUS, which are macros.
  init(waited status: Int32) {
    self = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
  }
}

/// Starts the process. Nil for a stream means: as the plan says, ours or nothing.
private func spawn(
  _ plan: Plan, input: Descriptor?, output: Descriptor?, errors: Descriptor?
) throws(SystemFailure) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  try check(posix_spawn_file_actions_init(&actions))
  defer { posix_spawn_file_actions_destroy(&actions) }
  try place(input, at: STDIN_FILENO, discarding: plan.input.isEmpty, in: &actions)
  try place(output, at: STDOUT_FILENO, discarding: plan.output == .discarded, in: &actions)
  try place(errors, at: STDERR_FILENO, discarding: plan.errors == .discarded, in: &actions)
  if let directory = plan.directory { try check(addDirectory(&actions, directory)) }

  var attributes = posix_spawnattr_t()
  try check(posix_spawnattr_init(&attributes))
  defer { posix_spawnattr_destroy(&attributes) }
  // Whatever we ignore or block is our own affair.
  var signals = sigset_t()
  sigemptyset(&signals)
  try check(posix_spawnattr_setsigmask(&attributes, &signals))
  sigaddset(&signals, SIGPIPE)
  try check(posix_spawnattr_setsigdefault(&attributes, &signals))
  try check(posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)))

  let arguments = ([plan.path] + plan.arguments).map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  let variables = plan.environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for variable in variables { free(variable) } }
  var process: pid_t = -1
  try check(posix_spawn(&process, plan.path, &actions, &attributes, arguments, variables))
  return process
}

private func place(
  _ end: Descriptor?, at target: Int32, discarding: Bool, in actions: inout posix_spawn_file_actions_t
) throws(SystemFailure) {
  if let end {
    try check(posix_spawn_file_actions_adddup2(&actions, end.raw, target))
  } else if discarding {
    let mode = target == STDIN_FILENO ? O_RDONLY : O_WRONLY
    try check(posix_spawn_file_actions_addopen(&actions, target, "/dev/null", mode, 0))
  }
}

/// `posix_spawn_file_actions_addchdir_np`, looked up by name: Swift's view of glibc leaves it out, as it is no part of POSIX
/// of old. Source: glibc 2.29, NEWS.
private func addDirectory(_ actions: inout posix_spawn_file_actions_t, _ directory: String) -> Int32 {
  typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
  guard let found = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else { return ENOSYS }
  return unsafeBitCast(found, to: Function.self)(&actions, directory)
}

private func check(_ code: Int32) throws(SystemFailure) {
  guard code == 0 else { throw SystemFailure(code: code) }
}

extension Plan.Input {
  var isEmpty: Bool {
    if case .empty = self { true } else { false }
  }
}

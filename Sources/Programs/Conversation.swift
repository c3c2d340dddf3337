import Glibc

/// Feeding a program and reading both its outputs at the same time, so that no full pipe stops the other.
struct Conversation {
  private(set) var output: Listener
  private(set) var errors: Listener
  /// How the program ended, when that was noticed before all its pipes were closed.
  private(set) var ended: ProgramResult.Status?

  private let process: pid_t
  private let plan: Plan
  private var input: Descriptor?
  private var toWrite: ArraySlice<UInt8>

  init(_ plan: Plan, with process: pid_t, input: Descriptor?, output: Descriptor?, errors: Descriptor?) {
    self.plan = plan
    self.process = process
    self.input = input
    self.output = Listener(end: output, limit: plan.output.limit)
    self.errors = Listener(end: errors, limit: plan.errors.limit)
    if case .bytes(let bytes) = plan.input { toWrite = bytes[...] } else { toWrite = [] }
  }

  /// Until all pipes are closed, or the program has exited and been silent since.
  mutating func hold() throws(ProgramError) {
    do throws(SystemFailure) {
      let shield = input == nil ? nil : SignalShield()
      defer { shield?.lift() }
      while try step(shield) {}
    } catch {
      throw .lost(name: plan.name, because: error.message)
    }
    for listener in [output, errors] where listener.isFull {
      throw .outputTooLarge(name: plan.name, limit: listener.limit)
    }
  }

  /// One wait and what came of it; false when there is nothing more to wait for.
  private mutating func step(_ shield: SignalShield?) throws(SystemFailure) -> Bool {
    var waiting: [pollfd] = []
    if let input { waiting.append(pollfd(fd: input.raw, events: Int16(POLLOUT), revents: 0)) }
    for end in [output.end, errors.end] {
      if let end { waiting.append(pollfd(fd: end.raw, events: Int16(POLLIN), revents: 0)) }
    }
    if waiting.isEmpty { return false }
    let ready = poll(&waiting, nfds_t(waiting.count), Self.patience)
    if ready < 0 {
      guard errno == EINTR else { throw SystemFailure() }
      return true
    }
    if ready == 0 { return try !hasEnded() }
    for one in waiting where one.revents != 0 {
      if one.fd == input?.raw { try feed(shield) }
      if one.fd == output.end?.raw { try output.read() }
      if one.fd == errors.end?.raw { try errors.read() }
    }
    return !output.isFull && !errors.isFull
  }

  /// Milliseconds of silence after which we look whether the program is still there.
  private static let patience: Int32 = 50

  private mutating func hasEnded() throws(SystemFailure) -> Bool {
    var status: Int32 = 0
    let found = waitpid(process, &status, WNOHANG)
    if found < 0, errno != EINTR { throw SystemFailure() }
    guard found == process else { return false }
    ended = .init(waited: status)
    return true
  }

  private mutating func feed(_ shield: SignalShield?) throws(SystemFailure) {
    guard let end = input else { return }
    let written = toWrite.withUnsafeBytes { write(end.raw, $0.baseAddress, $0.count) }
    if written >= 0 {
      toWrite = toWrite.dropFirst(written)
      if toWrite.isEmpty { input = nil }
      return
    }
    switch errno {
    case EAGAIN, EINTR: return
    case EPIPE:
      // It reads no more: that is its right.
      shield?.takeOne()
      input = nil
    default: throw SystemFailure()
    }
  }
}

/// Our end of one output, and what came out of it.
struct Listener {
  /// Nil when it is not captured, or at its end.
  private(set) var end: Descriptor?
  let limit: Int
  private(set) var bytes: [UInt8] = []
  private var buffer: [UInt8]

  init(end: Descriptor?, limit: Int) {
    self.end = end
    self.limit = limit
    buffer = end == nil ? [] : [UInt8](repeating: 0, count: 64 << 10)
  }

  var isFull: Bool { bytes.count > limit }

  /// Reads once. One byte more than the limit is kept, which tells that there was one.
  mutating func read() throws(SystemFailure) {
    guard let from = end?.raw else { return }
    let count = Glibc.read(from, &buffer, buffer.count)
    if count < 0 {
      guard errno == EAGAIN || errno == EINTR else { throw SystemFailure() }
    } else if count == 0 {
      end = nil
    } else {
      bytes.append(contentsOf: buffer.prefix(min(count, limit + 1 - bytes.count)))
    }
  }
}

extension Programs.Stream {
  var limit: Int {
    if case .captured(let limit) = self { min(max(limit, 0), .max - 1) } else { 0 }
  }
}

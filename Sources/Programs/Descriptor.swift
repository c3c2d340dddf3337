import Glibc

/// A file descriptor that is closed when nothing holds it any more.
final class Descriptor {
  let raw: Int32

  init(owning raw: Int32) { self.raw = raw }

  deinit { _ = close(raw) }
}

/// The two ends of a pipe; neither reaches a program that is started, unless it is put there.
struct Pipe {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(SystemFailure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemFailure() }
    let (first, second) = (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    reading = try Self.aboveStandard(first)
    writing = try Self.aboveStandard(second)
  }

  /// Closed in programs, and above 2: in a process whose own standard streams are closed a pipe may get their numbers, and
  /// putting one end in its place would then close the other.
  private static func aboveStandard(_ end: Descriptor) throws(SystemFailure) -> Descriptor {
    if end.raw > 2 {
      guard fcntl(end.raw, F_SETFD, FD_CLOEXEC) == 0 else { throw SystemFailure() }
      return end
    }
    let moved = fcntl(end.raw, F_DUPFD_CLOEXEC, 3)
    guard moved > 2 else { throw SystemFailure() }
    return Descriptor(owning: moved)
  }
}

/// What the system said when a call did not succeed.
struct SystemFailure: Error {
  let code: Int32

  /// Reads `errno`: to be made right after the call.
  init() { code = errno }

  init(code: Int32) { self.code = code }

  var message: String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }
}

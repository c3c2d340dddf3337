import Glibc

/// Keeps SIGPIPE from this thread, so that writing to a program that is gone gives an error and does not end us.
///
/// It is the thread's own mask: how the rest of the process takes the signal (`countersign log | head`) stays as it is.
struct SignalShield {
  private let before: sigset_t
  private let wasPending: Bool

  init() {
    var pending = sigset_t()
    sigpending(&pending)
    wasPending = sigismember(&pending, SIGPIPE) == 1
    var blocked = Self.pipe
    var old = sigset_t()
    pthread_sigmask(SIG_BLOCK, &blocked, &old)
    before = old
  }

  /// Takes the signal that a failed write left waiting, unless another one waited before.
  func takeOne() {
    if wasPending { return }
    var waiting = Self.pipe
    var noTime = timespec()
    while sigtimedwait(&waiting, nil, &noTime) < 0, errno == EINTR {}
  }

  func lift() {
    var old = before
    pthread_sigmask(SIG_SETMASK, &old, nil)
  }

  private static var pipe: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    return signals
  }
}

import Glibc

/// Says on a terminal how far long work is, on one line that is gone when the work is done. Anywhere else it says nothing.
final class Progress {
  private let console: Console
  private let what: String
  private let total: Int?
  private let isShown: Bool
  private let started: Int64
  private var told: Int64 = 0
  private var isOnScreen = false
  private var done = 0

  /// - Parameters:
  ///   - what: `replaying`; a present participle.
  ///   - total: how many steps there are; nil where nobody knows.
  init(_ console: Console, _ what: String, of total: Int? = nil) {
    self.console = console
    self.what = what
    self.total = total
    isShown = console.showsProgress
    started = Self.milliseconds()
  }

  deinit { finish() }

  /// What cannot be counted, such as a program that runs: told at once.
  static func whileRunning(_ console: Console, _ what: String) -> Progress {
    let progress = Progress(console, what)
    progress.tell("\(what) …")
    return progress
  }

  /// One more step is done.
  func advance() {
    done += 1
    guard isShown else { return }
    let now = Self.milliseconds()
    // What is done at once needs no telling, and a terminal no hundred lines a second.
    guard now - started > 300, now - told > 100 else { return }
    told = now
    tell(total.map { "\(what) \(done) of \($0)" } ?? "\(what) \(done)")
  }

  /// Leaves the terminal as it was.
  func finish() {
    if isOnScreen { console.flash("\r\u{1b}[K") }
    isOnScreen = false
  }

  private func tell(_ text: String) {
    guard isShown else { return }
    console.flash("\r\u{1b}[K\(text)")
    isOnScreen = true
  }

  /// A clock that only runs forward.
  static func milliseconds() -> Int64 {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000
  }
}

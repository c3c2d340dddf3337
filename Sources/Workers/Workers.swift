package import Diagnostics
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Work in pieces on several threads, each with a tool of its own; the answers come in the order of the pieces.
package enum Workers {
  /// - Parameters:
  ///   - tool: made on each thread that has something to do.
  ///   - work: one piece; the same piece gives the same answer, whichever thread has it and whatever it had before.
  package static func run<Piece: Sendable, Answer: Sendable, Tool: ~Copyable>(
    _ pieces: [Piece], threads: Int, tool: @escaping @Sendable () throws(Finding) -> Tool,
    work: @escaping @Sendable (borrowing Tool, Piece) -> Answer
  ) throws(Finding) -> [Answer] {
    let shared = Shared<Answer>(count: pieces.count)
    let body: @Sendable () -> Void = {
      do throws(Finding) {
        guard let first = shared.next() else { return }
        let own = try tool()
        var index: Int? = first
        while let piece = index {
          shared.put(work(own, pieces[piece]), at: piece)
          index = shared.next()
        }
      } catch {
        shared.stop(error)
      }
    }
    var helpers: [Helper] = []
    for _ in 1..<max(1, min(threads, pieces.count)) {
      // Where no thread is to be had, the others do its work.
      guard let helper = Helper(body) else { break }
      helpers.append(helper)
    }
    body()
    for helper in helpers { helper.join() }
    return try shared.answers()
  }
}

extension Workers {
  /// The same for whoever has a tool already: its own thread works with that, and others come to help.
  ///
  /// - Parameter lending: called on each other thread; calls its argument once with a tool of that thread, or not at all, and then the
  ///   others do its work.
  package static func run<Piece: Sendable, Answer: Sendable, Tool: ~Copyable>(
    _ pieces: [Piece], threads: Int, own: borrowing Tool,
    lending: @escaping @Sendable (_ use: (borrowing Tool) -> Void) -> Void,
    work: @escaping @Sendable (borrowing Tool, Piece) -> Answer
  ) -> [Answer] {
    let shared = Shared<Answer>(count: pieces.count)
    let body: @Sendable () -> Void = {
      lending { tool in
        while let index = shared.next() { shared.put(work(tool, pieces[index]), at: index) }
      }
    }
    var helpers: [Helper] = []
    for _ in 1..<max(1, min(threads, pieces.count)) {
      guard let helper = Helper(body) else { break }
      helpers.append(helper)
    }
    while let index = shared.next() { shared.put(work(own, pieces[index]), at: index) }
    for helper in helpers { helper.join() }
    return shared.all
  }
}

/// What is left to do, and what came of the rest.
private final class Shared<Answer: Sendable>: Sendable {
  private struct State {
    var next = 0
    var answers: [Answer?]
    var stopped: Finding?
  }

  private let state: Mutex<State>

  init(count: Int) { state = Mutex(State(answers: Array(repeating: nil, count: count))) }

  /// The next piece; nil when none is left, or somebody had to stop.
  func next() -> Int? {
    state.withLock { state in
      guard state.stopped == nil, state.next < state.answers.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  func put(_ answer: Answer, at index: Int) { state.withLock { $0.answers[index] = answer } }

  func stop(_ finding: Finding) { state.withLock { if $0.stopped == nil { $0.stopped = finding } } }

  func answers() throws(Finding) -> [Answer] {
    let (answers, stopped) = state.withLock { ($0.answers, $0.stopped) }
    if let stopped { throw stopped }
    return Self.whole(answers)
  }

  /// What came of all pieces, where nobody can stop.
  var all: [Answer] { Self.whole(state.withLock { $0.answers }) }

  private static func whole(_ answers: [Answer?]) -> [Answer] {
    let given = answers.compactMap { $0 }
    precondition(given.count == answers.count, "a piece of work without an answer would pass unjudged")
    return given
  }
}

/// A thread beside the one that asked.
private final class Helper {
  private let thread: pthread_t

  private final class Job {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// nil: the system gives no more threads.
  init?(_ body: @escaping @Sendable () -> Void) {
    let job = Unmanaged.passRetained(Job(body))
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else {
      job.release()
      return nil
    }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, Self.stack) == 0 else {
      job.release()
      return nil
    }
    #if canImport(Darwin)
      var made: pthread_t?
      let code = pthread_create(&made, &attributes, Self.start, job.toOpaque())
    #else
      var made = pthread_t()
      let code = pthread_create(&made, &attributes, Self.start, job.toOpaque())
    #endif
    guard code == 0, let thread = Optional(made).flatMap({ $0 }) else {
      job.release()
      return nil
    }
    self.thread = thread
  }

  /// In bytes: what readers take that go as deep as they may, with room; some systems give new threads half of a megabyte. Only what
  /// is used is taken.
  private static let stack = 16 << 20

  func join() { pthread_join(thread, nil) }

  #if canImport(Darwin)
    private static let start: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { raw in
      Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body()
      return nil
    }
  #else
    private static let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
      if let raw { Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body() }
      return nil
    }
  #endif
}

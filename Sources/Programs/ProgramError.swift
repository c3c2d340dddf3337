/// Why a program gave no result. A program that ran and exited with 1 is no error.
package enum ProgramError: Error, Hashable, Sendable {
  /// No such program on `PATH`, or no runnable file at that path.
  case notFound(name: String)
  /// The directory to run in is missing or closed to us.
  case noDirectory(name: String, directory: String)
  /// The system did not start it; `because` is the system's word.
  case cannotStart(name: String, because: String)
  /// It wrote more than `limit` bytes to a captured stream and was killed.
  case outputTooLarge(name: String, limit: Int)
  /// Talking to it or waiting for it broke; it was killed.
  case lost(name: String, because: String)
}

extension ProgramError {
  /// One sentence without a full stop. Names in it come from outside: pass it through `visible(_:)`.
  package var message: String {
    switch self {
    case .notFound(let name): "the program '\(name)' was not found"
    case .noDirectory(let name, let directory): "'\(name)' was to run in '\(directory)', which cannot be entered"
    case .cannotStart(let name, let because): "the program '\(name)' could not be started: \(because)"
    case .outputTooLarge(let name, let limit): "the program '\(name)' wrote more than \(limit) bytes and was stopped"
    case .lost(let name, let because): "the program '\(name)' was stopped: \(because)"
    }
  }

  /// The program's name as it was asked for.
  package var name: String {
    switch self {
    case .notFound(let name), .noDirectory(let name, _), .cannotStart(let name, _), .outputTooLarge(let name, _),
      .lost(let name, _):
      name
    }
  }
}

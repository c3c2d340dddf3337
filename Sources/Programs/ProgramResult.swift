/// How a program ended, and what it wrote where that was captured.
package struct ProgramResult: Hashable, Sendable {
  package enum Status: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  package let status: Status
  /// Standard output; empty unless it was captured.
  package let output: [UInt8]
  /// Standard error; empty unless it was captured.
  package let errors: [UInt8]

  package init(status: Status, output: [UInt8], errors: [UInt8]) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// Whether it exited with 0; a signal is never success.
  package var succeeded: Bool { status == .exited(0) }

  /// Standard output with what is not UTF-8 repaired: for reading, never for comparing; not yet safe for a terminal.
  package var outputText: String { String(decoding: output, as: UTF8.self) }

  /// Standard error, repaired like `outputText`.
  package var errorText: String { String(decoding: errors, as: UTF8.self) }
}

import Diagnostics
import Glibc
import Receiving
import Reporting
import Secrets

/// Where results and talk go. Standard output carries the result, standard error the talk.
///
/// Every text that the program shows goes through `write`, which takes out what is secret in it: whatever was read, and wherever it is
/// quoted, a message does not tell it.
struct Console: Sendable {
  let colours: Bool
  /// A person sits here and can be asked.
  let isInteractive: Bool
  /// Standard error is a terminal, so that a line on it can be taken back.
  let showsProgress: Bool
  /// The process's environment.
  let environment: [String: String]
  private let discretion = Discretion()

  init(color: ColourChoice, environment: [String: String]) {
    self.environment = environment
    showsProgress = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
    isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    colours =
      switch color {
      case .always: true
      case .never: false
      case .auto: isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
      }
  }

  var report: TextReport { TextReport(colours: colours) }

  func out(_ text: String) { write(text, to: STDOUT_FILENO) }

  func line(_ text: String) { out(text + "\n") }

  func talk(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// - Parameter limit: how much of it is written, in characters.
  func say(
    _ push: PushReport, refusal: String = "nothing of this push is taken", limit: Int = .max
  ) {
    write(String(discretion.shown(report.text(push, refusal: refusal)).prefix(limit)), to: STDERR_FILENO)
  }

  func tell(_ finding: Finding) { write(report.text(finding), to: STDERR_FILENO) }

  /// Asks for yes or no; nobody to ask is a no.
  func confirms(_ question: String) -> Bool {
    guard isInteractive else { return false }
    write(question + " [y/N] ", to: STDERR_FILENO)
    let answer = readLine(strippingNewline: true)?.lowercased()
    return answer == "y" || answer == "yes"
  }

  /// Bytes as they are, for what only passes them on.
  func out(_ bytes: [UInt8]) { Console.write(bytes[...], to: STDOUT_FILENO) }

  private func write(_ text: String, to descriptor: Int32) {
    Console.write(Array(discretion.shown(text).utf8)[...], to: descriptor)
  }

  /// A line that is taken back again, for a terminal on standard error.
  func flash(_ text: String) { write(text, to: STDERR_FILENO) }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var bytes = bytes
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      // Nobody reads any more: there is nobody to tell.
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}

/// The environment of this process.
func processEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  guard var entry = Optional(environ) else { return [:] }
  while let text = entry.pointee {
    let pair = String(cString: text)
    if let equals = pair.firstIndex(of: "=") {
      variables[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    entry += 1
  }
  return variables
}

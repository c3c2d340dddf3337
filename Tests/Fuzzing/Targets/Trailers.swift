import Git

extension FuzzTarget {
  /// Trailers without a problem are read again as they are written; every problem has a line of the message.
  static let trailers = FuzzTarget("trailers") { message in
    let trailers = Trailers.read(message)
    let lines = lineCount(message)
    for problem in trailers.problems {
      requireSafe(problem.words)
      if let line = problem.line {
        precondition((1...lines).contains(line), "a problem is on a line that is not there")
      }
    }
    precondition(trailers.entries.allSatisfy { (2...lines).contains($0.line) }, "a trailer is the title")
    let numbers = trailers.entries.map(\.line)
    precondition(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "trailers are not in their order")
    for entry in trailers.entries {
      let line = Array(message.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[entry.line - 1])
      let text = String(decoding: line, as: UTF8.self)
      precondition(text.lowercased().hasPrefix(entry.key.lowercased()), "a key is not that of its line")
    }
    guard trailers.problems.isEmpty else { return }
    for key in Trailers.knownKeys where key != Trailers.coAuthor {
      precondition(trailers.all(key).count <= 1, "a key stands twice and is no problem")
    }
    guard !trailers.entries.isEmpty else { return }
    let again = Trailers.read(Array(("title\n\n" + trailers.entries.map(text).joined()).utf8))
    precondition(again.problems.isEmpty, "trailers that were read cannot be read when they are written")
    precondition(again.entries.map(text) == trailers.entries.map(text), "trailers are read otherwise than written")
  }

  private static func text(_ entry: Trailers.Entry) -> String { "\(entry.key): \(entry.value)\n" }
}

/// One run of a program, as a value.
struct Plan {
  enum Input {
    case empty
    case bytes([UInt8])
    case inherited
  }

  /// As it was asked for; for messages.
  let name: String
  /// What is started.
  let path: String
  let arguments: [String]
  let environment: [String: String]
  let directory: String?
  let input: Input
  let output: Programs.Stream
  let errors: Programs.Stream

  /// A string that C would cut short at a zero byte, if there is one.
  var stringWithZero: String? {
    let texts = arguments + [path, directory ?? ""] + environment.flatMap { [$0.key, $0.value] }
    for text in texts where text.utf8.contains(0) { return text }
    return nil
  }
}

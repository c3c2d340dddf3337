extension Shell {
  /// `… || true`, `… || :`, `… || echo`, `… || exit 0`, `… || { echo; exit 0; }`.
  static func swallows(_ line: String) -> Bool {
    var rest = line[...]
    while let behind = rest.rest(behind: "||") {
      rest = behind
      let bare = behind.unindented
      let end = ["(": ")", "{": "}"][bare.prefix(1)]
      if endsWell(end.map { end in bare.dropFirst().prefix { String($0) != end } } ?? bare, isGroup: end != nil) {
        return true
      }
    }
    return false
  }

  /// Whether commands end well, whatever went before them; outside of a group the first alone is behind the `||`.
  private static func endsWell(_ text: Substring, isGroup: Bool) -> Bool {
    let commands = text.split(at: { ";&|)\n".utf8.contains($0) }).map {
      $0.split(at: { Ascii.isBlank($0) || "'\"`".utf8.contains($0) })
    }
    .filter { !$0.isEmpty }
    for words in isGroup ? commands : Array(commands.prefix(1)) where ["exit", "return"].contains(words[0]) {
      return words.count > 1 && words[1] == "0"
    }
    let last = isGroup ? commands.last : commands.first
    return last.map { ["true", ":", "echo", "/bin/true", "/usr/bin/true", "printf"].contains($0[0]) } ?? false
  }

  /// The lines at which a script goes on, or ends well, although something went wrong.
  static func swallowing(_ text: String) -> [String] {
    lines(of: text).map(\.1).filter { swallows($0) || commands(in: $0).contains { stops($0) == false } }
  }

  /// How often a script says that it ends where something goes wrong.
  static func stopping(_ text: String) -> Int {
    lines(of: text).reduce(0) { $0 + commands(in: $1.1).count { stops($0) == true } }
  }

  /// The same for one command, also where a shell is given it as a text: `sh -c set -e`.
  private static func stops(_ command: String) -> Bool? {
    let words = command.words
    let program = words.first.map { $0.split(at: { $0 == UInt8(ascii: "/") }).last ?? $0 }
    guard let program, ["sh", "bash", "ash", "dash", "zsh"].contains(program) else { return errorExit(command) }
    if words.dropFirst().prefix(while: { $0.hasPrefix("-") }).contains(where: {
      !$0.hasPrefix("--") && $0.contains("e")
    }) {
      return true
    }
    return command.rest(behind: "c ").flatMap { errorExit($0.without("'\"")) }
  }
}

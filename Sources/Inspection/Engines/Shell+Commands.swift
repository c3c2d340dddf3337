extension Shell {
  /// The commands of a line: what stands between `;`, `|`, `&`, `(` and `)`, outside of quotes.
  static func commands(in line: String) -> [String] {
    var commands: [String] = []
    var quote: UInt8?
    var isEscaped = false
    let bytes = line.utf8
    var start = bytes.startIndex
    func end(_ index: String.Index) {
      let command = bytes[start..<index]
      if !command.allSatisfy(Ascii.isBlank) { commands.append(String(Substring(command))) }
    }
    for index in bytes.indices {
      let byte = bytes[index]
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
        isEscaped = true
      } else if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if isBetween(byte) {
        end(index)
        start = bytes.index(after: index)
      }
    }
    end(bytes.endIndex)
    return commands
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "`"):
      true
    default: false
    }
  }

  /// The program that a command runs, behind assignments, keywords and what runs another.
  static func program(_ words: [Substring]) -> String? {
    var isArgument = false
    for word in words {
      if isArgument {
        isArgument = false
        continue
      }
      if word.utf8.contains(UInt8(ascii: "=")), let first = word.utf8.first, Ascii.isWord(first) { continue }
      if before.contains(word) { continue }
      if word == "timeout" {
        isArgument = true
        continue
      }
      if word.hasPrefix("-") { continue }
      let isPath = word.utf8.contains(UInt8(ascii: "/"))
      let bare = isPath ? word.split(at: { $0 == UInt8(ascii: "/") }).last ?? word : word
      let name = bare.utf8.allSatisfy(Ascii.isWord) ? String(bare) : bare.without("\"'$({")
      return name.isEmpty ? nil : name
    }
    return nil
  }

  /// What stands before the program that a command runs.
  private static let before: Set<Substring> = [
    "if", "then", "else", "elif", "while", "until", "do", "!", "{", "sudo", "exec", "command", "time", "nohup", "env",
  ]

  /// Whether a line turns on or off that a failing command ends the script; nil: neither.
  static func errorExit(_ line: String) -> Bool? {
    guard line.hasPrefix("#!") || line.unindented.hasPrefix("set") else { return nil }
    let words = line.split(at: { Ascii.isBlank($0) || $0 == UInt8(ascii: ";") })
    if let first = words.first, first.hasPrefix("#!") {
      return words.dropFirst().contains { $0.hasPrefix("-") && $0.contains("e") } ? true : nil
    }
    guard words.first == "set" else { return nil }
    for (index, word) in words.enumerated() {
      if word == "-o", index + 1 < words.count, words[index + 1] == "errexit" { return true }
      if word == "+o", index + 1 < words.count, words[index + 1] == "errexit" { return false }
      if word.hasPrefix("-"), !word.hasPrefix("--"), word.contains("e") { return true }
      if word.hasPrefix("+"), word.contains("e") { return false }
    }
    return nil
  }

  /// Sources: curl(1), wget(1), timeout(1).
  static func timeout(_ words: [Substring], _ program: String) -> Answer<Double> {
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : ""
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      var written: Substring?
      if word == "timeout" { written = words[(index + 1)...].first { !$0.hasPrefix("-") } }
      if program == "curl", ["-m", "--max-time"].contains(word) { written = next }
      if program == "curl", parts.count == 2, parts[0] == "--max-time" { written = parts[1][...] }
      if program == "wget", ["-T", "--timeout"].contains(word) { written = next }
      if program == "wget", parts.count == 2, parts[0] == "--timeout" { written = parts[1][...] }
      if let written {
        return Durations.go(String(written)).map { .known($0) } ?? .unknown(because: "a variable decides it")
      }
    }
    return .absent
  }

  /// Sources: curl(1); wget(1): twenty where nothing is said, nought for ever.
  static func retries(_ words: [Substring], _ program: String) -> Model.Step.Retries {
    for (index, word) in words.enumerated() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let isWanted =
        program == "curl" && parts[0] == "--retry" || program == "wget" && ["-t", "--tries"].contains(parts[0])
      guard isWanted else { continue }
      let written = parts.count == 2 ? parts[1] : index + 1 < words.count ? String(words[index + 1]) : ""
      guard let count = Int(written) else {
        return written == "inf" ? .unbounded : .unknown(because: "a variable decides it")
      }
      return count == 0 ? (program == "wget" ? .unbounded : .none) : .times(count)
    }
    return program == "wget" ? .engineDefault(20) : .none
  }

  /// Names of the environment that a line reads.
  static func variables(in line: String, _ language: String) -> [String] {
    guard language == "shell" else {
      let marks = [
        "environ[\"", "environ['", "environ.get(\"", "environ.get('", "getenv(\"", "getenv('", "process.env.", "ENV[\"",
        "ENV['", "$env:",
      ]
      return marks.flatMap { mark in
        line.split(separator: mark, omittingEmptySubsequences: false).dropFirst().map {
          String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        }
      }
    }
    return line.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false).dropFirst().map { rest in
      String(Substring((rest.first == UInt8(ascii: "{") ? rest.dropFirst() : rest).prefix(while: Ascii.isWord)))
    }
  }

  /// Secrets that a line writes out: `TOKEN=abc`, `curl -u user:pass`, a header with one, an address with one.
  static func literals(in line: String) -> [String] {
    // Each of them has one of the two.
    guard line.utf8.contains(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else { return [] }
    var found: [String] = []
    let bare = line.unindented
    let assignment = bare.hasPrefix("export ") ? bare.dropFirst(7) : bare
    if let equals = assignment.firstIndex(of: "=") {
      let name = assignment[..<equals].without(" ")
      let value = assignment[assignment.index(after: equals)...].without("\"' ;,")
      let isName = !name.isEmpty && name.utf8.allSatisfy(Ascii.isWord)
      let isCall = value.contains("(") || value.contains("[")
      if isName, !isCall, Literals.isSecretName(name), Literals.isWrittenOut(value, .shell) {
        found.append(name)
      }
    }
    let words = line.words
    for (index, word) in words.enumerated() where ["-u", "--user"].contains(word) && index + 1 < words.count {
      let parts = words[index + 1].without("\"'").split(separator: ":", maxSplits: 1).map(String.init)
      if words.contains(where: { $0.hasSuffix("curl") }), parts.count == 2, Literals.isWrittenOut(parts[1], .shell) {
        found.append("user and password")
      }
    }
    if let rest = line.rest(behind: "Authorization:") {
      let value =
        rest.prefix { !"\"'".contains($0) }.split(separator: " ").last.map(String.init) ?? ""
      if value.utf8.count >= 8, Literals.isWrittenOut(value, .shell) { found.append("Authorization") }
    }
    for word in words where word.holds("://") {
      found += Literals.inAddress(word.without("\"'"), .shell)
    }
    return found
  }

  /// A command as it can be shown: what stands behind a secret's name, or before a host, is a digest.
  static func hidingSecrets(_ command: String) -> String {
    literals(in: command).isEmpty ? command : digest(command)
  }
}

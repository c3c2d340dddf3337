extension Shell {
  /// The commands of a line: what stands between `;`, `|`, `&`, `(` and `)`, outside of quotes.
  static func commands(in line: String) -> [String] {
    var commands = [""]
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if ";|&()`".contains(character) {
        commands.append("")
        continue
      }
      commands[commands.count - 1].append(character)
    }
    return commands.filter { !$0.allSatisfy(\.isWhitespace) }
  }

  /// The program that a command runs, behind assignments, keywords and what runs another.
  static func program(_ words: [String]) -> String? {
    var isArgument = false
    for word in words {
      if isArgument {
        isArgument = false
        continue
      }
      if word.contains("="), !word.hasPrefix("-"), word.first?.isLetter == true || word.first == "_" { continue }
      if [
        "if", "then", "else", "elif", "while", "until", "do", "!", "{", "sudo", "exec", "command", "time", "nohup",
        "env",
      ].contains(word) {
        continue
      }
      if word == "timeout" {
        isArgument = true
        continue
      }
      if word.hasPrefix("-") { continue }
      let name = word.split(separator: "/").last.map(String.init) ?? word
      let bare = name.filter { !"\"'$({".contains($0) }
      return bare.isEmpty ? nil : bare
    }
    return nil
  }

  /// Whether a line turns on or off that a failing command ends the script; nil: neither.
  static func errorExit(_ line: String) -> Bool? {
    let words = line.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
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

  /// `… || true`, `… || :`, `… || echo`.
  static func swallows(_ line: String) -> Bool {
    guard let or = line.firstRange(of: "||") else { return false }
    let next = line[or.upperBound...].split(whereSeparator: \.isWhitespace).first ?? ""
    return ["true", ":", "echo", "/bin/true", "true;", "printf"].contains(String(next))
  }

  /// Sources: curl(1), wget(1), timeout(1).
  static func timeout(_ words: [String], _ program: String) -> Answer<Double> {
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : ""
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      var written: String?
      if word == "timeout" { written = words[(index + 1)...].first { !$0.hasPrefix("-") } }
      if program == "curl", ["-m", "--max-time"].contains(word) { written = next }
      if program == "curl", parts.count == 2, parts[0] == "--max-time" { written = parts[1] }
      if program == "wget", ["-T", "--timeout"].contains(word) { written = next }
      if program == "wget", parts.count == 2, parts[0] == "--timeout" { written = parts[1] }
      if let written { return Durations.go(written).map { .known($0) } ?? .unknown(because: "a variable decides it") }
    }
    return .absent
  }

  /// Sources: curl(1); wget(1): twenty where nothing is said, nought for ever.
  static func retries(_ words: [String], _ program: String) -> Model.Step.Retries {
    for (index, word) in words.enumerated() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let isWanted =
        program == "curl" && parts[0] == "--retry" || program == "wget" && ["-t", "--tries"].contains(parts[0])
      guard isWanted else { continue }
      let written = parts.count == 2 ? parts[1] : index + 1 < words.count ? words[index + 1] : ""
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
    return line.split(separator: "$", omittingEmptySubsequences: false).dropFirst().map { rest in
      String((rest.first == "{" ? rest.dropFirst() : rest).prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
  }

  /// Secrets that a line writes out: `TOKEN=abc`, `curl -u user:pass`, a header with one, an address with one.
  static func literals(in line: String) -> [String] {
    var found: [String] = []
    let bare = line.drop { $0.isWhitespace }
    let assignment = bare.hasPrefix("export ") ? bare.dropFirst(7) : bare
    if let equals = assignment.firstIndex(of: "=") {
      let name = assignment[..<equals].filter { $0 != " " }
      let value = assignment[assignment.index(after: equals)...].filter { !"\"' ;,".contains($0) }
      let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      let isCall = value.contains("(") || value.contains("[")
      if isName, !isCall, Literals.isSecretName(String(name)), Literals.isWrittenOut(value, .shell) {
        found.append(String(name))
      }
    }
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    for (index, word) in words.enumerated() where ["-u", "--user"].contains(word) && index + 1 < words.count {
      let parts = words[index + 1].filter { !"\"'".contains($0) }.split(separator: ":", maxSplits: 1).map(String.init)
      if words.contains(where: { $0.hasSuffix("curl") }), parts.count == 2, Literals.isWrittenOut(parts[1], .shell) {
        found.append("user and password")
      }
    }
    if let header = line.firstRange(of: "Authorization:") {
      let value =
        line[header.upperBound...].prefix { !"\"'".contains($0) }.split(separator: " ").last.map(String.init) ?? ""
      if value.utf8.count >= 8, Literals.isWrittenOut(value, .shell) { found.append("Authorization") }
    }
    for word in words where word.contains("://") {
      found += Literals.inAddress(word.filter { !"\"'".contains($0) }, .shell)
    }
    return found
  }

  /// A command as it can be shown: what stands behind a secret's name, or before a host, is a digest.
  static func hidingSecrets(_ command: String) -> String {
    literals(in: command).isEmpty ? command : digest(command)
  }
}
